"""Packages as each engine makes them of the template."""

from pathlib import Path

import pytest
import yaml

TEMPLATE = Path(__file__).parents[2] / "templates" / "provider"


def files_of(folder):
    """All files of a folder: what is in each, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def by_copier(tmp_path, monkeypatch):
    """Make a package as `copier copy` does; return its files."""
    from copier import run_copy

    # The same reader of YAML, in C: nine tenths of copier's time are spent in it.
    monkeypatch.setattr("yaml.safe_load", lambda text: yaml.load(text, yaml.CSafeLoader))

    def make(data, template=TEMPLATE):
        folder = tmp_path / "by-copier"
        run_copy(str(template), folder, data, defaults=True, quiet=True)
        return files_of(folder)

    return make


@pytest.fixture
def by_cookiecutter(tmp_path, monkeypatch):
    """Make a package as `cookiecutter` does; return its files."""
    from cookiecutter.main import cookiecutter

    # It keeps its answers in the home folder.
    monkeypatch.setattr("cookiecutter.config.DEFAULT_CONFIG", _config(tmp_path))

    def make(data, template=TEMPLATE):
        folder = tmp_path / "by-cookiecutter"
        made = cookiecutter(str(template), no_input=True, extra_context=data, output_dir=folder)
        empty = [path for path in Path(made).rglob("*") if path.is_dir() and not [*path.iterdir()]]
        assert not empty
        return files_of(Path(made))

    return make


def _config(home):
    return {
        "cookiecutters_dir": str(home / "cookiecutters"),
        "replay_dir": str(home / "replay"),
        "default_context": {},
        "abbreviations": {},
    }
