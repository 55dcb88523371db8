"""A small provider package that serves, written for a line, and a fault planted in it.

A fault is a change of `adapter.py`: text -> other text; and what `--serve` must say of it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

NAME = "ext_small"

SPEC = """
from ROOT import Api, InlineProviderSpec


def get_provider_spec():
    return InlineProviderSpec(
        api=Api.API,
        provider_type="inline::small",
        module="ext_small",
        config_class="ext_small.config.Config",
        pip_packages=[],MORE
    )
"""

CONFIG = """
from pydantic import BaseModel


class Config(BaseModel):
    folder: str

    @classmethod
    def sample_run_config(cls, __distro_dir__, **kwargs):
        return {"folder": __distro_dir__ + "/small"}
"""

LACKS = """

async def lacks(self, *given, **named):
    raise NotImplementedError


for name in {}:
    setattr(Adapter, name, lacks)
"""

FACTORY = """
async def get_provider_impl(config, deps):
    from ext_small.adapter import Adapter

    return Adapter(config)
"""


class Fault(NamedTuple):
    """A fault that loads, and what is said of it."""

    old: str
    new: str
    method: str
    words: str
    """What must stand in the words."""
    outcome: str = "wrong"


class Small(NamedTuple):
    """A small provider."""

    api: str
    lines: tuple[str, ...]
    """The lines that it serves on."""
    adapter: str
    served: tuple[str, ...]
    """The methods that are served with no fault."""
    faults: Mapping[str, Fault]
    spec: str = ""
    """What its spec says besides."""
    lacks: tuple[str, ...] = ()
    """The methods that it does not implement, and says so."""


def write(folder: Path, line: str, small: Small, fault: Fault | None = None) -> Path:
    """Write the package for a line from 0.4 on; give the folder to import it from."""
    root = "ogx_api" if line.startswith("ogx-") else "llama_stack_api"
    adapter = small.adapter + LACKS.format(small.lacks)
    if fault:
        assert fault.old in adapter
        adapter = adapter.replace(fault.old, fault.new)
    package = folder / "src" / NAME
    package.mkdir(parents=True)
    modules = {
        "__init__": FACTORY,
        "config": CONFIG,
        "adapter": adapter,
        "provider": SPEC.replace("Api.API", f"Api.{small.api}").replace("MORE", small.spec),
    }
    for module, text in modules.items():
        (package / f"{module}.py").write_text(text.replace("ROOT", root))
    return package.parent
