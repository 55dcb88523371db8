"""Each line's real server comes up on our run config, answers, and is ended."""

import os
from dataclasses import replace

import pytest

from stacks import client
from stacks.run_config import Provider, run_config
from tests.real import packages
from validate_provider.live.server import Server, ServerError

WEATHER = Provider(
    api="tool_runtime",
    provider_type="remote::weather",
    module=packages.NAME,
    config={"city": "Kyiv"},
)


@pytest.fixture
def weather(tmp_path):
    """Give `weather(line)`: a folder that holds a tool_runtime provider written for a line."""

    def write(line):
        return packages.write(tmp_path, line)

    return write


LINES = [  # the last of each run of releases whose run configs are alike
    "llama-stack-0.2.22",
    "llama-stack-0.2.24",
    "llama-stack-0.3.5",
    "llama-stack-0.4.7",
    "llama-stack-0.6.1",
    "llama-stack-0.7.3",
    "ogx-1.0.4",
    "ogx-1.5.0",
]


@pytest.mark.parametrize("line", LINES)
def test_server_lists_an_external_provider(line, stack, weather, tmp_path):
    run = tmp_path / "run.yaml"
    run.write_text(run_config(line, tmp_path, [WEATHER]))
    with Server(stack(line), run, path=[weather(line)]) as server:
        listed = client.get(f"{server.url}/v1/providers")["data"]
        assert ("external", "remote::weather") in [
            (provider["provider_id"], provider["provider_type"]) for provider in listed
        ]
        pid = server.pid
    with pytest.raises(ProcessLookupError):
        os.killpg(pid, 0)


def test_providers_come_by_folder_where_the_module_key_is_unknown(stack, weather, tmp_path):
    line = "llama-stack-0.2.12"
    folder = tmp_path / "providers.d" / "remote" / "tool_runtime"
    folder.mkdir(parents=True)
    (folder / "weather.yaml").write_text(
        "adapter: {adapter_type: weather, module: ext_weather, pip_packages: [],"
        " config_class: ext_weather.config.Config}\napi_dependencies: []\n"
    )
    by_folder = replace(WEATHER, module=None)
    run = tmp_path / "run.yaml"
    text = run_config(line, tmp_path, [by_folder], external_providers_dir=tmp_path / "providers.d")
    run.write_text(text)
    with Server(stack(line), run, path=[weather(line)]) as server:
        [listed] = client.get(f"{server.url}/v1/providers")["data"]
        assert listed["provider_type"] == "remote::weather"


def test_a_server_that_does_not_come_up_shows_its_log(stack, tmp_path):
    line = "llama-stack-0.7.3"
    run = tmp_path / "run.yaml"
    run.write_text(run_config(line, tmp_path, [WEATHER]))
    with pytest.raises(ServerError, match="get_provider_spec not found"), Server(stack(line), run):
        pytest.fail("a server without its provider came up")


def test_a_server_that_does_not_answer_in_time_is_ended(stack, weather, tmp_path):
    line = "llama-stack-0.7.3"
    run = tmp_path / "run.yaml"
    run.write_text(run_config(line, tmp_path, [WEATHER]))
    server = Server(stack(line), run, path=[weather(line)], start_seconds=0)
    with pytest.raises(ServerError, match="did not answer within 0 s"), server:
        pytest.fail("a server came up in no time")
    with pytest.raises(ProcessLookupError):
        os.killpg(server.pid, 0)


def test_a_failure_inside_shows_the_log(stack, weather, tmp_path):
    line = "llama-stack-0.7.3"
    run = tmp_path / "run.yaml"
    run.write_text(run_config(line, tmp_path, [WEATHER]))
    with pytest.raises(client.HTTPError) as failed:  # noqa: SIM117
        with Server(stack(line), run, path=[weather(line)]) as server:
            client.get(f"{server.url}/v1/nosuch")
    assert "The server's log ends with" in failed.value.__notes__[0]
