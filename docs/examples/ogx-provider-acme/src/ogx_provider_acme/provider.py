"""What the stack reads first: which provider this is and where its parts are."""

from ogx_api import Api, ProviderSpec, RemoteProviderSpec


def get_provider_spec() -> ProviderSpec:
    """Return the specification of `remote::acme`."""
    return RemoteProviderSpec(
        api=Api.inference,
        provider_type="remote::acme",
        adapter_type="acme",
        module="ogx_provider_acme",
        config_class="ogx_provider_acme.config.AcmeConfig",
        provider_data_validator="ogx_provider_acme.config.AcmeProviderData",
        # pyproject.toml says what the package needs.
        pip_packages=[],
    )
