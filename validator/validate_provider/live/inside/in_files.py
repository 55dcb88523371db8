"""What stands beside the provider as files of a directory, for a stack that knows no `module:`.

llama-stack 0.2.2 to 0.2.15 find external providers in one directory alone, by a file for each
(distribution/distribution.py, get_provider_registry). So the provider's own files are copied, and
ours are written beside them. JSON is YAML.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = "providers.d"


def copied(given: str, packages: Path) -> str:
    """Copy a directory of specs to where ours are written; give that."""
    folder = packages / NAME
    shutil.copytree(given, folder)
    return str(folder)


def write(packages: Path, api: str, provider_type: str, module: str) -> None:
    """Write the spec of an inline provider of ours, which is imported from a module."""
    kind, _, name = provider_type.partition("::")
    file = packages / NAME / kind / api / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    spec = {"module": module, "config_class": f"{module}.config.Config", "pip_packages": []}
    file.write_text(json.dumps(spec), encoding="utf-8")
