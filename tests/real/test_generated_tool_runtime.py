"""The tool providers that are written, on real servers: Python functions, and a real MCP server.

`CELLS_ALL=1 pytest tests/real/test_generated_tool_runtime.py` asks all lines.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from stacks import client
from stacks.environments import version
from tests.real.mcp_server import mcp_server
from tests.real.paged_tools import PAGES, PagedTools
from tests.written import write
from validate_provider.live.server import Server

ROUTED = {
    "llama-stack-0.6.1": "llama-stack-0.5",
    "llama-stack-0.2.17": "llama-stack-0.2.16",
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    "llama-stack-0.2.24": "llama-stack-0.2.23",
    "llama-stack-0.3.5": "llama-stack-0.3",
    "llama-stack-0.4.7": "llama-stack-0.4",
    "llama-stack-0.5.4": "llama-stack-0.5",
}
"""Lines whose server has routes for tools, and the targets written for."""
CALLED = {
    "ogx-1.5.0": "ogx-0.8",
    "ogx-1.0.4": "ogx-0.8",
    "llama-stack-0.7.3": "llama-stack-0.7",
}
"""Lines where only other providers call tools."""
ALL = bool(os.environ.get("CELLS_ALL"))
TOOLS = "/v1/tool-runtime/list-tools"
INVOKE = "/v1/tool-runtime/invoke"
SHOUT = {"tool_name": "shout", "kwargs": {"text": "hello"}}


def some(lines):
    """All lines if asked for, else the first."""
    return list(lines) if ALL else list(lines)[:1]


@pytest.fixture(scope="module")
def tool_server(stack):
    """The URL of an MCP server, made with `mcp` 2."""
    with mcp_server(stack("ogx-1.5.0")) as url:
        yield url


@pytest.fixture
def running(stack, tmp_path):
    """Start a line's server with the package's own run config."""

    @contextmanager
    def running(line, kind, environ):
        project, _ = write("tool_runtime", ROUTED[line], tmp_path, kind=kind)
        # Before 0.5 the stack does not bring `mcp`.
        python = stack(line, tools=kind == "remote")
        path = [project / "src"]
        with Server(python, project / "run.yaml", path=path, environ=environ) as server:
            yield server

    return running


def names(line, listed):
    key = "identifier" if version(line) < (0, 3) else "name"
    return [tool[key] for tool in listed["data"]]


def refused(url, body):
    with pytest.raises(client.HTTPError) as error:
        client.post(url, body)
    return error.value.status


@pytest.mark.parametrize("line", some(ROUTED))
def test_functions(running, line):
    with running(line, "inline", {}) as server:
        assert names(line, client.get(server.url + TOOLS)) == ["count_words", "add_days"]

        def ask(tool, **arguments):
            return {"tool_name": tool, "kwargs": arguments}

        answer = client.post(server.url + INVOKE, ask("count_words", text="good day"))
        assert (answer["content"], answer["error_code"]) == ("2", None)
        answer = client.post(server.url + INVOKE, ask("add_days", day="2026-01-31", days=-31))
        assert answer["content"] == '"2025-12-31"'
        answer = client.post(server.url + INVOKE, ask("add_days", day="9999-12-31"))
        assert (answer["error_code"], answer["content"][:20]) == (1, "Error: OverflowError")

        assert refused(server.url + INVOKE, ask("add_days", day="some day")) == 400
        assert refused(server.url + INVOKE, ask("add_days", day="2026-01-31", week=1)) == 400
        assert refused(server.url + INVOKE, ask("acme/no_such_tool")) == 400


@pytest.mark.parametrize("line", some(ROUTED))
def test_tools_of_an_mcp_server(running, line, tool_server):
    environ = {"ACME_URL": tool_server, "ACME_API_KEY": "secret"}
    with running(line, "remote", environ) as server:
        assert names(line, client.get(server.url + TOOLS)) == ["shout"]
        [item] = client.post(server.url + INVOKE, SHOUT)["content"]
        assert item["text"] == "HELLO"
        if version(line) >= (0, 4):
            # Before, a request has no such field.
            assert refused(server.url + INVOKE, {**SHOUT, "authorization": "wrong"}) == 403


@pytest.mark.parametrize("line", some(ROUTED))
def test_pages_and_refusals_of_an_mcp_server(running, line):
    with PagedTools() as tools, running(line, "remote", {"ACME_URL": tools.url}) as server:
        assert names(line, client.get(server.url + TOOLS)) == [name for name, _ in PAGES.values()]
        assert refused(server.url + INVOKE, {"tool_name": "two", "kwargs": {}}) == 400


@pytest.mark.parametrize("kind", some(["remote", "inline"]))
@pytest.mark.parametrize("line", some(CALLED))
def test_served(stack, tmp_path, tool_server, line, kind):
    project, _ = write("tool_runtime", CALLED[line], tmp_path, kind=kind)
    config = ["-c", f"url={tool_server}", "-c", "api_key=secret"] if kind == "remote" else []
    command = [sys.executable, "-m", "validate_provider", project, "--serve", *config]
    command += ["--format", "json"]
    done = subprocess.run(
        [*command, "--python", stack(line)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    [told] = json.loads(done.stdout)["served"]
    served = [(method["method"], method["outcome"]) for method in told["methods"]]
    assert served == [("list_runtime_tools", "served"), ("invoke_tool", "served")]
