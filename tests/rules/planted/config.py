"""Faults in the config class: SPK4xx."""

from tests.rules.mutation import OGX, SEVEN, SPEC, Mutation

FIELDS = """    url: str = "http://localhost:8000/v1"
    api_key: None = None
    timeout: float = 120.0
    refresh_models: bool = False
    embedding_models: tuple[str, ...] = ()
"""
DATACLASS = "from dataclasses import dataclass\n\n\n@dataclass\nclass Settings:\n" + FIELDS

PLANTED: dict[str, Mutation] = {
    "the config class misspelt": Mutation(
        "SPK401",
        SPEC,
        'config_class="llama_stack_provider_acme.config.AcmeConfig"',
        'config_class="llama_stack_provider_acme.config.AcmeConfg"',
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
        against="ogx>=1.3",
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
    "a config that takes nothing": Mutation(
        "SPK405",
        SPEC,
        "config.AcmeConfig",
        "settings.Settings",
        SEVEN,
        beside=("settings.py", "class Settings:\n" + FIELDS),
    ),
    "a dataclass": Mutation(
        "SPK406",
        SPEC,
        "config.AcmeConfig",
        "settings.Settings",
        SEVEN,
        beside=("settings.py", DATACLASS),
    ),
    "None for a string": Mutation(
        "SPK407",
        "config.py",
        "    refresh_models: bool",
        "    region: str = None\n    refresh_models: bool",
        SEVEN,
    ),
    "a sample of the instance": Mutation(
        "SPK408", "config.py", "    @classmethod\n", "", SEVEN, also=("(cls, **", "(self, **")
    ),
    "a sample without arguments": Mutation(
        "SPK408",
        "config.py",
        "def sample_run_config(cls, **kwargs: Any)",
        "def sample_run_config(cls)",
        SEVEN,
    ),
    "a required field that the sample leaves out": Mutation(
        "SPK409",
        "config.py",
        "    refresh_models: bool",
        "    region: str\n    refresh_models: bool",
        SEVEN,
        config={"region": "north"},
    ),
    "a field of the sample that is not there": Mutation(
        "SPK409",
        "config.py",
        '"url": "${env.ACME_URL:=http://localhost:8000/v1}"',
        '"base_url": "${env.ACME_URL:=http://localhost:8000/v1}"',
        SEVEN,
    ),
    "the default of the early releases": Mutation(
        "SPK410",
        "config.py",
        '"url": "${env.ACME_URL:=http://localhost:8000/v1}"',
        '"url": "${env.ACME_URL:http://localhost:8000/v1}"',
        SEVEN,
    ),
    "the default of the early releases, put together": Mutation(
        "SPK410",
        "config.py",
        '"url": "${env.ACME_URL:=http://localhost:8000/v1}"',
        '"url": "${env.ACME_URL:" + "http://localhost:8000/v1" + "}"',
        SEVEN,
    ),
    "the default of the early releases, in an f-string": Mutation(
        "SPK410",
        "config.py",
        '"url": "${env.ACME_URL:=http://localhost:8000/v1}"',
        '"url": f"${{env.ACME_URL:{cls.__name__}}}"',
        SEVEN,
    ),
    "a reference without its dollar": Mutation(
        "SPK410", "config.py", '"${env.ACME_API_KEY:=}"', '"{env.ACME_API_KEY:=}"', SEVEN
    ),
    "a variable in small letters": Mutation(
        "SPK410", "config.py", "${env.ACME_API_KEY:=}", "${env.acme_api_key:=}", SEVEN
    ),
    "a reference for a field's default": Mutation(
        "SPK410",
        "config.py",
        "    refresh_models: bool",
        '    region: str = "${env.ACME_REGION:=north}"\n    refresh_models: bool',
        SEVEN,
    ),
    "a key in plain text": Mutation(
        "SPK411", "config.py", "api_key: SecretStr | None", "api_key: str | None", SEVEN
    ),
    "a key for everybody": Mutation(
        "SPK411",
        "config.py",
        "api_key: SecretStr | None = Field(\n        default=None,",
        'api_key: SecretStr = Field(\n        default=SecretStr("sk-0123456789abcdef"),',
        SEVEN,
    ),
    "a field that the stack fills": Mutation(
        "SPK412",
        "config.py",
        "    refresh_models: bool",
        "    vector_stores_config: str | None = None\n    refresh_models: bool",
        SEVEN,
    ),
    "another field that the stack fills": Mutation(
        "SPK412",
        "config.py",
        "    refresh_models: bool",
        "    metadata_store: str | None = None\n    refresh_models: bool",
        "ogx 1.1.0-1.5.0",
        target=OGX,
        against="ogx>=1",
    ),
}
