"""The real pre-commit runs our hooks in a repository of a generated package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real.installed import installed

pytestmark = pytest.mark.xdist_group("hook")  # one worker installs the hook for all

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
CONFIG = """
repos:
  - repo: {kit}
    rev: {rev}
    hooks:
      - id: {hook}
"""


def git(folder: Path, *arguments: str) -> str:
    author = ["-c", "user.name=Test", "-c", "user.email=test@localhost"]
    command = ["git", "-C", folder, *author, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="session")
def kit(tmp_path_factory):
    """A repository of this working tree as it is now, for pre-commit to install from."""
    kit = tmp_path_factory.mktemp("kit")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in listed.split("\0"):
        source = ROOT / name
        if source.is_file():
            (kit / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, kit / name)
    git(kit, "init", "-q")
    git(kit, "add", "-A")
    git(kit, "commit", "-q", "-m", "The working tree")
    return kit


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """What pre-commit installs, once for all tests here."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="session")
def generated(tmp_path_factory):
    """A freshly generated package."""
    folder = tmp_path_factory.mktemp("generated")
    command = ["acme", "--api", "inference", "--kind", "remote", "--defaults", "--no-git"]
    new_provider = [PROGRAMS / "new-provider", *command]
    subprocess.run(new_provider, check=True, capture_output=True, cwd=folder)
    return folder / "llama-stack-provider-acme"


@pytest.fixture
def package(generated, tmp_path):
    """A repository of it, for a test to break."""
    package = Path(shutil.copytree(generated, tmp_path / "package"))
    git(package, "init", "-q")
    return package


@pytest.fixture
def run(kit, home, package):
    """Give `run(hook)`: what pre-commit says as it runs one of our hooks on all files."""

    def run(hook, **environ):
        rev = git(kit, "rev-parse", "HEAD").strip()
        config = package / ".pre-commit-config.yaml"
        config.write_text(CONFIG.format(kit=kit, rev=rev, hook=hook))
        git(package, "add", "-A")
        return subprocess.run(
            [PROGRAMS / "pre-commit", "run", "--all-files", "--color", "never"],
            capture_output=True,
            text=True,
            check=False,
            cwd=package,
            env={**os.environ, "PRE_COMMIT_HOME": str(home), **environ},
        )

    return run


def rename_the_config_class(package: Path) -> None:
    """Rename it in all files but the one that names it to the stack."""
    for module in (package / "src").rglob("*.py"):
        if module.name != "provider.py":
            module.write_text(module.read_text().replace("AcmeConfig", "AcmeSettings"))


def test_passes_on_the_generated_package(run):
    ran = run("validate-provider")
    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.strip().endswith("Passed")


def test_fails_with_the_finding_on_a_broken_one(run, package):
    rename_the_config_class(package)
    ran = run("validate-provider")
    assert ran.returncode == 1
    assert "- exit code: 1" in ran.stdout
    assert "src/llama_stack_provider_acme/provider.py:13:22: error SPK401" in ran.stdout


@pytest.fixture
def in_the_providers_environment():
    """The variables of a shell in which the provider's environment is active, the kit on PATH."""
    return {
        "VIRTUAL_ENV": str(installed("llama-stack-0.7.3").parent.parent),
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
    }


def test_load_passes_on_the_generated_package(run, in_the_providers_environment):
    ran = run("validate-provider-load", **in_the_providers_environment)
    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.strip().endswith("Passed")


def test_load_fails_with_what_the_stack_says(run, package, in_the_providers_environment):
    rename_the_config_class(package)
    ran = run("validate-provider-load", **in_the_providers_environment)
    assert ran.returncode == 1
    assert "SPK401" in ran.stdout
    assert "on llama-stack 0.7.3 itself" in ran.stdout
    assert "at config-class, the stack says: AttributeError" in ran.stdout


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("validate-manifest", ".pre-commit-hooks.yaml"),
        ("validate-config", ".pre-commit-config.yaml"),
    ],
)
def test_pre_commit_takes_our_files(command, file):
    subprocess.run([PROGRAMS / "pre-commit", command, ROOT / file], check=True)
