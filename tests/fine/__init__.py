"""The zoo: odd packages that real stacks load, each in a file that says what is odd about it.

A file begins with that sentence, then names the releases that load and serve the package; where
that can't be told by reading, it names the releases as `unknown`, and all the others refuse it.
After each `--- path` stands a file of the package; what it leaves out is as in the plain package
of `tests.fine.plain`.
"""

from pathlib import Path
from typing import NamedTuple

from tests.fine.plain import PLAIN
from tests.source.reading import write

_FILE = "--- "
_FACTS = ("loads", "loads unknown", "serves", "serves unknown")


class Fine(NamedTuple):
    """One odd package.

    Releases are named as people name them: `llama-stack 0.2.23-0.7.3, ogx 0.7.1-1.5.0`.
    """

    odd: str
    """What is odd about it."""
    loads: str
    loads_unknown: str
    serves: str
    serves_unknown: str
    files: dict[str, str]


def _read(path: Path) -> Fine:
    head, *files = f"\n{path.read_text(encoding='utf-8')}".split(f"\n{_FILE}")
    facts: dict[str, str] = {}
    odd: list[str] = []
    for line in head.splitlines():
        fact, colon, releases = line.removeprefix("# ").partition(": ")
        if line.startswith("# ") and colon and fact in _FACTS:
            facts[fact] = releases
        else:
            odd.append(line.strip())
    parts = [file.partition("\n") for file in files]
    return Fine(
        " ".join(odd).strip(),
        *(facts.get(fact, "") for fact in _FACTS),
        {name.strip(): text for name, _, text in parts},
    )


FINE = {path.stem: _read(path) for path in sorted(Path(__file__).parent.glob("*.txt"))}


def write_fine(name: str, folder: Path) -> Path:
    """Write one of the packages into a folder."""
    files = FINE[name].files
    own = next((path.partition("acme/")[0] for path in files if "acme/" in path), "")
    plain = {f"{own}acme/{path}": text for path, text in PLAIN.items()}
    return write(folder, {path: text for path, text in (plain | files).items() if text.strip()})
