"""A wheel and an sdist are read as the folder they were made from."""

import json
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.inputs.packed import METADATA, PACKAGE, PYPROJECT, project, run, sdist, wheel
from tests.source.reading import write

SPK602 = "error SPK602 protocol-method-missing"


def test_a_wheel_tells_places_in_it_and_what_its_metadata_declares(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    wheel(tmp_path / "dist")
    done = run(tmp_path, "dist/acme-1.0-py3-none-any.whl")
    assert done.returncode == 1
    assert (
        f"dist/acme-1.0-py3-none-any.whl/acme/__init__.py:5:1: {SPK602}\n    class Files:"
        in done.stdout
    )
    assert "declared: llama-stack-api<0.8,>=0.7 in METADATA:5 (Requires-Dist)" in done.stdout
    assert "all 5 releases would fail" in done.stdout


def test_json_names_the_archive_too(tmp_path: Path) -> None:
    wheel(tmp_path)
    document = json.loads(run(tmp_path, "acme-1.0-py3-none-any.whl", "--format", "json").stdout)
    paths = {finding["path"] for finding in document["findings"]}
    assert paths == {"acme-1.0-py3-none-any.whl/acme/__init__.py"}


def test_an_archive_elsewhere_is_named_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    path = wheel(tmp_path)
    assert f"\nacme-1.0-py3-none-any.whl/acme/__init__.py:5:1: {SPK602}" in (
        "\n" + run(tmp_path / "here", str(path)).stdout
    )


@pytest.mark.parametrize("kind", ["wheel", "sdist", "zip", "folder"])
def test_every_form_of_a_package_gets_the_same_verdict(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    project(folder)
    files = {f"src/{name}": text for name, text in PACKAGE.items()} | {"pyproject.toml": PYPROJECT}
    match kind:
        case "wheel":
            path = wheel(tmp_path)
        case "sdist":
            path = sdist(tmp_path, files)
        case "zip":
            path = tmp_path / "acme-1.0.zip"
            with zipfile.ZipFile(path, "w") as archive:
                for name, text in files.items():
                    archive.writestr(f"acme-1.0/{name}", text)
        case _:
            path = folder
    done = run(tmp_path, str(path))
    assert done.returncode == 1
    assert "remote::acme (files)   loads: llama-stack 0.7.0-0.7.3, ogx 0.7.1" in done.stdout
    assert done.stdout.count(SPK602) == 1


def test_an_sdists_places_and_declared_releases(tmp_path: Path) -> None:
    files = {f"src/{name}": text for name, text in PACKAGE.items()} | {"pyproject.toml": PYPROJECT}
    sdist(tmp_path, files)
    told = run(tmp_path, "acme-1.0.tar.gz").stdout
    assert f"acme-1.0.tar.gz/acme-1.0/src/acme/__init__.py:5:1: {SPK602}" in told
    assert "in acme-1.0.tar.gz/acme-1.0/pyproject.toml:3" in told


def test_what_an_sdists_build_worked_out_is_read_from_its_metadata(tmp_path: Path) -> None:
    dynamic = '[project]\nname = "acme"\ndynamic = ["dependencies"]\n'
    sdist(tmp_path, {**PACKAGE, "pyproject.toml": dynamic, "PKG-INFO": METADATA})
    told = run(tmp_path, "acme-1.0.tar.gz").stdout
    assert "declared: llama-stack-api<0.8,>=0.7 in PKG-INFO:5 (Requires-Dist)" in told


def test_packages_in_a_wheels_data_folder_go_where_packages_go(tmp_path: Path) -> None:
    files = {f"acme-1.0.data/purelib/{name}": text for name, text in PACKAGE.items()}
    wheel(tmp_path, files)
    assert "remote::acme (files)" in run(tmp_path, "acme-1.0-py3-none-any.whl").stdout


def test_a_namespace_package_in_a_wheel(tmp_path: Path) -> None:
    files = {
        f"vendor/{name}": text.replace('"acme', '"vendor.acme') for name, text in PACKAGE.items()
    }
    done = run(tmp_path, str(wheel(tmp_path, files)))
    assert "loads: llama-stack 0.7.0-0.7.3, ogx 0.7.1" in done.stdout


def test_links_in_an_sdist_that_stay_in_it_are_followed(tmp_path: Path) -> None:
    folder = tmp_path / "acme-1.0"
    project(folder)
    (folder / "src/acme/provider.py").rename(folder / "src/acme/spec.py")
    (folder / "src/acme/provider.py").symlink_to("spec.py")
    with tarfile.open(tmp_path / "acme-1.0.tar.gz", "w:gz") as archive:
        archive.add(folder, "acme-1.0")
    done = run(tmp_path, "acme-1.0.tar.gz")
    assert "loads: llama-stack 0.7.0-0.7.3, ogx 0.7.1" in done.stdout


def test_a_long_file_that_nobody_reads_is_no_obstacle(tmp_path: Path) -> None:
    path = wheel(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("acme/weights.bin", bytes(20_000_000))
    assert "remote::acme (files)" in run(tmp_path, path.name).stdout


def test_a_folder_of_archives_stands_for_them(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    wheel(tmp_path / "dist")
    sdist(tmp_path / "dist", {**PACKAGE, "pyproject.toml": PYPROJECT})
    assert run(tmp_path, "dist").stdout.count("remote::acme (files)") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process at once there")
def test_nothing_is_left_when_it_is_told_to_end(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from validate_provider.inputs.find import find_inputs\n"
        "with find_inputs([sys.argv[1]], Path.cwd()):\n"
        "    print('unpacked', flush=True)\n"
        "    time.sleep(60)\n"
    )
    private = write(tmp_path / "private", {})
    private.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(wheel(tmp_path))],
        env={"TMPDIR": str(private), "PATH": ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "unpacked\n"
    assert len(list(private.iterdir())) == 1
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGTERM
    assert list(private.iterdir()) == []


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_nothing_in_an_archive_is_run(kind: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    leaves = f"open({str(mark)!r}, 'w').close()\n"
    marked = {name: leaves + text for name, text in PACKAGE.items()}
    outside = dict.fromkeys(("setup.py", "conftest.py", "sitecustomize.py", "a.pth"), leaves)
    outside["a.pth"] = f"import os; {leaves}"
    built = (
        wheel(tmp_path, marked | outside) if kind == "wheel" else sdist(tmp_path, marked | outside)
    )
    assert "remote::acme (files)" in run(tmp_path, built.name).stdout
    assert not mark.exists()
    subprocess.run([sys.executable, "-c", outside["setup.py"]], check=True)
    assert mark.exists()
