"""Run the probe in the provider's Python, on terms, and take its answer."""

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from validate_provider.live import contained
from validate_provider.live.contained import run
from validate_provider.live.terms import Terms
from validate_provider.live.variables import homes, passed
from validate_provider.record import Record

PROBE = Path(__file__).with_name("probe.py")
SECONDS_OF_GRACE = 5
"""The probe watches the time itself, and can say more; this long it may take to do so."""
_BYTES_READ = 2**20
"""Each line of the answer holds all of it; the last one is never as long."""


_NONE: Mapping[str, Any] = MappingProxyType({})


class Question(Record):
    """One provider, as a run config would name it."""

    module: str | None
    """What stands behind `module:`; None asks whether the stack starts at all."""
    api: str | None = None
    provider_type: str | None = None
    """None for either: the package's own spec says it."""
    config: Mapping[str, Any] | None = None
    """None for the config class's own sample, or nothing if it has none."""
    over_sample: bool = False
    """Whether the config goes before what the sample says, rather than being all."""
    search_path: Sequence[Path] = ()
    """Folders to import the package from if it is not installed."""
    configured: Mapping[str, Sequence[Mapping[str, Any]]] = _NONE
    """The other providers of its run config, by API, as that has them."""
    directory: Path | None = None
    """What `external_providers_dir` names, for a provider whose spec is a file in it."""
    root: str | None = None
    """`ogx` or `llama_stack`, the one to ask where both are installed."""


class Said(Record):
    """What the probe has said, up to its end."""

    facts: Mapping[str, Any]
    exit_code: int | None
    """None if it had to be killed; negative for a signal."""
    printed: str
    """The end of what was printed in its process."""
    peak: int = 0
    """The most memory that it has held, in MiB; 0 if that is not known."""
    left_alone: bool = False
    """Whether it has ended the process that kept it."""


class Sheet(NamedTuple):
    """The files by which a probe is asked, and answers; all in one folder."""

    folder: Path
    held: int
    """The open answer: what is written to it is read even if the provider removes it."""
    token: str
    """What signs the answer."""

    @property
    def answer(self) -> Path:
        """The file to answer to."""
        return self.folder / "answer"

    @property
    def home(self) -> Path:
        """The folder to run in, where all files are kept."""
        return self.folder / "home"

    def write(self, name: str, asked: Mapping[str, Any]) -> Path:
        """Write what is asked to a file, which is there whole as soon as it is there."""
        path = self.folder / name
        unfinished = path.with_suffix(".unfinished")
        # A config may hold dates.
        unfinished.write_text(json.dumps(asked, default=str), encoding="utf-8")
        return unfinished.replace(path)

    def said(self, ended: contained.Ended) -> Said:
        """Read what a probe that has ended has answered."""
        lines = [*_last_lines(self.held), *_written_anew(self.answer)]
        facts = facts_in(lines, self.token)
        return Said(facts, ended.exit_code, ended.printed, ended.peak, ended.left_alone)


@contextmanager
def sheet() -> Iterator[Sheet]:
    """Give the files of one question, and remove them whatever has been made beside them."""
    with contained.folder() as folder:
        (folder / "home" / "tmp").mkdir(parents=True)
        with (folder / "answer").open("x+b") as held:
            yield Sheet(folder, held.fileno(), os.urandom(32).hex())


def ask(question: Question, python: Path, terms: Terms) -> Said:
    """Put a question to the stack that is installed in a Python.

    Raises:
        OSError: If the Python can't be started.
    """
    with sheet() as asked:
        whole = spelled(question, terms, asked.answer, asked.token, asked.home)
        ended = run(
            [str(python), str(PROBE), str(asked.write("question.json", whole))],
            asked.home,
            passed(os.environ, terms.variables, asked.home / "tmp"),
            terms.seconds + SECONDS_OF_GRACE,
        )
        return asked.said(ended)


def spelled(
    question: Question, terms: Terms, answer: Path, token: str, home: Path
) -> dict[str, Any]:
    """Spell a question as the probe reads it.

    Args:
        question: The provider.
        terms: What its process may use up.
        answer: The file to answer to.
        token: What signs the answer.
        home: The folder to run in, where all files are kept.
    """
    return {
        "module": question.module,
        "api": question.api,
        "provider_type": question.provider_type,
        "config": None if question.config is None else dict(question.config),
        "over_sample": question.over_sample,
        "configured": {api: list(entries) for api, entries in question.configured.items()},
        "search_path": [str(path.absolute()) for path in question.search_path],
        "directory": str(question.directory.absolute()) if question.directory else None,
        "root": question.root,
        "answer": str(answer),
        "token": token,
        "folder": str(home),
        "environ": homes(home),
        "seconds": terms.seconds,
        "memory": terms.memory,
    }


def _last_lines(file: int) -> list[bytes]:
    os.lseek(file, max(0, os.fstat(file).st_size - _BYTES_READ), os.SEEK_SET)
    return os.read(file, _BYTES_READ).splitlines()


def _written_anew(answer: Path) -> Iterator[bytes]:
    """Yield the lines of what now has the answer's name, which the provider may have removed."""
    never_waiting = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        file = os.open(answer, os.O_RDONLY | never_waiting)
    except OSError:
        return
    try:
        if stat.S_ISREG(os.fstat(file).st_mode):
            yield from _last_lines(file)
    finally:
        os.close(file)


def facts_in(lines: Sequence[bytes], token: str) -> dict[str, Any]:
    """Give the facts of the probe's last line: those with the token are the probe's own."""
    for line in reversed(lines):
        if token.encode() in line:
            try:
                facts = json.loads(line)
            except (ValueError, RecursionError):  # cut off, or no line of the probe's
                continue
            if isinstance(facts, dict) and facts.pop("token", None) == token:
                return facts
    return {}


def told_of(chain: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    """Word an error and what it was raised from, the fact `chain`; give its place, too.

    Returns:
        What is said, and the innermost `path:line` in the provider's own package, if there is one.
    """
    said = " because of ".join(f"{link['type']}: {link['text']}" for link in chain)
    return said, next((link["where"] for link in reversed(chain) if link["where"]), "")
