"""`python -m template_maker`: make cells.yml, computed.yml and cookiecutter.json anew."""

import sys

from template_maker.cells import bounded, possible, unloadable
from template_maker.engines import texts, write
from template_maker.facts import facts, questions
from validate_provider.contract import load


def main() -> None:
    """Write the files twice: what is written of each cell says which releases it is for."""
    known, asked, contract = facts(), questions(), load()
    cells = possible(contract, known)
    lost = unloadable(contract, cells)
    write(texts(known, asked, cells, lost))
    for what in bounded(contract, cells, known):
        print(what, file=sys.stderr)
    write(texts(known, asked, cells, lost))


if __name__ == "__main__":
    main()
