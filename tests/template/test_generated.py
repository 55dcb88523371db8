"""What is written, read without running it."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from new_provider.answers import settle
from new_provider.cells import CELLS
from new_provider.facts import facts
from new_provider.render import render
from new_provider.usable import LONGEST_NAME
from tests.template.conftest import TEMPLATE, files_of

MOST_FILES = 25
SHORTEST = "z"
LONGEST = "abcdefghijklmnopqrstuvwxyz" * 2
"""The one is sorted behind all other names in an import, the other before."""

OTHER_WORDS = {
    "llama_stack_api": ["ogx", "AdapterSpec", "llama_stack.apis", "0.2."],
    "llama_stack": ["ogx", "llama_stack_api", "0.7."],
    "ogx_api": ["llama", "AdapterSpec"],
}
"""By what is imported: what belongs to other lines only."""


def label(cell):
    return f"{cell.api}-{cell.kind}-{cell.line.name}"


def named(name, cell):
    return {"name": name, "api": cell.api, "kind": cell.kind, "target": cell.line.name}


@pytest.fixture(scope="module", params=CELLS, ids=label)
def cell(request):
    return request.param


@pytest.fixture(scope="module")
def package(cell, tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated") / "package"
    render(settle(named("acme", cell), None), folder)
    return folder


@pytest.fixture(scope="module")
def texts(package):
    return {path: content.decode() for path, content in files_of(package).items()}


def test_is_small_even_with_all_that_can_be_asked_for(cell, tmp_path):
    asked = named("acme", cell) | {"found_by": "directory", "container": "yes"}
    render(settle(asked, None), tmp_path / "package")

    assert len(files_of(tmp_path / "package")) <= MOST_FILES


def test_nothing_of_the_template_is_left(texts):
    for path, text in texts.items():
        left = re.findall(r"\{\{|\{%|\{#|cookiecutter|copier", text.replace("${{", ""))
        assert not left, path


def test_nothing_of_another_line_is_left(cell, texts):
    for path, text in texts.items():
        if path == "LICENSE":
            continue
        # The kit's own name and address are the same on every line.
        own = re.sub(r"https?://\S+|stack-provider-kit", "", text)
        for word in OTHER_WORDS[facts()["_lines"][cell.line.name]["root"]]:
            assert word.lower() not in own.lower(), (path, word)


def test_nothing_is_allowed_or_installed_that_is_not_used(texts):
    python = "".join(text for path, text in texts.items() if path.endswith(".py"))
    settings = texts["pyproject.toml"]
    assert ('"UP047"' in settings) == ("TypeVar" in python)
    assert ('"types-PyYAML"' in settings) == ("import yaml" in python)


def test_the_authors_place_is_marked_once(texts):
    marked = [
        path for path, text in texts.items() if "YOUR BACKEND" in text and "/src" in f"/{path}"
    ]
    assert len(marked) == 1
    assert sum(text.count("YOUR BACKEND") for path, text in texts.items() if path == marked[0]) == 1


def test_every_file_ends_as_a_file_should(texts):
    for path, text in texts.items():
        assert text == "" or text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert not re.search(r"[ \t]\n", text), path


def test_python_that_older_tools_can_read(texts):
    # Tools that read a package may run on an older Python than the package itself.
    for path, text in texts.items():
        if path.endswith(".py"):
            ast.parse(text, path, feature_version=(3, 11))


def test_run_config_names_the_provider(cell, texts):
    run_config = yaml.safe_load(texts["run.yaml"])

    entry, *_ = run_config["providers"][cell.api]
    assert run_config["apis"][0] == cell.api
    assert run_config["server"]["host"] == "127.0.0.1"
    assert entry["provider_type"] == f"{cell.kind}::acme"
    if cell.line.directory_only:
        file = f"{run_config['external_providers_dir']}/{cell.kind}/{cell.api}/acme.yaml"
        assert file in texts
        assert "module" not in entry
    else:
        assert f"src/{entry['module']}/provider.py" in texts
    settings = [value for value in entry["config"].values() if isinstance(value, str)]
    assert all(value.startswith("${env.ACME_") for value in settings)


def test_defaults_of_the_environment_are_as_the_line_reads_them(cell, texts):
    sign = facts()["_lines"][cell.line.name]["default"]
    found = {it for text in texts.values() for it in re.findall(r"\$\{env\.\w+(:=?)", text)}
    assert found <= {sign}


def test_readme_shows_the_run_config_as_it_is(cell, texts):
    shown, *_ = re.findall(r"```yaml\n(.*?)```", texts["README.md"], re.DOTALL)

    entry, *_ = shown.split("# The folder")
    assert entry in texts["run.yaml"]


def test_project(cell, texts):
    project = tomllib.loads(texts["pyproject.toml"])["project"]

    name = f"{cell.line.distribution}-provider-acme"
    assert project["name"] == name
    assert project["requires-python"] == ">=3.12"
    assert project["dependencies"][0].endswith(cell.releases)
    assert f"{name}[server]" in project["optional-dependencies"]["dev"]


def test_hook_is_the_one_of_this_release(texts):
    kit = tomllib.loads((TEMPLATE.parents[1] / "pyproject.toml").read_text())["project"]
    *_, ours = yaml.safe_load(texts[".pre-commit-config.yaml"])["repos"]

    assert ours["rev"] == f"v{kit['version']}"
    assert ours["repo"].endswith(f"/{kit['name']}")
    assert ours["hooks"] == [{"id": "validate-provider"}]


@pytest.mark.parametrize("name", [SHORTEST, LONGEST[:LONGEST_NAME]])
def test_lint(name, tmp_path):
    # All at once: the program's start takes longer than its work.
    for cell in CELLS:
        render(settle(named(name, cell), None), tmp_path / label(cell))

    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache"]
        done = subprocess.run(ruff, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
