"""Faults in the provider spec: SPK2xx."""

from tests.rules.mutation import GUIDE, GUIDE_RELEASES, SEVEN, SPEC, Mutation

PLANTED: dict[str, Mutation] = {
    "an api that was removed": Mutation(
        "SPK201",
        SPEC,
        "api=Api.inference",
        "api=Api.post_training",
        SEVEN,
        "AttributeError: type object 'Api' has no attribute 'post_training'",
    ),
    "an async function": Mutation(
        "SPK202",
        SPEC,
        "def get_provider_spec()",
        "async def get_provider_spec()",
        SEVEN,
        "AttributeError: 'coroutine' object has no attribute 'deprecation_error'",
    ),
    "no return": Mutation(
        "SPK202",
        SPEC,
        "return RemoteProviderSpec(",
        "RemoteProviderSpec(",
        SEVEN,
        "AttributeError: 'NoneType' object has no attribute 'deprecation_error'",
    ),
    "a list too early": Mutation(
        "SPK203",
        SPEC,
        "def get_provider_spec() -> ProviderSpec:",
        "def get_provider_spec() -> list[ProviderSpec]:\n    return [_spec()]\n\n\n"
        "def _spec() -> ProviderSpec:",
        GUIDE_RELEASES,
        "AttributeError: 'list' object has no attribute 'deprecation_error'",
        target=GUIDE,
    ),
    "no provider type": Mutation(
        "SPK204",
        SPEC,
        'provider_type="remote::acme",',
        "",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec\nprovider_type\n"
        "  Field required",
    ),
    "a field that is not there": Mutation(
        "SPK205", SPEC, "pip_packages=[]", "pip_package=[]", SEVEN
    ),
    "another adapter type": Mutation(
        "SPK206", SPEC, 'adapter_type="acme"', 'adapter_type="other"', SEVEN
    ),
    "inline by name, remote by class": Mutation(
        "SPK206", SPEC, 'provider_type="remote::acme"', 'provider_type="inline::acme"', SEVEN
    ),
    "no module": Mutation(
        "SPK207",
        SPEC,
        'module="llama_stack_provider_acme",',
        "",
        SEVEN,
        "AttributeError: ProviderSpec of type <class 'llama_stack_api.datatypes."
        "RemoteProviderSpec'> does not have a 'module' attribute",
    ),
    "the config class itself": Mutation(
        "SPK208",
        SPEC,
        'config_class="llama_stack_provider_acme.config.AcmeConfig"',
        "config_class=None",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
    ),
    "a string for a list": Mutation(
        "SPK208",
        SPEC,
        "pip_packages=[]",
        'pip_packages="httpx"',
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
    ),
    "an unknown dependency": Mutation(
        "SPK208",
        SPEC,
        "pip_packages=[]",
        'api_dependencies=["nowhere"]',
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
    ),
    "a deprecation error left in": Mutation(
        "SPK209",
        SPEC,
        "pip_packages=[]",
        'deprecation_error="use another"',
        SEVEN,
        "InvalidProviderError: use another",
    ),
}
