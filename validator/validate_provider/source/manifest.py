"""What a package's own files say it requires: pyproject.toml, setup.cfg, wheel metadata.

Each requirement keeps its place. Nothing is run: what a setup.py or a build plugin works out is
said to be unread.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path

from validate_provider.record import Record, replace
from validate_provider.source.poetry import requirements_of as poetry_requirements

_LONGEST = 1_000_000
"""Bytes of a file of this kind, which may hold a whole README."""
_LONGEST_TOML = 300_000
"""Bytes of a pyproject.toml; the longest in use have a third."""
_LONG_KEY = r"(?:\.[^.\n=\[\]{},#]{1,80}){20}"
"""A key of more than 20 parts: tomllib takes their square in time."""
_HEADER = r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?"
_QUOTED = r"\"([^\"]*)\"|'([^']*)'"
_KEY = r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*[=.]"
_EXTRA_SECTION = r"(?P<indent>\s*)(?P<name>[A-Za-z0-9._-]+)\s*=(?P<rest>.*)"
_SETUP_PY_UNREAD = "setup.py isn't run; pass --against"
_DYNAMIC_UNREAD = "its dependencies are worked out when it is built; pass --against"


class UnreadableError(Exception):
    """A file or folder that must be read first can't be.

    Attributes:
        path: Which.
        reason: Why.
    """

    def __init__(self, path: Path, reason: str) -> None:
        """Take the path and the reason."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class Stated(Record):
    """One requirement, and where it stands."""

    text: str
    """As PEP 508 has it; one of an extra ends with `; extra == "name"`."""
    file: Path
    line: int
    kind: str
    """What it is called there: `dependencies`, `Requires-Dist`, `dependency group dev`."""
    published: bool = True
    """False for what only the package's developers get."""


class Manifest(Record):
    """What a package says of itself."""

    file: Path | None
    """The file to change if its requirements are wrong; None if there is none."""
    tables: dict[str, object]
    """The parsed pyproject.toml; empty without one."""
    requirements: tuple[Stated, ...]
    requires_python: str
    """A version specifier; empty if none is stated."""
    unread: str
    """Why its requirements are not known; empty if they are."""


def manifest_of(folder: Path) -> Manifest:
    """Read what a project's folder says of its requirements.

    Args:
        folder: The folder of a pyproject.toml, a setup.cfg or a setup.py; or one of none.

    Raises:
        UnreadableError: If a file that is there can't be read.
    """
    pyproject = folder / "pyproject.toml"
    text = read(pyproject, _LONGEST_TOML) if _there(pyproject) else None
    tables = _parsed(pyproject, text) if text is not None else {}
    project = _table(tables, "project")
    python = project.get("requires-python")
    lines = _Lines(text or "")
    groups = tuple(_groups(tables, pyproject, lines))
    if text is not None and (project or _table(tables, "tool.poetry.dependencies")):
        found, unread = _from_pyproject(pyproject, lines, tables)
        if unread and _there(folder / "PKG-INFO"):
            built = metadata_of(folder / "PKG-INFO")
            found, unread = built.requirements, built.unread
        python = python or _table(tables, "tool.poetry.dependencies").get("python")
        stated_python = python if isinstance(python, str) else ""
        return Manifest(pyproject, tables, (*found, *groups), stated_python, unread)
    manifest = _from_setup(folder)
    if text is None:
        return replace(manifest, tables=tables)
    requirements = (*manifest.requirements, *groups)
    return replace(
        manifest, file=manifest.file or pyproject, tables=tables, requirements=requirements
    )


def metadata_of(file: Path) -> Manifest:
    """Read a built package's `METADATA`, or an sdist's `PKG-INFO`.

    Raises:
        UnreadableError: If it can't be read.
    """
    found: list[Stated] = []
    python, unread = "", ""
    for number, line in enumerate(read(file).splitlines(), 1):
        if not line:
            break
        name, colon, value = line.partition(":")
        if not colon or line[0].isspace():
            continue
        match name.lower():
            case "requires-dist":
                found.append(Stated(value.strip(), file, number, "Requires-Dist"))
            case "requires-python":
                python = value.strip()
            case "dynamic" if value.strip().lower() == "requires-dist" and file.name == "PKG-INFO":
                unread = _DYNAMIC_UNREAD
    return Manifest(file, {}, tuple(found), python, "" if found else unread)


def read(file: Path, longest: int = _LONGEST) -> str:
    """The text of a small file.

    Args:
        file: Any path.
        longest: How many bytes it may have.

    Raises:
        UnreadableError: If it is no regular file, too long, or not UTF-8.
    """
    if not file.is_file():
        raise UnreadableError(file, "it is no ordinary file")
    try:
        with file.open("rb") as opened:
            data = opened.read(longest + 1)
    except OSError as error:
        raise UnreadableError(file, error.strerror or str(error)) from None
    if len(data) > longest:
        raise UnreadableError(file, f"it is longer than {longest // 1000:,} KB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(file, f"line {line} is not UTF-8") from None


def _there(file: Path) -> bool:
    """Whether there is anything of that name; a FIFO is, though it can't be read."""
    try:
        file.lstat()
    except OSError:
        return False
    return not file.is_dir()


def _parsed(file: Path, text: str) -> dict[str, object]:
    if re.search(_LONG_KEY, text):
        raise UnreadableError(file, "it is nested too deeply")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableError(file, f"it is not TOML: {str(error).partition(chr(10))[0]}") from None
    except (ValueError, RecursionError) as error:
        nested = isinstance(error, RecursionError)
        reason = "it is nested too deeply" if nested else f"it is not TOML: {error}"
        raise UnreadableError(file, reason) from None


def _from_pyproject(
    file: Path, lines: "_Lines", tables: Mapping[str, object]
) -> tuple[tuple[Stated, ...], str]:
    project = _table(tables, "project")
    found = [
        Stated(item, file, lines.of_text("project.dependencies", item), "dependencies")
        for item in texts(project.get("dependencies"))
    ]
    for extra, group in _table(project, "optional-dependencies").items():
        path = f"project.optional-dependencies.{extra}"
        found.extend(
            Stated(_of_extra(item, extra), file, lines.of_text(path, item), f"extra {extra}")
            for item in texts(group)
        )
    dynamic = set(texts(project.get("dynamic")))
    if "dependencies" not in project:
        poetry = _table(tables, "tool.poetry")
        for name, requirement, extra in poetry_requirements(poetry):
            line = lines.of_key("tool.poetry.dependencies", name)
            kind = f"extra {extra}" if extra else "dependencies"
            found.append(Stated(_of_extra(requirement, extra), file, line, kind))
    if not dynamic & {"dependencies", "optional-dependencies"}:
        return tuple(found), ""
    listed, known = _from_dynamic(file.parent, tables)
    found.extend(listed)
    known = known or bool(_table(tables, "tool.poetry.dependencies"))
    if known or "dependencies" not in dynamic:
        return tuple(found), ""
    setup = _from_setup(file.parent)
    if setup.requirements or not setup.unread:
        return (*found, *setup.requirements), "" if setup.requirements else _DYNAMIC_UNREAD
    return tuple(found), setup.unread


def _from_dynamic(folder: Path, tables: Mapping[str, object]) -> tuple[list[Stated], bool]:
    """What files that setuptools and hatch are told to read say; and whether any is told."""
    dynamic = _table(tables, "tool.setuptools.dynamic")
    hook = _table(tables, "tool.hatch.metadata.hooks.requirements_txt")
    named = [("", name) for name in texts(_table(dynamic, "dependencies").get("file"))]
    named += [("", name) for name in texts(hook.get("files") or hook.get("filename"))]
    for extra, entry in _table(dynamic, "optional-dependencies").items():
        if isinstance(entry, dict):
            named += [(extra, name) for name in texts(entry.get("file"))]
    found = [
        replace(stated, text=_of_extra(stated.text, extra))
        for extra, name in named
        for stated in _requirements_txt(folder / name, folder, set())
    ]
    return found, any(not extra for extra, _name in named)


def _requirements_txt(file: Path, folder: Path, seen: set[Path]) -> Iterator[Stated]:
    """Yield what a file lists, and those that it includes; each is read once."""
    file = file.resolve()
    if file in seen:
        return
    seen.add(file)
    if not file.is_relative_to(folder.resolve()) or not _there(file):
        reason = "there is no such file here, and the requirements are said to be in it"
        raise UnreadableError(file, reason)
    for number, line in enumerate(read(file).splitlines(), 1):
        text = re.split(r"(?:^|\s)#|\s--hash", line)[0].strip().rstrip("\\").strip()
        option = re.fullmatch(r"(?:-r|--requirement)[=\s]*(.+)", text)
        if option:
            yield from _requirements_txt(file.parent / option.group(1), folder, seen)
        elif text and not text.startswith("-"):
            yield Stated(text, file, number, "dependencies")


def _from_setup(folder: Path) -> Manifest:
    """What a setup.cfg says; or that a setup.py would have to be run."""
    file = folder / "setup.cfg"
    found: list[Stated] = []
    python = ""
    if _there(file):
        section, key = "", ""
        for number, line in enumerate(read(file).splitlines(), 1):
            header = re.fullmatch(_HEADER, line)
            entry = re.fullmatch(_EXTRA_SECTION, line)
            if header:
                section, key, value = header.group(1), "", ""
            elif entry and not entry["indent"]:
                key, value = entry["name"], entry["rest"].strip()
            elif line[:1].isspace():
                value = re.split(r"(?:^|\s)#", line)[0].strip()
            else:
                key, value = "", ""
            if value and (section, key) == ("options", "python_requires"):
                python = value
            elif value and (section, key) == ("options", "install_requires"):
                found.append(Stated(value, file, number, "install_requires"))
            elif value and section == "options.extras_require" and key:
                found.append(Stated(_of_extra(value, key), file, number, f"extra {key}"))
    built = folder / "PKG-INFO"
    if not found and _there(built) and (whole := metadata_of(built)).requirements:
        return whole
    setup = folder / "setup.py"
    unread = _SETUP_PY_UNREAD if not found and _there(setup) else ""
    manifest = file if _there(file) else setup if _there(setup) else None
    return Manifest(manifest, {}, tuple(found), python, unread)


def _groups(tables: Mapping[str, object], file: Path, lines: "_Lines") -> Iterator[Stated]:
    """What only the package's developers get."""
    listed: list[tuple[str, str, object]] = [
        ("dependency-groups", name, group)
        for name, group in _table(tables, "dependency-groups").items()
    ]
    listed += [
        ("tool.pdm.dev-dependencies", name, group)
        for name, group in _table(tables, "tool.pdm.dev-dependencies").items()
    ]
    uv = _table(tables, "tool.uv")
    listed.append(("tool.uv", "dev-dependencies", uv.get("dev-dependencies")))
    for path, name, group in listed:
        for item in texts(group):
            line = lines.of_text(f"{path}.{name}", item)
            yield Stated(item, file, line, f"dependency group {name}", published=False)
    poetry = _table(tables, "tool.poetry")
    tabled = {"dev": ("tool.poetry.dev-dependencies", _table(poetry, "dev-dependencies"))}
    for name in _table(poetry, "group"):
        path = f"tool.poetry.group.{name}.dependencies"
        tabled[name] = (path, _table(tables, path))
    for group_name, (path, group_table) in tabled.items():
        for name, text, _extra in poetry_requirements({"dependencies": group_table}):
            line = lines.of_key(path, name)
            yield Stated(text, file, line, f"dependency group {group_name}", published=False)


def texts(value: object) -> tuple[str, ...]:
    """The texts in a list, or the only one."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


def _table(tables: Mapping[str, object], path: str) -> dict[str, object]:
    """The table at a dotted path; empty if there is none."""
    found: object = tables
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, dict) else {}


def _of_extra(requirement: str, extra: str) -> str:
    if not extra:
        return requirement
    text, semicolon, marker = requirement.partition(";")
    if semicolon:
        return f'{text.strip()}; ({marker.strip()}) and extra == "{extra}"'
    return f'{text.strip()}; extra == "{extra}"'


class _Lines:
    """Where things stand in a TOML file, as far as its lines tell; tomllib does not."""

    def __init__(self, text: str) -> None:
        self._headers: dict[str, int] = {}
        self._texts: dict[str, list[int]] = {}
        self._keys: dict[str, list[int]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if line.lstrip().startswith("#"):
                continue
            header = re.fullmatch(_HEADER, line)
            if header:
                name = re.sub(r"[\"'\s]", "", header.group(1))
                self._headers.setdefault(name, number)
                continue
            for quoted in re.finditer(_QUOTED, line):
                self._texts.setdefault(quoted.group(1) or quoted.group(2), []).append(number)
            key = re.match(_KEY, line)
            if key:
                self._keys.setdefault(key.group(1), []).append(number)

    def of_text(self, path: str, text: str) -> int:
        """The line that holds a text of a list; that of the list's key if it is not found."""
        table, _, key = path.rpartition(".")
        found = self._after(self._texts.get(text, []), self._start(path))
        return found or self.of_key(table, key)

    def of_key(self, table: str, key: str) -> int:
        """The line of a key; that of its table's header if it is not found."""
        start = self._start(f"{table}.{key}")
        return self._after(self._keys.get(key, []), start) or max(start, 1)

    def _after(self, numbers: list[int], start: int) -> int:
        place = bisect_right(numbers, start)
        return numbers[place] if place < len(numbers) else 0

    def _start(self, path: str) -> int:
        """The line of the header of the innermost table on a path; 0 if none has one."""
        keys = path.split(".")
        paths = (".".join(keys[:length]) for length in range(len(keys), 0, -1))
        return next((self._headers[path] for path in paths if path in self._headers), 0)
