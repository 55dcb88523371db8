"""Faults in the config class: SPK4xx."""

from tests.rules.mutation import OGX, SEVEN, SPEC, Mutation

PLANTED: dict[str, Mutation] = {
    "the config class misspelt": Mutation(
        "SPK401",
        SPEC,
        "config.AcmeConfig",
        "config.AcmeConfg",
        SEVEN,
        "AttributeError: module 'llama_stack_provider_acme.config' has no attribute 'AcmeConfg'",
    ),
    "the config class without a module": Mutation(
        "SPK402",
        SPEC,
        'config_class="llama_stack_provider_acme.config.AcmeConfig"',
        'config_class="AcmeConfig"',
        SEVEN,
        "ValueError: not enough values to unpack (expected 2, got 1)",
    ),
    "the config class by a relative path": Mutation(
        "SPK403",
        SPEC,
        'config_class="llama_stack_provider_acme.config.AcmeConfig"',
        'config_class="config.AcmeConfig"',
        SEVEN,
        "ModuleNotFoundError: No module named 'config'",
    ),
    "a module for a config class": Mutation(
        "SPK404",
        SPEC,
        'config_class="llama_stack_provider_acme.config.AcmeConfig"',
        'config_class="llama_stack_provider_acme.config"',
        SEVEN,
        "TypeError: 'module' object is not callable",
    ),
    "a function for a config class": Mutation(
        "SPK404",
        SPEC,
        'config_class="ogx_provider_acme.config.AcmeConfig"',
        'config_class="ogx_provider_acme.get_adapter_impl"',
        "ogx 1.3.0-1.5.0",
        "TypeError: 'ogx_provider_acme.get_adapter_impl' does not refer to a class",
        target=OGX,
    ),
    "a class within a class": Mutation(
        "SPK403",
        SPEC,
        "config.AcmeConfig",
        "config.AcmeConfig.Inner",
        SEVEN,
        "ModuleNotFoundError: No module named 'llama_stack_provider_acme.config.AcmeConfig'",
    ),
    "a config module that is not there": Mutation(
        "SPK403",
        SPEC,
        "config.AcmeConfig",
        "settings.AcmeConfig",
        SEVEN,
        "ModuleNotFoundError: No module named 'llama_stack_provider_acme.settings'",
    ),
    "an instance for a config class": Mutation(
        "SPK404",
        SPEC,
        "config.AcmeConfig",
        "settings.CONFIG",
        SEVEN,
        "TypeError: 'AcmeConfig' object is not callable",
        beside=("settings.py", "from .config import AcmeConfig\n\nCONFIG = AcmeConfig()\n"),
    ),
    "the spec's name of the guide": Mutation(
        "SPK401",
        SPEC,
        "config.AcmeConfig",
        "config.AcmeImplConfig",
        SEVEN,
        "AttributeError: module 'llama_stack_provider_acme.config' has no attribute "
        "'AcmeImplConfig'",
    ),
}
