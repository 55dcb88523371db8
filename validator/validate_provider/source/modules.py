"""The Python files of a package: found by their dotted names, parsed once."""

import ast
import os
import re
import warnings
from collections import deque
from contextlib import suppress
from pathlib import Path

from validate_provider.finding import Place
from validate_provider.record import Record
from validate_provider.source.grammar import later_could
from validate_provider.source.values import Case, Cases, Raised, Site

_UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_LONGEST_FILE = 1_000_000
"""In bytes; the largest module of the stack itself has a tenth of that."""
_ENCODING = r"codec can't decode|unknown encoding|encoding problem|null bytes"
_MOST_ENTRIES = 1_000
"""As many entries of a folder without `__init__.py` are looked at, to find a Python file."""


class Broken(Record):
    """Why a file is no Python module."""

    exception: str
    message: str
    line: int
    column: int
    certain: bool
    """False if a later Python than the one that reads it may take it."""


def _certain(error: Exception, lines: list[str], *, parsed: bool) -> bool:
    """Whether every Python that a stack runs on would refuse the file, too."""
    if isinstance(error, RecursionError | MemoryError):
        return False
    if isinstance(error, SyntaxError) and re.search(_ENCODING, error.msg or ""):
        return True
    return parsed or not isinstance(error, SyntaxError) or not later_could(error, lines)


class SourceModule:
    """One file of the package, or a folder without `__init__.py` (a namespace).

    Attributes:
        dotted: Its import name.
        path: The file; for a namespace the folder.
        is_package: Whether relative imports start at itself.
        tree: Its syntax tree; empty if the file could not be parsed.
        broken: Why it could not be compiled; None if it could.
        names: What it defines, filled while it is read.
        open: Why it may have names that reading does not see; empty if it can't.
        raised: What importing it raises.
        imported: The releases in which it has been imported so far.
        stars: Modules it imports everything from.
        state: `new`, `running` or `done`.
    """

    __slots__ = (
        "broken",
        "dotted",
        "imported",
        "is_package",
        "lines",
        "names",
        "open",
        "path",
        "raised",
        "shown",
        "stars",
        "state",
        "tree",
    )

    def __init__(self, dotted: str, path: Path, shown: str, *, is_package: bool) -> None:
        """Read and parse the file; a file that can't be parsed is remembered as broken."""
        self.dotted = dotted
        self.path = path
        self.shown = shown
        self.is_package = is_package
        self.names: dict[str, Cases] = {}
        self.imported = 0
        self.raised: tuple[Raised, ...] = ()
        self.stars: list[Case] = []
        self.state = "new"
        self.lines: list[str] = []
        self.tree = ast.Module(body=[], type_ignores=[])
        self.broken: Broken | None = None
        self.open = ""
        if path.is_dir():
            return
        try:
            if path.stat().st_size > _LONGEST_FILE:
                self.open = "it is too long to read"
                return
            source = path.read_bytes()
        except OSError as error:
            self.broken = Broken("OSError", f"{error.strerror}: {shown}", 1, 0, certain=True)
            return
        text = source.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        self.lines = text.split("\n")
        parsed = False
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source, str(path))
                parsed = True
                # Some errors, such as `await` outside `async def`, show only when it is compiled.
                compile(tree, str(path), "exec", dont_inherit=True)
            self.tree = tree
        except _UNPARSABLE as error:
            self.broken = Broken(
                type(error).__name__,
                getattr(error, "msg", None) or str(error),
                getattr(error, "lineno", None) or 1,
                max((getattr(error, "offset", None) or 1) - 1, 0),
                certain=_certain(error, self.lines, parsed=parsed),
            )
            if not self.broken.certain:
                self.open = "this Python can't parse it"

    @property
    def package(self) -> str:
        """The package that a relative import with one dot means."""
        return self.dotted if self.is_package else self.dotted.rpartition(".")[0]

    def site(self, node: ast.AST) -> Site:
        """Where a node of this file stands."""
        return Site(self.shown, getattr(node, "lineno", 1), getattr(node, "col_offset", 0))


class Sources:
    """All the modules that can be imported from a package's source folders.

    Attributes:
        roots: The folders that would be on `sys.path`, first one first.
    """

    def __init__(
        self, roots: tuple[Path, ...], shown_from: Path, only: frozenset[str] = frozenset()
    ) -> None:
        """Look below `roots`; paths are shown relative to `shown_from` where they lie below it.

        `only` names the top-level modules of the package, where it shares its roots with others.
        """
        self.roots = roots
        self._only = only
        self._shown_from = shown_from
        self._modules: dict[str, SourceModule | None] = {}
        self._by_path: dict[str, SourceModule] = {}

    def module(self, dotted: str) -> SourceModule | None:
        """The module of that name, or None if no file of the package is it."""
        if dotted not in self._modules:
            self._modules[dotted] = self._find(dotted)
        return self._modules[dotted]

    @property
    def followed(self) -> list[SourceModule]:
        """The modules that have been read to the end so far."""
        return [m for m in self._modules.values() if m is not None and m.state == "done"]

    def owns(self, dotted: str) -> bool:
        """Whether the top-level package of a dotted name belongs to the provider."""
        return self.module(dotted.partition(".")[0]) is not None

    def place(self, site: Site) -> Place:
        """The same place as a person counts: columns from 1, in characters."""
        return Place(site.path, site.line, len(self._before(site)) + 1)

    def line(self, place: Place) -> str:
        """The source line at a place, without its indentation; empty if there is none."""
        module = self._by_path.get(place.path)
        if module is None or not 0 < place.line <= len(module.lines):
            return ""
        return module.lines[place.line - 1].strip()

    def _before(self, site: Site) -> str:
        module = self._by_path.get(site.path)
        if module is None or not 0 < site.line <= len(module.lines):
            return " " * site.column
        before = module.lines[site.line - 1].encode()[: site.column]
        return before.decode("utf-8", "replace")

    def _find(self, dotted: str) -> SourceModule | None:
        parts = dotted.split(".")
        if not all(part.isidentifier() for part in parts):
            return None
        if self._only and parts[0] not in self._only:
            return None
        for root in self.roots:
            base = root.joinpath(*parts)
            if (base / "__init__.py").is_file():
                return self._read(dotted, base / "__init__.py", is_package=True)
            if base.with_suffix(".py").is_file():
                return self._read(dotted, base.with_suffix(".py"), is_package=False)
        for root in self.roots:
            base = root.joinpath(*parts)
            if base.is_dir() and _holds_python(base):
                return self._read(dotted, base, is_package=True)
        return None

    def _read(self, dotted: str, path: Path, *, is_package: bool) -> SourceModule:
        shown = path
        if path.is_relative_to(self._shown_from):
            shown = path.relative_to(self._shown_from)
        module = SourceModule(dotted, path, shown.as_posix(), is_package=is_package)
        self._by_path[module.shown] = module
        return module


def _holds_python(folder: Path) -> bool:
    """Whether a Python file lies in a folder or below it; links are not followed."""
    waiting = deque([folder])
    seen = 0
    while waiting:
        with suppress(OSError), os.scandir(waiting.popleft()) as entries:
            for entry in entries:
                if entry.name.endswith(".py") and entry.is_file(follow_symlinks=False):
                    return True
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                seen += 1
                if seen > _MOST_ENTRIES:
                    return False
    return False
