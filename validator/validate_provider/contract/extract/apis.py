"""The APIs of one release: members, which can be provided, what a provider is checked against."""

import ast
from collections.abc import Iterator, Mapping

from validate_provider.contract.definitions import Definitions
from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.loader_source import (
    Function,
    LoaderSource,
    UnreadableLoaderError,
    attributes,
    constants,
    dictionary,
    member,
)
from validate_provider.contract.extract.modules import Module
from validate_provider.contract.names import ImportTable
from validate_provider.contract.signatures import Method
from validate_provider.record import Record


class Apis(Record):
    """The APIs of one release."""

    members: Mapping[str, str]
    """Name -> value of each member of the enum."""
    routing: Mapping[str, str]
    """Routing table API -> the API whose providers stand behind it."""
    providable: frozenset[str]
    protocols: Mapping[str, str]
    """API -> the class a provider is checked against, dotted."""
    private: Mapping[str, str]
    """API -> the class of the calls made by its routing table, dotted."""


def read_apis(
    source: LoaderSource, modules: Mapping[str, Module], table: ImportTable, mask: int
) -> Apis:
    """Return the APIs of the release that is MASK.

    Raises:
        UnreadableLoaderError: The release writes them down in a way this reader doesn't know.
    """
    members = _members(_definition(table, f"{source.core}.distribution", "Api", mask), modules)
    routing = _routing(source)
    resolver = f"{source.core}.resolver"

    def definition(node: ast.expr) -> str:
        if isinstance(node, ast.Tuple):  # (private protocol, protocol, routing table API)
            node = node.elts[0]
        if not isinstance(node, ast.Name):
            raise UnreadableLoaderError(f"{resolver}: a protocol that is {ast.unparse(node)}")
        return _definition(table, resolver, node.id, mask)

    protocols = _by_api(source.needed("resolver", "api_protocol_map"))
    overrides = source.function("resolver", "api_protocol_map_for_compliance_check")  # 0.2.8 on
    if overrides is not None:
        protocols |= _by_api(overrides)
    private = _by_api(source.needed("resolver", "additional_protocols_map"))
    return Apis(
        members=members,
        routing=routing,
        providable=_providable(source, frozenset(members), frozenset(routing)),
        protocols={api: definition(node) for api, node in protocols.items()},
        private={api: definition(node) for api, node in private.items()},
    )


def add_apis(
    facts: Facts, apis: Apis, rule: "CheckRule", definitions: Definitions, mask: int
) -> None:
    """Add the APIs of one release, with the methods that its loader checks."""
    for name, value in apis.members.items():
        facts.add(f"api {name}", f"member {value}", mask)
    for name in apis.providable:
        facts.add(f"api {name}", "providable", mask)
    for table, routed in apis.routing.items():
        facts.add(f"api {routed}", f"routed-by {table}", mask)
    for name, protocol in apis.private.items():
        facts.add(f"api {name}", f"private-protocol {protocol}", mask)
    for name, protocol in apis.protocols.items():
        facts.add(f"api {name}", f"protocol {protocol}", mask)
        for method, variants in definitions.methods(protocol, mask).items():
            if rule.checks(variants[0][1]):
                facts.add(f"api {name}", "checked", mask, method)


class CheckRule(Record):
    """Which methods of a protocol `check_protocol_compliance` looks at."""

    skips_experimental: bool
    skipped_level: str
    """Methods with a webmethod of this level are passed over; empty if the level is not asked."""

    def checks(self, method: Method) -> bool:
        """Tell whether the loader looks at a method of a protocol."""
        if "webmethod" not in method.markers:
            return False
        if self.skips_experimental and "experimental" in method.markers:
            return False
        return not self.skipped_level or self.skipped_level not in method.markers


def read_rule(source: LoaderSource) -> CheckRule:
    """Return the rule of one release.

    Raises:
        UnreadableLoaderError: The check does not ask for the marks of `@webmethod`.
    """
    check = source.needed("resolver", "check_protocol_compliance")
    if not constants(check) & {"__webmethod__", "__webmethods__"}:
        raise UnreadableLoaderError("check_protocol_compliance asks for no webmethod")
    level = ""
    for node in ast.walk(check):
        match node:
            case ast.Compare(left=ast.Attribute(attr="level"), comparators=[ast.Name(id=name)]):
                level = name.rpartition("_")[2].lower()  # LLAMA_STACK_API_V1ALPHA
    return CheckRule("experimental" in attributes(check), level)


def _definition(table: ImportTable, module: str, name: str, mask: int) -> str:
    for bound in table.name(module, name):
        if bound.mask & mask and bound.kind == "class":
            return bound.target
    raise UnreadableLoaderError(f"{module}: {name} is no class of the stack")


def _members(dotted: str, modules: Mapping[str, Module]) -> dict[str, str]:
    module, _, name = dotted.rpartition(".")
    for node in modules[module].tree().body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return dict(_strings(node.body))
    raise UnreadableLoaderError(f"{dotted} has no body")


def _strings(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of each assignment of a string."""
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
                yield name, value


def _routing(source: LoaderSource) -> dict[str, str]:
    function = source.needed("distribution", "builtin_automatically_routed_apis")
    pairs = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            given = {keyword.arg: member(keyword.value) for keyword in node.keywords}
            table, router = given.get("routing_table_api"), given.get("router_api")
            if not table or not router:
                raise UnreadableLoaderError(f"{function.name}: {ast.unparse(node)}")
            pairs[table] = router
    return pairs


def _providable(
    source: LoaderSource, members: frozenset[str], routing: frozenset[str]
) -> frozenset[str]:
    """Evaluate `[api for api in Api if api not in A and api != Api.b and ...]`."""
    function = source.needed("distribution", "providable_apis")
    match function.body[-1]:
        case ast.Return(value=ast.ListComp(generators=[ast.comprehension(ifs=[test])])):
            tests = test.values if isinstance(test, ast.BoolOp) else [test]
        case _:
            raise UnreadableLoaderError(f"{function.name} returns no list of `if`s")
    excluded: set[str] = set()
    for one in tests:
        match one:
            case ast.Compare(ops=[ast.NotEq()], comparators=[other]) if member(other):
                excluded.add(member(other) or "")
            case ast.Compare(ops=[ast.NotIn()], comparators=[ast.Name(id="routing_table_apis")]):
                excluded |= routing
            case ast.Compare(ops=[ast.NotIn()], comparators=[ast.Name(id=name)]):
                value = source.constant("distribution", name)
                if not isinstance(value, ast.Set | ast.List | ast.Tuple):
                    raise UnreadableLoaderError(f"{function.name}: {name} is no literal")
                excluded |= {member(element) or "" for element in value.elts}
            case _:
                raise UnreadableLoaderError(f"{function.name}: {ast.unparse(one)}")
    return members - excluded


def _by_api(function: Function) -> dict[str, ast.expr]:
    """Return the entries `Api.x: value` of the dict that a function builds."""
    literal = dictionary(function)
    return {
        name: value
        for key, value in zip(literal.keys, literal.values, strict=True)
        if (name := member(key))
    }
