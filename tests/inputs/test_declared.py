"""Which releases a package declares, wherever its build tool keeps that."""

import textwrap
from pathlib import Path

import pytest

from tests.inputs.packed import METADATA, PACKAGE
from tests.source.reading import write
from validate_provider.contract import Contract
from validate_provider.source.declared import Declared, admitted, declared, dependencies
from validate_provider.source.poetry import specifier
from validate_provider.source.project import UnreadableError, find_project

API_0_7 = ["llama-stack 0.7.0-0.7.3", "ogx 0.7.1"]
SERVER_0_7 = ["llama-stack 0.7.0-0.7.3"]

DECLARING: dict[str, tuple[dict[str, str], str, list[str]]] = {
    "project": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                dependencies = [
                    # "llama-stack-api>=0.7,<0.8",
                    "httpx", "llama-stack-api>=0.7,<0.8",
                ]
                """
        },
        "pyproject.toml:5",
        API_0_7,
    ),
    "an extra, as the package itself names no stack": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                dependencies = ["httpx"]
                [project.optional-dependencies]
                server = ["llama-stack>=0.7,<0.8"]
                """
        },
        "pyproject.toml:5 (extra server)",
        SERVER_0_7,
    ),
    "an extra of a stack that the package itself names": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                dependencies = ["llama-stack-api>=0.7,<0.8"]
                [project.optional-dependencies]
                dev = ["llama-stack"]
                """
        },
        "pyproject.toml:3",
        API_0_7,
    ),
    "extras for one stack each": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                [project.optional-dependencies]
                six = ["llama-stack>=0.6,<0.6.1"]
                seven = ["llama-stack>=0.7,<0.8"]
                """
        },
        "pyproject.toml:4 (extra six)",
        ["llama-stack 0.6.0", "llama-stack 0.7.0-0.7.3"],
    ),
    "a requirements file": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                dynamic = ["dependencies"]
                [tool.setuptools.dynamic]
                dependencies = {file = ["requirements.txt"]}
                """,
            "requirements.txt": "# what it needs\n-r more.txt\nhttpx  # for the backend\n",
            "more.txt": "--index-url https://example.org\nllama-stack>=0.7,<0.8\n",
        },
        "more.txt:2",
        SERVER_0_7,
    ),
    "a requirements file of an extra": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                dynamic = ["optional-dependencies"]
                [tool.setuptools.dynamic.optional-dependencies]
                server.file = ["requirements.txt"]
                """,
            "requirements.txt": "llama-stack>=0.7,<0.8\n",
        },
        "requirements.txt:1",
        SERVER_0_7,
    ),
    "setup.cfg": (
        {
            "setup.cfg": """\
                [metadata]
                name = acme
                [options]
                install_requires =
                    httpx
                    llama-stack>=0.7,<0.8
                """
        },
        "setup.cfg:6",
        SERVER_0_7,
    ),
    "setup.cfg, an extra": (
        {
            "pyproject.toml": '[build-system]\nrequires = ["setuptools"]\n',
            "setup.cfg": """\
                [options.extras_require]
                server = llama-stack>=0.7,<0.8
                """,
        },
        "setup.cfg:2 (extra server)",
        SERVER_0_7,
    ),
    "poetry, caret": (
        {
            "pyproject.toml": """\
                [tool.poetry]
                name = "acme"
                [tool.poetry.dependencies]
                python = "^3.12"
                llama-stack = "^0.7.0"
                """
        },
        "pyproject.toml:5",
        SERVER_0_7,
    ),
    "poetry, a table with an extra": (
        {
            "pyproject.toml": """\
                [tool.poetry.dependencies.llama-stack]
                version = "~0.7"
                optional = true
                [tool.poetry.extras]
                server = ["llama-stack"]
                """
        },
        "pyproject.toml:1 (extra server)",
        SERVER_0_7,
    ),
    "poetry, a group": (
        {
            "pyproject.toml": """\
                [tool.poetry.dependencies]
                httpx = "*"
                [tool.poetry.group.dev.dependencies]
                llama-stack = {version = ">=0.7,<0.8"}
                """
        },
        "pyproject.toml:4 (dependency group dev)",
        SERVER_0_7,
    ),
    "a dependency group": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                [dependency-groups]
                dev = [
                    {include-group = "test"},
                    "llama-stack>=0.7,<0.8",
                ]
                """
        },
        "pyproject.toml:6 (dependency group dev)",
        SERVER_0_7,
    ),
    "pdm": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                [tool.pdm.dev-dependencies]
                test = ["llama-stack>=0.7,<0.8"]
                """
        },
        "pyproject.toml:4 (dependency group test)",
        SERVER_0_7,
    ),
    "uv": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                [tool.uv]
                dev-dependencies = ["llama-stack>=0.7,<0.8"]
                """
        },
        "pyproject.toml:4 (dependency group dev-dependencies)",
        SERVER_0_7,
    ),
    "the server and the API package: where they meet": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                dependencies = ["llama-stack>=0.2,<0.8", "llama-stack-api>=0.7"]
                """
        },
        "pyproject.toml:3",
        SERVER_0_7,
    ),
    "two stacks": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                dependencies = ["llama-stack-api>=0.7.3,<0.8", "ogx-api>=1.5"]
                """
        },
        "pyproject.toml:3",
        ["llama-stack 0.7.3", "ogx 1.5.0"],
    ),
    "by Python": (
        {
            "pyproject.toml": """\
                [project]
                name = "acme"
                dependencies = [
                    "llama-stack<0.2.4; python_version < '3.12'",
                    "llama-stack>=0.7,<0.8; python_version >= '3.12'",
                ]
                """
        },
        "pyproject.toml:4",
        ["llama-stack 0.2.2-0.2.3", "llama-stack 0.7.0-0.7.3"],
    ),
    "built metadata": (
        {"pyproject.toml": '[project]\ndynamic = ["dependencies"]\n', "PKG-INFO": METADATA},
        "PKG-INFO:5 (Requires-Dist)",
        API_0_7,
    ),
}


def declared_by(files: dict[str, str], folder: Path) -> Declared:
    dedented = {name: textwrap.dedent(text) for name, text in files.items()}
    return declared(find_project(write(folder, {**PACKAGE, **dedented})))


@pytest.mark.parametrize("kind", DECLARING)
def test_it_is_read_with_its_place(kind: str, tmp_path: Path, contract: Contract) -> None:
    files, origin, releases = DECLARING[kind]
    own = declared_by(files, tmp_path)
    assert own.origin == origin
    assert contract.timeline.ranges(admitted(own.requirements, contract.timeline)) == releases


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"setup.py": "raise SystemExit"}, "setup.py isn't run; pass --against"),
        (
            {"setup.py": "", "pyproject.toml": '[project]\ndynamic = ["dependencies"]\n'},
            "setup.py isn't run; pass --against",
        ),
        (
            {"pyproject.toml": '[project]\ndynamic = ["dependencies"]\n'},
            "its dependencies are worked out when it is built; pass --against",
        ),
    ],
)
def test_what_a_program_works_out_is_said_to_be_unread(
    files: dict[str, str], why: str, tmp_path: Path
) -> None:
    assert declared_by(files, tmp_path) == Declared((), "", 1, why)


def test_a_package_may_declare_nothing(tmp_path: Path) -> None:
    files = {"pyproject.toml": '[project]\ndependencies = ["httpx"]\n', "setup.py": ""}
    assert declared_by(files, tmp_path) == Declared((), "", 1)


def test_what_always_holds_is_told_from_what_may(tmp_path: Path) -> None:
    text = """\
        [project]
        dependencies = ["httpx", "tomli; python_version < '3.11'"]
        [project.optional-dependencies]
        server = ["llama-stack; sys_platform == 'linux'"]
        """
    project = find_project(write(tmp_path, {**PACKAGE, "pyproject.toml": textwrap.dedent(text)}))
    assert dependencies(project) == (
        ("httpx",),
        (
            "tomli; python_version < '3.11'",
            "llama-stack; (sys_platform == 'linux') and extra == \"server\"",
        ),
    )


@pytest.mark.parametrize(
    ("constraint", "means"),
    [
        ("^1.2.3", ">=1.2.3,<2"),
        ("^0.2.3", ">=0.2.3,<0.3"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0,<0.1"),
        ("^0", ">=0,<1"),
        ("^0.7.0rc1", ">=0.7.0rc1,<0.8"),
        ("~1.2.3", ">=1.2.3,<1.3"),
        ("~1.2", ">=1.2,<1.3"),
        ("~1", ">=1,<2"),
        ("~=1.2", "~=1.2"),
        ("*", ""),
        ("1.2.3", "==1.2.3"),
        ("0.7.*", "==0.7.*"),
        (">= 0.7, < 0.8", ">=0.7,<0.8"),
        (">=0.7 <0.8", ">=0.7,<0.8"),
    ],
)
def test_poetrys_constraints(constraint: str, means: str) -> None:
    assert specifier(constraint) == means


def test_poetrys_alternatives_are_no_requirement(tmp_path: Path, contract: Contract) -> None:
    files = {"pyproject.toml": '[tool.poetry.dependencies]\nogx = "^1.0 || ^2.0"\n'}
    own = declared_by(files, tmp_path)
    with pytest.raises(ValueError, match=r"`ogx .* is not a requirement"):
        admitted(own.requirements, contract.timeline)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"pyproject.toml": "x = " + "[" * 100_000}, "nested too deeply"),
        ({"pyproject.toml": "a." * 100_000 + "a = 1"}, "nested too deeply"),
        ({"pyproject.toml": "x = 1" + "0" * 5000}, "it is not TOML"),
        ({"pyproject.toml": "[project"}, "it is not TOML"),
        ({"pyproject.toml": "#" * 50_000_000}, "it is longer than 300 KB"),
        (
            {
                "pyproject.toml": '[project]\ndynamic = ["dependencies"]\n'
                '[tool.setuptools.dynamic]\ndependencies = {file = ["../secret.txt"]}\n'
            },
            "there is no such file",
        ),
    ],
)
def test_what_cannot_be_read_is_told(files: dict[str, str], says: str, tmp_path: Path) -> None:
    write(tmp_path, {"secret.txt": "llama-stack\n"})
    with pytest.raises(UnreadableError, match=says):
        find_project(write(tmp_path / "project", {**PACKAGE, **files}))


def test_files_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    own = declared_by(
        {
            "pyproject.toml": """\
                [project]
                dynamic = ["dependencies"]
                [tool.setuptools.dynamic]
                dependencies = {file = ["r.txt"]}
                """,
            "r.txt": "-r s.txt\n-r r.txt\nogx\n" * 100,
            "s.txt": "-r r.txt\n" * 100,
        },
        tmp_path,
    )
    assert own.origin == "r.txt:3"


def test_more_requirements_than_anybody_means(tmp_path: Path) -> None:
    listed = ",\n".join(
        f"'llama-stack>=0.{number}; extra == \"x{number}\"'" for number in range(6000)
    )
    own = declared_by({"pyproject.toml": f"[project]\ndependencies = [{listed}]\n"}, tmp_path)
    assert own.requirements == ()
    assert own.unread == "it states more than 50 requirements on a stack; pass --against"
