"""What a config class takes: its keys, which of them it needs, and what it does with others."""

import ast
from collections.abc import Iterator

from validate_provider.contract import Contract
from validate_provider.record import Record, replace
from validate_provider.source.classes import AnyClass, Line, lines
from validate_provider.source.models import is_model
from validate_provider.source.nodes import nodes_of
from validate_provider.source.values import (
    External,
    OwnClass,
    StackClass,
)

_RENAMES = frozenset(
    {"alias_generator", "populate_by_name", "validate_by_alias", "validate_by_name"}
)
"""What a `model_config` says if keys may have other names than fields."""
_DATACLASS = frozenset({"dataclass", "dataclasses.dataclass"})
_FILLS_IN = frozenset({"model_validator", "root_validator"})


class Field(Record):
    """A key that the class takes."""

    required: bool
    annotation: str
    """As written: `str | None`."""


class ConfigFields(Record):
    """What a config class takes, in a set of releases."""

    mask: int
    title: str
    """The name of the class."""
    kind: str
    """`model` or `dataclass`."""
    extra: str
    """What it does with other keys: `ignore`, `forbid` or `allow`."""
    fields: dict[str, Field]
    sure: bool
    """False if something, such as a validator, may fill in what is missing."""


def config_fields(cls: AnyClass, mask: int, contract: Contract) -> Iterator[ConfigFields]:
    """What a class takes; nothing for one that can't be told.

    Args:
        cls: The config class.
        mask: The releases in question.
        contract: Where the stack's classes are described.
    """
    for line in lines(cls, mask, contract):
        if isinstance(cls, OwnClass) and _decorated(cls.node) & _DATACLASS:
            if len(cls.bases) == 0:
                fields = _own(cls)
                yield ConfigFields(line.mask, cls.title, "dataclass", "forbid", fields, sure=True)
        elif is_model(line) and not line.unknown:
            extra = _extra(line, contract)
            if extra:
                fields, sure = _model_fields(line, contract)
                yield ConfigFields(line.mask, cls.title, "model", extra, fields, sure)


def _decorated(node: ast.ClassDef) -> set[str]:
    return {
        ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
        for decorator in node.decorator_list
    }


def _own(cls: OwnClass) -> dict[str, Field]:
    """The fields that a class body annotates."""
    found: dict[str, Field] = {}
    for name, cases in cls.fields.items():
        for case in cases:
            annotation = ast.unparse(case.node.annotation)
            if "ClassVar" in annotation or name == "model_config":
                continue
            required = case.node.value is None or _is_ellipsis(case.node.value)
            found[name] = Field(required and "Annotated" not in annotation, annotation)
    return found


def _is_ellipsis(node: ast.expr) -> bool:
    """Whether a default is `...`, or `Field(...)` without any."""
    if isinstance(node, ast.Call):
        named = {keyword.arg for keyword in node.keywords}
        if None in named or {"default", "default_factory", "alias", "validation_alias"} & named:
            return False
        is_field = ast.unparse(node.func).rpartition(".")[2] == "Field"
        return is_field and (not node.args or _is_ellipsis(node.args[0]))
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def _model_fields(line: Line, contract: Contract) -> tuple[dict[str, Field], bool]:
    fields: dict[str, Field] = {}
    sure = True
    for cls in reversed(line.classes):
        match cls:
            case OwnClass():
                own = _own(cls)
                fields |= {n: f for n, f in own.items() if not n.startswith("_")}
                sure = sure and not _may_fill_in(cls)
                for name, cases in cls.members.items():
                    if name in fields and name not in own and cases:
                        fields[name] = replace(fields[name], required=False)
            case StackClass(dotted):
                table = contract.class_table(dotted)
                for name, variants in table.fields.items() if table else ():
                    for mask, field in variants:
                        if mask & line.mask:
                            # A type alias of the stack may hold a default that is not seen.
                            fields[name] = Field(required=False, annotation=field.annotation)
    return fields, sure


def _may_fill_in(cls: OwnClass) -> bool:
    if "__init__" in cls.members or "__new__" in cls.members or "Config" in cls.members:
        return True
    if any(
        isinstance(inner, ast.keyword) and "alias" in (inner.arg or "")
        for inner in nodes_of(cls.node)
    ):
        return True
    return bool(
        _FILLS_IN
        & {
            name.rpartition(".")[2]
            for cases in cls.members.values()
            for case in cases
            for name in getattr(case.value, "decorators", ())
        }
    )


def _extra(line: Line, contract: Contract) -> str:
    """What a model does with keys that are no fields; empty if that can't be told."""
    for cls in line.classes:
        match cls:
            case OwnClass() if cls.node.keywords or "Config" in cls.members:
                return ""
            case OwnClass() if "model_config" in cls.members:
                said = _said(cls.node)
                if said != "default":
                    return said
            case StackClass(dotted):
                table = contract.class_table(dotted)
                if table is None:
                    return ""
                for policy in ("allow", "forbid"):
                    if table.flags.get(f"extra-{policy}", 0) & line.mask:
                        return policy
            case External():
                continue
    return "ignore"


def _said(cls: ast.ClassDef) -> str:
    """The `extra` of a `model_config`; `default` if it says nothing, empty if it can't be read."""
    written = [
        statement.value
        for statement in cls.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and any(ast.unparse(target) == "model_config" for target in _targets(statement))
    ]
    match written:
        case [ast.Call(args=[], keywords=keywords)]:
            said = {keyword.arg: keyword.value for keyword in keywords}
        case [ast.Dict(keys=keys, values=values)]:
            said = {
                str(key.value) if isinstance(key, ast.Constant) else None: value
                for key, value in zip(keys, values, strict=True)
            }
        case _:
            return ""
    if None in said or _RENAMES & set(said):
        return ""
    extra = said.get("extra", ast.Constant("default"))
    return str(extra.value) if isinstance(extra, ast.Constant) else ""


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]
