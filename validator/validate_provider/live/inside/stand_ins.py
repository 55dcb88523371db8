"""The probe's stand-ins as packages, so that the real server has them where this process does.

The probe registers a stand-in in its own process. A server reads its providers from a run config.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validate_provider.live import probe

if TYPE_CHECKING:
    from pathlib import Path

FACTORY = """\
import importlib
import importlib.util
import sys


async def get_provider_impl(_config, _deps):
    found = importlib.util.spec_from_file_location("validate_provider_probe", {probe!r})
    probe = importlib.util.module_from_spec(found)
    found.loader.exec_module(probe)
    core = next(it for it in {cores!r} if it in sys.modules)
    protocols = importlib.import_module(core + ".resolver").api_protocol_map()
    by_api = {{api.value: protocol for api, protocol in protocols.items()}}
    return probe.StandIn({api!r}, by_api.get({api!r}))
"""
PROVIDER = """\
from validate_provider_model.types import named


def get_provider_spec():
    return named("InlineProviderSpec")(
        api=named("Api")({api!r}),
        provider_type={kind!r},
        module={module!r},
        config_class={module!r} + ".config.Config",
        pip_packages=[],
    )
"""
CONFIG = """\
from pydantic import BaseModel


class Config(BaseModel):
    pass
"""
CORES = ("ogx.core", "llama_stack.core", "llama_stack.distribution")


def write(folder: Path, api: str) -> str:
    """Write the package of an API's stand-in into a folder; give its name."""
    module = f"validate_provider_stand_in_{api}"
    package = folder / module
    package.mkdir(parents=True, exist_ok=True)
    factory = FACTORY.format(probe=str(probe.__file__), cores=CORES, api=api)
    (package / "__init__.py").write_text(factory, encoding="utf-8")
    spec = PROVIDER.format(api=api, kind=probe.STAND_IN, module=module)
    (package / "provider.py").write_text(spec, encoding="utf-8")
    (package / "config.py").write_text(CONFIG, encoding="utf-8")
    return module
