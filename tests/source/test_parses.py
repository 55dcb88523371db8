"""What is read of a package: the modules that its verdict depends on, once each, and no other."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.packages import wide_package

PROGRAM = """
import json, sys

seen = []

def watch(event, arguments):
    if event == "compile" and arguments[0] is not None:  # None is a tree that was parsed before
        seen.append(["parsed", str(arguments[1])])
    if event == "open" and str(arguments[0]).endswith(".py"):
        seen.append(["opened", str(arguments[0])])

from validate_provider import cli

sys.addaudithook(watch)
try:
    cli.main(sys.argv[1:])
finally:
    print(json.dumps(seen), file=sys.stderr)
"""
"""Python itself tells of every file that is opened and every source that is parsed."""

NEEDED = {"__init__.py", "provider.py", *(f"module{number}.py" for number in range(10))}


def read(folder: Path, against: str) -> dict[str, Counter[str]]:
    """Count by file name what was opened and parsed of a package."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), "--against", against],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "remote::wide" in done.stdout, done.stderr
    counted: dict[str, Counter[str]] = {"parsed": Counter(), "opened": Counter()}
    for what, path in json.loads(done.stderr):
        if Path(path).is_relative_to(folder):
            counted[what][Path(path).name] += 1
    return counted


@pytest.mark.parametrize("against", ["llama-stack==0.7.3", "all"])
def test_modules_that_the_verdict_does_not_depend_on_are_not_read(tmp_path, against):
    found = read(wide_package(tmp_path / "wide", modules=200, needed=10), against)
    assert set(found["parsed"]) == NEEDED
    assert set(found["opened"]) == NEEDED


@pytest.mark.parametrize("against", ["llama-stack==0.7.3", "all"])
def test_a_module_is_parsed_once_whatever_the_number_of_releases(tmp_path, against):
    found = read(wide_package(tmp_path / "wide", modules=10, needed=10), against)
    assert set(found["parsed"].values()) == {1}
