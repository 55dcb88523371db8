"""Every rule, by a fault planted in a freshly written package: it is found, and nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.written import Written
from validate_provider.against import releases_in_question
from validate_provider.contract import Contract
from validate_provider.replay import Replay, replay
from validate_provider.rules.rule import all_rules
from validate_provider.source.project import find_project

GUIDE, API, OGX = "llama-stack>=0.2.16,<0.2.23", "llama-stack>=0.7,<0.8", "ogx>=1"
SEVEN = "llama-stack 0.7.0-0.7.3, ogx 0.7.1"
GUIDE_RELEASES = "llama-stack 0.2.16-0.2.22"
OGX_RELEASES = "ogx 1.0.0-1.5.0"
SPEC = "provider.py"


class Mutation(NamedTuple):
    """One fault: a text of a file of the package, put in place of another."""

    code: str
    file: str
    old: str
    new: str
    releases: str
    says: str = ""
    target: str = API
    api: str = "inference"
    against: str = "declared"
    delete: bool = False
    also: tuple[str, str] = ("", "")


MUTATIONS = {
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
    "an api of the stack's own": Mutation(
        "SPK301",
        SPEC,
        "api=Api.inference",
        "api=Api.models",
        SEVEN,
        "KeyError: <Api.models: 'models'>",
    ),
    "a module of another name": Mutation(
        "SPK302",
        SPEC,
        'module="llama_stack_provider_acme"',
        'module="inference"',
        SEVEN,
        "ModuleNotFoundError: No module named 'inference'",
    ),
    "the config class misspelt": Mutation(
        "SPK401",
        SPEC,
        "config.AcmeConfig",
        "config.AcmeConfg",
        SEVEN,
        "AttributeError: module 'llama_stack_provider_acme.config' has no attribute 'AcmeConfg'",
    ),
    "the config class renamed": Mutation(
        "SPK103",
        "config.py",
        "class AcmeConfig",
        "class AcmeSettings",
        SEVEN,
        "ImportError: cannot import name 'AcmeConfig' from 'llama_stack_provider_acme.config'",
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
    "a factory that awaits without async": Mutation(
        "SPK103",
        "__init__.py",
        "async def get_adapter_impl(",
        "def get_adapter_impl(",
        SEVEN,
        "SyntaxError: 'await' outside async function",
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
    "an api without a protocol": Mutation(
        "SPK601",
        SPEC,
        "api=Api.inference",
        "api=Api.container_runtime",
        "ogx 1.2.0-1.5.0",
        "KeyError: <Api.container_runtime: 'container_runtime'>",
        target=OGX,
        against="ogx>=1.2",
    ),
    "a method missing where it is checked": Mutation(
        "SPK602",
        "inference.py",
        "async def openai_embeddings(",
        "async def embed(",
        GUIDE_RELEASES,
        "ValueError: Provider `acme (Api.inference)` does not implement the following methods:\n"
        "[('openai_embeddings', 'not_actually_implemented')]",
        target=GUIDE,
    ),
    "a method missing where nothing is checked": Mutation(
        "SPK602", "inference.py", "async def openai_embeddings(", "async def embed(", SEVEN
    ),
    "a parameter missing where it is checked": Mutation(
        "SPK603",
        "inference.py",
        "    async def openai_embeddings(\n        self,\n        model:",
        "    async def openai_embeddings(\n        self,\n        model_id:",
        GUIDE_RELEASES,
        "ValueError: Provider `acme (Api.inference)` does not implement the following methods:\n"
        "[('openai_embeddings', 'signature_mismatch')]",
        target=GUIDE,
    ),
    "a parameter too many": Mutation(
        "SPK603",
        "inference.py",
        "async def openai_embeddings(self, params:",
        "async def openai_embeddings(self, model: str, params:",
        SEVEN,
    ),
    "a plain method": Mutation(
        "SPK604",
        "inference.py",
        '        return await self._service.post("embeddings"',
        '        return self._service.post("embeddings"',
        SEVEN,
        also=("async def openai_embeddings(", "def openai_embeddings("),
    ),
    "no should_refresh_models": Mutation(
        "SPK701",
        "inference.py",
        "async def should_refresh_models(",
        "async def refresh(",
        SEVEN,
        "AttributeError: 'AcmeInferenceAdapter' object has no attribute 'should_refresh_models'",
    ),
    "no should_refresh_models on ogx": Mutation(
        "SPK701",
        "inference.py",
        "async def should_refresh_models(",
        "async def refresh(",
        OGX_RELEASES,
        "AttributeError: 'AcmeInferenceAdapter' object has no attribute 'should_refresh_models'",
        target=OGX,
    ),
    "no register_model": Mutation(
        "SPK702", "inference.py", "async def register_model(", "async def enrol(", SEVEN
    ),
}


def checked(folder: Path, contract: Contract, against: str) -> Replay:
    project = find_project(folder)
    question = releases_in_question((against,), project, contract.timeline)
    return replay(project, contract, question.releases, folder)


def plant(folder: Path, mutation: Mutation) -> None:
    (file,) = folder.glob(f"src/*/{mutation.file}")
    if mutation.delete:
        file.unlink()
        return
    text = file.read_text(encoding="utf-8")
    assert mutation.old in text, f"{mutation.old!r} is not in {file.name}"
    old, new = mutation.also
    assert old in text, f"{old!r} is not in {file.name}"
    text = text.replace(mutation.old, mutation.new)
    file.write_text(text.replace(old, new) if old else text, encoding="utf-8")


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_planted_fault_is_found_alone(
    name: str, written: Callable[[str, str], Written], tmp_path: Path, contract: Contract
) -> None:
    mutation = MUTATIONS[name]
    package = tmp_path / "package"
    shutil.copytree(written(mutation.api, mutation.target).folder, package)
    plant(package, mutation)
    found = checked(package, contract, mutation.against)
    told = {f.code: ", ".join(contract.timeline.ranges(f.releases)) for f in found.findings}
    assert told == {mutation.code: mutation.releases}
    if mutation.says:
        assert found.findings[0].stack_says.startswith(mutation.says)


def test_every_rule_has_a_mutation() -> None:
    planted = {mutation.code for mutation in MUTATIONS.values()}
    elsewhere = {"SPK901"}
    assert {rule.code for rule in all_rules()} == planted | elsewhere


@pytest.mark.parametrize("api", ["inference", "files"])
@pytest.mark.parametrize("target", [GUIDE, API, OGX])
def test_a_freshly_written_package_is_clean(
    api: str, target: str, written: Callable[[str, str], Written], contract: Contract
) -> None:
    found = checked(written(api, target).folder, contract, "declared")
    assert [finding.message for finding in found.findings] == []
    for provider in found.providers:
        assert [(v.loads, v.serves) for v in provider.verdicts] == [("yes", "yes")]


def test_a_package_that_names_no_stack_is_told(
    written: Callable[[str, str], Written], tmp_path: Path, contract: Contract
) -> None:
    package = tmp_path / "package"
    shutil.copytree(written("inference", API).folder, package)
    pyproject = package / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "llama-stack" not in line or "name" in line]
    pyproject.write_text("\n".join(kept), encoding="utf-8")
    found = checked(package, contract, "llama-stack==0.7.3")
    assert [finding.code for finding in found.findings] == ["SPK901"]
