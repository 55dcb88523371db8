"""The one text format of all contract data: blocks of facts, found without an index.

A block is a key on a line of its own, at column 0, followed by its facts, one a line:

    llama_stack_api.inference.api
        0.5.0..ogx0.7.1<tab>class Inference InferenceProvider

An indented line is a *scope* (the set of releases in which the fact holds), a tab, and the
fact. The first line of a file is a comment, as is every line that begins with `#`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

INDENT = "    "
_BODY = re.compile(f"(?:{INDENT}[^\n]*(?:\n|$))*")
HEADER = "# Written by validate_provider.contract.extract; how to read it: docs/contract.md\n"


class ContractError(Exception):
    """The contract's data can't be read; the message is one sentence for a person."""


class BlockFile:
    """One data file, read when the first block is asked for, and only once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text: str | None = None

    def text(self) -> str:
        """Return the whole text.

        Raises:
            ContractError: The file is missing or isn't text.
        """
        if self._text is None:
            try:
                text = self._path.read_bytes().decode("utf-8")
            except (OSError, UnicodeError) as error:
                raise ContractError(f"cannot read the contract's {self._path}: {error}") from error
            self._text = text.replace("\r\n", "\n") if "\r" in text else text
        return self._text

    def block(self, key: str) -> list[tuple[str, str]]:
        """Return the (scope, fact) pairs under KEY, in the file's order; empty if there are none.

        Raises:
            ContractError: The file can't be read, or a line of the block isn't a fact.
        """
        text = self.text()
        found = text.find(f"\n{key}\n")
        if found < 0:
            return []
        return self._facts(key, text, found + len(key) + 2)

    def __iter__(self) -> Iterator[str]:
        """Yield every key of the file, in its order."""
        for line in self.text().split("\n"):
            if line and not line.startswith((INDENT, "#")):
                yield line

    def _facts(self, key: str, text: str, start: int) -> list[tuple[str, str]]:
        facts = []
        body = _BODY.match(text, start)
        for line in body[0].split("\n") if body else ():
            if not line:  # behind the last line's end
                break
            scope, tab, fact = line[len(INDENT) :].partition("\t")
            if not tab:
                raise ContractError(f"{self._path}: no tab in a line of {key}: {line.strip()!r}")
            facts.append((scope, fact))
        return facts


def render(blocks: Mapping[str, Iterable[tuple[str, str]]]) -> str:
    """Return the text of a data file; keys and facts stand in the order they are given."""
    lines = []
    for key, facts in blocks.items():
        lines.append(key)
        lines += [f"{INDENT}{scope}\t{fact}" for scope, fact in facts]
    return HEADER + "".join(f"{line}\n" for line in lines)
