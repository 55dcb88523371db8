"""Remove the folders of files that are not written: cookiecutter makes them all the same."""

from pathlib import Path

for folder in sorted(Path().rglob("*"), reverse=True):
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
