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
_CONTEXT = "`typing.ContextManager` is another name of `contextlib.AbstractContextManager`"
_NAMED_TUPLE = "`typing.NamedTuple` is no class: what it makes derives from tuple"
_MANGLED = "Python puts the class's name before a parameter with two underscores"
_CLIENT = "it raises without a client package, which no lock holds"
_BROKEN = "it cannot be imported at all: it "
_PACKAGE = "it stars a package, whose submodules come along"

KNOWN = [
    Known(
        "bases of llama_stack.distribution.request_headers.RequestProviderDataContext",
        "0.2.2..0.2.4",
        _CONTEXT,
    ),
    Known("bases of llama_stack.apis.datatypes.DynamicApiMeta", "0.2.16..0.3.5", _ENUM_META),
    Known("bases of llama_stack_api.datatypes.DynamicApiMeta", "0.4.0..ogx0.7.1", _ENUM_META),
    Known("bases of ogx_api.datatypes.DynamicApiMeta", "ogx0.8.0..", _ENUM_META),
    Known(
        "bases of llama_stack.providers.utils.inference.inference_store._WriteItem",
        "0.7.0..ogx0.7.1",
        _NAMED_TUPLE,
    ),
    Known(
        "bases of ogx.providers.utils.inference.inference_store._WriteItem",
        "ogx0.8.0..",
        _NAMED_TUPLE,
    ),
    Known(
        "method llama_stack.apis.agents.agents.AgentConfigCommon.model_post_init",
        "0.2.2..0.3.5",
        _MANGLED,
    ),
    Known(
        "method llama_stack.apis.inference.inference.ToolConfig.model_post_init",
        "0.2.2..0.3.5",
        _MANGLED,
    ),
    Known(
        "method llama_stack.apis.vector_io.vector_io.Chunk.model_post_init",
        "0.2.13..0.3.5",
        _MANGLED,
    ),
    Known("import of llama_stack.core.library_client", "0.4.0..ogx0.7.1", _CLIENT),
    Known("import of ogx.core.library_client", "ogx0.8.0..", _CLIENT),
    Known(
        "import of llama_stack.providers.remote.inference.runpod.runpod",
        "0.2.5..0.2.14",
        _BROKEN + "uses `Optional` without importing it",
    ),
    Known(
        "star import of llama_stack.providers.remote.inference.runpod.runpod",
        "0.2.2..0.2.4,0.2.15..0.2.24",
        _PACKAGE,
    ),
    Known(
        "import of llama_stack.providers.inline.post_training.common.validator",
        "0.4.0..0.6.1",
        _BROKEN + "imports what is no longer there",
    ),
]


def known_differences(contract: Contract, bit: int) -> dict[str, str]:
    """Return what is known of one release: difference -> why."""
    return {k.difference: k.why for k in KNOWN if contract.timeline.parse(k.releases) & bit}
