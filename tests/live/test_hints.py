"""A broken stack is told with the pin that mends it, if one is known."""

import pytest

from validate_provider.live import hints


@pytest.mark.parametrize(
    ("release", "api_release", "said", "advice"),
    [
        (
            "llama-stack 0.7.3",
            "llama-stack-api 0.7.3",
            "ImportError: cannot import name 'McpError' from 'mcp' (x/mcp/__init__.py)",
            "pip install 'mcp<2'",
        ),
        (
            "ogx 1.5.0",
            "ogx-api 1.5.0",
            "ImportError: cannot import name 'MCPError' from 'mcp' (x/mcp/__init__.py)",
            "pip install 'mcp>=2'",
        ),
        (
            "llama-stack 0.4.7",
            "llama-stack-api 0.7.3",
            "ImportError: cannot import name 'Agents' from 'llama_stack_api' (x)",
            "pip install llama-stack-api==0.4.7",
        ),
        (
            "llama-stack 0.2.20",
            "",
            "ModuleNotFoundError: No module named 'sqlalchemy'",
            "pip install 'sqlalchemy[asyncio]'",
        ),
        (
            "llama-stack 0.2.12",
            "",
            "ModuleNotFoundError: No module named 'opentelemetry.sdk'",
            "it wants `opentelemetry`, which is not installed",
        ),
    ],
)
def test_a_broken_stack(release, api_release, said, advice):
    hint = hints.broken_stack(release, api_release, said)
    assert hint.startswith("the stack is broken by itself here")
    assert hint.endswith(advice)


def test_a_stack_broken_in_a_way_that_nobody_knows():
    hint = hints.broken_stack("ogx 2.0.0", "ogx-api 2.0.0", "RuntimeError: no")
    assert hint.endswith("it does not start without the provider either")
