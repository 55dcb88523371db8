"""Packages as `new-provider` writes them."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Written(NamedTuple):
    """A freshly written package."""

    folder: Path
    package: str
    """Its import name."""


KINDS = {"inference": "remote", "files": "inline"}
"""The kind that is meant if a test names none."""


def write(
    api: str, target: str, into: Path, kind: str | None = None, *, name: str = "acme"
) -> Written:
    """Run `new-provider` for an API, a target and a kind, into a folder."""
    kind = kind or KINDS[api]
    command = [sys.executable, "-m", "new_provider", name, "--api", api, "--kind", kind]
    options = ["--target", target, "--defaults", "--no-check", "--no-git", "--into", str(into)]
    subprocess.run([*command, *options], check=True, capture_output=True, text=True)
    (folder,) = into.iterdir()
    return Written(folder, folder.name.replace("-", "_"))


def name_folder_in_full(run: Path) -> None:
    """Have a run config name its folder of specifications for a server that runs elsewhere."""
    key = "external_providers_dir: "
    run.write_text(run.read_text().replace(key, f"{key}{run.parent}/"))
