"""The server that `validate_provider.testing` starts for an author's own tests."""

import re

import pytest

from tests.real import author_suites

LINE = "llama-stack-0.7.3"
SUITE = """
import os
from pathlib import Path

import pytest
from validate_provider.testing import stack_server

RUN_CONFIG = Path(__file__).with_name("run.yaml")
FILE = {"file": ("a.txt", b"content")}


def test_the_servers_own_folder_outlives_it(tmp_path):
    home, storage = tmp_path / "home", tmp_path / "storage"
    for names in (["a.txt"], ["a.txt", "a.txt"]):
        with stack_server(RUN_CONFIG, home, ACME_STORAGE_DIR=str(storage)) as client:
            client.post("/v1/files", files=FILE, data={"purpose": "assistants"}).raise_for_status()
            files = client.get("/v1/files").json()["data"]
            assert [file["filename"] for file in files] == names
    assert (home / "server.log").stat().st_size and storage.is_dir()


def test_what_happens_in_it_is_shown(tmp_path):
    with stack_server(RUN_CONFIG, tmp_path) as client:
        client.get("/v1/nowhere")
        assert not "shown"


def test_a_config_that_does_not_start(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(RUN_CONFIG.read_text().replace("module: llama_", "module: no_"))
    with stack_server(bad, tmp_path):
        pytest.fail("it came up")


def test_a_config_that_is_not_there(tmp_path):
    with stack_server("nowhere.yaml", tmp_path):
        pytest.fail("it came up")


def test_relative_paths_begin_in_its_project(tmp_path):
    (tmp_path / "pyproject.toml").touch()
    config = tmp_path / "deep" / "run.yaml"
    config.parent.mkdir()
    text = RUN_CONFIG.read_text().replace("module: llama_stack_provider_acme", "")
    config.write_text(f"{text}\\nexternal_providers_dir: providers.d")
    spec = tmp_path / "providers.d" / "inline" / "files" / "acme.yaml"
    spec.parent.mkdir(parents=True)
    spec.write_text(
        "module: llama_stack_provider_acme\\npip_packages: []\\n"
        "config_class: llama_stack_provider_acme.config.AcmeConfig\\n"
    )
    with stack_server(config, tmp_path / "home") as client:
        [provider] = client.get("/v1/providers").json()["data"]
        assert provider["provider_type"] == "inline::acme"


def test_it_has_what_is_named_and_what_pytest_imports_here(tmp_path, monkeypatch):
    assert os.environ["MY_SECRET"]
    (tmp_path / "pyproject.toml").touch()
    config = tmp_path / "run.yaml"
    config.write_text(RUN_CONFIG.read_text())
    printing = tmp_path / "src" / "sitecustomize.py"
    printing.parent.mkdir()
    printing.write_text("import os; print('it has', [it for it in os.environ if it[:3] == 'MY_'])")
    monkeypatch.syspath_prepend(printing.parent)
    with stack_server(config, tmp_path / "home", MY_NAME="Ada"):
        assert "it has ['MY_NAME']" in (tmp_path / "home" / "server.log").read_text()
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory, stack, written):
    """The suite, run in the environment of a stack with a package that was written for it."""
    folder = tmp_path_factory.mktemp("author")
    package = written("files", "llama-stack>=0.7,<0.8")
    author_suites.write(package, folder, ())
    (folder / "run.yaml").write_bytes((package.folder / "run.yaml").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MY_SECRET", "secret")
        patch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nobody's: the server is asked without
        return author_suites.run(stack(LINE, tools=True), folder, SUITE)


@pytest.mark.parametrize(
    "name",
    [
        "the_servers_own_folder_outlives_it",
        "it_has_what_is_named_and_what_pytest_imports_here",
        "relative_paths_begin_in_its_project",
    ],
)
def test_passes(name, ran):
    assert f"PASSED test_acme.py::test_{name}\n" in ran.said, ran.said


def test_a_test_that_fails_shows_what_the_server_printed(ran):
    assert "The server's log ends with:" in ran.said
    assert "/v1/nowhere HTTP/1.1" in ran.said


def test_a_server_that_does_not_start_fails_with_its_words(ran):
    [said] = re.findall(
        r"^_+ test_a_config_that_does_not_start _+\n(.*?)^___", ran.said, re.M | re.S
    )
    assert said.startswith("no server with ")
    assert "bad.yaml: the server ended with exit code 1:\n" in said
    assert said.count("ValueError: get_provider_spec not found") == 1
    assert "stack_server" not in said, "it shows our own frames"


def test_a_config_that_is_not_there_is_told_in_a_line(ran):
    assert re.search(r"^no server with \S+nowhere.yaml: there is no such file$", ran.said, re.M)


def test_nothing_else_fails(ran):
    assert (ran.code, ran.said.count("\nFAILED ")) == (1, 3), ran.said
