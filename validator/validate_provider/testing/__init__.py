"""Tests that every provider must pass, for its author's own test suite.

    from validate_provider.testing import fixture, provider_tests

    TestAcme = provider_tests("llama_stack_provider_acme", config={"base_url": fixture("acme")})

They run where the provider runs: in an environment that holds the stack, the provider, pytest and
this kit. The stack is started in processes of its own, never in that of pytest; what runs there
(`inside/`) imports this package too, and so nothing is imported before it is asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validate_provider.testing.later import fixture
    from validate_provider.testing.server import stack_server
    from validate_provider.testing.suite import provider_tests

__all__ = ["fixture", "provider_tests", "stack_server"]


def __getattr__(name: str) -> object:
    if name == "fixture":
        from validate_provider.testing.later import fixture

        return fixture
    if name == "provider_tests":
        from validate_provider.testing.suite import provider_tests

        return provider_tests
    if name == "stack_server":
        from validate_provider.testing.server import stack_server

        return stack_server
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
