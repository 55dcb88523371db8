{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% if line.tool_routes == "all" -%}
"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP, and again after a restart."""

{% if starter.provider_data -%}
import json
{% endif -%}
from pathlib import Path

from validate_provider.testing import stack_server

from conftest import ToolService

RUN_CONFIG = {{ cookiecutter.__run_config }}
CALL = {"tool_name": "greet", "kwargs": {"name": "Ada"}}


def test_server(service: ToolService, tmp_path: Path) -> None:
    settings = {"{{ cookiecutter.__env }}_URL": service.url, "{{ cookiecutter.__env }}_API_KEY": "secret"}
    for _ in range(2):
        with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
            providers = client.get("/v1/providers").json()["data"]
            assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

            tools = client.get("/v1/tool-runtime/list-tools").json()["data"]
            assert {(tool["toolgroup_id"], tool["{{ "name" if line.tools_have_schemas else "identifier" }}"]) for tool in tools} == {
                ("{{ cookiecutter.name }}", "greet"),
                ("{{ cookiecutter.name }}", "fail"),
                ("{{ cookiecutter.name }}", "draw"),
            }

            result = client.post("/v1/tool-runtime/invoke", json=CALL).json()
            assert [item["text"] for item in result["content"]] == ["Good day, Ada!"]
            assert set(service.tokens) == {"secret"}

            service.tokens.clear()
{%- if starter.provider_data %}
            data = json.dumps({"{{ cookiecutter.__env | lower }}_api_key": "mine", "another": 1})
            own = {"X-LlamaStack-Provider-Data": data}
            assert client.post("/v1/tool-runtime/invoke", json=CALL, headers=own).is_success
{%- else %}
            assert client.post("/v1/tool-runtime/invoke", json=CALL | {"authorization": "mine"}).is_success
{%- endif %}
            assert set(service.tokens) == {"mine"}
            service.tokens.clear()
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

from conftest import ToolService

RUN_CONFIG = {{ cookiecutter.__run_config }}


{% include cookiecutter._pieces ~ 'tool_runtime/router.jinja' %}


def test_server(service: ToolService, tmp_path: Path) -> None:
    with stack_server(RUN_CONFIG, tmp_path, {{ cookiecutter.__env }}_URL=service.url) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]
{%- if line.tool_routes == "list" %}

        tools = client.get("/v1/tools").json()["data"]
        assert {(tool["toolgroup_id"], tool["name"]) for tool in tools} == {
            ("{{ cookiecutter.name }}", "greet"),
            ("{{ cookiecutter.name }}", "fail"),
            ("{{ cookiecutter.name }}", "draw"),
        }
{%- endif %}


@pytest.mark.anyio
async def test_router(service: ToolService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"{{ cookiecutter.__env }}_URL": service.url, "{{ cookiecutter.__env }}_API_KEY": "secret"}
    async with routed(tmp_path, monkeypatch, **settings) as router:
        tools = (await router.list_runtime_tools()).data
        assert {(tool.toolgroup_id, tool.name) for tool in tools} == {
            ("{{ cookiecutter.name }}", "greet"),
            ("{{ cookiecutter.name }}", "fail"),
            ("{{ cookiecutter.name }}", "draw"),
        }

        for name in ("greet", "{{ cookiecutter.name }}/greet"):
            assert (await router.invoke_tool(name, {"name": "Ada"})).content[0].text == "Good day, Ada!"
        assert (await router.invoke_tool("fail", {})).error_code == 1
        assert set(service.tokens) == {"secret"}

        service.tokens.clear()
        await router.invoke_tool("greet", {"name": "Ada"}, authorization="mine")
        assert set(service.tokens) == {"mine"}
{%- endif %}
