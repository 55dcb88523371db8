"""`python -m tests.real.cells [--again] [API,KIND,LINE]...`: prove cells on their real stacks.

Without words it is all that have no proof as they are written today, or, with `--again`, all there
are. What comes of it is kept in docs/coverage.json, and docs/coverage.md is made of that anew.
Three are proven at a time: each waits now and then.
"""

import argparse
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from new_provider.cells import CELLS, Cell
from stacks.environments import StackUnavailableError
from tests.real.cells import record, table
from tests.real.cells.lines import cell_named, stacks_for
from tests.real.cells.prove import Proof, prove

AT_A_TIME = 3


def main() -> int:
    """Prove cells; return 1 if any check failed, 2 if a word names no cell."""
    parser = argparse.ArgumentParser(prog="tests.real.cells", description=__doc__)
    parser.add_argument("cells", nargs="*", metavar="API,KIND,LINE")
    parser.add_argument("--again", action="store_true", help="those with a proof, too")
    options = parser.parse_args()
    try:
        cells = [cell_named(word) for word in options.cells]
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 2
    proven = _Proven()
    stacks = [(cell, stacks_for(cell)) for cell in cells or CELLS]
    asked = [(cell, stack) for cell, found in stacks for stack in found[:1]]  # the newest first
    asked += [(cell, stack) for cell, found in stacks for stack in found[1:]]
    if not cells and not options.again:
        asked = [pair for pair in asked if pair not in proven]
    begin = time.monotonic()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        done = [proof for proof in pool.map(lambda pair: _told(*pair, proven), asked) if proof]
    table.write(proven.proofs())
    failed = [proof for proof in done if proof.failed]
    took = time.monotonic() - begin
    print(f"{len(done) - len(failed)} of {len(asked)} proven in {took / 60:.0f} min")
    return 1 if failed or len(done) < len(asked) else 0


class _Proven:
    """What is proven; each proof is kept at once, so that nothing is lost if the rest is."""

    def __init__(self) -> None:
        self._proofs = {(proof.cell, proof.stack): proof for proof in record.proofs()}
        self._lock = threading.Lock()

    def __contains__(self, pair: tuple[Cell, str]) -> bool:
        return pair in self._proofs and not self._proofs[pair].failed

    def add(self, proof: Proof) -> None:
        with self._lock:
            self._proofs[proof.cell, proof.stack] = proof
            record.keep(self._proofs.values())

    def proofs(self) -> Sequence[Proof]:
        return list(self._proofs.values())


def _told(cell: Cell, stack: str, proven: _Proven) -> Proof | None:
    try:
        proof = prove(cell, stack)
    except StackUnavailableError as error:
        print(f"{stack}: {error}", flush=True)
        return None
    proven.add(proof)
    if proof.failed:
        print(f"{proof.label}: {proof.failed} fails\n{proof.words}\n", flush=True)
    else:
        print(f"{proof.label}: {len(proof.served)} methods served", flush=True)
    return proof


if __name__ == "__main__":
    sys.exit(main())
