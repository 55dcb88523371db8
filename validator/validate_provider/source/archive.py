"""Unpacking a wheel or an sdist into a private folder, trusting nothing that is in it.

Members are written one by one by this code, never by the archive's own words: no link, no
device, no path that leaves the folder, and no more than the limits below.
"""

import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from validate_provider.record import Record

_MEMBERS = 20_000
_LONGEST = 10_000_000
"""Bytes of one file that is unpacked."""
_TOGETHER = 100_000_000
"""Bytes of all files that are unpacked."""
_INFLATED = 256_000_000
"""Bytes of a whole .tar: it has to be inflated from the start to be read at all."""
_AT_ONCE = 8_000_000
"""Bytes of the longest single thing: a zip's table of contents, a tar's extended header."""
_RATIO, _RATIO_FROM = 200, 1_000_000
"""Text shrinks to a tenth; what shrinks to a two hundredth, and is long, is a bomb."""
_DEEPEST = 40
_CHUNK = 1 << 16

_READ = frozenset({".cfg", ".in", ".json", ".md", ".py", ".rst", ".toml", ".txt", ".yaml", ".yml"})
_NEEDED = frozenset({".cfg", ".py", ".toml"})
"""Too long a one is refused; any other file is left empty, as nothing hangs on its text."""

_DAMAGE = (
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class ArchiveError(Exception):
    """An archive is damaged, or holds what no package holds; the text says which."""


class _Member(Record):
    name: str
    size: int
    data: IO[bytes]


def unpack(archive: Path, into: Path) -> None:
    """Write the files of a wheel or sdist below a folder.

    A file that no check reads, such as a model's weights, is there but empty.

    Args:
        archive: A file whose name ends in .whl or .zip; any other is read as .tar.gz.
        into: A folder that is empty or does not exist yet. Whoever made it removes it, and
            with it what was written before an error.

    Raises:
        ArchiveError: If it is damaged, too big, or not to be trusted.
        OSError: If it can't be opened, or the folder can't be written.
    """
    into.mkdir(parents=True, exist_ok=True)
    tarred = not archive.name.lower().endswith((".whl", ".zip"))
    seen: set[str] = set()
    written = 0
    try:
        for member in _tar(archive, into) if tarred else _zip(archive):
            parts = _parts(member.name)
            if "/".join(parts) in seen:
                raise ArchiveError(f"it holds {member.name} twice")
            seen.add("/".join(parts))
            written += _write(member, into.joinpath(*parts))
            if written > _TOGETHER:
                raise ArchiveError(f"its files are longer than {_mb(_TOGETHER)} together")
    except _DAMAGE as error:
        raise ArchiveError(f"it is damaged: {_reason(error)}") from None
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise ArchiveError("it holds one name as a file and as a folder") from None


def _zip(archive: Path) -> Iterator[_Member]:
    with _Frugal(archive) as file, zipfile.ZipFile(file) as opened:
        members = opened.infolist()
        if len(members) > _MEMBERS:
            raise ArchiveError(_too_many())
        for member in members:
            if member.is_dir():
                continue
            if stat.S_ISLNK(member.external_attr >> 16):
                raise ArchiveError(f"its {_told(member.filename)} is a link")
            if member.flag_bits & 1:
                raise ArchiveError("it is encrypted")
            if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise ArchiveError("it is compressed in another way than pip can read")
            if member.file_size > max(_RATIO_FROM, _RATIO * member.compress_size):
                raise ArchiveError(_bomb(member.filename))
            with opened.open(member) as data:
                yield _Member(member.filename, member.file_size, data)


def _tar(archive: Path, into: Path) -> Iterator[_Member]:
    whole = into.with_name(f"{into.name}.tar")
    _inflate(archive, whole)
    links: list[tuple[str, str]] = []
    files: set[str] = set()
    with _Frugal(whole) as file, tarfile.open(fileobj=file, mode="r:") as opened:
        # Members are counted while they come: a tar can be made to have no end.
        for number, member in enumerate(iter(opened.next, None)):
            if number >= _MEMBERS:
                raise ArchiveError(_too_many())
            if member.issym() or member.islnk():
                links.append((member.name, _target(member)))
            elif member.issparse() or not (member.isdir() or member.isreg()):
                raise ArchiveError(f"its {_told(member.name)} is no ordinary file")
            elif member.isreg():
                files.add("/".join(_parts(member.name)))
                data = opened.extractfile(member)
                if data is not None:
                    yield _Member(member.name, member.size, data)
    whole.unlink()
    for name, target in links:
        if target not in files:
            raise ArchiveError(f"its {_told(name)} links to what is no file in it")
        copied = into.joinpath(*target.split("/"))
        with copied.open("rb") as data:
            yield _Member(name, copied.stat().st_size, data)


def _inflate(archive: Path, whole: Path) -> None:
    compressed = archive.stat().st_size
    length = 0
    with gzip.open(archive, "rb") as source, whole.open("xb") as target:
        try:
            while chunk := source.read(_CHUNK):
                length += len(chunk)
                if length > max(_RATIO_FROM * 16, _RATIO * compressed):
                    raise ArchiveError(_bomb(""))
                if length > _INFLATED:
                    raise ArchiveError(
                        f"it unpacks to more than {_mb(_INFLATED)}; check the folder that it "
                        "was made from"
                    )
                target.write(chunk)
        except gzip.BadGzipFile as error:
            raise ArchiveError(f"it is damaged: {_reason(error)}") from None


def _target(member: tarfile.TarInfo) -> str:
    """The file that a link means, as a path in the archive."""
    start = PurePosixPath(member.name).parent if member.issym() else PurePosixPath()
    if member.linkname.startswith("/"):
        raise ArchiveError(f"its {_told(member.name)} links out of it")
    path: list[str] = []
    for part in (start / member.linkname).parts:
        if part != "..":
            path.append(part)
        elif path:
            path.pop()
        else:
            raise ArchiveError(f"its {_told(member.name)} links out of it")
    return "/".join(path)


def _parts(name: str) -> tuple[str, ...]:
    """The folders and the file of a member's name.

    Raises:
        ArchiveError: If a name like that would not stay in a folder, on any system.
    """
    path = PurePosixPath(name)
    if not name.isprintable():
        raise ArchiveError(f"it holds a file with an unprintable name, {_told(name)}")
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ArchiveError(f"its {_told(name)} would leave the folder it is unpacked in")
    if not path.parts or len(path.parts) > _DEEPEST:
        raise ArchiveError(f"its {_told(name)} is no file's name")
    # What a wheel holds in these folders goes where the packages go.
    if path.parts[0].endswith(".data") and path.parts[1:2] in {("purelib",), ("platlib",)}:
        return path.parts[2:]
    return path.parts


def _write(member: _Member, path: Path) -> int:
    """Write one file; its length is returned."""
    read = path.suffix in _READ or not path.suffix
    if member.size > _LONGEST:
        if path.suffix in _NEEDED:
            raise ArchiveError(f"its {_told(member.name)} is longer than {_mb(_LONGEST)}")
        read = False
    data = member.data.read(_LONGEST + 1) if read else b""
    if read and len(data) != member.size:
        raise ArchiveError(f"it is damaged: {_told(member.name)} has another length than it says")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
    return len(data)


class _Frugal(io.FileIO):
    """A file that gives no more at once than an honest archive of our size needs."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as a file does, but for a piece so long that only a bomb has it."""
        if size is not None and size > _AT_ONCE:
            raise ArchiveError("its table of contents, or one of its headers, is far too long")
        return super().read(_AT_ONCE if size is None or size < 0 else size)


def _reason(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return f"{text[:1].lower()}{text[1:]}" if text else "it ends too early"


def _told(name: str) -> str:
    """A member's name for people: short, in one line, without what a terminal would obey."""
    text = name if name.isprintable() else ascii(name)[1:-1]
    return f"`{text}`" if len(text) <= 80 else f"`{text[:60]}...`"


def _too_many() -> str:
    return f"it holds more than {_MEMBERS:,} files"


def _bomb(name: str) -> str:
    what = f"its {_told(name)}" if name else "it"
    return f"{what} unpacks to more than {_RATIO} times its length, as no package does"


def _mb(size: int) -> str:
    return f"{size // 1_000_000} MB"
