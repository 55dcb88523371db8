"""Faults in the factory and what it returns: SPK5xx."""

from tests.rules.mutation import GUIDE, GUIDE_RELEASES, SEVEN, Mutation

PLANTED: dict[str, Mutation] = {
    "the other factory": Mutation(
        "SPK501",
        "__init__.py",
        "async def get_adapter_impl(",
        "async def get_provider_impl(",
        SEVEN,
        "AttributeError: module 'llama_stack_provider_acme' has no attribute 'get_adapter_impl'",
    ),
    "a factory of one argument": Mutation(
        "SPK502",
        "__init__.py",
        "    deps: dict[Api, Any],\n",
        "",
        SEVEN,
        "TypeError: get_adapter_impl() takes 1 positional argument but 2 were given",
    ),
    "a policy by keyword only": Mutation(
        "SPK502",
        "__init__.py",
        "    deps: dict[Api, Any],\n",
        "    deps: dict[Api, Any],\n    *,\n    policy: list[Any],\n",
        SEVEN,
        "TypeError: get_adapter_impl() takes 2 positional arguments but 3 were given",
    ),
    "a lazy import that fails": Mutation(
        "SPK503",
        "inference.py",
        "from llama_stack_api import (",
        "from llama_stack_api import (\n    NoSuchName,",
        SEVEN,
        "ImportError: cannot import name 'NoSuchName' from 'llama_stack_api'",
    ),
    "a factory without async": Mutation(
        "SPK504",
        "__init__.py",
        "async def get_adapter_impl(",
        "def get_adapter_impl(",
        SEVEN,
        "TypeError: object AcmeInferenceAdapter can't be used in 'await' expression",
        also=("    await adapter.initialize()\n", ""),
    ),
    "a factory without return": Mutation(
        "SPK505",
        "__init__.py",
        "    return adapter\n",
        "",
        SEVEN,
        "AttributeError: 'NoneType' object has no attribute '__provider_id__'",
    ),
    "an abstract method left open": Mutation(
        "SPK506",
        "inference.py",
        "    async def initialize(self)",
        "    from abc import abstractmethod\n\n    @abstractmethod\n"
        "    async def more(self) -> None: ...\n\n"
        "    async def initialize(self)",
        SEVEN,
        "TypeError: Can't instantiate abstract class AcmeInferenceAdapter without an "
        "implementation for abstract method 'more'",
    ),
    "wrong arguments for the adapter": Mutation(
        "SPK503",
        "__init__.py",
        "AcmeInferenceAdapter(config)",
        "AcmeInferenceAdapter(config, deps)",
        SEVEN,
        "TypeError: AcmeInferenceAdapter.__init__() takes 2 positional arguments but 3 were given",
    ),
    "a call of a method that is not there": Mutation(
        "SPK503",
        "__init__.py",
        "await adapter.initialize()",
        "await adapter.startup()",
        SEVEN,
        "AttributeError: 'AcmeInferenceAdapter' object has no attribute 'startup'",
    ),
    "a traced protocol and no init": Mutation(
        "SPK507",
        "inference.py",
        "    def __init__(self, config: AcmeConfig) -> None:",
        "    def _set_up(self, config: AcmeConfig) -> None:",
        GUIDE_RELEASES,
        "TypeError: Protocols cannot be instantiated",
        target=GUIDE,
    ),
    "nothing but slots": Mutation(
        "SPK508",
        "__init__.py",
        "    return adapter\n",
        "    class Sealed:\n        __slots__ = ()\n\n    return Sealed()\n",
        SEVEN,
        "AttributeError: 'Sealed' object has no attribute '__provider_id__'",
    ),
}
