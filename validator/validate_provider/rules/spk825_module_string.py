"""SPK825: `module:` is no name that the loader can import."""

import re
from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, config_rule
from validate_provider.rules.wording import MASKED
from validate_provider.source.env_references import references
from validate_provider.source.run_config import ConfigEntry

_RELATIVE = (
    "TypeError: the 'package' argument is required to perform a relative import for '{}.provider'"
)
_NAME = r"[A-Za-z_][\w.-]*"


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """`module:` is no name that the loader can import.

    It is the import name of the package, and nothing more than `==VERSION` may follow: that is
    all the loader cuts off (core/distribution.py, get_external_providers_from_module). It adds
    `.provider` by itself. A build takes other requirements, but the run config that it writes
    holds the same text.

    Wrong, in `run.yaml`:

        module: ext_weather>=1

    Right:

        module: ext_weather
    """
    mask = alive & entry.contract.flag("module-path")
    yield from _unread(entry, alive & ~mask)
    name = entry.package_name
    if mask and any(references(entry.node.get("module"))):
        yield Doubt(mask, "`module:` depends on an environment variable", entry.site("module"))
        return
    if not mask or (name and all(part.isidentifier() for part in name.split("."))):
        return
    message, says = f"`{entry.module}` is no name that can be imported", MASKED
    if not name or name.startswith("."):
        message, says = "`module` names no package", _RELATIVE.format(name)
    yield Fault(mask, message, entry.site("module"), says, _hint(entry))


def _unread(entry: ConfigEntry, mask: int) -> Iterator[Outcome]:
    """The releases that pass over `module:`."""
    if mask and entry.config.external_dir:
        why = "these releases do not read `module:`, only the files of `external_providers_dir`"
        yield Doubt(mask, why, entry.site("module"))
    elif mask:
        yield Fault(
            mask,
            "these releases do not read `module:`",
            entry.site("module"),
            f"ValueError: Provider `{entry.provider_type}` is not available for API "
            f"`Api.{entry.api}`",
            "use llama-stack 0.2.16 or later, or YAML in `external_providers_dir`",
        )


def _hint(entry: ConfigEntry) -> str:
    found = re.match(_NAME, entry.module.strip().rpartition("+")[2] if entry.module else "")
    if not found or "://" in entry.module or "/" in entry.module:
        return "write the package's import name: `module: llama_stack_provider_acme`"
    name = found.group().replace("-", "_").removesuffix(".provider")
    rest = entry.module.strip()[len(found.group()) :]
    exact = re.fullmatch(r"\s*(?:\[[^\]]*\])?\s*==\s*([\w.]+)\s*", rest)
    pinned = f" or `module: {name}=={exact.group(1)}`" if exact else ""
    return f"write `module: {name}`{pinned}"
