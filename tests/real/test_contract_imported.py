"""The contract equals the imported release: three of them, one of each import root.

`tests/contract/describe_stack.py` imports the stack in its own interpreter and says what it
found; every difference to what the contract says is either known, with a reason, or a failure,
and a known difference that is not there any more fails as well.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.real.installed import installed
from validate_provider.contract import ClassTable, Contract, Method
from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.table import SHIPPED

LINES = ["llama-stack-0.2.22", "llama-stack-0.7.3", "ogx-1.5.0"]
DESCRIBE = Path(__file__).parents[1] / "contract" / "describe_stack.py"

KINDS = {
    "positional": "POSITIONAL_ONLY",
    "normal": "POSITIONAL_OR_KEYWORD",
    "star": "VAR_POSITIONAL",
    "keyword": "KEYWORD_ONLY",
    "starstar": "VAR_KEYWORD",
}

_ENUM_META = "`enum.EnumMeta` is another name of `enum.EnumType`"
_NAMED_TUPLE = "`typing.NamedTuple` is no class: what it makes derives from tuple"
_MANGLED = "Python puts the class's name before a parameter with two underscores"
_CLIENT = "it raises without a client package, which no lock holds"

KNOWN: dict[str, dict[str, str]] = {
    "llama-stack-0.2.22": {
        "bases of llama_stack.apis.datatypes.DynamicApiMeta": _ENUM_META,
        "method llama_stack.apis.agents.agents.AgentConfigCommon.model_post_init": _MANGLED,
        "method llama_stack.apis.inference.inference.ToolConfig.model_post_init": _MANGLED,
        "method llama_stack.apis.vector_io.vector_io.Chunk.model_post_init": _MANGLED,
        "star import of llama_stack.providers.remote.inference.runpod.runpod": (
            "it stars a package, whose submodules come along"
        ),
    },
    "llama-stack-0.7.3": {
        "import of llama_stack.core.library_client": _CLIENT,
        "bases of llama_stack_api.datatypes.DynamicApiMeta": _ENUM_META,
        "bases of llama_stack.providers.utils.inference.inference_store._WriteItem": _NAMED_TUPLE,
    },
    "ogx-1.5.0": {
        "import of ogx.core.library_client": _CLIENT,
        "bases of ogx_api.datatypes.DynamicApiMeta": _ENUM_META,
        "bases of ogx.providers.utils.inference.inference_store._WriteItem": _NAMED_TUPLE,
    },
}
"""Line -> what differs -> why."""

OF_EVERY_MODULE = {"__annotations__", "__path__", "__warningregistry__"}
"""What Python itself puts into a module."""


class Release:
    """One release, as the contract has it and as it was found."""

    def __init__(self, contract: Contract, line: str, answer: Mapping[str, Any]) -> None:
        self.contract = contract
        self.line = line
        self.answer = answer
        self.bit = bit_of(contract, line)

    def at(self, variants: Any) -> Any:
        """Return the one variant of this release, None if there is none."""
        found = [value for mask, value in variants if mask & self.bit]
        assert len(found) <= 1
        return found[0] if found else None

    def here(self, masks: Mapping[str, int]) -> set[str]:
        """Return the names of this release."""
        return {name for name, mask in masks.items() if mask & self.bit}


def bit_of(contract: Contract, line: str) -> int:
    return contract.timeline.find("{0} {2}".format(*line.rpartition("-")))


def keys(folder: str, root: str) -> list[str]:
    return list(BlockFile(SHIPPED / folder / f"{root}.txt"))


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(line, marks=pytest.mark.xdist_group(f"imported-{line}")) for line in LINES
    ],
)
def release(request, contract: Contract, tmp_path_factory) -> Release:
    line = request.param
    python = installed(line)
    bit = bit_of(contract, line)
    ((_, known),) = contract.timeline.members(bit)
    roots = [root for root in (known.root, known.api_root) if root]
    core = f"{known.root}.core"
    asked = {
        "core": core if contract.module(f"{core}.resolver") & bit else f"{known.root}.distribution",
        "modules": [m for r in roots for m in keys("names", r) if contract.module(m) & bit],
        "classes": [k for r in roots for k in keys("definitions", r) if contract.class_table(k)],
    }
    asked["modules"] = [m for m in asked["modules"] if can_be_imported(m)]
    asked["classes"] = [k for k in asked["classes"] if contract.class_table(k).mask & bit]
    home = tmp_path_factory.mktemp("home")
    answer = home / "answer.json"
    done = subprocess.run(
        [python, DESCRIBE, answer],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        cwd=home,
        env={**os.environ, "HOME": str(home)},
    )
    assert done.returncode == 0, done.stderr
    return Release(contract, line, json.loads(answer.read_text(encoding="utf-8")))


def can_be_imported(module: str) -> bool:
    """Leave out what is a program, and what no import statement can name."""
    parts = module.split(".")
    return "__main__" not in parts and "ui" not in parts and all(p.isidentifier() for p in parts)


def test_the_members_of_the_enum(release: Release) -> None:
    apis = release.contract.apis()
    assert release.here(apis) == set(release.answer["apis"]["members"])
    for name, value in release.answer["apis"]["members"].items():
        assert name == value  # which is why the contract's readers may take one for the other


def test_which_apis_can_be_provided(release: Release) -> None:
    found = release.here(release.contract.providable())
    assert sorted(found) == release.answer["apis"]["providable"]


def test_which_routing_table_stands_before_which_api(release: Release) -> None:
    found = {}
    for api in release.contract.apis():
        table = release.at(release.contract.routed_by(api))
        if table:
            found[table] = api
    assert found == release.answer["apis"]["routed"]


def test_what_the_loader_checks_a_provider_against(release: Release) -> None:
    contract = release.contract
    found = {
        api: {
            "protocol": release.at(contract.protocol(api)),
            "private": release.at(contract.private_protocol(api)) or "",
            "checked": sorted(release.here(contract.checked(api))),
        }
        for api in contract.apis()
        if release.at(contract.protocol(api))
    }
    said = release.answer["protocols"]
    assert found == {
        api: {word: said[api][word] for word in ("protocol", "private", "checked")} for api in said
    }


def test_the_parameters_of_every_method_of_a_protocol(release: Release) -> None:
    compared = 0
    for api in release.answer["apis"]["providable"]:
        if api not in release.answer["protocols"]:
            assert api == "container_runtime"
            continue
        said = release.answer["protocols"][api]["methods"]
        methods = release.contract.methods(api)
        found = {name: release.at(methods[name]) for name in methods if not name.startswith("_")}
        found = {name: method for name, method in found.items() if method}
        assert set(found) == set(said)
        for name, method in found.items():
            assert [["self", "POSITIONAL_OR_KEYWORD", False], *parameters(method)] == said[name]
            compared += 1
    assert compared > 40


def parameters(method: Method) -> list[list[Any]]:
    return [[p.name, KINDS[p.kind], p.has_default] for p in method.parameters]


@pytest.mark.parametrize(
    "name", ["ProviderSpec", "RemoteProviderSpec", "InlineProviderSpec", "AdapterSpec"]
)
def test_the_fields_of_a_spec(release: Release, name: str) -> None:
    contract = release.contract
    module = {"llama-stack-0.2.22": "llama_stack.providers", "ogx-1.5.0": "ogx_api"}
    home = f"{module.get(release.line, 'llama_stack_api')}.datatypes"
    bound = [b for b in contract.name(home, name) if b.mask & release.bit]
    if not bound:
        assert name == "AdapterSpec"
        assert release.line != "llama-stack-0.2.22"
        return
    found: dict[str, bool] = {}
    for _, lineage in contract.lineages(bound[0].target, release.bit):
        for ancestor in reversed(lineage):
            table = contract.class_table(ancestor)
            for field, variants in table.fields.items() if table else ():
                if release.at(variants):
                    found[field] = release.at(variants).required
    assert found == release.answer["classes"][bound[0].target]["fields"]


def test_every_difference_is_known_and_every_known_one_is_there(release: Release) -> None:
    differences = {*module_differences(release), *class_differences(release)}
    known = KNOWN[release.line]
    assert sorted(differences - set(known)) == []
    assert sorted(set(known) - differences) == [], "known differences that are gone"


def test_enough_was_compared(release: Release) -> None:
    modules = release.answer["modules"]
    imported = [module for module, said in modules.items() if "error" not in said]
    assert len(imported) > 0.8 * len(modules)
    assert sum(len(modules[module]["names"]) for module in imported) > 6000
    classes = release.answer["classes"].values()
    assert sum("error" not in said for said in classes) > 0.9 * len(classes)


def module_differences(release: Release) -> Iterator[str]:
    for module, said in release.answer["modules"].items():
        if "error" not in said:
            yield from name_differences(release, module, said["names"])
            yield from star_differences(release, module, said["star"])
        elif not said["error"].startswith("ModuleNotFoundError: No module named"):
            yield f"import of {module}"


def name_differences(release: Release, module: str, said: Mapping[str, list[str]]) -> Iterator[str]:
    contract = release.contract
    for name in release.here(contract.names(module)) | set(said) - OF_EVERY_MODULE:
        bounds = [b for b in contract.name(module, name) if b.mask & release.bit]
        if not bounds or len(bounds) > 1:
            yield f"name {module}.{name}: {bounds}"
        elif name not in said:
            if bounds[0].kind != "maybe":
                yield f"name {module}.{name} is not there"
        elif not is_that(bounds[0].kind, bounds[0].target, said[name], contract):
            yield f"name {module}.{name} is {said[name]}, not {bounds[0]}"


def is_that(kind: str, target: str, said: list[str], contract: Contract) -> bool:
    if kind in ("class", "function", "module"):
        return said == [kind, target]
    if kind == "external":
        return not contract.is_stack(said[1])
    return True


def star_differences(release: Release, module: str, said: list[str] | str) -> Iterator[str]:
    star = release.contract.star(module)
    phantoms = release.here(star.phantoms)
    if isinstance(said, str):
        if not any(f"'{name}'" in said for name in phantoms):
            yield f"star import of {module} fails"
        return
    if phantoms:
        yield f"star import of {module} works"
    names = release.here(star.names)
    submodules = {name for name in said if release.contract.module(f"{module}.{name}")}
    if names != set(said) - (submodules - names):
        yield f"star import of {module}"


def class_differences(release: Release) -> Iterator[str]:
    for dotted, said in release.answer["classes"].items():
        if "error" not in said:
            table = release.contract.class_table(dotted)
            assert table
            yield from base_differences(release, table, said)
            yield from method_differences(release, table, said["methods"])
            yield from field_differences(release, table, said)


def base_differences(release: Release, table: ClassTable, said: Mapping[str, Any]) -> Iterator[str]:
    stack = release.contract.is_stack
    bases = [base if stack(base) else base.rpartition(".")[2] for base in release.at(table.bases)]
    found = [base if stack(base) else base.rpartition(".")[2] for base in said["bases"]]
    if bases != [base for base in found if base != "object"]:
        yield f"bases of {table.name}"
    ((_, lineage),) = release.contract.lineages(table.name, release.bit)
    order = [ancestor for ancestor in said["order"] if stack(ancestor)]
    if [ancestor for ancestor in lineage if stack(ancestor)] != order:
        yield f"order of the ancestors of {table.name}"


def method_differences(
    release: Release, table: ClassTable, said: Mapping[str, Any]
) -> Iterator[str]:
    found = {name: release.at(variants) for name, variants in table.methods.items()}
    found = {name: method for name, method in found.items() if method}
    for name in set(found) | set(said):
        method = found.get(name)
        if method is None or said.get(name) != [method.kind, method.is_async, parameters(method)]:
            yield f"method {table.name}.{name}"


def field_differences(
    release: Release, table: ClassTable, said: Mapping[str, Any]
) -> Iterator[str]:
    found = {name: release.at(variants) for name, variants in table.fields.items()}
    found = {name: field.required for name, field in found.items() if field}
    if said["fields"]:
        own = {n: r for n, r in said["fields"].items() if n in said["annotations"]}
        for name in set(found) | set(own):
            if found.get(name) != own.get(name):
                yield f"field {table.name}.{name}"
    for name in {*found, *release.here(table.attributes)} - set(said["fields"]):
        if name not in {*said["attributes"], *said["annotations"], *said["members"]}:
            yield f"attribute {table.name}.{name}"
