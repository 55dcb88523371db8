"""A package is found by its name in an environment, and nothing of it is run."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.inputs.packed import METADATA, PACKAGE, PYPROJECT, project, run, wheel
from tests.source.reading import write

SITE = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
SPK602 = "error SPK602 protocol-method-missing"
SETTLED = "loads: llama-stack 0.7.0-0.7.3, ogx 0.7.1"


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """A virtual environment as far as its files go."""
    environment = tmp_path / "environment"
    files = {"pyvenv.cfg": f"home = {tmp_path / 'nowhere'}\n", f"{SITE}/sitecustomize.py": "1 / 0"}
    write(environment, files)
    (environment / "bin").mkdir()
    (environment / "bin" / "python").symlink_to(sys.executable)
    return environment


def install(venv: Path, name: str = "acme", record: str = "acme/__init__.py,,\n") -> Path:
    """Install the package as pip does, beside a module that must not be read."""
    info = f"{name.replace('-', '_')}-1.0.dist-info"
    files = {f"{info}/METADATA": METADATA.replace("Name: acme", f"Name: {name}")}
    return write(
        venv / SITE, {**PACKAGE, **files, f"{info}/RECORD": record, "other.py": "raise KeyError(1)"}
    )


@pytest.mark.parametrize("name", ["acme", "acme.provider", "llama-stack-provider-acme"])
@pytest.mark.parametrize("by", ["VIRTUAL_ENV", "--python", ".venv"])
def test_it_is_found_by_either_name(name: str, by: str, venv: Path, tmp_path: Path) -> None:
    install(venv, "llama-stack-provider-acme")
    here = tmp_path / "here"
    here.mkdir()
    words, environ = [name], {}
    match by:
        case "VIRTUAL_ENV":
            environ["VIRTUAL_ENV"] = str(venv)
        case "--python":
            words += ["--python", str(venv / "bin" / "python")]
        case _:
            venv = venv.rename(here / ".venv")
    done = run(here, *words, **environ)
    assert done.returncode == 1, done.stderr
    shown = (venv / SITE).relative_to(here) if by == ".venv" else venv / SITE
    assert f"{shown}/acme/__init__.py:5:1: {SPK602}" in done.stdout
    assert SETTLED in done.stdout
    assert "declared: llama-stack-api<0.8,>=0.7 in METADATA:5 (Requires-Dist)" in done.stdout


def test_others_in_the_same_folder_are_not_read_as_its_own(venv: Path, tmp_path: Path) -> None:
    site = install(venv)
    provider = site / "acme" / "provider.py"
    provider.write_text("import other\n" + provider.read_text())
    done = run(tmp_path, "acme", VIRTUAL_ENV=str(venv))
    assert "KeyError" not in done.stdout


EDITABLE = {
    "a path in a .pth file": {"_acme.pth": "{source}\n"},
    "a finder of setuptools": {
        "__editable__.acme-1.0.pth": "import __editable___acme_1_0_finder",
        "__editable___acme_1_0_finder.py": (
            "MAPPING: dict[str, str] = {{'acme': '{source}/acme'}}\n"
        ),
    },
    "a finder of editables": {
        "_acme.pth": "import _editable_impl_acme",
        "_editable_impl_acme.py": "F.map_module('acme', '{source}/acme/__init__.py')\n",
    },
    "direct_url.json": {
        "acme-1.0.dist-info/METADATA": METADATA,
        "acme-1.0.dist-info/direct_url.json": json.dumps(
            {"url": "file://PROJECT", "dir_info": {"editable": True}}
        )
        .replace("{", "{{")
        .replace("}", "}}")
        .replace("PROJECT", "{project}"),
    },
}


@pytest.mark.parametrize("kind", EDITABLE)
def test_an_editable_install_is_followed_to_its_source(
    kind: str, venv: Path, tmp_path: Path
) -> None:
    source = project(tmp_path / "a project") / "src"
    names = {"source": source, "project": str(source.parent).replace(" ", "%20")}
    write(venv / SITE, {name: text.format(**names) for name, text in EDITABLE[kind].items()})
    done = run(tmp_path, "acme", VIRTUAL_ENV=str(venv))
    assert f"a project/src/acme/__init__.py:5:1: {SPK602}" in done.stdout, done.stderr
    assert "in a project/pyproject.toml:3" in done.stdout


def test_an_editable_install_whose_source_is_gone(venv: Path, tmp_path: Path) -> None:
    info = "acme-1.0.dist-info"
    url = {"url": (tmp_path / "gone").as_uri(), "dir_info": {"editable": True}}
    files = {f"{info}/METADATA": METADATA, f"{info}/direct_url.json": json.dumps(url)}
    write(venv / SITE, files)
    done = run(tmp_path, "acme", VIRTUAL_ENV=str(venv))
    assert done.returncode == 3
    told = "validate-provider: gone: it is gone, though it is what is installed as editable\n"
    assert done.stderr == told


def test_a_name_that_nobody_has(venv: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "acme", VIRTUAL_ENV=str(venv))
    assert done.returncode == 2
    assert "there is no 'acme' here, and no package of that name is installed for" in done.stderr
    assert f"{venv}/bin/python (VIRTUAL_ENV)" in done.stderr


def test_the_project_here_goes_by_its_names_too(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", PYPROJECT.replace('"acme"', '"Acme.Provider"'))
    for name in ("acme", "acme.provider", "acme-provider"):
        assert SETTLED in run(folder, name).stdout
        assert SETTLED in run(tmp_path, name).stdout


def test_pip_installs_it_so(tmp_path: Path) -> None:
    """What pip writes for a wheel is what is looked for."""
    target = tmp_path / "environment"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    command += ["--ignore-requires-python", "--target", str(target / SITE)]
    built = wheel(tmp_path)
    # pip asks for a RECORD and a WHEEL.
    with zipfile.ZipFile(built, "a") as archive:
        archive.writestr("acme-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("acme-1.0.dist-info/RECORD", "")
    subprocess.run([*command, str(built)], check=True)
    (target / "bin").mkdir()
    (target / "bin" / "python").symlink_to(sys.executable)
    (target / "pyvenv.cfg").write_text("home = nowhere\n")
    shutil.rmtree(target / SITE / "acme" / "__pycache__", ignore_errors=True)
    assert SETTLED in run(tmp_path, "acme", VIRTUAL_ENV=str(target)).stdout


@pytest.mark.parametrize("path", ["acme", "acme/provider.py"])
def test_a_path_into_an_environment_is_not_the_project_around_it(
    path: str, venv: Path, tmp_path: Path
) -> None:
    folder = project(tmp_path / "project", PYPROJECT.replace("llama-stack-api>=0.7,<0.8", "ogx"))
    install(venv)
    site = venv.rename(folder / ".venv") / SITE
    done = run(folder, str((site / path).relative_to(folder)))
    assert SETTLED in done.stdout
    assert "in METADATA:5 (Requires-Dist)" in done.stdout
    done = run(folder, str(site))
    assert done.returncode == 3
    assert "it is no package, but an environment's folder for them; name one in it" in done.stderr
