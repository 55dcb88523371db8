"""The official guide's two worked examples are one command each, and answer on its own line."""

import os
import subprocess
import sys

import pytest
import yaml

from tests.real.kit import kit_path

LINE = "llama-stack-0.2.22"
REMOTE = ["--api", "inference", "--kind", "remote", "--target", "llama-stack==0.2.22"]


@pytest.fixture
def example(tmp_path, tmp_path_factory):
    """Run one command, then the package's own test, which asks the real server for a chat."""

    def made(*words, stack):
        command = [sys.executable, "-m", "new_provider", *words, *REMOTE, "--defaults", "--no-git"]
        wrote = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert wrote.returncode == 0, wrote.stdout + wrote.stderr
        assert "no findings" in wrote.stdout
        [project] = tmp_path.iterdir()
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
        path = [project / "src", *kit_path(tmp_path_factory.mktemp("kit"))]
        environ |= {
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "NO_PROXY": "127.0.0.1,localhost",
        }
        test = [stack(LINE, tools=True), "-m", "pytest", "-q", "tests/test_server.py"]
        asked = subprocess.run(
            test, cwd=project, env=environ, capture_output=True, text=True, check=False
        )
        assert asked.returncode == 0, asked.stdout + asked.stderr
        return project

    return made


def test_custom_ollama_by_external_providers_dir(example, stack):
    project = example("custom-ollama", "--found-by", "directory", stack=stack)

    spec = yaml.safe_load(
        (project / "providers.d" / "remote" / "inference" / "custom-ollama.yaml").read_text()
    )
    assert spec["adapter"]["adapter_type"] == "custom-ollama"
    run = yaml.safe_load((project / "run.yaml").read_text())
    assert run["external_providers_dir"] == "providers.d"
    assert "module" not in run["providers"]["inference"][0]


def test_ramalama_by_module(example, stack):
    project = example("ramalama", stack=stack)

    for name in ("run.yaml", "build.yaml"):
        command = [sys.executable, "-m", "validate_provider", name]
        read = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        assert (read.returncode, "no findings" in read.stdout) == (0, True), read.stdout
    build = yaml.safe_load((project / "build.yaml").read_text())
    [entry] = build["distribution_spec"]["providers"]["inference"]
    assert entry == {
        "provider_type": "remote::ramalama",
        "module": "llama_stack_provider_ramalama",
    }
