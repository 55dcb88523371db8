"""Where a person's providers are found: any layout, workspaces, and from anywhere inside."""

import json
import os
from pathlib import Path

import pytest

from tests.inputs.packed import PACKAGE, PYPROJECT, project, run
from tests.source.reading import write
from validate_provider.source.project import find_project


def below(folder: str, files: dict[str, str] = PACKAGE) -> dict[str, str]:
    return {f"{folder}/{name}": text for name, text in files.items()}


LAYOUTS: dict[str, tuple[dict[str, str], list[str]]] = {
    "flat": (PACKAGE, ["acme"]),
    "src": (below("src"), ["acme"]),
    "src with a stray __init__": ({**below("src"), "src/__init__.py": ""}, ["acme"]),
    "a package named src": ({"src/__init__.py": "", "src/provider.py": ""}, ["src"]),
    "where setuptools is told": (
        below("python") | {"pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["python"]'},
        ["acme"],
    ),
    "setuptools' package-dir": (
        below("lib") | {"pyproject.toml": '[tool.setuptools]\npackage-dir = {"" = "lib"}'},
        ["acme"],
    ),
    "where hatch is told": (
        below("python")
        | {"pyproject.toml": '[tool.hatch.build.targets.wheel]\npackages = ["python/acme"]'},
        ["acme"],
    ),
    "where poetry is told": (
        below("lib")
        | {"pyproject.toml": '[tool.poetry]\npackages = [{include = "acme", from = "lib"}]'},
        ["acme"],
    ),
    "where uv is told": (
        below("lib") | {"pyproject.toml": '[tool.uv.build-backend]\nmodule-root = "lib"'},
        ["acme"],
    ),
    "told to look outside": (
        PACKAGE | {"pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["../.."]'},
        ["acme"],
    ),
    "a namespace": ({**below("src/vendor"), "pyproject.toml": PYPROJECT}, ["vendor.acme"]),
    "two providers in one project": (
        {**PACKAGE, "beta/__init__.py": "", "beta/provider.py": ""},
        ["acme", "beta"],
    ),
    "a helper beside": ({**PACKAGE, "helper/__init__.py": ""}, ["acme"]),
    "one for each kind": (
        {
            "acme/__init__.py": "",
            "acme/inline/__init__.py": "",
            "acme/inline/provider.py": "",
            "acme/remote/__init__.py": "",
            "acme/remote/provider.py": "",
        },
        ["acme.inline", "acme.remote"],
    ),
    "tests beside": ({**PACKAGE, "tests/__init__.py": "", "tests/provider.py": ""}, ["acme"]),
    "forgotten provider.py": (
        {"llama_stack_provider_acme/__init__.py": "", "helper/__init__.py": ""},
        ["llama_stack_provider_acme"],
    ),
    "pyproject.toml in the package": (
        {**PACKAGE, "acme/pyproject.toml": PYPROJECT},
        ["acme"],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_packages_are_found_in_every_layout(layout: str, tmp_path: Path) -> None:
    files, names = LAYOUTS[layout]
    found = find_project(write(tmp_path.resolve(), files))
    assert [package.dotted for package in found.packages] == names


@pytest.mark.parametrize(
    "path", ["", "pyproject.toml", "src", "src/acme", "src/acme/provider.py", "src/acme/impl.py"]
)
def test_the_project_is_found_from_anywhere_in_it(path: str, tmp_path: Path) -> None:
    write(project(tmp_path.resolve()), {"src/acme/impl.py": ""})
    found = find_project(tmp_path.resolve() / path)
    assert (found.root, found.pyproject) == (
        tmp_path.resolve(),
        tmp_path.resolve() / "pyproject.toml",
    )
    assert [package.dotted for package in found.packages] == ["acme"]
    assert found.requirements[0].text == "llama-stack-api>=0.7,<0.8"


def test_one_of_several_entries_is_meant_by_its_own_path(tmp_path: Path) -> None:
    files, _names = LAYOUTS["one for each kind"]
    folder = write(tmp_path.resolve(), files)
    (package,) = find_project(folder / "acme" / "remote").packages
    assert package.dotted == "acme.remote"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two providers, each with its own releases, a library, and a root that is no package."""
    root = '[tool.uv.workspace]\nmembers = ["packages/*"]\n'
    old = PYPROJECT.replace("llama-stack-api>=0.7,<0.8", "llama-stack-api>=0.6,<0.7")
    folder = write(tmp_path / "workspace", {"pyproject.toml": root})
    project(folder / "packages" / "new")
    project(folder / "packages" / "old", old)
    write(folder / "packages" / "common", {"pyproject.toml": "", "common/__init__.py": ""})
    return folder


def test_each_member_of_a_workspace_is_asked_for_its_own_releases(workspace: Path) -> None:
    document = json.loads(run(workspace, "--format", "json").stdout)
    asked = {
        one["path"]: {release["release"] for release in one["releases"]}
        for one in document["providers"]
    }
    assert sorted(asked) == ["packages/new/src/acme", "packages/old/src/acme"]
    assert asked["packages/new/src/acme"] >= {"llama-stack 0.7.0"}
    assert asked["packages/old/src/acme"] == {"llama-stack 0.6.0", "llama-stack 0.6.1"}


def test_a_member_that_cannot_be_read_hides_no_other(workspace: Path) -> None:
    write(workspace, {"packages/broken/pyproject.toml": "["})
    done = run(workspace)
    assert done.returncode == 1
    assert done.stdout.count("remote::acme (files)") == 2
    assert done.stderr.startswith(
        "validate-provider: packages/broken/pyproject.toml: it is not TOML"
    )


def test_two_words_for_one_project_are_one_question(tmp_path: Path) -> None:
    done = run(project(tmp_path / "project"), ".", "src", "pyproject.toml", "src/acme/provider.py")
    assert done.stdout.count("remote::acme (files)") == 1


@pytest.mark.parametrize(
    ("word", "code", "says"),
    [
        ("src/acm", 2, "there is no 'src/acm' here; did you mean 'src/acme'?"),
        ("SRC/acme", 2, "there is no 'SRC/acme' here"),
        ("READM.txt", 2, "there is no 'READM.txt' here; did you mean 'README.txt'?"),
        ("ReadMe.txt", 2, "there is no 'ReadMe.txt' here; did you mean 'README.txt'?"),
        ("acme-1.0.whl", 2, "there is no 'acme-1.0.whl' here\n"),
        ("./acme", 2, "there is no './acme' here; did you mean 'src/acme'?"),
        ("acme.provder", 2, "no package of that name is installed for"),
        ("acme==1.0", 2, "; an installed package is named without its version"),
        ("~/acme", 2, "; without quotes, the shell puts your home folder for '~'"),
        ("https://example.org/acme.git", 2, "; fetch it first, and name the file or folder"),
        ("git+https://example.org/acme.git", 2, "; fetch it first, and name the file or folder"),
        ("dist/*.whl", 2, "there is no 'dist/*.whl' here; no file matches"),
        ("src/acme/provider.py/x", 2, "there is no 'src/acme/provider.py/x' here"),
        ("README.txt", 3, "README.txt: neither a folder nor a Python file, a wheel (.whl) or an"),
        ("pipe", 3, "pipe: neither a folder nor an ordinary file"),
        ("piped", 3, "piped/pyproject.toml: it is no ordinary file"),
        ("tests", 3, "tests: no package with a `provider.py` in it, in `src/` or directly"),
        ("x" * 300, 2, "here"),
        ("new\nline\x1b[2J", 2, "there is no 'new\\nline\\x1b[2J' here"),
        ("latin", 3, "latin/pyproject.toml: line 2 is not UTF-8"),
        ("odd\nname", 3, "odd\\nname: no package with a `provider.py` in it"),
        (os.fsencode("bytes-").decode() + "\udcff", 2, "there is no 'bytes-\\udcff' here"),
        ("", 2, "there is no '' here"),
    ],
)
def test_a_mistake_is_answered_in_one_line(word: str, code: int, says: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "project")
    write(folder, {"README.txt": "", "tests/x.txt": "", "piped/acme/provider.py": ""})
    (folder / "odd\nname").mkdir()
    (folder / "latin").mkdir()
    (folder / "latin" / "pyproject.toml").write_bytes("[project]\nname = 'é'".encode("latin-1"))
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "piped" / "pyproject.toml")
    done = run(folder, os.fsencode(word))
    assert done.returncode == code
    assert says in done.stderr
    message = done.stderr.partition("PATH: ")[2] or done.stderr
    assert message.count("\n") == 1


def test_links_in_a_circle_and_too_many_folders(tmp_path: Path) -> None:
    loop = write(tmp_path / "loop", {"readme": ""})
    (loop / "again").symlink_to(loop, target_is_directory=True)
    (loop / "self").symlink_to("self")
    done = run(tmp_path, "loop")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "there is no 'loop/self' here" in run(tmp_path, "loop/self").stderr
    for number in range(5_001):
        (tmp_path / "many" / f"x{number}").mkdir(parents=True)
    done = run(tmp_path, "many")
    assert done.returncode == 3
    assert done.stderr.startswith("validate-provider: many: too many folders below it; name the")
    project(tmp_path / "many")
    assert "remote::acme (files)" in run(tmp_path, "many").stdout


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    closed = project(tmp_path / "closed")
    closed.chmod(0)
    try:
        done = run(tmp_path, "closed")
    finally:
        closed.chmod(0o700)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "Permission denied" in done.stderr
