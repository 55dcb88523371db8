"""Tests that every provider must pass, for its author's own test suite.

    from validate_provider.testing import provider_tests

    TestAcme = provider_tests("llama_stack_provider_acme", config={"base_url": "http://..."})

They run where the provider runs: in an environment that holds the stack, the provider, pytest and
this kit. The stack is started in processes of its own, never in that of pytest.
"""

from validate_provider.testing.suite import provider_tests

__all__ = ["provider_tests"]
