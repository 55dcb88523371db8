"""The wheel works by itself, on every Python that the kit is for."""

import os
import subprocess
from pathlib import Path

import pytest

from validate_provider.live import interpreters

ROOT = Path(__file__).parents[2]
UV = interpreters.uv_command()

pytestmark = pytest.mark.xdist_group("wheel")  # one worker builds it for all


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel of this working tree."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([UV, "build", "-q", "--wheel", "--out-dir", folder, ROOT], check=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(params=[(3, 11), (3, 12), (3, 13)], ids=lambda version: "{}.{}".format(*version))
def programs(request, wheel, tmp_path):
    """The folder of the programs of an environment that has the wheel and nothing else."""
    try:
        found = interpreters.find(request.param)
    except interpreters.NoInterpreterError as error:
        pytest.skip(str(error))
    if found.version[:2] != request.param:
        pytest.skip(f"the nearest Python here is {found}")
    home = tmp_path / "environment"
    subprocess.run([UV, "venv", "-q", "-p", found.executable, home], check=True)
    subprocess.run([UV, "pip", "install", "-q", "-p", home / "bin" / "python", wheel], check=True)
    return home / "bin"


@pytest.mark.parametrize("as_module", [False, True], ids=["command", "python -m"])
def test_both_commands_do_their_work(programs, tmp_path, as_module):
    def run(name, *arguments):
        module = [programs / "python", "-m", name.replace("-", "_")]
        program = module if as_module else [programs / name]
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        return subprocess.run(
            [*program, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=environ,
        )

    wrote = run("new-provider", "acme", "--api", "inference", "--kind", "remote", "--defaults")
    assert wrote.returncode == 0, wrote.stderr
    package = tmp_path / "llama-stack-provider-acme"
    read = run("validate-provider", package)
    assert read.returncode == 0, read.stdout + read.stderr
    assert read.stdout.startswith("remote::acme (inference)   loads: llama-stack 0.7.0-0.7.3")
    config = package / "src" / "llama_stack_provider_acme" / "config.py"
    config.write_text("")
    assert run("validate-provider", package).returncode == 1
