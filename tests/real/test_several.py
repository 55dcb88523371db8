"""Packages with several providers: the loader finds each, and the server answers through each."""

import json
import os
import subprocess
import sys

import pytest

from stacks import client
from stacks.model_service import CHAT_MODEL, ModelService
from tests.real.kit import kit_path
from tests.real.targets import TARGETS
from validate_provider.live.server import Server

LINES = ("llama-stack-0.2.22", "llama-stack-0.3.5", "llama-stack-0.7.3", "ogx-1.5.0")
FOUND = [(line, "module") for line in LINES]
HELLO = [{"role": "user", "content": "hello there"}]
CHAT = {"model": f"acme-inference/{CHAT_MODEL}", "messages": HELLO}
ALL = bool(os.environ.get("CELLS_ALL"))
if ALL:
    FOUND += [(line, "directory") for line in LINES]


@pytest.fixture
def several(tmp_path):
    """Write a package with a provider for each API, which must be fine as it is read."""

    def write(target, *apis, found_by="module"):
        words = [word for api in apis for word in ("--api", api)]
        options = ["--target", target, "--found-by", found_by, "--defaults", "--no-git"]
        command = [sys.executable, "-m", "new_provider", "acme", *words, *options]
        into = tmp_path / "written"
        into.mkdir()
        done = subprocess.run(command, cwd=into, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "no findings" in done.stdout or "1 advice" in done.stdout
        [folder] = into.iterdir()
        return folder

    return write


@pytest.mark.parametrize(("line", "found_by"), FOUND, ids=lambda it: it)
def test_the_server_answers_through_each(line, found_by, several, stack, tmp_path):
    folder = several(TARGETS[line], "inference:remote", "files:inline", found_by=found_by)
    openai = "/v1/openai/v1" if "-0.2." in line else "/v1"
    with ModelService() as service:
        environ = {
            "ACME_INFERENCE_URL": service.url,
            "ACME_FILES_STORAGE_DIR": str(tmp_path / "files"),
        }
        run, path = folder / "run.yaml", [folder / "src"]
        with Server(stack(line), run, path=path, environ=environ) as server:
            types = {it["provider_type"] for it in client.get(f"{server.url}/v1/providers")["data"]}
            assert types == {"remote::acme-inference", "inline::acme-files"}
            sent = {"name": "a.txt", "content": b"words"}
            fields = {"purpose": "assistants"}
            file = client.upload(f"{server.url}{openai}/files", fields, **sent)
            assert file["bytes"] == 5
            answer = client.post(f"{server.url}{openai}/chat/completions", CHAT)
            assert answer["choices"][0]["message"]["content"] == "You said: hello there"


@pytest.mark.parametrize("line", LINES if ALL else LINES[1:2])
def test_validate_provider_loads_each(line, several, stack):
    folder = several(TARGETS[line], "inference:inline", "files:inline")
    asked = ["--load", "--python", str(stack(line)), "--format", "json"]
    command = [sys.executable, "-m", "validate_provider", str(folder), *asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    loaded = {it["provider_type"]: it["loads"] for it in json.loads(done.stdout)["live"]}
    assert loaded == {"inline::acme-inference": "yes", "inline::acme-files": "yes"}


@pytest.mark.parametrize("line", LINES if ALL else LINES[2:3])
def test_its_own_tests_pass(line, several, stack, tmp_path):
    folder = several(TARGETS[line], "inference:remote", "files:inline")
    path = [folder / "src", *kit_path(tmp_path / "kit")]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))}
    python = stack(line, tools=True)
    quick = ["-k", "not conformance and not test_server"]
    for words in (
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--check", "--no-cache"],
        ["pytest", "-q", *([] if ALL else quick)],
    ):
        command = [python, "-m", *words]
        done = subprocess.run(
            command, cwd=folder, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
