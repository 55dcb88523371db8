"""One release of the stack, read off its wheels as far as it is asked."""

import ast
from pathlib import Path

from validate_provider.contract import Release
from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.extract.modules import Module, Reader, parse
from validate_provider.contract.extract.published import Listed, fetch_release, read_list
from validate_provider.contract.extract.wheels import Source
from validate_provider.contract.table import SHIPPED

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Sources:
    """The modules of one release, by dotted name; each is parsed when it is first asked for."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self._sources = sources
        self._modules: dict[str, Module] = {}
        self._trees: dict[str, ast.Module] = {}
        self._reader = Reader()

    def module(self, dotted: str) -> Module | None:
        """Return what a module binds; None if the release has no such module.

        Raises:
            SyntaxError: This Python is older than the module's syntax.
        """
        source = self._sources.get(dotted)
        if source is None:
            return None
        if dotted not in self._modules:
            self._modules.update(self._reader.read([source]))
        return self._modules[dotted]

    def tree(self, dotted: str) -> ast.Module | None:
        """Return the syntax tree of a module; None if the release has no such module.

        Raises:
            SyntaxError: This Python is older than the module's syntax.
        """
        if dotted not in self._trees:
            source = self._sources.get(dotted)
            if source is None:
                return None
            self._trees[dotted] = parse(source)
        return self._trees[dotted]

    def classes(self, dotted: str) -> dict[str, ast.ClassDef]:
        """Return the classes that a module defines."""
        tree = self.tree(dotted)
        return {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)} if tree else {}


class Wheels:
    """The releases, from a folder of wheels; those that are missing in it are fetched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed = {one.label: one for one in read_list(BlockFile(SHIPPED / "releases.txt"))}
        self._read: dict[str, Sources] = {}

    def listed(self, release: Release) -> Listed:
        """Return a release as the contract's list has it."""
        return self._listed[release.label]

    def sources(self, release: Release) -> Sources:
        """Return the modules of a release.

        Raises:
            WheelError: A wheel can't be had, or is not the one that the contract was read from.
        """
        if release.label not in self._read:
            published = fetch_release(self.listed(release), self._folder)
            found = (source for wheel in published.wheels for source in wheel.sources())
            self._read[release.label] = Sources({source.dotted: source for source in found})
        return self._read[release.label]


def functions(node: ast.ClassDef) -> dict[str, Function]:
    """Return the methods that a class body defines."""
    return {n.name: n for n in node.body if isinstance(n, Function)}
