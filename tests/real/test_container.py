"""What a Containerfile says to do, done in a fresh environment: no image is built here."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from new_provider.answers import settle
from new_provider.render import render
from tests import containerfile

ADDRESS = "127.0.0.2"
"""Loopback, and yet not what run.yaml says without the variable."""
SECONDS_TO_START = 120


@pytest.fixture
def folder(tmp_path):
    """What lies in the image before anything is run, and the Containerfile."""
    asked = {"name": "acme", "api": "files", "target": "ogx-0.8", "container": "yes"}
    render(settle(asked, None), tmp_path / "package")
    file = containerfile.read(tmp_path / "package" / "Containerfile")
    image = tmp_path / "provider"
    image.mkdir()
    for name in file.sources:
        source = tmp_path / "package" / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, image / name)
    return image, file


@pytest.fixture
def environ(stack, tmp_path):
    """A fresh environment that has what the package needs, and not the package."""
    python = stack("ogx-1.5.0")
    made = tmp_path / "environment"
    subprocess.run([python, "-m", "venv", made], check=True)
    [packages] = made.glob("lib/*/site-packages")
    [stacks_own] = python.parents[1].glob("lib/*/site-packages")
    (packages / "stack.pth").write_text(f"{stacks_own}\n")
    return {
        **os.environ,
        "HOME": str(tmp_path / "home"),
        "PATH": os.pathsep.join([str(made / "bin"), str(python.parent), os.environ["PATH"]]),
        # The stack's own command runs in the stack's environment.
        "PYTHONPATH": str(packages),
    }


def test_it_installs_the_package_and_starts_the_server(folder, environ):
    image, file = folder
    for user, words in file.runs:
        if words[0] == "python":
            assert user == "root"
            done = subprocess.run(
                words, cwd=image, env=environ, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(image / "src")  # it must have been installed, not found here
    [variable] = file.environ
    with socket.socket() as free:
        free.bind((ADDRESS, 0))
        port = free.getsockname()[1]
    command = [*file.command, "--port", str(port)]
    log = image / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=image, env=environ | {variable: ADDRESS}, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers(f"http://{ADDRESS}:{port}/v1/health"):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        assert answers(f"http://{ADDRESS}:{port}/v1/files")
        assert not answers(f"http://127.0.0.1:{port}/v1/health")
    finally:
        server.terminate()
        server.wait()


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
