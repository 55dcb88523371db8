"""A Containerfile, read as the program that builds it reads it."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Containerfile:
    """What the instructions say, each in the order of the file."""

    sources: tuple[str, ...]
    """What `COPY` takes from the package's folder."""
    runs: tuple[tuple[str, list[str]], ...]
    """Whose each `RUN` is, and its words."""
    environ: dict[str, str]
    user: str
    """Who runs the command."""
    command: list[str]


def read(path: Path) -> Containerfile:
    """Read the file; a word that is none of the instructions used here is an error."""
    sources, runs, environ, user, command = [], [], {}, "root", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        instruction, _, rest = line.partition(" ")
        match instruction:
            case "FROM":
                assert re.fullmatch(r"docker\.io/library/python:3\.\d+-slim", rest)
            case "COPY":
                *copied, target = rest.split()
                assert target in ("./", copied[0])
                sources += copied
            case "RUN":
                runs.append((user, shlex.split(rest)))
            case "ENV":
                name, _, value = rest.partition("=")
                environ[name] = value
            case "USER":
                user = rest
            case "CMD":
                command = json.loads(rest)
            case _:
                assert instruction in ("WORKDIR", "EXPOSE"), line
    return Containerfile(tuple(sources), tuple(runs), environ, user, command)
