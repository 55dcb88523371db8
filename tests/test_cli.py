"""The command as a person types it: what it prints, and how it exits."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.source.reading import write
from tests.written import Written

GOOD_SPEC = """
    from llama_stack_api import Api, RemoteProviderSpec
    def get_provider_spec():
        return RemoteProviderSpec(api=Api.files, provider_type="remote::acme", adapter_type="acme",
                                  module="acme", config_class="acme.Config")
"""
EMPTY = """
    from pydantic import BaseModel
    class Config(BaseModel):
        pass
    class Files:
        pass
    async def get_adapter_impl(config, deps):
        return Files()
"""


def run(
    folder: Path, *words: str, module: str = "validate_provider", **environment: str
) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if k not in {"FORCE_COLOR", "NO_COLOR"}}
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=folder,
        env=plain | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A package that loads on 0.7 and serves nothing."""
    files = {
        "pyproject.toml": """
            [project]
            name = "acme"
            dependencies = ["llama-stack-api>=0.7,<0.8"]
            """,
        "acme/__init__.py": EMPTY,
        "acme/provider.py": GOOD_SPEC,
    }
    return write(tmp_path / "project", files)


def test_a_clean_package(written: Callable[[str, str], Written]) -> None:
    done = run(written("inference", "llama-stack>=0.7,<0.8").folder)
    assert (done.returncode, done.stderr) == (0, "")
    verdict, count = done.stdout.splitlines()
    assert verdict == (
        "remote::acme (inference)   loads: llama-stack 0.7.0-0.7.3, ogx 0.7.1   "
        "serves: llama-stack 0.7.0-0.7.3, ogx 0.7.1"
    )
    assert count.startswith(
        "no findings: all 5 releases load and serve it "
        "(declared: llama-stack-api>=0.7,<0.8 in pyproject.toml:"
    )


def test_loading_is_not_serving(acme: Path) -> None:
    done = run(acme)
    assert done.returncode == 1
    told = "acme/__init__.py:5:1: error SPK602 protocol-method-missing\n    class Files:"
    assert told in done.stdout
    assert "AttributeError: 'Files' object has no attribute 'openai_delete_file'" in done.stdout
    assert "loads: llama-stack 0.7.0-0.7.3, ogx 0.7.1   serves: no release" in done.stdout


def test_json_says_the_same(acme: Path) -> None:
    done = run(acme, "--format", "json", "--against", "llama-stack==0.7.3")
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert (document["version"], document["errors"], document["warnings"]) == (1, 1, 0)
    (provider,) = document["providers"]
    assert (provider["provider_type"], provider["api"], provider["module"]) == (
        "remote::acme",
        "files",
        "acme",
    )
    (release,) = provider["releases"]
    assert (release["release"], release["loads"], release["serves"], release["code"]) == (
        "llama-stack 0.7.3",
        "yes",
        "no",
        "SPK602",
    )
    (finding,) = [one for one in document["findings"] if one["severity"] == "error"]
    assert (finding["path"], finding["line"], finding["column"]) == ("acme/__init__.py", 5, 1)
    assert finding["releases"] == ["llama-stack 0.7.3"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_exit_code_is_the_verdicts(acme: Path, form: str) -> None:
    assert run(acme, "--format", form).returncode == 1


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["nowhere"], 2, "there is no 'nowhere' here"),
        (["--against", "llama-stack=0.7"], 2, "`llama-stack=0.7` is not a requirement"),
        (["--against", "llama-stack@0.7.3"], 2, "`llama-stack@0.7.3` is none of all, declared"),
        (["--against", "ogx==1.4.7"], 2, "no release that is known satisfies --against ogx==1.4"),
        (["--against", "ogx>=9"], 3, "--against ogx>=9 asks for a release that is newer than all"),
        (["--against", "numpy>=1"], 2, "`numpy>=1` is none of all, declared, installed and latest"),
        (["--against", "latst"], 2, "`latst` is none of all, declared, installed and latest, and"),
        (["--against", "1.5.0"], 2, "write it like `ogx==1.5.0`"),
        (["--against", "ogx=1.5.0"], 2, "write it like `ogx==1.5.0`"),
        ([""], 2, "there is no '' here"),
        (["empty/readme"], 3, "validate-provider: empty/readme: neither a folder nor a Python"),
        (["--format", "xml"], 2, "--format: invalid choice: 'xml' (choose from"),
        (["--aganst", "all"], 2, "there is no option --aganst; did you mean --against? ("),
        (["--timeout", "soon"], 2, "--timeout: 'soon' is not a number of seconds, 1 or more"),
        (["--timeout", "0"], 2, "--timeout: '0' is not a number of seconds, 1 or more"),
        (["--against"], 2, "--against: expected one argument"),
        (["--from", "latest"], 2, "--from and --to only go together"),
        (["--explain", "SPK999"], 2, "there is no rule 'SPK999'; there are SPK101"),
        (
            ["--python", "python3"],
            2,
            "--python only goes with --load, --serve or --against installed",
        ),
        (["-c", "url=x"], 2, "--config only goes with --load"),
        (["--load", "-c", "url"], 2, "'url' is not KEY=VALUE"),
        (["--load", "-c", "models={a: 1"], 2, "'models={a: 1' is no YAML: expected ',' or '}'"),
        (["--load", "--python", "/no/such/python"], 3, "there is no such program"),
        (["empty"], 3, "validate-provider: empty: no package with a `provider.py` in it"),
        (["broken"], 3, "validate-provider: broken/pyproject.toml: "),
    ],
)
def test_a_mistake_gets_one_clear_line(words: list[str], code: int, says: str, acme: Path) -> None:
    write(acme, {"empty/readme": "", "broken/pyproject.toml": "[", "broken/x/provider.py": ""})
    done = run(acme, *words)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.startswith("validate-provider: ")


@pytest.mark.parametrize("words", [["."], ["--load"], ["--from", "latest", "--to", "latest"]])
def test_a_folder_that_is_gone(words: list[str], tmp_path: Path) -> None:
    command = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"'
    program = [sys.executable, "-m", "validate_provider", *words]
    done = subprocess.run(
        ["sh", "-c", command, "sh", *program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr == "validate-provider: the current folder is gone; go to another\n"


def test_options_and_paths_come_in_any_order(acme: Path) -> None:
    write(acme / "other", {"acme/__init__.py": EMPTY, "acme/provider.py": GOOD_SPEC})
    done = run(acme, "acme", "--against", "llama-stack==0.7.3", "other", "--format=json")
    document = json.loads(done.stdout)
    assert [one["path"] for one in document["providers"]] == ["acme", "other/acme"]


def test_nothing_decided_is_not_clean(tmp_path: Path) -> None:
    source = "import os\ndef get_provider_spec():\n    return os.environ['SPEC']\n"
    write(tmp_path, {"acme/__init__.py": "", "acme/provider.py": source})
    done = run(tmp_path, "--against", "latest")
    assert done.returncode == 3
    assert "loads: unknown   serves: unknown" in done.stdout
    told = "loads: unknown on llama-stack 0.7.3, ogx 1.5.0: what `get_provider_spec` returns"
    assert told in done.stdout


def test_a_project_without_declared_releases_is_checked_against_all(tmp_path: Path) -> None:
    write(tmp_path, {"acme/__init__.py": EMPTY, "acme/provider.py": GOOD_SPEC})
    done = run(tmp_path)
    told = "3 errors: all 71 releases would fail (all that are known, as the package declares no"
    assert told in done.stdout


@pytest.mark.parametrize("path", [".", "acme", "acme/provider.py", "../project"])
def test_the_package_is_found_from_anywhere_in_it(path: str, acme: Path) -> None:
    assert "remote::acme (files)" in run(acme, path).stdout


def test_a_src_layout_and_several_paths(acme: Path) -> None:
    other = acme.parent / "other"
    shutil.copytree(acme, other)
    (other / "src").mkdir()
    (other / "acme").rename(other / "src" / "acme")
    done = run(acme, ".", str(other))
    assert done.stdout.count("remote::acme (files)") == 2


def test_one_bad_path_hides_no_findings_of_others(acme: Path) -> None:
    write(acme, {"empty/readme": ""})
    done = run(acme, ".", "empty")
    assert done.returncode == 1
    assert "SPK602" in done.stdout
    assert "empty: no package" in done.stderr


def test_colour_is_asked_for_or_not(acme: Path) -> None:
    assert "\x1b[" not in run(acme).stdout
    assert "\x1b[" in run(acme, FORCE_COLOR="1").stdout
    assert "\x1b[" not in run(acme, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_the_static_path_imports_nothing_heavy(acme: Path) -> None:
    script = (
        "import sys\nfrom validate_provider.cli import main\n"
        "try:\n    main(['.'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pydantic', 'copier', 'click', 'yaml', 'packaging', 'rich'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=acme, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_nothing_of_the_package_is_run(acme: Path) -> None:
    trap = "import pathlib\npathlib.Path('ran').touch()\n"
    for file in (acme / "acme").glob("*.py"):
        file.write_text(trap + file.read_text(encoding="utf-8"), encoding="utf-8")
    run(acme, "--against", "all")
    assert not (acme / "ran").exists()


def test_rules_tell_about_themselves(acme: Path) -> None:
    listed = run(acme, "--list-rules").stdout
    assert "SPK401  error    config-class-missing" in listed
    told = run(acme, "--explain", "spk401").stdout
    assert told.startswith("SPK401 config-class-missing (error)\n\n`config_class` names a class")


def test_version(acme: Path) -> None:
    assert run(acme, "--version").stdout.strip().endswith("0.1.0")
