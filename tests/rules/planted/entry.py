"""Faults in the way in: the `provider` module and its function: SPK1xx."""

from tests.rules.mutation import GUIDE, SEVEN, SPEC, Mutation

PLANTED: dict[str, Mutation] = {
    "no provider module": Mutation(
        "SPK101", SPEC, "", "", SEVEN, "ValueError: get_provider_spec not found.", delete=True
    ),
    "older than the module key": Mutation(
        "SPK102",
        SPEC,
        "",
        "",
        "llama-stack 0.2.14-0.2.15",
        "ValueError: Provider `remote::acme` is not available for API `Api.inference`",
        target=GUIDE,
        against="llama-stack>=0.2.14,<0.2.17",
    ),
    "an import that moved": Mutation(
        "SPK103",
        SPEC,
        "from llama_stack_api import",
        "from llama_stack.providers.datatypes import",
        SEVEN,
        "ValueError: get_provider_spec not found.",
    ),
    "a name that is not there": Mutation(
        "SPK103",
        SPEC,
        "from llama_stack_api import Api,",
        "from llama_stack_api import AdapterSpec, Api,",
        SEVEN,
        "ImportError: cannot import name 'AdapterSpec' from 'llama_stack_api'",
    ),
    "the guide's import after its line": Mutation(
        "SPK103",
        SPEC,
        "",
        "",
        "llama-stack 0.2.23-0.2.24",
        "ImportError: cannot import name 'AdapterSpec' from 'llama_stack.providers.datatypes'",
        target=GUIDE,
        against="llama-stack>=0.2.20,<0.3",
    ),
    "a missing module of one's own": Mutation(
        "SPK103",
        "__init__.py",
        "from .config import",
        "from .settings import",
        SEVEN,
        "ValueError: get_provider_spec not found.",
    ),
    "the function misspelt": Mutation(
        "SPK104",
        SPEC,
        "def get_provider_spec(",
        "def get_provider_specs(",
        SEVEN,
        "AttributeError: module 'llama_stack_provider_acme.provider' has no attribute "
        "'get_provider_spec'",
    ),
    "the function wants an argument": Mutation(
        "SPK105",
        SPEC,
        "def get_provider_spec()",
        "def get_provider_spec(config: object)",
        SEVEN,
        "TypeError: get_provider_spec() missing 1 required positional argument: 'config'",
    ),
    "the config class renamed": Mutation(
        "SPK103",
        "config.py",
        "class AcmeConfig",
        "class AcmeSettings",
        SEVEN,
        "ImportError: cannot import name 'AcmeConfig' from 'llama_stack_provider_acme.config'",
    ),
    "a factory that awaits without async": Mutation(
        "SPK103",
        "__init__.py",
        "async def get_adapter_impl(",
        "def get_adapter_impl(",
        SEVEN,
        "SyntaxError: 'await' outside async function",
    ),
}
