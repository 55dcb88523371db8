"""What the stack reads first: which provider this is and where its parts are."""

from llama_stack_api import Api, InlineProviderSpec, ProviderSpec


def get_provider_spec() -> ProviderSpec:
    """Return the specification of `inline::shelf`."""
    return InlineProviderSpec(
        api=Api.vector_io,
        provider_type="inline::shelf",
        module="llama_stack_provider_shelf",
        config_class="llama_stack_provider_shelf.config.ShelfConfig",
        api_dependencies=[Api.inference, Api.files],
        # pyproject.toml says what the package needs.
        pip_packages=[],
    )
