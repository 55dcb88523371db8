"""Which real stacks the written packages are put to."""

import os

TARGETS = {
    "llama-stack-0.2.17": "llama-stack-0.2.16",
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    "llama-stack-0.2.24": "llama-stack-0.2.23",
    "llama-stack-0.3.5": "llama-stack-0.3",
    "llama-stack-0.4.7": "llama-stack-0.4",
    "llama-stack-0.5.4": "llama-stack-0.5",
    "llama-stack-0.6.1": "llama-stack-0.5",
    "llama-stack-0.7.3": "llama-stack-0.7",
    "ogx-1.0.4": "ogx-0.8",
    "ogx-1.5.0": "ogx-0.8",
}
"""A stack -> the line that a package is written for."""


def stacks(always: list[str], *, ogx: bool = True) -> list[str]:
    """Give the stacks to test on: some always, all with `CELLS_ALL=1`.

    Args:
        always: Those that are cheap enough for every run.
        ogx: Whether the API is there in OGX, too.
    """
    if not os.environ.get("CELLS_ALL"):
        return always
    return [stack for stack in TARGETS if ogx or not stack.startswith("ogx")]
