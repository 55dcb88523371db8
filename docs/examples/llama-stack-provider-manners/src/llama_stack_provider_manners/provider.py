"""What the stack reads first: which provider this is and where its parts are."""

from llama_stack.apis.datatypes import Api
from llama_stack.providers.datatypes import InlineProviderSpec, ProviderSpec


def get_provider_spec() -> ProviderSpec:
    """Return the specification of `inline::manners`."""
    return InlineProviderSpec(
        api=Api.safety,
        provider_type="inline::manners",
        module="llama_stack_provider_manners",
        config_class="llama_stack_provider_manners.config.MannersConfig",
        # pyproject.toml says what the package needs.
        pip_packages=[],
    )
