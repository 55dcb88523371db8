"""The smallest run config of each line: one stack, the providers asked for, nothing else.

What each line wants was read off its own config class (`StackRunConfig`, `StackConfig` from
0.4.0) and tried on its server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from stacks.environments import version
from validate_provider.live.stores import stores_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider as a run config names it."""

    api: str
    provider_type: str
    module: str | None
    """The package that holds `provider.py`; None where `external_providers_dir` brings it."""
    config: Mapping[str, Any] = field(default_factory=dict)
    provider_id: str = "external"


def run_config(
    line: str,
    state: Path,
    providers: Sequence[Provider],
    *,
    models: Sequence[Mapping[str, Any]] = (),
    external_providers_dir: Path | None = None,
) -> str:
    """Write the run config of a line.

    Args:
        line: `llama-stack-0.7.3`.
        state: A folder for the stack's databases.
        providers: The providers to load.
        models: The models to register at start, as the line's own `ModelInput` has them.
        external_providers_dir: The folder of provider YAML files, for lines before `module:`.

    Returns:
        YAML text.
    """
    ogx = line.startswith("ogx-")
    release = version(line)
    modern = ogx or release >= (0, 3)
    config: dict[str, Any] = {
        "version": "2" if release <= (0, 2, 12) else 2,
        "distro_name" if ogx or release >= (0, 7) else "image_name": "external",
        "apis": sorted({provider.api for provider in providers}),
        "providers": _by_api(providers),
        "server": {"host": "127.0.0.1"},
    }
    if modern:
        # ogx 1.0 and later keep prompts in SQL (core/storage/datatypes.py).
        in_sql = ogx and release >= (1, 0)
        config["storage"] = stores_in(state, prompts="sql" if in_sql else "kv")
        config["registered_resources"] = {"models": [dict(model) for model in models]}
    else:
        config["models"] = [dict(model) for model in models]
        config["metadata_store"] = _sqlite(state / "registry.db")
        config["inference_store"] = _sqlite(state / "inference.db")
    if external_providers_dir:
        config["external_providers_dir"] = str(external_providers_dir)
    return yaml.safe_dump(config, sort_keys=False)


def _by_api(providers: Sequence[Provider]) -> dict[str, list[dict[str, Any]]]:
    by_api: dict[str, list[dict[str, Any]]] = {}
    for provider in providers:
        entry: dict[str, Any] = {
            "provider_id": provider.provider_id,
            "provider_type": provider.provider_type,
            "config": dict(provider.config),
        }
        if provider.module:
            entry["module"] = provider.module
        by_api.setdefault(provider.api, []).append(entry)
    return by_api


def _sqlite(path: Path) -> dict[str, str]:
    return {"type": "sqlite", "db_path": str(path)}
