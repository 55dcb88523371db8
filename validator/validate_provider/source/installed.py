"""Finding an installed package by its name in the folders of an environment.

Nothing of it is imported. An editable install is followed to its source, in each of the ways in
which build tools make one: `direct_url.json`, a path in a `.pth` file, a finder with a mapping.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from validate_provider.record import Record, replace
from validate_provider.source.layout import Package, entries, package_at
from validate_provider.source.manifest import Manifest, UnreadableError, metadata_of
from validate_provider.source.nodes import nodes_of
from validate_provider.source.project import NothingFoundError, Project, find_project, project_of
from validate_provider.source.requirement import normalised

_METADATA = r"(?P<name>[A-Za-z0-9][\w.]*)-\d[^-]*\.dist-info"
_FINDERS = ("__editable__*.py", "_editable_impl_*.py", "__editables_*.py")
_LONGEST = 8_000_000
"""Bytes of a RECORD; the longest in use, of whole applications, have a quarter."""


class _Distribution(Record):
    folder: Path
    """Its `.dist-info`."""

    def metadata(self) -> Manifest:
        file = self.folder / "METADATA"
        return metadata_of(file) if file.is_file() else Manifest(file, {}, (), "", "")

    def tops(self) -> frozenset[str]:
        """The top-level packages that its RECORD lists."""
        names = {
            line.partition("/")[0] for line in self._text("RECORD").splitlines() if "/" in line
        }
        return frozenset(name for name in names if name.isidentifier() and name != "__pycache__")

    def source(self) -> Path | None:
        """The project's folder, if it is installed as editable."""
        with suppress(ValueError):
            told = json.loads(self._text("direct_url.json") or "{}")
            if isinstance(told, dict) and (told.get("dir_info") or {}).get("editable") is True:
                return Path(url2pathname(urlsplit(str(told.get("url"))).path))
        return None

    def _text(self, name: str) -> str:
        try:
            with (self.folder / name).open("rb") as file:
                return file.read(_LONGEST).decode("utf-8", "replace")
        except OSError:
            return ""


def find_installed_package(
    name: str, folders: Iterable[Path], shown_from: Path | None = None
) -> Project | None:
    """Find a package by the name it is imported by, or that of its distribution.

    Args:
        name: `llama_stack_provider_acme`, `llama_stack_provider_acme.inline` or
            `llama-stack-provider-acme`.
        folders: Where an environment keeps its packages.
        shown_from: The folder that paths are shown relative to.

    Returns:
        The project; None if no package has that name.

    Raises:
        NothingFoundError: If there is one, but nothing that could be a provider.
        UnreadableError: If a file of it can't be read.
    """
    existing = [folder for folder in folders if folder.is_dir()]
    dotted = name.removesuffix(".provider")
    if all(part.isidentifier() for part in dotted.split(".")):
        for folder in existing:
            place = folder.joinpath(*dotted.split("."))
            if place.is_dir():
                return _regular(place, folder, _owner(dotted.partition(".")[0], folder), shown_from)
        for folder in existing:
            source = _editable(dotted, folder)
            if source is not None:
                return find_project(source.resolve(), shown_from)
    for folder in existing:
        distribution = _distributions(folder).get(normalised(name))
        if distribution is not None:
            return _of_distribution(distribution, folder, shown_from)
    return None


def _regular(
    place: Path, folder: Path, owner: _Distribution | None, shown_from: Path | None
) -> Project:
    top = folder / place.relative_to(folder).parts[0]
    siblings = (owner.tops() if owner else frozenset()) | {top.name}
    found = (package_at(place, folder),) if place != top else entries(folder, top)
    packages = tuple(replace(package, siblings=siblings) for package in found)
    manifest = owner.metadata() if owner else Manifest(None, {}, (), "", "")
    return project_of(top, manifest, packages, shown_from)


def _of_distribution(distribution: _Distribution, folder: Path, shown_from: Path | None) -> Project:
    source = distribution.source()
    if source is not None:
        if not source.exists():
            reason = "it is gone, though it is what is installed as editable"
            raise UnreadableError(source, reason)
        return find_project(source.resolve(), shown_from)
    tops = distribution.tops()
    packages: list[Package] = []
    for name in sorted(tops):
        if (folder / name).is_dir():
            packages.extend(entries(folder, folder / name))
    chosen = [package for package in packages if package.has_entry] or packages
    if not chosen:
        raise NothingFoundError(distribution.folder, "there is no package in what it installed")
    return project_of(
        chosen[0].folder,
        distribution.metadata(),
        tuple(replace(package, siblings=tops) for package in chosen),
        shown_from,
    )


def _distributions(folder: Path) -> dict[str, _Distribution]:
    found = {}
    for entry in folder.glob("*.dist-info"):
        match = re.fullmatch(_METADATA, entry.name)
        if match:
            found[normalised(match["name"])] = _Distribution(entry)
    return found


def _owner(top: str, folder: Path) -> _Distribution | None:
    """The distribution that installed a top-level package."""
    found = _distributions(folder)
    likeliest = found.pop(normalised(top), None)
    for distribution in (*filter(None, [likeliest]), *found.values()):
        if top in distribution.tops():
            return distribution
    return likeliest


def _editable(dotted: str, folder: Path) -> Path | None:
    """Where a package lies that is imported from elsewhere by what is in a folder."""
    top, _, rest = dotted.partition(".")
    inner = rest.split(".") if rest else []
    for root in _paths_in_pth(folder):
        place = root.joinpath(top, *inner)
        if place.is_dir():
            return place
    for pattern in _FINDERS:
        for file in sorted(folder.glob(pattern)):
            place = _mapping(file).get(top, folder / top).joinpath(*inner)
            if place.is_dir():
                return place
    return None


def _paths_in_pth(folder: Path) -> Iterator[Path]:
    """Yield the folders that `.pth` files add; lines that would be run are not."""
    for file in sorted(folder.glob("*.pth")):
        with suppress(OSError):
            for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
                path = line.strip()
                if path and not path.startswith(("#", "import ", "import\t")) and "\0" not in path:
                    yield folder / path


def _mapping(file: Path) -> dict[str, Path]:
    """The packages that a finder of setuptools or `editables` leads elsewhere."""
    found: dict[str, Path] = {}
    try:
        tree = ast.parse(file.read_bytes()[:_LONGEST])
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return found
    for node in nodes_of(tree):
        with suppress(ValueError, TypeError):
            match node:
                case (
                    ast.AnnAssign(target=ast.Name(id="MAPPING"), value=ast.expr() as value)
                    | ast.Assign(targets=[ast.Name(id="MAPPING")], value=value)
                ):
                    mapping = ast.literal_eval(value)
                    found |= {str(name): Path(path) for name, path in mapping.items()}
                case ast.Call(
                    func=ast.Attribute(attr="map_module"),
                    args=[ast.Constant(value=str(name)), ast.Constant(value=str(path))],
                ):
                    # The path of a package's `__init__.py`, or of its folder.
                    found[name] = Path(path).parent if path.endswith(".py") else Path(path)
    return found
