"""A release as the contract has it, beside the same release as it is found by importing it.

`describe_stack.py` imports the stack in the stack's own interpreter and says what is there; each
function of `ASPECTS` yields, as one line of text, every difference to what the contract says.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from validate_provider.contract import ClassTable, Contract, Method
from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.table import SHIPPED

DESCRIBE = Path(__file__).with_name("describe_stack.py")
SECONDS = 900
"""A release that takes longer to say what it is has got stuck."""

KINDS = {
    "positional": "POSITIONAL_ONLY",
    "normal": "POSITIONAL_OR_KEYWORD",
    "star": "VAR_POSITIONAL",
    "keyword": "KEYWORD_ONLY",
    "starstar": "VAR_KEYWORD",
}
SPECS = ["ProviderSpec", "RemoteProviderSpec", "InlineProviderSpec", "AdapterSpec"]
OF_EVERY_MODULE = {"__annotations__", "__path__", "__warningregistry__"}
"""What Python itself puts into a module."""


class CannotBeAskedError(Exception):
    """The release is installed and does not even import; the text is what Python says."""


class Imported:
    """One release, as the contract has it and as it was found."""

    def __init__(self, contract: Contract, bit: int, answer: Mapping[str, Any]) -> None:
        self.contract = contract
        self.bit = bit
        ((_, self.known),) = contract.timeline.members(bit)
        self.answer = answer

    def here(self, mask: int) -> bool:
        """Tell whether a fact that holds in MASK holds in this release."""
        return bool(mask & self.bit)

    def at(self, variants: Any) -> Any:
        """Return the one variant of this release, None if there is none."""
        found = [value for mask, value in variants if self.here(mask)]
        assert len(found) <= 1
        return found[0] if found else None

    def names(self, masks: Mapping[str, int]) -> set[str]:
        """Return the names of this release."""
        return {name for name, mask in masks.items() if self.here(mask)}

    def explained(self, difference: str) -> str:
        """Return a difference with what Python says, if it is an import that fails."""
        said = self.answer["modules"].get(difference.removeprefix("import of "), {})
        return f"{difference} ({said['error']})" if "error" in said else difference

    def compared(self) -> "Compared":
        """Count what could be compared."""
        modules = self.answer["modules"].values()
        imported = [said for said in modules if "error" not in said]
        classes = [said for said in self.answer["classes"].values() if "error" not in said]
        protocols = self.answer["protocols"]
        providable = [protocols[a] for a in self.answer["apis"]["providable"] if a in protocols]
        return Compared(
            modules=len(imported),
            all_modules=len(modules),
            names=sum(len(said["names"]) for said in imported),
            classes=len(classes),
            all_classes=len(self.answer["classes"]),
            methods=sum(len(said["methods"]) for said in providable),
        )


class Compared(NamedTuple):
    """How much of a release was compared."""

    modules: int
    """Those that could be imported; the others want a package that no lock holds."""
    all_modules: int
    names: int
    """The names in the modules that could be imported."""
    classes: int
    all_classes: int
    methods: int
    """The methods of the protocols that a provider may be asked for."""


def questions(contract: Contract, bit: int) -> dict[str, Any]:
    """Return what to ask an installed release: all that the contract knows of."""
    ((_, known),) = contract.timeline.members(bit)
    roots = [root for root in (known.root, known.api_root) if root]
    core = f"{known.root}.core"
    modules = [name for root in roots for name in keys("names", root)]
    tables = [contract.class_table(key) for root in roots for key in keys("definitions", root)]
    return {
        "core": core if contract.module(f"{core}.resolver") & bit else f"{known.root}.distribution",
        "modules": [m for m in modules if contract.module(m) & bit and can_be_imported(m)],
        "classes": [table.name for table in tables if table and table.mask & bit],
    }


def ask(python: Path, asked: Mapping[str, Any]) -> Any:
    """Let an installed stack say what it is.

    Raises:
        CannotBeAskedError: If the package of its loader can't be imported.
    """
    with tempfile.TemporaryDirectory() as home:
        answer = Path(home, "answer.json")
        done = subprocess.run(
            [python, DESCRIBE, answer],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
            cwd=home,
            env={**os.environ, "HOME": home},
            timeout=SECONDS,
        )
        if done.returncode != 0:
            raise CannotBeAskedError(done.stderr.strip())
        return json.loads(answer.read_text(encoding="utf-8"))


def keys(folder: str, root: str) -> list[str]:
    return list(BlockFile(SHIPPED / folder / f"{root}.txt"))


def can_be_imported(module: str) -> bool:
    """Leave out what is a program, and what no import statement can name."""
    parts = module.split(".")
    return "__main__" not in parts and "ui" not in parts and all(p.isidentifier() for p in parts)


def apis(release: Imported) -> Iterator[str]:
    """Compare the enum `Api`, what can be provided, and which table stands before which API."""
    contract, said = release.contract, release.answer["apis"]
    # Name and value are the same, which is why the contract's readers may take one for the other.
    yield from unequal("member of Api", pairs(said["members"]), pairs_of_names(release))
    yield from unequal("providable", set(said["providable"]), release.names(contract.providable()))
    routed = {(release.at(contract.routed_by(api)), api) for api in contract.apis()}
    yield from unequal("routed", pairs(said["routed"]), {one for one in routed if one[0]})


def pairs(said: Mapping[str, str]) -> set[tuple[str, str]]:
    return set(said.items())


def pairs_of_names(release: Imported) -> set[tuple[str, str]]:
    return {(name, name) for name in release.names(release.contract.apis())}


def unequal(what: str, said: set[Any], ours: set[Any]) -> Iterator[str]:
    for one in sorted(said ^ ours, key=str):
        yield f"{what}: {one} is {'missing' if one in said else 'too much'}"


def protocols(release: Imported) -> Iterator[str]:
    """Compare what the loader checks a provider of each API against."""
    contract, said = release.contract, release.answer["protocols"]
    with_protocol = {api for api in contract.apis() if release.at(contract.protocol(api))}
    yield from unequal("API with a protocol", set(said), with_protocol)
    for api in sorted(with_protocol & set(said)):
        ours = {
            "protocol": release.at(contract.protocol(api)),
            "private": release.at(contract.private_protocol(api)) or "",
            "checked": sorted(release.names(contract.checked(api))),
        }
        for word, value in ours.items():
            if value != said[api][word]:
                yield f"{word} of {api} is {said[api][word]}, not {value}"


def protocol_methods(release: Imported) -> Iterator[str]:
    """Compare the parameters of every method that a provider may be asked for."""
    for api in sorted(set(release.answer["apis"]["providable"]) & set(release.answer["protocols"])):
        said = release.answer["protocols"][api]["methods"]
        methods = release.contract.methods(api)
        ours = {n: release.at(methods[n]) for n in methods if not n.startswith("_")}
        ours = {name: method for name, method in ours.items() if method}
        yield from unequal(f"method of {api}", set(said), set(ours))
        for name in sorted(set(said) & set(ours)):
            found = [["self", "POSITIONAL_OR_KEYWORD", False], *parameters(ours[name])]
            if found != said[name]:
                yield f"parameters of {api}.{name}"


def parameters(method: Method) -> list[list[Any]]:
    return [[p.name, KINDS[p.kind], p.has_default] for p in method.parameters]


def specs(release: Imported) -> Iterator[str]:
    """Compare the fields of the spec classes, inherited ones included."""
    contract = release.contract
    homes = [f"{release.known.root}.providers.datatypes", f"{release.known.api_root}.datatypes"]
    [home] = [home for home in homes if release.here(contract.module(home))]
    for name in SPECS:
        bound = [b for b in contract.name(home, name) if release.here(b.mask)]
        if not bound:  # which is right if it is not found either, and the names tell that
            continue
        ours: dict[str, bool] = {}
        for _, lineage in contract.lineages(bound[0].target, release.bit):
            for ancestor in reversed(lineage):
                table = contract.class_table(ancestor)
                for field, variants in table.fields.items() if table else ():
                    if release.at(variants):
                        ours[field] = release.at(variants).required
        if ours != release.answer["classes"][bound[0].target]["fields"]:
            yield f"fields of {name}"


def modules(release: Imported) -> Iterator[str]:
    """Compare every name of every module that can be imported, and what a star brings."""
    for module, said in release.answer["modules"].items():
        if "error" not in said:
            yield from module_names(release, module, said["names"])
            yield from star(release, module, said["star"])
        elif not lacks_a_package(release.contract, said["error"]):
            yield f"import of {module}"


def lacks_a_package(contract: Contract, error: str) -> bool:
    """Tell whether a module wants what is not installed, and no module of the stack's own."""
    kind, _, text = error.partition(": ")
    quoted = text.partition("'")[2].partition("'")[0]
    return kind == "ModuleNotFoundError" and bool(quoted) and not contract.is_stack(quoted)


def module_names(release: Imported, module: str, said: Mapping[str, list[str]]) -> Iterator[str]:
    contract = release.contract
    for name in release.names(contract.names(module)) | set(said) - OF_EVERY_MODULE:
        bounds = [b for b in contract.name(module, name) if release.here(b.mask)]
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


def star(release: Imported, module: str, said: list[str] | str) -> Iterator[str]:
    ours = release.contract.star(module)
    phantoms = release.names(ours.phantoms)
    if isinstance(said, str):
        if not any(f"'{name}'" in said for name in phantoms):
            yield f"star import of {module} fails"
        return
    if phantoms:
        yield f"star import of {module} works"
    names = release.names(ours.names)
    submodules = {name for name in said if release.contract.module(f"{module}.{name}")}
    if names != set(said) - (submodules - names):
        yield f"star import of {module}"


def classes(release: Imported) -> Iterator[str]:
    """Compare every class: bases, order of ancestors, methods, fields and attributes."""
    for dotted, said in release.answer["classes"].items():
        table = release.contract.class_table(dotted)
        assert table
        if "error" not in said:
            yield from bases(release, table, said)
            yield from methods(release, table, said["methods"])
            yield from fields(release, table, said)
        elif "error" not in release.answer["modules"].get(dotted.rpartition(".")[0], said):
            yield f"class {dotted} is not there"


def bases(release: Imported, table: ClassTable, said: Mapping[str, Any]) -> Iterator[str]:
    stack = release.contract.is_stack
    ours = [base if stack(base) else base.rpartition(".")[2] for base in release.at(table.bases)]
    found = [base if stack(base) else base.rpartition(".")[2] for base in said["bases"]]
    if ours != [base for base in found if base != "object"]:
        yield f"bases of {table.name}"
    ((_, lineage),) = release.contract.lineages(table.name, release.bit)
    order = [ancestor for ancestor in said["order"] if stack(ancestor)]
    if [ancestor for ancestor in lineage if stack(ancestor)] != order:
        yield f"order of the ancestors of {table.name}"


def methods(release: Imported, table: ClassTable, said: Mapping[str, Any]) -> Iterator[str]:
    ours = {name: release.at(variants) for name, variants in table.methods.items()}
    ours = {name: method for name, method in ours.items() if method}
    for name in set(ours) | set(said):
        method = ours.get(name)
        if method is None or said.get(name) != [method.kind, method.is_async, parameters(method)]:
            yield f"method {table.name}.{name}"


def fields(release: Imported, table: ClassTable, said: Mapping[str, Any]) -> Iterator[str]:
    ours = {name: release.at(variants) for name, variants in table.fields.items()}
    ours = {name: field.required for name, field in ours.items() if field}
    if said["fields"]:
        own = {n: r for n, r in said["fields"].items() if n in said["annotations"]}
        for name in set(ours) | set(own):
            if ours.get(name) != own.get(name):
                yield f"field {table.name}.{name}"
    for name in {*ours, *release.names(table.attributes)} - set(said["fields"]):
        if name not in {*said["attributes"], *said["annotations"], *said["members"]}:
            yield f"attribute {table.name}.{name}"


ASPECTS: list[Callable[[Imported], Iterator[str]]] = [
    apis,
    protocols,
    protocol_methods,
    specs,
    modules,
    classes,
]


def differences(release: Imported) -> set[str]:
    """Return everything in which the contract and the imported release differ."""
    return {difference for aspect in ASPECTS for difference in aspect(release)}
