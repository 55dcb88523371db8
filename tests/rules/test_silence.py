"""What looks like a fault and is none: nothing is said of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.mutation import API, OGX, SPEC, Mutation, checked, plant
from tests.written import Written
from validate_provider.contract import Contract

FIELD = "    refresh_models: bool"
SAMPLE = '            "api_key": "${env.ACME_API_KEY:=}",\n'
FACTORY = "    adapter = AcmeInferenceAdapter(config)"
IMPORTS = "from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec"
NEWEST_FIRST = f"""try:
    from ogx_api import Api, RemoteProviderSpec
except ImportError:
    {IMPORTS}
"""
PROVIDER = """{before}


def get_provider_spec():
    return RemoteProviderSpec(
        api=Api.inference,
        provider_type="remote::acme",
        adapter_type="acme",
        module="llama_stack_provider_acme",
        config_class="llama_stack_provider_acme.config.AcmeConfig",
    )
"""
STACK = '"llama-stack-api>=0.7,<0.8"'
HTTPX = '    "httpx>=0.27",\n'


def fine(file: str, old: str, new: str, **more: object) -> Mutation:
    return Mutation("", file, old, new, "", **more)  # type: ignore[arg-type]


def field(text: str, **more: object) -> Mutation:
    return fine("config.py", FIELD, f"    {text}\n{FIELD}", **more)


def spec(text: str, **more: object) -> Mutation:
    return fine(SPEC, "pip_packages=[]", text, **more)


SILENT = {
    "a guard that gives the name another value": fine(
        "__init__.py",
        "from .config import AcmeConfig\n",
        "try:\n    from .config import AcmeConfig\nexcept ImportError:\n    AcmeConfig = None\n",
    ),
    "a guard around what is used in functions alone": fine(
        "__init__.py",
        "async def get_adapter_impl",
        "try:\n    from .service import Service\nexcept ImportError:\n    pass\n\n\n"
        "async def get_adapter_impl",
    ),
    "the newest stack first": fine(
        "pyproject.toml",
        "[project.optional-dependencies]\n",
        '[project.optional-dependencies]\nogx = ["ogx-api>=0.8,<0.9"]\n',
        against="llama-stack==0.7.3",
        beside=(SPEC, PROVIDER.format(before=NEWEST_FIRST)),
    ),
    "a required package that is tried": fine(
        SPEC,
        "    return RemoteProviderSpec(",
        "    try:\n        import httpx  # noqa: F401\n    except ImportError:\n        pass\n"
        "    return RemoteProviderSpec(",
    ),
    "a validator": fine(
        SPEC,
        'provider_data_validator="llama_stack_provider_acme.config.AcmeProviderData"',
        'provider_data_validator="llama_stack_provider_acme.config.AcmeConfig"',
    ),
    "packages of others": spec('pip_packages=["httpx", "llama-stack-provider-acme-tools"]'),
    "a dependency on another API": spec("api_dependencies=[Api.files]"),
    "a dependency by its name": spec('optional_api_dependencies=["files"]'),
    "a package in bytes": spec('pip_packages=[b"httpx"]'),
    "packages in a tuple": spec('pip_packages=("httpx",)'),
    "an empty error": spec('deprecation_error=""'),
    "a warning": spec('deprecation_warning="use the other one"'),
    "the mode that is the default": spec('execution_mode="inline"', api="files", target=OGX),
    "a dependency that is asked for first": fine(
        "__init__.py",
        FACTORY,
        f"    files = deps[Api.files] if Api.files in deps else None\n{FACTORY}",
    ),
    "a dependency by get": fine(
        "__init__.py", FACTORY, f"    files = deps.get(Api.files)\n{FACTORY}"
    ),
    "a dependency in a branch": fine(
        "__init__.py",
        FACTORY,
        f"    if config.refresh_models:\n        files = deps[Api.files]\n{FACTORY}",
    ),
    "dependencies of one's own making": fine(
        "__init__.py",
        FACTORY,
        f"    deps = {{Api.files: None}}\n    files = deps[Api.files]\n{FACTORY}",
    ),
    "a dependency that is added": fine(
        "__init__.py",
        FACTORY,
        f"    deps[Api.files] = None\n    files = deps[Api.files]\n{FACTORY}",
    ),
    "a dependency that a call adds": fine(
        "__init__.py",
        FACTORY,
        f"    deps.setdefault(Api.files, None)\n    files = deps[Api.files]\n{FACTORY}",
    ),
    "a dependency that may be missing": fine(
        "__init__.py",
        FACTORY,
        "    try:\n        files = deps[Api.files]\n    except KeyError:\n        files = None\n"
        + FACTORY,
    ),
    "None that is allowed": field("region: str | None = None"),
    "None in quotes": field('region: "str | None" = None'),
    "None of any type": field("region: Any = None"),
    "None by Field": field("region: None | str = Field(default=None)"),
    "a field by a factory": field("regions: list[str] = Field(default_factory=list)"),
    "a field of the class": field(
        "regions: ClassVar[str]", also=("import Any", "import Any, ClassVar")
    ),
    "a required field in the sample": field(
        "region: str", also=(SAMPLE, SAMPLE + '            "region": "north",\n')
    ),
    "a required field under another name": field(
        'region: str = Field(alias="area")',
        also=(SAMPLE, SAMPLE + '            "area": "north",\n'),
    ),
    "a private attribute": field("_region: str"),
    "settings of the old kind": fine(
        "config.py",
        FIELD,
        f"    region: str\n{FIELD}",
        also=(
            (
                '    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, '
                "str_strip_whitespace=True)\n"
            ),
            "    class Config:\n        fields = {'region': 'area'}\n\n",
        ),
    ),
    "tokens that are no secrets": field("max_tokens: int = 10\n    eos_token: str = '<|im_end|>'"),
    "a secret without a value": field('password: SecretStr = SecretStr("")'),
    "a number of seconds for a token": field("token_timeout: float = 3.0"),
    "a sample with the folder": fine(
        "config.py", "(cls, **kwargs: Any)", '(cls, __distro_dir__: str = "")'
    ),
    "a sample that is built": fine(
        "config.py",
        "        return {\n",
        '        if kwargs.get("empty"):\n            return {}\n        return {\n',
    ),
    "a variable that must be set": fine(
        "config.py", "${env.ACME_API_KEY:=}", "${env.ACME_API_KEY}"
    ),
    "a value if a variable is set": fine(
        "config.py", "${env.ACME_API_KEY:=}", "${env.ACME_API_KEY:+none}"
    ),
    "a sentence about a reference": fine(
        "config.py",
        '"""Return a `config` section',
        '"""The old form was ${env.ACME_URL:default}, or {env.ACME_URL}.\n\n        A section',
    ),
    "what the stack fills, of its type": fine(
        "config.py",
        FIELD,
        f"    vector_stores_config: VectorStoresConfig | None = None\n{FIELD}",
        also=(
            "from pydantic import",
            "from llama_stack.core.datatypes import VectorStoresConfig\nfrom pydantic import",
        ),
    ),
    "a requirement and its import": fine(
        "pyproject.toml",
        HTTPX,
        f'{HTTPX}    "Pillow",\n    "pymilvus",\n',
        beside=(SPEC, PROVIDER.format(before=f"import PIL.Image\nimport pymilvus\n{IMPORTS}")),
    ),
    "an import under a name that can't be told": fine(
        "pyproject.toml",
        HTTPX,
        f'{HTTPX}    "acme-sdk",\n',
        beside=(SPEC, PROVIDER.format(before=f"import acme_client\n{IMPORTS}")),
    ),
    "an import that the stack brings": fine(
        "service.py",
        "import httpx",
        "import aiohttp\nimport httpx",
        target="llama-stack>=0.4.4,<0.5",
        against="llama-stack==0.4.4",
    ),
    "an import for the type checker": fine(
        "__init__.py",
        "if TYPE_CHECKING:\n",
        "if TYPE_CHECKING:\n    import torch\n",
    ),
    "an import that may fail": fine(
        "service.py",
        "import httpx",
        "import httpx\n\ntry:\n    import torch\nexcept ImportError:\n    torch = None",
    ),
    "a compatible release": fine("pyproject.toml", STACK, '"llama-stack-api~=0.7.0"'),
    "each stack by an extra": fine(
        "pyproject.toml",
        "[project.optional-dependencies]\n",
        '[project.optional-dependencies]\nnext = ["ogx-api>=0.8,<0.9"]\n',
        against="llama-stack==0.7.3",
    ),
    "the last digit is free": fine("pyproject.toml", STACK, '"llama-stack-api==0.7.*"'),
    "a version that is found when it is built": fine(
        "pyproject.toml", 'version = "0.1.0"\n', 'dynamic = ["version"]\n'
    ),
    "a name with underscores": fine(
        "pyproject.toml", 'name = "llama-stack-provider-acme"', 'name = "Llama_Stack.Provider_Acme"'
    ),
    "a command": fine(
        "pyproject.toml",
        "[tool.ruff]\n",
        '[project.entry-points."pytest11"]\nacme = "llama_stack_provider_acme"\n\n[tool.ruff]\n',
    ),
    "a folder in the package": fine(
        "pyproject.toml",
        'packages = ["src/llama_stack_provider_acme"]',
        'packages = ["src/llama_stack_provider_acme", "src/other"]',
    ),
    "a file without suffix": fine(SPEC, "", "", beside=("Makefile", "all:\n\ttrue\n")),
    "a factory with a policy": fine(
        "__init__.py",
        "    deps: dict[Api, Any],\n",
        "    deps: dict[Api, Any],\n    policy: list[Any] | None = None,\n",
    ),
    "slots that are open": fine(
        "inference.py",
        "class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider):",
        "class Slotted:\n    __slots__ = ('a',)\n\n\n"
        "class AcmeInferenceAdapter(Slotted, NeedsRequestProviderData, InferenceProvider):",
    ),
}


def test_an_unpacked_sdist_needs_no_tests(
    written: Callable[[str, str], Written], tmp_path: Path, contract: Contract
) -> None:
    package = tmp_path / "package"
    shutil.copytree(written("inference", API).folder, package)
    shutil.rmtree(package / "tests")
    (package / "PKG-INFO").write_text("Metadata-Version: 2.4\n", encoding="utf-8")
    assert checked(package, contract, "declared").findings == ()


@pytest.mark.parametrize("name", SILENT)
def test_it_is_let_pass(
    name: str, written: Callable[[str, str], Written], tmp_path: Path, contract: Contract
) -> None:
    mutation = SILENT[name]
    package = tmp_path / "package"
    shutil.copytree(written(mutation.api, mutation.target or API).folder, package)
    plant(package, mutation)
    found = checked(package, contract, mutation.against)
    assert [f"{finding.code}: {finding.message}" for finding in found.findings] == []
