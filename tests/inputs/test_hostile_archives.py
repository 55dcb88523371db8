"""An archive made to harm gets one clear line, and nothing of it stays or is run."""

import gzip
import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.inputs.packed import PACKAGE, run, sdist, tarred, wheel

WHEEL = "acme-1.0-py3-none-any.whl"
SDIST = "acme-1.0.tar.gz"


def with_member(name: str, data: bytes = b"", **attributes: int) -> Callable[[Path], Path]:
    """A wheel with one more member, whose header says what it likes."""

    def made(folder: Path) -> Path:
        path = wheel(folder)
        info = zipfile.ZipInfo("placeholder")
        info.filename = info.orig_filename = name
        for attribute, value in attributes.items():
            setattr(info, attribute, value)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(info, data)
        return path

    return made


def doubled(folder: Path) -> Path:
    path = wheel(folder)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("acme/provider.py", "raise SystemExit")
    return path


def encrypted(folder: Path) -> Path:
    """Set the flag that says so in both headers of the first member."""
    path = wheel(folder)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    return path


def truncated(maker: Callable[[Path], Path]) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        path = maker(folder)
        path.write_bytes(path.read_bytes()[:-60])
        return path

    return made


def corrupted(folder: Path) -> Path:
    """Change bytes of the first member's data."""
    path = wheel(folder)
    data = bytearray(path.read_bytes())
    data[60:70] = bytes(10)
    path.write_bytes(data)
    return path


def no_zip(folder: Path) -> Path:
    path = folder / WHEEL
    path.write_text("not a zip\n")
    return path


def no_gzip(folder: Path) -> Path:
    path = folder / SDIST
    path.write_text("not a gzip\n")
    return path


def bomb(folder: Path) -> Path:
    path = wheel(folder)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("acme/bomb.py", bytes(30_000_000))
    return path


def many_long_files(folder: Path) -> Path:
    path = wheel(folder)
    noise = os.urandom(50_000).hex().encode() * 80
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        for number in range(13):
            archive.writestr(f"acme/long{number}.py", noise)
    return path


def lying_length(folder: Path) -> Path:
    """A member that is longer than its header says."""
    path = wheel(folder, {**PACKAGE, "acme/z.py": "x" * 1000})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 1000), struct.pack("<L", 10)))
    return path


def many_members(folder: Path) -> Path:
    """A table of contents that lists one member 100,000 times."""
    path = wheel(folder)
    data = path.read_bytes()
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    entry = data[start : data.index(b"PK\1\2", start + 1)]
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, 100_000 * len(entry), start, 0)
    path.write_bytes(data[:start] + entry * 100_000 + tail)
    assert len(data) == end + len(tail)
    return path


def endless_contents(folder: Path) -> Path:
    """A table of contents of 30 MB."""
    path = folder / WHEEL
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(600):
            info = zipfile.ZipInfo(f"acme/{number}.py")
            info.comment = bytes(50_000)
            archive.writestr(info, b"")
    return path


def no_metadata(folder: Path) -> Path:
    path = folder / WHEEL
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in PACKAGE.items():
            archive.writestr(name, text)
    return path


def file_and_folder(folder: Path) -> Path:
    path = wheel(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("acme/provider.py/inner.py", "")
    return path


def tar_bomb(folder: Path) -> Path:
    path = folder / SDIST
    with gzip.open(path, "wb") as file:
        info = tarfile.TarInfo("acme-1.0/bomb.py")
        info.size = 1 << 31
        file.write(info.tobuf())
        for _ in range(60):
            file.write(bytes(1_000_000))
    return path


def tar_of(member: str, **attributes: object) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        info = tarfile.TarInfo(member)
        for attribute, value in attributes.items():
            setattr(info, attribute, value)
        return tarred(folder / SDIST, info, tail=bytes(1024))

    return made


def tar_of_many(folder: Path) -> Path:
    info = tarfile.TarInfo("acme-1.0/folder")
    info.type = tarfile.DIRTYPE
    return tarred(folder / SDIST, info, tail=info.tobuf() * 25_000)


def tar_with_long_header(folder: Path) -> Path:
    """An extended header that says it is 200 MB long."""
    info = tarfile.TarInfo("acme-1.0/x")
    info.type, info.size = tarfile.XHDTYPE, 200_000_000
    with gzip.open(folder / SDIST, "wb") as file:
        file.write(info.tobuf(tarfile.GNU_FORMAT))
        file.write(os.urandom(1_000_000))
    return folder / SDIST


def tar_twice(folder: Path) -> Path:
    path = folder / SDIST
    with tarfile.open(path, "w:gz") as archive:
        for text in (b"a", b"b"):
            info = tarfile.TarInfo("acme-1.0/acme/provider.py")
            info.size = 1
            archive.addfile(info, io.BytesIO(text))
    return path


def broken_pyproject(folder: Path) -> Path:
    return sdist(folder, {**PACKAGE, "pyproject.toml": "x = " + "[" * 100_000})


LINK = 0o120777 << 16
HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "climbs": (with_member("../evil.py"), "its `../evil.py` would leave the folder"),
    "climbs from inside": (with_member("acme/../../evil.py"), "would leave the folder"),
    "absolute": (with_member("/tmp/evil.py"), "its `/tmp/evil.py` would leave the folder"),
    "of another system": (with_member("C:/evil.py"), "its `C:/evil.py` would leave"),
    "backslashes": (with_member("..\\evil.py"), "would leave the folder"),
    "unprintable": (with_member("acme/\x1b[2J\n.py"), "unprintable name, `acme/\\x1b[2J\\n.py`"),
    "very deep": (with_member("a/" * 500 + "x.py"), "is no file's name"),
    "link": (with_member("acme/x.py", b"/etc/passwd", external_attr=LINK), "`acme/x.py` is a link"),
    "odd compression": (with_member("x.py", b"x", compress_type=zipfile.ZIP_LZMA), "another way"),
    "twice": (doubled, "it holds acme/provider.py twice"),
    "encrypted": (encrypted, "it is encrypted"),
    "truncated": (truncated(wheel), "it is damaged: file is not a zip file"),
    "corrupted": (corrupted, "it is damaged: "),
    "no zip": (no_zip, "it is damaged: file is not a zip file"),
    "bomb": (bomb, "its `acme/bomb.py` unpacks to more than 200 times its length"),
    "long together": (many_long_files, "its files are longer than 100 MB together"),
    "lying length": (lying_length, "it is damaged: "),
    "100,000 members": (many_members, "it holds more than 20,000 files"),
    "table of contents": (endless_contents, "far too long"),
    "no metadata": (no_metadata, "no wheel: it has no .dist-info/METADATA"),
    "file and folder": (file_and_folder, "it holds one name as a file and as a folder"),
    "tar: no gzip": (no_gzip, "it is damaged: not a gzipped file"),
    "tar: truncated": (truncated(lambda folder: sdist(folder, PACKAGE)), "it is damaged: "),
    "tar: bomb": (tar_bomb, "it unpacks to more than 200 times its length"),
    "tar: climbs": (tar_of("../evil.py"), "its `../evil.py` would leave the folder"),
    "tar: absolute": (tar_of("/tmp/evil.py"), "its `/tmp/evil.py` would leave the folder"),
    "tar: device": (tar_of("acme-1.0/x", type=tarfile.CHRTYPE), "`acme-1.0/x` is no ordinary file"),
    "tar: FIFO": (tar_of("acme-1.0/x", type=tarfile.FIFOTYPE), "is no ordinary file"),
    "tar: link out": (
        tar_of("acme-1.0/x.py", type=tarfile.SYMTYPE, linkname="../../etc/passwd"),
        "its `acme-1.0/x.py` links out of it",
    ),
    "tar: absolute link": (
        tar_of("acme-1.0/x.py", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        "its `acme-1.0/x.py` links out of it",
    ),
    "tar: hard link out": (
        tar_of("acme-1.0/x.py", type=tarfile.LNKTYPE, linkname="../x"),
        "links out of it",
    ),
    "tar: link to itself": (
        tar_of("acme-1.0/x.py", type=tarfile.SYMTYPE, linkname="x.py"),
        "links to what is no file in it",
    ),
    "tar: 25,000 members": (tar_of_many, "it holds more than 20,000 files"),
    "tar: long header": (tar_with_long_header, "far too long"),
    "tar: twice": (tar_twice, "it holds acme-1.0/acme/provider.py twice"),
    "tar: nested TOML": (broken_pyproject, "acme-1.0/pyproject.toml: it is nested too deeply"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_told_in_one_line(kind: str, tmp_path: Path) -> None:
    make, says = HOSTILE[kind]
    folder = tmp_path / "here"
    folder.mkdir()
    path = make(folder)
    done = run(folder, path.name)
    assert done.returncode == 3, done.stdout
    assert done.stderr.startswith(f"validate-provider: {path.name}"), done.stderr
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == [folder, tmp_path / "here-private"]
    assert list(folder.iterdir()) == [path]
