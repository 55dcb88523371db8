{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% if line.tool_routes == "all" -%}
"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP, and again after a restart."""

from pathlib import Path

from validate_provider.testing import stack_server

RUN_CONFIG = {{ cookiecutter.__run_config }}


def test_server(tmp_path: Path) -> None:
    for _ in range(2):
        with stack_server(RUN_CONFIG, tmp_path) as client:
            providers = client.get("/v1/providers").json()["data"]
            assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

            tools = client.get("/v1/tool-runtime/list-tools").json()["data"]
            assert {(tool["toolgroup_id"], tool["{{ "name" if line.tools_have_schemas else "identifier" }}"]) for tool in tools} == {
                ("{{ cookiecutter.name }}", "count_words"),
                ("{{ cookiecutter.name }}", "add_days"),
            }

            call = {"tool_name": "count_words", "kwargs": {"text": "good day"}}
            assert client.post("/v1/tool-runtime/invoke", json=call).json()["content"] == "2"

            call = {"tool_name": "add_days", "kwargs": {"day": "9999-12-31"}}
            failed = client.post("/v1/tool-runtime/invoke", json=call).json()
            assert failed["error_message"] == "OverflowError: date value out of range"

            call = {"tool_name": "add_days", "kwargs": {"day": "today"}}
            assert client.post("/v1/tool-runtime/invoke", json=call).status_code == 400
{%- else -%}
"""The provider in the real {{ cookiecutter.__product }} server, and asked by the stack as other providers ask it."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
{{ stack("apis.datatypes: Api") }}
from validate_provider.testing import stack_server

RUN_CONFIG = {{ cookiecutter.__run_config }}


{% include cookiecutter._pieces ~ 'tool_runtime/router.jinja' %}


def test_server(tmp_path: Path) -> None:
    with stack_server(RUN_CONFIG, tmp_path) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]
{%- if line.tool_routes == "list" %}

        tools = client.get("/v1/tools").json()["data"]
        assert {(tool["toolgroup_id"], tool["name"]) for tool in tools} == {
            ("{{ cookiecutter.name }}", "count_words"),
            ("{{ cookiecutter.name }}", "add_days"),
        }
{%- endif %}


@pytest.mark.anyio
async def test_router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with routed(tmp_path, monkeypatch) as router:
        tools = (await router.list_runtime_tools()).data
        assert {(tool.toolgroup_id, tool.name) for tool in tools} == {
            ("{{ cookiecutter.name }}", "count_words"),
            ("{{ cookiecutter.name }}", "add_days"),
        }

        for name in ("count_words", "{{ cookiecutter.name }}/count_words"):
            assert (await router.invoke_tool(name, {"text": "good day"})).content == "2"
        failed = await router.invoke_tool("add_days", {"day": "9999-12-31"})
        assert failed.error_message == "OverflowError: date value out of range"
        with pytest.raises(ValueError, match="does not take these arguments"):
            await router.invoke_tool("add_days", {"day": "today"})
{%- endif %}
