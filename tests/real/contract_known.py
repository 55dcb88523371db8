"""Where the contract and an imported release are known to differ, and why."""

from typing import NamedTuple

from validate_provider.contract import Contract


class Known(NamedTuple):
    """One difference; it must be there in each of its releases, and in no other."""

    difference: str
    """As `contract_imported` words it."""
    releases: str
    """Spelled as in the contract's data."""
    why: str


_ENUM_META = "`enum.EnumMeta` is another name of `enum.EnumType`"
_NAMED_TUPLE = "`typing.NamedTuple` is no class: what it makes derives from tuple"
_MANGLED = "Python puts the class's name before a parameter with two underscores"
_CLIENT = "it raises without a client package, which no lock holds"

KNOWN = [
    Known("bases of llama_stack.apis.datatypes.DynamicApiMeta", "0.2.22", _ENUM_META),
    Known(
        "method llama_stack.apis.agents.agents.AgentConfigCommon.model_post_init",
        "0.2.22",
        _MANGLED,
    ),
    Known(
        "method llama_stack.apis.inference.inference.ToolConfig.model_post_init", "0.2.22", _MANGLED
    ),
    Known("method llama_stack.apis.vector_io.vector_io.Chunk.model_post_init", "0.2.22", _MANGLED),
    Known(
        "star import of llama_stack.providers.remote.inference.runpod.runpod",
        "0.2.22",
        "it stars a package, whose submodules come along",
    ),
    Known("import of llama_stack.core.library_client", "0.7.3", _CLIENT),
    Known("bases of llama_stack_api.datatypes.DynamicApiMeta", "0.7.3", _ENUM_META),
    Known(
        "bases of llama_stack.providers.utils.inference.inference_store._WriteItem",
        "0.7.3",
        _NAMED_TUPLE,
    ),
    Known("import of ogx.core.library_client", "ogx1.5.0", _CLIENT),
    Known("bases of ogx_api.datatypes.DynamicApiMeta", "ogx1.5.0", _ENUM_META),
    Known(
        "bases of ogx.providers.utils.inference.inference_store._WriteItem",
        "ogx1.5.0",
        _NAMED_TUPLE,
    ),
]


def known_differences(contract: Contract, bit: int) -> dict[str, str]:
    """Return what is known of one release: difference -> why."""
    return {k.difference: k.why for k in KNOWN if contract.timeline.parse(k.releases) & bit}
