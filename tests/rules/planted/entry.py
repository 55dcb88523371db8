"""Faults in the way in: the `provider` module and its function: SPK1xx."""

from tests.rules.mutation import GUIDE, OGX, OGX_RELEASES, SEVEN, SPEC, Mutation

OLDER_FIRST = """try:
    from llama_stack_api import Api, RemoteProviderSpec
except ImportError:
    from ogx_api import Api, RemoteProviderSpec


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
        "from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec",
        "from llama_stack.providers.datatypes import Api, ProviderSpec, RemoteProviderSpec",
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
        "def get_provider_spec() -> ProviderSpec:",
        "def get_provider_specs() -> ProviderSpec:",
        SEVEN,
        "AttributeError: module 'llama_stack_provider_acme.provider' has no attribute "
        "'get_provider_spec'",
    ),
    "the function wants an argument": Mutation(
        "SPK105",
        SPEC,
        "def get_provider_spec() -> ProviderSpec:",
        "def get_provider_spec(config: object) -> ProviderSpec:",
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
    "everything by a star": Mutation(
        "SPK103",
        SPEC,
        "from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec",
        "from llama_stack_api import *",
        SEVEN,
        "AttributeError: module 'llama_stack_api' has no attribute 'Docstring'",
    ),
    "a shim that catches the wrong error": Mutation(
        "SPK103",
        SPEC,
        "from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec",
        "try:\n"
        "    from llama_stack_api import Api, ProviderSpec, RemoteSpec as RemoteProviderSpec\n"
        "except ModuleNotFoundError:\n"
        "    from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec",
        SEVEN,
        "ImportError: cannot import name 'RemoteSpec' from 'llama_stack_api'",
    ),
    "not Python": Mutation(
        "SPK103",
        SPEC,
        "def get_provider_spec()",
        "return\n\n\ndef get_provider_spec()",
        SEVEN,
        "SyntaxError: 'return' outside function",
    ),
    "an import above the package": Mutation(
        "SPK103",
        SPEC,
        "from llama_stack_api import",
        "from ..shared import url\nfrom llama_stack_api import",
        SEVEN,
        "ImportError: attempted relative import beyond top-level package",
    ),
    "a name of one's own that is not there": Mutation(
        "SPK103",
        "__init__.py",
        "from .config import AcmeConfig",
        "from .config import AcmeSettings",
        SEVEN,
        "ImportError: cannot import name 'AcmeSettings' from 'llama_stack_provider_acme.config'",
    ),
    "a name that nothing defines": Mutation(
        "SPK103",
        SPEC,
        "def get_provider_spec()",
        "URL = DEFAULT_URL\n\n\ndef get_provider_spec()",
        SEVEN,
        "NameError: name 'DEFAULT_URL' is not defined",
    ),
    "the stack's root before it was renamed": Mutation(
        "SPK103",
        SPEC,
        "from ogx_api import",
        "from llama_stack_api import",
        OGX_RELEASES,
        "ValueError: get_provider_spec not found.",
        target=OGX,
    ),
    "a module that moved within the stack": Mutation(
        "SPK103",
        SPEC,
        "from llama_stack.apis.datatypes import Api",
        "from llama_stack.distribution.datatypes import Api",
        "llama-stack 0.2.17-0.2.22",
        "ValueError: get_provider_spec not found.",
        target=GUIDE,
    ),
    "no function but its name": Mutation(
        "SPK104",
        SPEC,
        "def get_provider_spec(",
        "get_provider_spec = None\n\n\ndef make(",
        SEVEN,
        "TypeError: 'NoneType' object is not callable",
    ),
    "a guarded import of one's own": Mutation(
        "SPK106",
        "__init__.py",
        "from .config import AcmeConfig\n",
        "try:\n    from .config import AcmeConfig\nexcept ImportError:\n    pass\n",
        SEVEN,
    ),
    "a fallback for releases that are not declared": Mutation(
        "SPK107",
        SPEC,
        "from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec",
        "try:\n    from ogx_api import Api, ProviderSpec, RemoteProviderSpec\n"
        "except ImportError:\n"
        "    from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec",
        SEVEN,
    ),
    "the older stack first": Mutation(
        "SPK108",
        "pyproject.toml",
        "[project.optional-dependencies]\n",
        '[project.optional-dependencies]\nogx = ["ogx-api>=0.8,<0.9"]\n',
        "llama-stack 0.7.3",
        against="llama-stack==0.7.3",
        beside=(SPEC, OLDER_FIRST),
    ),
    "an annotation that nothing defines": Mutation(
        "SPK103",
        "__init__.py",
        "from .config import AcmeConfig\n",
        "",
        SEVEN,
        "NameError: name 'AcmeConfig' is not defined",
    ),
    "a guarded import of one's own that fails": Mutation(
        "SPK103",
        "__init__.py",
        "from .config import AcmeConfig\n",
        "try:\n    from .settings import AcmeConfig\nexcept ImportError:\n    pass\n",
        SEVEN,
        "NameError: name 'AcmeConfig' is not defined",
    ),
}
