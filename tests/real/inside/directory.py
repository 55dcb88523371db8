"""Lets the probe ask about a provider that `external_providers_dir` describes.

Runs in the stack's interpreter; standard library only.
"""

from types import ModuleType
from typing import Any


def prepare(probe: ModuleType, folder: str) -> None:
    """Change the probe in this process: its run configs name a folder instead of a module."""

    class Stack(probe.Stack):  # type: ignore[name-defined,misc]
        def __init__(self, root: str) -> None:
            super().__init__(root)
            self.knows_module = True  # what a release without it says is meant here

        def config(self, apis: list[str], providers: dict[str, list[dict[str, Any]]]) -> Any:
            named = {
                api: [{k: v for k, v in entry.items() if k != "module"} for entry in entries]
                for api, entries in providers.items()
            }
            config = super().config(apis, named)
            config.external_providers_dir = folder
            return config

    vars(probe)["Stack"] = Stack
