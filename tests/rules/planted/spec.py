"""Faults in the provider spec: SPK2xx."""

from tests.rules.mutation import GUIDE, GUIDE_RELEASES, SEVEN, SPEC, Mutation

FLAT = """from llama_stack.providers.datatypes import Api, RemoteProviderSpec


def get_provider_spec():
    return RemoteProviderSpec(
        api=Api.inference,
        provider_type="remote::acme",
        adapter_type="acme",
        module="llama_stack_provider_acme",
        config_class="llama_stack_provider_acme.config.AcmeConfig",
    )
"""

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
        "def get_provider_spec() -> ProviderSpec:",
        "async def get_provider_spec() -> ProviderSpec:",
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
    "no class of the spec for a string": Mutation(
        "SPK208",
        SPEC,
        'config_class="llama_stack_provider_acme.config.AcmeConfig"',
        "config_class=AcmeConfig",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
        also=("def get_provider_spec", "from .config import AcmeConfig\n\n\ndef get_provider_spec"),
    ),
    "a module among the dependencies": Mutation(
        "SPK208",
        SPEC,
        "pip_packages=[]",
        "api_dependencies=[config]",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
        also=("def get_provider_spec", "from . import config\n\n\ndef get_provider_spec"),
    ),
    "no packages": Mutation(
        "SPK208",
        SPEC,
        "pip_packages=[]",
        "pip_packages=None",
        GUIDE_RELEASES,
        "ValidationError: 1 validation error for AdapterSpec",
        target=GUIDE,
    ),
    "a number among the packages": Mutation(
        "SPK208",
        SPEC,
        "pip_packages=[]",
        "pip_packages=[3]",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
    ),
    "an api of no name": Mutation(
        "SPK208",
        SPEC,
        "api=Api.inference",
        'api="inferense"',
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
    ),
    "no api": Mutation(
        "SPK208",
        SPEC,
        "api=Api.inference",
        "api=None",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
    ),
    "a class for a validator's name": Mutation(
        "SPK208",
        SPEC,
        'provider_data_validator="llama_stack_provider_acme.config.AcmeProviderData"',
        "provider_data_validator=ProviderSpec",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
    ),
    "a tuple": Mutation(
        "SPK202",
        SPEC,
        "return RemoteProviderSpec(",
        "return 1, RemoteProviderSpec(",
        SEVEN,
        "AttributeError: 'tuple' object has no attribute 'deprecation_error'",
    ),
    "a dictionary": Mutation(
        "SPK202",
        SPEC,
        "return RemoteProviderSpec(",
        "return dict(",
        SEVEN,
        "AttributeError: 'dict' object has no attribute 'deprecation_error'",
    ),
    "an api's name misspelt": Mutation(
        "SPK201",
        SPEC,
        "api=Api.inference",
        'api=Api("inferense")',
        SEVEN,
        "ValueError: 'inferense' is not a valid Api",
    ),
    "an error of its own": Mutation(
        "SPK201",
        SPEC,
        "    return RemoteProviderSpec(",
        '    raise RuntimeError("not today")\n    return RemoteProviderSpec(',
        SEVEN,
        "RuntimeError: not today",
    ),
    "a spec under another name": Mutation(
        "SPK201",
        SPEC,
        "return RemoteProviderSpec(",
        "return RemoteSpec(",
        SEVEN,
        "NameError: name 'RemoteSpec' is not defined",
    ),
    "no config class": Mutation(
        "SPK204",
        SPEC,
        'config_class="llama_stack_provider_acme.config.AcmeConfig",',
        "",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec\nconfig_class\n"
        "  Field required",
    ),
    "no adapter type": Mutation(
        "SPK204",
        SPEC,
        'adapter_type="acme",',
        "",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec\nadapter_type\n"
        "  Field required",
    ),
    "no adapter type in the adapter": Mutation(
        "SPK204",
        SPEC,
        'adapter_type="acme",',
        "",
        GUIDE_RELEASES,
        "ValidationError: 1 validation error for AdapterSpec\nadapter_type\n  Field required",
        target=GUIDE,
    ),
    "a name where the type belongs": Mutation(
        "SPK204",
        SPEC,
        'adapter_type="acme",',
        'name="acme",',
        GUIDE_RELEASES,
        "ValidationError: 1 validation error for AdapterSpec\nadapter_type\n  Field required",
        target=GUIDE,
    ),
    "the flat spec too early": Mutation(
        "SPK204",
        "__init__.py",
        "",
        "",
        GUIDE_RELEASES,
        "ValidationError: 1 validation error for RemoteProviderSpec\nadapter\n  Field required",
        target=GUIDE,
        beside=(SPEC, FLAT),
    ),
    "no module in the adapter": Mutation(
        "SPK207",
        SPEC,
        'module="llama_stack_provider_acme",',
        "",
        GUIDE_RELEASES,
        "ValueError: Empty module name",
        target=GUIDE,
    ),
    "an adapter in a flat spec": Mutation(
        "SPK205",
        SPEC,
        "pip_packages=[]",
        'adapter={"adapter_type": "acme"}',
        SEVEN,
    ),
    "a kind of dependency that is not there": Mutation(
        "SPK205", SPEC, "pip_packages=[]", "optional_dependencies=[Api.files]", SEVEN
    ),
    "no kind in the type": Mutation(
        "SPK206", SPEC, 'provider_type="remote::acme"', 'provider_type="acme"', SEVEN
    ),
    "a list that depends on what is installed": Mutation(
        "SPK210",
        SPEC,
        "def get_provider_spec() -> ProviderSpec:",
        "def get_provider_spec() -> list[ProviderSpec]:\n    specs = []\n    try:\n"
        "        import kfp\n\n        specs.append(_spec())\n    except ImportError:\n"
        "        pass\n    return specs\n\n\ndef _spec() -> ProviderSpec:",
        "llama-stack 0.7.3",
        against="llama-stack==0.7.3",
    ),
    "a validator that is not there": Mutation(
        "SPK211",
        SPEC,
        'provider_data_validator="llama_stack_provider_acme.config.AcmeProviderData"',
        'provider_data_validator="llama_stack_provider_acme.config.AcmeProvided"',
        SEVEN,
    ),
    "a validator in no module": Mutation(
        "SPK211",
        SPEC,
        'provider_data_validator="llama_stack_provider_acme.config.AcmeProviderData"',
        'provider_data_validator="AcmeProviderData"',
        SEVEN,
    ),
    "a validator in a module that is not there": Mutation(
        "SPK211",
        SPEC,
        'provider_data_validator="llama_stack_provider_acme.config.AcmeProviderData"',
        'provider_data_validator="llama_stack_provider_acme.validator.AcmeProviderData"',
        SEVEN,
    ),
    "the package itself among its packages": Mutation(
        "SPK212",
        SPEC,
        "pip_packages=[]",
        'pip_packages=["llama-stack-provider-acme"]',
        SEVEN,
    ),
    "a member of Api for a string": Mutation(
        "SPK208",
        SPEC,
        'config_class="llama_stack_provider_acme.config.AcmeConfig"',
        "config_class=Api.files",
        SEVEN,
        "ValidationError: 1 validation error for RemoteProviderSpec",
    ),
}
