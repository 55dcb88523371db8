"""SPK509: the factory takes a dependency that the spec does not declare."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.nodes import nodes_of
from validate_provider.source.provider import Provider
from validate_provider.source.spec import api_names
from validate_provider.source.values import (
    Constant,
    EnumMember,
    OwnFunction,
    Sequence,
    narrowed,
)

_ONLY_READS = frozenset({"copy", "get", "items", "keys", "values"})


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The factory takes a dependency that the spec does not declare.

    The second argument of the factory holds the APIs of `api_dependencies`, and those of
    `optional_api_dependencies` that the run config serves; nothing else, whatever else the stack
    runs (core/resolver.py, instantiate_providers). With YAML in `external_providers_dir` and
    `get_provider_spec` side by side, both must name it.

    Wrong, in `__init__.py`:

        files = deps[Api.files]
        adapter = AcmeInferenceAdapter(config)

    Right:

        adapter = AcmeInferenceAdapter(config)
    """
    for case in narrowed(provider.factories, alive):
        if not isinstance(case.value, OwnFunction) or case.value.decorators:
            continue
        for api, node in _taken(case.value):
            missing = case.mask & provider.contract.apis().get(api, 0)
            missing &= ~_declared(provider, api, case.mask)
            if missing:
                yield Fault(
                    missing,
                    f"the spec does not declare `Api.{api}`, so it is not among the dependencies",
                    case.value.module.site(node),
                    f"KeyError: <Api.{api}: '{api}'>",
                    f"write api_dependencies=[Api.{api}] in the spec",
                )


def _declared(provider: Provider, api: str, mask: int) -> int:
    """The releases in which an API is, or may be, among the dependencies."""
    found = 0
    for name in ("api_dependencies", "optional_api_dependencies"):
        for case in provider.field(name, mask):
            match case.value:
                case Constant(None):
                    continue
                case Sequence():
                    for item in api_names(case.value):
                        match item.value:
                            case EnumMember(_, known) | Constant(str(known)):
                                found |= item.mask & case.mask if known == api else 0
                            case _:
                                found |= item.mask & case.mask
                case _:
                    found |= case.mask
    return found


def _taken(factory: OwnFunction) -> list[tuple[str, ast.Subscript]]:
    """The `deps[Api.x]` that every call of a factory comes to, if nothing returns before."""
    arguments = [*factory.node.args.posonlyargs, *factory.node.args.args]
    if len(arguments) < 2:
        return []
    found: list[tuple[str, ast.Subscript]] = []
    for statement in factory.node.body:
        if not isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                continue
            break
        if _may_change(statement, arguments[1].arg):
            break
        found += _subscripts(statement, arguments[1].arg)
    return found


def _may_change(statement: ast.stmt, dependencies: str) -> bool:
    """Whether the dependencies are given another value, or handed to what may add to them."""
    only_read = {
        id(node.value)
        for node in nodes_of(statement)
        if (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load))
        or (isinstance(node, ast.Attribute) and node.attr in _ONLY_READS)
    }
    return any(
        isinstance(node, ast.Name) and node.id == dependencies and id(node) not in only_read
        for node in nodes_of(statement)
    )


def _subscripts(node: ast.AST, dependencies: str) -> list[tuple[str, ast.Subscript]]:
    """The `deps[Api.x]` below a node, but for what may not be evaluated."""
    found: list[tuple[str, ast.Subscript]] = []
    match node:
        case ast.IfExp() | ast.BoolOp() | ast.Lambda() | ast.Compare():
            return []
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return []
        case ast.Subscript(
            value=ast.Name(id=name),
            slice=ast.Attribute(value=ast.Name(id="Api"), attr=api),
            ctx=ast.Load(),
        ) if name == dependencies:
            found.append((api, node))
    for child in ast.iter_child_nodes(node):
        found += _subscripts(child, dependencies)
    return found
