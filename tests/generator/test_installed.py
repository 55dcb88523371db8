"""The template is found wherever new-provider is run from."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from new_provider.template import template

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("wheel")  # one worker builds it for all


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """What pip would put into site-packages."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", folder, ROOT]
    subprocess.run(build, check=True)
    [built] = folder.glob("*.whl")
    zipfile.ZipFile(built).extractall(folder / "site")
    return folder / "site"


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_checkout_uses_its_own_template():
    assert template() == ROOT / "templates" / "provider"


def test_the_wheel_has_all_of_the_template(wheel):
    assert files(wheel / "new_provider" / "templates") == files(ROOT / "templates")


def test_the_wheel_writes_what_the_checkout_writes(wheel, folder, environ, tmp_path):
    environ["PYTHONPATH"] = str(wheel)
    where = [sys.executable, "-c", "from new_provider.template import template; print(template())"]
    command = [sys.executable, "-m", "new_provider", "acme", "--defaults", "--no-check", "--no-git"]

    found = subprocess.run(
        where, cwd=folder, env=environ, check=True, capture_output=True, text=True
    )
    subprocess.run(command, cwd=folder, env=environ, check=True)
    subprocess.run([*command, "--into", tmp_path], cwd=ROOT, env=os.environ, check=True)

    assert Path(found.stdout.strip()) == wheel / "new_provider" / "templates" / "provider"
    project = "llama-stack-provider-acme"
    assert files(folder / project) == files(tmp_path / project)
