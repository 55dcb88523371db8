"""`validate_provider.testing`, run by pytest in the environment of a real stack."""

import os
import subprocess
from pathlib import Path

import pytest

import validate_provider

LINE = "llama-stack-0.7.3"
NAME = "llama_stack_provider_acme"
SUITE = f"""
from validate_provider.testing import provider_tests

TestAcme = provider_tests("{NAME}")
"""


@pytest.fixture
def run(stack, written, tmp_path):
    """Give `run(suite, changed)`: what pytest prints and its exit code; `changed` is a fault."""
    python = stack(LINE, tools=True)

    def run(suite, *options, changed=("", "")):
        source = written("files", "llama-stack>=0.7,<0.8").folder / "src" / NAME
        package = tmp_path / NAME
        package.mkdir()
        for file in source.iterdir():
            if file.is_file():
                text = file.read_text(encoding="utf-8")
                (package / file.name).write_text(text.replace(*changed), encoding="utf-8")
        (tmp_path / "test_acme.py").write_text(suite, encoding="utf-8")
        kit = Path(validate_provider.__file__).parents[1]
        plugin = ["-p", "validate_provider.pytest_plugin", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [python, "-m", "pytest", "-q", "-rA", *plugin, *options, "test_acme.py"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(kit)])},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_a_written_provider_passes_every_test(run):
    code, said = run(SUITE)
    assert code == 0, said
    for method in ("openai_upload_file", "openai_list_files", "openai_delete_file"):
        assert f"test_a_method_is_served[inline::acme-files-{method}]" in said
    assert "7 passed" in said


def test_a_fault_is_named_with_its_method_and_place(run):
    code, said = run(
        SUITE,
        changed=(
            "async def openai_list_files(",
            "async def openai_list(self): ...\n    async def _l(",
        ),
    )
    assert code == 1
    assert "FAILED test_acme.py::TestAcme::test_a_method_is_served" in said
    assert "openai_list_files" in said
    assert "SPK602" in said


@pytest.mark.parametrize(
    ("suite", "says"),
    [
        (
            SUITE + "class TestMine(TestAcme):\n    test_reading_finds_no_error = None\n",
            "TestMine replaces test_reading_finds_no_error: mark what stands for it with",
        ),
        (SUITE.replace(NAME, "nobody"), "there is no package `nobody` to import here"),
        (
            SUITE.replace('")', '", expected_failures={"openai_list_fils": "why"})'),
            "expected_failures: no protocol of llama_stack_provider_acme has openai_list_fils",
        ),
    ],
)
def test_what_would_test_less_is_refused(suite, says, run):
    code, said = run(suite)
    assert code != 0
    assert says in said


def test_an_expected_failure_must_fail(run):
    suite = SUITE.replace('")', '", expected_failures={"openai_list_files": "not yet"})')
    code, said = run(suite, "-k", "openai_list_files")
    assert code == 1
    assert "[XPASS(strict)] not yet" in said
