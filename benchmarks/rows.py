"""What is timed, and what the kit promises of it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.packages import copied_template, wide_package, written_package
from stacks.environments import StackUnavailableError, environment


class Row(NamedTuple):
    """Two commands to compare, and the ratio that the kit promises."""

    title: str
    ours: list[str]
    other: list[str]
    promise: float
    times: int = 1
    """How many times the work of the other command ours does."""


def rows(folder: Path) -> Iterator[Row]:
    """Yield all rows; packages are written below `folder`."""
    package = written_package(folder)
    one = _validate(package, "llama-stack==0.7.3")
    imports = [sys.executable, "-c", "import click, yaml"]
    yield Row("one release / import click, yaml", one, imports, 1.5)
    yield Row("all releases / one release", _validate(package, "all"), one, 2.0)
    yield from _wide(folder)
    yield from _written(folder)
    yield from _instead(package, one)
    yield from _asked(package)


def _wide(folder: Path) -> Iterator[Row]:
    few = _validate(wide_package(folder / "few", modules=10, needed=10))
    many = _validate(wide_package(folder / "many", modules=500, needed=500))
    spare = _validate(wide_package(folder / "spare", modules=500, needed=10))
    yield Row("500 modules / 10 modules, of each module", many, few, 1.0, times=50)
    yield Row("500 modules, 10 needed / 10 modules", spare, few, 1.2)


def _written(folder: Path) -> Iterator[Row]:
    """What writing a package and validating it costs beside copier, which only writes it."""
    template = copied_template(folder / "template")
    bin_folder = Path(sys.executable).parent
    ours, other = folder / "ours", folder / "other"
    answers = {"name": "acme", "api": "inference", "kind": "remote", "target": "llama-stack-0.7"}
    options = [
        word for key, value in answers.items() if key != "name" for word in (f"--{key}", value)
    ]
    new_provider = [str(bin_folder / "new-provider"), answers["name"], *options, "--defaults"]
    data = [word for key, value in answers.items() for word in ("--data", f"{key}={value}")]
    copier = [str(bin_folder / "copier"), "copy", "--quiet", "--defaults", *data, str(template)]
    yield Row(
        "new-provider, with its validation / copier copy",
        _anew(ours, [*new_provider, "--into", str(ours)]),
        _anew(other, [*copier, str(other)]),
        1.0,
    )


def _anew(folder: Path, command: list[str]) -> list[str]:
    """Make a command that begins with an empty folder each time."""
    return ["sh", "-c", 'rm -rf -- "$0" && mkdir -- "$0" && exec "$@"', str(folder), *command]


def _instead(package: Path, one: list[str]) -> Iterator[Row]:
    """What a user would run instead: one stack's own registry, or a type checker."""
    for line, root in (("llama-stack-0.7.3", "llama_stack"), ("ogx-1.5.0", "ogx")):
        try:
            python = environment(line)
        except StackUnavailableError as error:
            print(f"one release / the registry of {line}: not timed, {error}")
            continue
        load = f"from {root}.core.distribution import get_provider_registry as r; r()"
        release = " ".join(line.rsplit("-", 1)).replace(" ", "==")
        ours = _validate(package, release)
        yield Row(f"one release / the registry of {line}", ours, [str(python), "-c", load], 1.0)
        if root == "llama_stack":
            options = ["--python-executable", str(python), "--cache-dir", str(package / "cache")]
            mypy = [sys.executable, "-m", "mypy", *options, str(package / "src")]
            yield Row("one release / mypy, with what it remembers", one, mypy, 1.0)


def _asked(package: Path) -> Iterator[Row]:
    """What asking the stack costs beside the least that it can: importing it and the provider."""
    try:
        python = environment("llama-stack-0.7.3")
    except StackUnavailableError as error:
        print(f"--load / importing the resolver and the provider: not timed, {error}")
        return
    (provider,) = (package / "src").glob("*/provider.py")
    bare = (
        f"import sys; sys.path.insert(0, {str(package / 'src')!r}); "
        "import llama_stack.core.resolver; "
        f"import {provider.parent.name}.provider as it; it.get_provider_spec()"
    )
    ours = [*_validate(package), "--load", "--python", str(python)]
    title = "--load / importing the resolver and the provider"
    yield Row(title, ours, [str(python), "-c", bare], 1.15)
    files = written_package(package.parent / "files", "files", "inline")
    ours = [*_validate(files), "--serve", "--python", str(python)]
    by_hand = [sys.executable, "-m", "benchmarks.by_hand", str(python)]
    by_hand += [str(files / "run.yaml"), str(files / "src")]
    yield Row("--serve / the server started twice and asked by hand", ours, by_hand, 1.3)


def _validate(package: Path, against: str = "llama-stack==0.7.3") -> list[str]:
    command = Path(sys.executable).with_name("validate-provider")
    return [str(command), str(package), "--against", against]
