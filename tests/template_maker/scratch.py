"""The smallest package around a skeleton, so that it can be checked and loaded."""

from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined

from template_maker.lines import Cell, noun
from template_maker.skeletons import FOLDER

KINDS = {"remote": "Adapter", "inline": "Impl"}

PROJECT = """\
[tool.ruff]
line-length = 120
target-version = "py312"
src = ["src", "tests"]

[tool.ruff.lint]
select = ["ANN", "ASYNC", "B", "C4", "E", "F", "I", "PT", "RUF", "SIM", "UP", "W"]
ignore = ["ANN401", "UP047"]

[tool.mypy]
strict = true
files = ["src", "tests"]

[[tool.mypy.overrides]]
module = ["llama_stack.*", "llama_stack_api.*", "ogx_api.*"]
follow_untyped_imports = true
"""
"""What generated packages are checked by, see the template's pyproject.toml."""

CONFIG = '''\
"""What a run config may set for this provider."""

from pydantic import BaseModel


class {name}Config(BaseModel):
    """Nothing."""
'''

FACTORY = '''\
"""A provider of the `{api}` API."""

from typing import Any

from .config import {name}Config


async def {factory}(config: {name}Config, deps: dict[Any, Any]) -> Any:
    """Make the implementation."""
    from .{api} import {name}{noun}{suffix}

    made = {name}{noun}{suffix}(config)
    await made.initialize()
    return made
'''

SPEC = '''\
"""What the stack reads first."""

{imports}


def get_provider_spec() -> {spec}:
    """Return the specification."""
    return {spec}(
        api=Api.{api},
        provider_type="{kind}::acme",
        {adapter_type}module="{package}",
        config_class="{package}.config.{name}Config",
        pip_packages=[],
    )
'''

IMPORTS = "from {root} import Api, {spec}"
OLD_IMPORTS = """\
from llama_stack.apis.datatypes import Api
from llama_stack.providers.datatypes import {spec}"""

OLD_REMOTE_SPEC = '''\
"""What the stack reads first."""

from llama_stack.apis.datatypes import Api
from llama_stack.providers.datatypes import AdapterSpec, RemoteProviderSpec, remote_provider_spec


def get_provider_spec() -> RemoteProviderSpec:
    """Return the specification."""
    return remote_provider_spec(
        api=Api.{api},
        adapter=AdapterSpec(
            adapter_type="acme",
            module="{package}",
            config_class="{package}.config.{name}Config",
            pip_packages=[],
        ),
    )
'''

# The file of a directory, up to 0.2.22 with all of a remote one below `adapter`.
OLD_REMOTE_YAML = """\
adapter:
  adapter_type: acme
  module: {package}
  config_class: {package}.config.{name}Config
  pip_packages: []
"""
INLINE_YAML = """\
module: {package}
config_class: {package}.config.{name}Config
pip_packages: []
"""


class Scratch(NamedTuple):
    """A package in the `src` of a project."""

    api: str
    kind: str
    package: str
    directory: Path | None
    """What `external_providers_dir` names, on a line whose run configs name no module."""

    @property
    def provider_type(self) -> str:
        """As a run config has it."""
        return f"{self.kind}::acme"


def write_project(folder: Path) -> None:
    """Make a project without a package in it."""
    (folder / "src").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")


def write(
    folder: Path, cell: Cell, kind: str, *, knows_module: bool, name: str = "Acme"
) -> Scratch:
    """Write a package around a cell's skeleton into a project.

    Args:
        folder: The project.
        cell: The API and the line.
        kind: `remote` or `inline`.
        knows_module: Whether a run config of the line may name a module (0.2.16 on).
        name: What classes call the provider.
    """
    package = f"acme_{cell.api}_{kind}"
    old = cell.line.name in ("llama-stack-0.2.2", "llama-stack-0.2.13", "llama-stack-0.2.16")
    spec_class = "RemoteProviderSpec" if kind == "remote" else "InlineProviderSpec"
    imports = IMPORTS if cell.newest.api_root else OLD_IMPORTS
    values = {
        "api": cell.api,
        "kind": kind,
        "name": name,
        "noun": noun(cell.api),
        "suffix": KINDS[kind],
        "package": package,
        "factory": "get_adapter_impl" if kind == "remote" else "get_provider_impl",
        "imports": imports.format(root=cell.newest.api_root, spec=spec_class),
        "spec": spec_class,
        "adapter_type": 'adapter_type="acme",\n        ' if kind == "remote" else "",
    }
    spec = OLD_REMOTE_SPEC if old and kind == "remote" else SPEC
    made = folder / "src" / package
    made.mkdir()
    skeleton = FOLDER / cell.api / f"{cell.line.name}.py"
    files = {
        "__init__.py": FACTORY.format(**values),
        "config.py": CONFIG.format(**values),
        "provider.py": spec.format(**values),
        f"{cell.api}.py": render(skeleton, values),
    }
    for file, text in files.items():
        (made / file).write_text(text, encoding="utf-8")
    test = folder / "tests" / f"test_{package}.py"
    test.write_text(render(FOLDER / "test_api.py", values), encoding="utf-8")
    shared = test.with_name("conftest.py")
    shared.write_text(render(FOLDER / "conftest.py", values), encoding="utf-8")
    if knows_module:
        return Scratch(cell.api, kind, package, None)
    directory = folder / "providers" / package
    described = directory / kind / cell.api / "acme.yaml"
    described.parent.mkdir(parents=True)
    yaml = OLD_REMOTE_YAML if kind == "remote" else INLINE_YAML
    described.write_text(yaml.format(**values), encoding="utf-8")
    return Scratch(cell.api, kind, package, directory)


def render(template: Path, values: dict[str, str]) -> str:
    """Render a template of the skeletons as the generator does."""
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    words = {
        "api": values["api"],
        "__package": values["package"],
        "__class": values["name"],
        "__noun": values["noun"],
        "__suffix": values["suffix"],
    }
    text = template.read_text(encoding="utf-8")
    return environment.from_string(text).render(cookiecutter=words)
