"""YAML made to harm its reader, and files that only look like YAML: one clear answer, soon."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.yaml.configs import RUN
from tests.yaml.trees import FLAT, write

LONGEST = 5
"""Seconds of processor time, start of Python included."""
MARK = "mark-of-code-that-ran"
LEVELS = [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12)]
BOMB = "x0: &x0 [a, b, c, d, e, f, g, h, i]\n" + "".join(LEVELS)
HARM: dict[str, bytes] = {
    "an alias bomb": BOMB.encode(),
    "a bomb of merges": BOMB.replace("[", "{<<: [").replace("]", "]}").encode(),
    "an alias of itself": b"more: &more\n- *more\n",
    "50 MB": b"more: " + b"x" * 50_000_000,
    "50,000 brackets": b"more: " + b"[" * 50_000 + b"]" * 50_000,
    "deep blocks": b"".join(b" " * n + b"more:\n" for n in range(1_000)),
    "a call": f"more: !!python/object/apply:os.mkdir [{MARK}]\n".encode(),
    "a module": b"more: !!python/module:antigravity\n",
    "a new object": b"more: !!python/object/new:subprocess.Popen [[touch, x]]\n",
    "two documents": b"---\nmore: 1\n",
    "not UTF-8": b"more: \xff\xfe\n",
    "a zero byte": b"more: \x00\n",
    "a key that is a list": b"? [a]\n: b\n",
    "a date that is none": b"more: 2024-13-45\n",
}


def checked(folder: Path, path: str) -> "subprocess.CompletedProcess[str]":
    """Run the command on one path, with as much time as it may take."""
    command = [sys.executable, "-m", "validate_provider", path, "--against", "ogx==1.5.0"]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))

    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
        env={**os.environ, "COLUMNS": "200"},
    )


def clear(result: "subprocess.CompletedProcess[str]", folder: Path) -> None:
    """It says no or that it does not know, and nothing was run."""
    said = result.stdout + result.stderr
    assert result.returncode in (1, 3), said
    assert "Traceback" not in said
    assert said.strip()
    assert not (folder / MARK).exists()


@pytest.mark.parametrize("name", HARM)
def test_a_run_config(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"run.yaml": RUN.encode() + HARM[name]})
    clear(checked(tmp_path, "run.yaml"), tmp_path)


@pytest.mark.parametrize("name", HARM)
def test_a_tree(name: str, tmp_path: Path) -> None:
    write(tmp_path / "specs.d", {"remote/inference/x.yaml": FLAT.encode() + HARM[name]})
    clear(checked(tmp_path, "specs.d"), tmp_path)


def test_a_pipe(tmp_path: Path) -> None:
    folder = tmp_path / "specs.d" / "remote" / "inference"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "x.yaml")
    os.mkfifo(tmp_path / "run.yaml")
    clear(checked(tmp_path, "specs.d"), tmp_path)
    clear(checked(tmp_path, "run.yaml"), tmp_path)


def test_a_loop_of_links(tmp_path: Path) -> None:
    write(tmp_path / "specs.d", {"remote/inference/x.yaml": FLAT})
    (tmp_path / "specs.d" / "remote" / "loop").symlink_to("..")
    clear(checked(tmp_path, "specs.d"), tmp_path)


def test_a_link_to_nothing(tmp_path: Path) -> None:
    write(tmp_path / "specs.d", {"remote/inference/x.yaml": FLAT})
    (tmp_path / "specs.d" / "remote" / "inference" / "y.yaml").symlink_to("nowhere.yaml")
    clear(checked(tmp_path, "specs.d"), tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: b\n", "neither a run config (`providers:`) nor a build config"),
        ("", "neither a run config (`providers:`) nor a build config"),
        ("providers: {inference: []}\n", "it names no external provider"),
        ("providers: {inference: [{provider_type: remote::x}]}\n", "it names no external provider"),
    ],
)
def test_yaml_that_says_nothing_of_a_provider_is_not_green(
    text: str, told: str, tmp_path: Path
) -> None:
    write(tmp_path, {"some.yaml": text})
    result = checked(tmp_path, "some.yaml")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith(f"validate-provider: some.yaml: {told}")
