"""Nothing that could not be checked is green, and each reason has words of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.inputs.packed import PYPROJECT, project, run
from tests.source.reading import write
from tests.written import Written
from validate_provider import contract
from validate_provider.cli import main
from validate_provider.contract import table

UNREADABLE_SPEC = "import os\n\ndef get_provider_spec():\n    return os.environ['SPEC']\n"


def acme(folder: Path) -> list[str]:
    project(folder)
    return []


def unknown_release(folder: Path) -> list[str]:
    return [*acme(folder), "--against", "ogx==1.3.99"]


def newer_release(folder: Path) -> list[str]:
    return [*acme(folder), "--against", "ogx==99.0"]


def newer_declared(folder: Path) -> list[str]:
    project(folder, PYPROJECT.replace("llama-stack-api>=0.7,<0.8", "ogx-api>=99"))
    return []


def empty_folder(folder: Path) -> list[str]:
    folder.mkdir()
    return []


def all_unknown(folder: Path) -> list[str]:
    write(project(folder), {"src/acme/provider.py": UNREADABLE_SPEC})
    return []


REASONS: dict[str, tuple[Callable[[Path], list[str]], int, str]] = {
    "unknown release": (unknown_release, 2, "no release that is known satisfies --against ogx=="),
    "newer release": (newer_release, 3, "asks for a release that is newer than all that are known"),
    "newer declared": (newer_declared, 3, "newer than all that are known"),
    "empty folder": (
        empty_folder,
        3,
        "validate-provider: .: no package with a `provider.py` in it",
    ),
    "all unknown": (all_unknown, 3, "all 5 releases can't be told"),
}


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_it_is_not_green(reason: str, form: str, tmp_path: Path) -> None:
    make, code, says = REASONS[reason]
    folder = tmp_path / "here"
    words = make(folder)
    done = run(folder, *words, "--format", form)
    assert done.returncode == code
    assert form == "json" or says in done.stdout + done.stderr


def test_each_has_words_of_its_own(tmp_path: Path) -> None:
    told = {}
    for reason, (make, _code, _says) in REASONS.items():
        folder = tmp_path / reason
        words = make(folder)
        done = run(folder, *words)
        told[reason] = done.stderr + done.stdout
    for reason, (_make, _code, says) in REASONS.items():
        others = [other for other in REASONS if says in told[other]]
        assert reason in others
        assert all(other.split()[0] == reason.split()[0] for other in others)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda folder: (folder / "releases.txt").unlink(), "cannot read the contract's"),
        (lambda folder: (folder / "releases.txt").write_text(""), "the contract lists no release"),
        (lambda folder: (folder / "releases.txt").write_bytes(b"\xff"), "cannot read the contract"),
        (
            lambda folder: (folder / "releases.txt").write_text("#\nogx 1.5.0\n    odd\n"),
            "no tab in a line of ogx 1.5.0",
        ),
        (lambda folder: (folder / "loader.txt").unlink(), "cannot read the contract's"),
        (lambda folder: (folder / "loader.txt").write_text("#\n"), ""),
    ],
)
def test_a_table_that_cannot_be_read(
    harm: Callable[[Path], object],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(table.SHIPPED, tmp_path / "data")
    harm(tmp_path / "data")
    monkeypatch.setattr(table, "SHIPPED", tmp_path / "data")
    monkeypatch.chdir(project(tmp_path / "here"))
    with pytest.raises(SystemExit) as ended:
        main(["--against", "ogx==1.5.0"])
    assert ended.value.code not in {0, 2}
    told = capsys.readouterr()
    assert says in told.err
    assert "Traceback" not in told.err


def test_the_table_is_whole_as_it_is_shipped() -> None:
    assert len(contract.load().timeline.releases) > 70


UNKNOWN_ON_OGX = """
import os
from importlib.metadata import PackageNotFoundError, version

try:
    version("ogx")
except PackageNotFoundError:
    pass
else:
    get_provider_spec = os.environ["MAKER"]
"""


def test_what_is_not_known_of_some_releases_is_said_and_the_others_count(
    written: Callable[[str, str], Written], tmp_path: Path
) -> None:
    fresh = written("inference", "llama-stack>=0.7,<0.8")
    folder = tmp_path / "here"
    shutil.copytree(fresh.folder, folder)
    (provider,) = folder.glob("src/*/provider.py")
    provider.write_text(provider.read_text() + UNKNOWN_ON_OGX)
    done = run(folder)
    assert "1 of 5 releases can't be told" in done.stdout, done.stdout
    assert done.returncode == 0
    assert run(folder, "--against", "ogx==0.7.1").returncode == 3
