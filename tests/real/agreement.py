"""Ask the real loaders of all lines about all packages there are, and compare with reading.

    python -m tests.real.agreement [--lines LINE ...] [--corpus NAME ...] [--write]

Prints how often they agree, and each time they don't; ends with 1 if they ever differ on whether
a provider loads.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from stacks.environments import environment, lines
from tests.real.comparing import Comparison, Match, Pair
from tests.real.corpora import (
    directory,
    fine,
    guide,
    intree,
    planted,
    published,
    written,
)
from tests.real.corpora.ground import Case, Ground
from tests.real.forked import Forks
from tests.real.tables import lines_of
from validate_provider.contract import load

CORPORA: dict[str, Callable[[Ground], Iterator[Case]]] = {
    "written": written.cases,
    "planted": planted.cases,
    "directory": directory.cases,
    "fine": fine.cases,
    "guide": guide.cases,
    "in-tree": intree.cases,
    "published": published.cases,
}
DOCUMENT = Path(__file__).parents[2] / "docs" / "agreement.md"
_HEAD = """\
# Agreement with the real loaders

What `validate-provider` says by reading is compared here with what the real stacks do: every
package of every corpus is put to the loader of every line, as far as its start-up. `make
agreement` does it all anew, and writes this page anew.

- written: packages as `new-provider` writes them, on the lines they are for and on all others.
- planted: such a package with one fault in it, at least one for each rule, on every line that the
  package is for.
- directory: trees of YAML as `external_providers_dir` names them, right ones and such with one
  fault in them, on every line.
- fine: odd packages that load all the same, on every line.
- guide: the examples of the official guides, the old and the new one, as a reader copies them, on
  every line.
- in-tree: the providers that a stack itself ships, each as if it came from outside. What they
  import and is not installed is replaced by stand-ins; where one can't be made without its
  service, a key or another provider, the loader's own check is done on a bare instance of its
  class, and the start is not asked about.
- published: packages that others have published, asked as the in-tree ones are. What reading says
  of them for all releases stands in `tests/real/published/`.

The loader of 0.2.12 knows no `module:`; there, everything is a provider that is not available.
"not asked" counts what the real stack could not be asked here, "stack broken" where it does not
work even without the provider. "In other words" means that both say no, but name different steps
or errors.
"""


def main() -> int:
    """Compare, print, and write if that is wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.real.agreement", description=__doc__)
    parser.add_argument("--lines", nargs="+", choices=lines(), default=lines(), metavar="LINE")
    parser.add_argument("--corpus", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument(
        "--write",
        action="store_true",
        help=f"write docs/{DOCUMENT.name} anew, or only what is kept of one corpus (published)",
    )
    asked = parser.parse_args()
    whole = asked.lines == lines() and asked.corpus == list(CORPORA)
    if asked.write and asked.corpus == ["published"]:
        write_snapshots()
        return 0
    if asked.write and not whole:
        parser.error("--write tells of all lines and corpora: leave --lines and --corpus out")
    pairs = compare(asked.corpus, asked.lines)
    told = "\n".join(lines_of(pairs)) + "\n"
    sys.stdout.write(told)
    if asked.write:
        write_snapshots()
        DOCUMENT.write_text(f"{_HEAD}\n{told}", encoding="utf-8")
    return int(any(pair.loads in {Match.FALSE_YES, Match.FALSE_NO} for pair in pairs))


def compare(corpora: list[str], wanted: list[str]) -> list[Pair]:
    """Compare some corpora on some lines, telling on stderr how far it is."""
    pythons = {line: environment(line) for line in wanted}
    pairs: list[Pair] = []
    with tempfile.TemporaryDirectory(prefix="agreement-") as name:
        home, packages = Path(name, "home"), Path(name, "packages")
        home.mkdir()
        packages.mkdir()
        ground = Ground(packages, load(), pythons)
        forks = Forks(home)
        try:
            comparison = Comparison(ground, forks)
            for corpus in corpora:
                for case in CORPORA[corpus](ground):
                    pairs.extend(comparison.pairs(corpus, case))
                    sys.stderr.write(f"{corpus}: {case.name} ({len(pairs)})\n")
        finally:
            forks.close()
    order = lines()
    return sorted(pairs, key=lambda pair: (corpora.index(pair.corpus), order.index(pair.line)))


def write_snapshots() -> None:
    """Write anew what reading says of the published packages."""
    with tempfile.TemporaryDirectory(prefix="published-") as name:
        ground = Ground(Path(name), load(), {})
        for package in dict.fromkeys(name.partition(" ")[0] for name in published.pins()):
            path = published.FOLDER / f"{package}.txt"
            path.write_text(published.snapshot(package, ground), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
