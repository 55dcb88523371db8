"""The extraction command, where it does not get as far as reading a wheel."""

import sys
import zipfile
from pathlib import Path

import pytest

from validate_provider.contract.extract import command, published
from validate_provider.contract.extract.command import main
from validate_provider.contract.extract.published import Listed, add_newest, fetch_release
from validate_provider.contract.extract.wheels import Wheel, WheelError

METADATA = """\
Metadata-Version: 2.4
Name: llama-stack
Version: 9.9.9
Requires-Python: >=3.12
Requires-Dist: httpx
Requires-Dist: torch; extra == "gpu"
"""


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with the wheel of a release that was never published."""
    with zipfile.ZipFile(tmp_path / "llama_stack-9.9.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr("llama_stack-9.9.9.dist-info/METADATA", METADATA)
        wheel.writestr("llama_stack/__init__.py", "")
        wheel.writestr("llama_stack/core/a.py", "x = 1")
        wheel.writestr("llama_stack/core/tests/b.py", "x = 1")
        wheel.writestr("llama_stack/core/c.txt", "x = 1")
        wheel.writestr("docs/conf.py", "x = 1")
    return tmp_path


def test_a_wheel_says_what_is_in_it(wheels: Path) -> None:
    wheel = Wheel(wheels / "llama_stack-9.9.9-py3-none-any.whl")
    assert wheel.metadata().requires_python == ">=3.12"
    assert wheel.metadata().requires == ("httpx", 'torch; extra == "gpu"')
    assert [(s.dotted, s.package) for s in wheel.sources()] == [
        ("llama_stack", True),
        ("llama_stack.core.a", False),
    ]


def test_a_wheel_that_is_there_is_not_fetched(wheels: Path) -> None:
    release = fetch_release(Listed("llama-stack", "9.9.9", {}), wheels)
    assert [wheel.path.name for wheel in release.wheels] == ["llama_stack-9.9.9-py3-none-any.whl"]
    facts = dict(release.facts())
    assert facts["packages"] == "llama_stack"
    assert facts["wheel"].endswith(f"sha256:{release.wheels[0].sha256()}")


def test_another_wheel_than_the_one_published_is_refused(wheels: Path) -> None:
    listed = Listed("llama-stack", "9.9.9", {"llama_stack-9.9.9-py3-none-any.whl": "0" * 64})
    with pytest.raises(WheelError, match="not the wheel that was published: another sha256"):
        fetch_release(listed, wheels)


def test_a_wheel_of_another_name_is_refused(wheels: Path) -> None:
    listed = Listed("llama-stack", "9.9.9", {"llama_stack-9.9.9-py312-none-any.whl": "0" * 64})
    with pytest.raises(WheelError, match=r"not a wheel that llama-stack 9\.9\.9 was read from"):
        fetch_release(listed, wheels)


def test_a_wheel_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(WheelError, match=r"cannot fetch llama-stack 0\.0\.0\.dev0"):
        fetch_release(Listed("llama-stack", "0.0.0.dev0", {}), tmp_path)


def test_what_was_published_since_is_added_in_order(monkeypatch) -> None:
    versions = {"llama-stack": ["0.2.1", "0.2.10", "0.10.0", "0.3.0rc1"], "ogx": ["0.1.0", "2.0"]}
    monkeypatch.setattr(published, "_published_versions", versions.__getitem__)
    known = [Listed("llama-stack", "0.2.9", {"wheel": "digest"}), Listed("ogx", "1.0.0", {})]
    found = add_newest(known)
    assert [one.label for one in found] == [
        "llama-stack 0.2.9",
        "llama-stack 0.2.10",
        "llama-stack 0.10.0",
        "ogx 1.0.0",
        "ogx 2.0",
    ]
    assert found[0].digests == {"wheel": "digest"}


def test_some_releases_never_replace_the_shipped_data(capsys) -> None:
    assert main(["ogx==1.5.0"]) == 2
    assert "--out" in capsys.readouterr().err


def test_without_a_python_that_can_read_ogx_it_says_how_to_get_one(capsys, monkeypatch) -> None:
    monkeypatch.setattr(command, "NEEDED", (sys.version_info[0], 99))
    assert main([]) == 3
    assert "99" in capsys.readouterr().err


def test_a_release_that_is_not_listed_is_told(capsys, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "NEEDED", (3, 11))
    assert main(["--out", str(tmp_path), "ogx==0.0.1"]) == 3
    assert capsys.readouterr().err == "error: not in the list of releases: ogx 0.0.1\n"
    assert not list(tmp_path.iterdir())
