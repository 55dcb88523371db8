"""SPK913: a file of the package holds Python and is no module, for want of `.py`."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry
from validate_provider.source.values import Site

_LONGEST = 100_000


@entry_rule(Severity.WARNING, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """A file of the package holds Python and is no module, for want of `.py`.

    A file called `get_adapter_impl` or `provider` without a suffix is not imported by anything;
    the loader says that what it defines is missing.
    """
    try:
        files = sorted(entry.package.folder.iterdir())
    except OSError:
        return
    for file in files:
        if file.suffix or not file.name.isidentifier() or not file.is_file():
            continue
        try:
            if file.stat().st_size > _LONGEST:
                continue
            tree = ast.parse(file.read_bytes())
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        if any(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            for node in tree.body
        ):
            yield Fault(
                alive,
                f"`{file.name}` is never imported",
                Site(entry.project.shown(file), 1, 0),
                hint=f"call it `{file.name}.py`",
            )
