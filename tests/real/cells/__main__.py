"""`python -m tests.real.cells [API,KIND,LINE]...`: prove all cells, or some.

All of them make docs/coverage.md anew. Two are proven at a time.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from new_provider.cells import CELLS
from stacks.environments import StackUnavailableError
from tests.real.cells import table
from tests.real.cells.lines import cell_named, stacks_for
from tests.real.cells.prove import Proof, prove

AT_A_TIME = 2


def main(words: list[str]) -> int:
    """Prove cells; return 1 if any check failed, 2 if a word names no cell."""
    try:
        cells = [cell_named(word) for word in words] or list(CELLS)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 2
    asked = [(cell, stack) for cell in cells for stack in stacks_for(cell)]
    begin = time.monotonic()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        proofs = [proof for proof in pool.map(lambda pair: _told(*pair), asked) if proof]
    if not words:
        table.write(proofs)
    failed = [proof for proof in proofs if proof.failed]
    took = time.monotonic() - begin
    print(f"{len(proofs) - len(failed)} of {len(asked)} proven in {took / 60:.0f} min")
    return 1 if failed or len(proofs) < len(asked) else 0


def _told(cell, stack) -> Proof | None:
    try:
        proof = prove(cell, stack)
    except StackUnavailableError as error:
        print(f"{stack}: {error}", flush=True)
        return None
    if proof.failed:
        print(f"{proof.label}: {proof.failed} fails\n{proof.words}\n", flush=True)
    else:
        print(f"{proof.label}: {len(proof.served)} methods served", flush=True)
    return proof


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
