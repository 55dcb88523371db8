"""A test of a package with one provider, moved into a folder among the tests of several."""

import ast
from collections.abc import Collection


def moved(source: str, modules: Collection[str]) -> str:
    """Return a test with what lies beside it imported relatively, as tests in a package must.

    Relative imports come last, in a section of their own.

    Args:
        source: The test.
        modules: What lies beside it, which it imports by bare names.
    """
    lines = source.splitlines(keepends=True)
    imports = [it for it in ast.parse(source).body if isinstance(it, ast.Import | ast.ImportFrom)]
    beside = [it for it in imports if isinstance(it, ast.ImportFrom) and it.module in modules]
    if not beside:
        return source
    section = ""
    gone: set[int] = set()
    for node in beside:
        where = range(node.lineno - 1, node.end_lineno or node.lineno)
        section += "".join(lines[number] for number in where).replace("from ", "from .", 1)
        gone.update(where)
    end = max(it.end_lineno or it.lineno for it in imports)
    kept = "".join(line for number, line in enumerate(lines[:end]) if number not in gone)
    while "\n\n\n" in kept:  # a section is gone as a whole
        kept = kept.replace("\n\n\n", "\n\n")
    return f"{kept.rstrip()}\n\n{section}{''.join(lines[end:])}"
