"""Packages made to harm their reader: each ends in a finding or in `unknown`, soon, and never runs.

Every Python file of each package begins with code that leaves a mark; no mark may be there.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fine.plain import API_SHIM, CONFIG, FACTORY, IMPL, SPEC, dedented

MARK = "mark-of-code-that-ran"
LONGEST = 5
"""Seconds of processor time, start of Python included."""
DEPTH = 50_000
BIG = 50_000_000
OUTSIDE = ("setup.py", "conftest.py", "sitecustomize.py", "acme/__main__.py", "acme/unused.py")

Harm = Callable[[Path], None]


def plant(root: Path, name: str, source: str | bytes) -> None:
    """Write a Python file that leaves a mark when it runs."""
    mark = f"open({str(root / MARK)!r}, 'w').close()\n"
    body = source.encode() if isinstance(source, str) else source
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(mark.encode() + body)


def package(root: Path) -> None:
    """A package that would load, with a mark in each file."""
    requires = '[project]\nname = "acme"\nversion = "1"\ndependencies = ["ogx-api>=1"]\n'
    (root / "pyproject.toml").write_text(requires)
    for name in OUTSIDE:
        plant(root, name, "")
    plant(root, "acme/provider.py", dedented(API_SHIM, SPEC))
    plant(root, "acme/__init__.py", dedented(FACTORY))
    plant(root, "acme/config.py", dedented(CONFIG))
    plant(root, "acme/impl.py", dedented(IMPL))


def provider(source: str | bytes) -> Harm:
    """A provider module that begins with this."""
    rest = dedented(API_SHIM, SPEC).encode()
    body = source.encode() if isinstance(source, str) else source
    return lambda root: plant(root, "acme/provider.py", body + b"\n" + rest)


def instead(make: Callable[[Path], object]) -> Harm:
    """Something else where the provider module should be."""

    def harm(root: Path) -> None:
        path = root / "acme" / "provider.py"
        path.unlink()
        make(path)

    return harm


def unknown_encoding(root: Path) -> None:
    source = (root / "acme/provider.py").read_bytes()
    (root / "acme/provider.py").write_bytes(b"# coding: klingon\n" + source)


def symlink_loop(root: Path) -> None:
    (root / "acme" / "again").symlink_to(root / "acme", target_is_directory=True)
    (root / "acme" / "self").symlink_to("self")
    plant(root, "acme/provider.py", "from acme.again.again.again import missing\n" + dedented(SPEC))


def folders_without_python(root: Path) -> None:
    for number in range(2_000):
        (root / "data" / str(number)).mkdir(parents=True)
    plant(root, "acme/provider.py", "import data.missing\n" + dedented(SPEC))


HARMS: dict[str, tuple[Harm, str]] = {
    "not Python": (provider("def ("), "acme/provider.py"),
    "not UTF-8": (provider(b"x = '\xff\xfe'"), "SPK103"),
    "an encoding that is not there": (
        lambda root: (
            (root / "acme/provider.py").write_bytes(b"# coding: klingon\nx = 1\n") and None
        ),
        "SPK103",
    ),
    "null bytes": (provider(b"x = '\0'"), "null bytes"),
    "nested brackets": (provider("x = " + "(" * DEPTH + ")" * DEPTH), "too many nested"),
    "nested operators": (provider("x = " + "-" * DEPTH + "1"), "unknown"),
    "nested attributes": (provider("x = y" + ".a" * DEPTH), "unknown"),
    "nested calls": (provider("x = y" + "()" * DEPTH), "unknown"),
    "a long sum": (provider("x = " + "+".join("1" * DEPTH)), "unknown"),
    "many branches": (
        provider("if 0: pass\n" + "elif 0: pass\n" * DEPTH),
        "unknown",
    ),
    "nested blocks": (
        provider("".join(" " * n + "if 1:\n" for n in range(900)) + " " * 900 + "pass"),
        "acme/provider.py",
    ),
    "too big": (provider("x = 1\n" * (BIG // 6)), "unknown"),
    "too big, of one line": (provider("x = '" + "a" * BIG + "'"), "unknown"),
    "a pipe": (instead(os.mkfifo), "SPK101"),
    "a folder": (instead(Path.mkdir), "SPK101"),
    "a link to nowhere": (instead(lambda path: path.symlink_to("nowhere")), "SPK101"),
    "a link to itself": (instead(lambda path: path.symlink_to("provider.py")), "SPK101"),
    "an endless file": (instead(lambda path: path.symlink_to("/dev/zero")), "SPK101"),
    "a file that can't be read": (
        instead(lambda path: path.symlink_to("/proc/self/mem")),
        "OSError",
    ),
    "folders in a circle": (symlink_loop, "SPK103"),
    "many folders": (folders_without_python, "SPK201"),
    "a call of itself": (provider("def f(n):\n    return f(n + 1) + f(n + 2)\nx = f(0)"), ""),
    "constants that fill the memory": (
        provider("x = 9**9**9\ny = 'a' * 9**9\nz = [0] * 9**9\n"),
        "",
    ),
    "an import of itself": (
        provider("import acme.provider\nfrom acme.provider import nothing"),
        "",
    ),
}


def validate(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the command, which is killed when its processor time is used up."""
    return subprocess.run(
        [sys.executable, "-m", "validate_provider", str(root)],
        cwd=root,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST)),
        check=False,
    )


@pytest.mark.parametrize("name", HARMS)
def test_it_is_told_and_never_run(name: str, tmp_path: Path) -> None:
    package(tmp_path)
    harm, told = HARMS[name]
    harm(tmp_path)
    done = validate(tmp_path)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode in ({0, 1, 3} if not told else {1, 3}), done
    assert told in done.stdout + done.stderr
    assert not (tmp_path / MARK).exists()


def test_the_marks_are_left_when_the_code_runs(tmp_path: Path) -> None:
    for name in (*OUTSIDE, "acme/config.py", "acme/__init__.py"):
        package(tmp_path)
        (tmp_path / MARK).unlink(missing_ok=True)
        subprocess.run([sys.executable, str(tmp_path / name)], capture_output=True, check=False)
        assert (tmp_path / MARK).exists(), name
