"""What pydantic makes of a class that inherits from `BaseModel`.

Read from pydantic 2.11 to 2.14: `_internal/_model_construction.py` (which names in a class body it
refuses) and `main.py` (which names an instance answers to).
"""

import ast
from collections.abc import Iterator, Mapping

from validate_provider.contract import Contract
from validate_provider.record import Record
from validate_provider.source.classes import Line, lines
from validate_provider.source.nodes import nodes_of
from validate_provider.source.plain import excerpt
from validate_provider.source.values import (
    Cases,
    Constant,
    Dictionary,
    External,
    Instance,
    OwnClass,
    Sequence,
    StackClass,
    narrowed,
)

BASES = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel"})
_OWN_NAMES = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    }
)
_VALIDATES_BEFORE = frozenset({"model_validator", "root_validator"})


class FieldOf(Record):
    """A field that a model has, in a set of releases."""

    name: str
    mask: int
    required: bool


def is_model(line: Line) -> bool:
    """Whether a class is a pydantic model."""
    return any(isinstance(cls, External) and cls.dotted in BASES for cls in line.classes)


def has_of_itself(name: str) -> bool:
    """Whether every pydantic model has this attribute."""
    return name.startswith(("model_", "__")) or name in _OWN_NAMES


def takes_extra(line: Line, contract: Contract) -> int:
    """The releases in which an instance may have attributes that are no fields."""
    for cls in line.classes:
        match cls:
            case OwnClass() if cls.node.keywords or "Config" in cls.members:
                return line.mask
            case OwnClass() if any(not _closed(c.value) for c in _config(cls, line.mask)):
                return line.mask
            case StackClass(dotted):
                table = contract.class_table(dotted)
                allowed = table.flags.get("extra-allow", 0) if table else line.mask
                if allowed & line.mask:
                    return allowed & line.mask
    return 0


def _config(cls: OwnClass, mask: int) -> Cases:
    return narrowed(cls.members.get("model_config", ()), mask)


def _closed(config: object) -> bool:
    """Whether a `model_config` surely does not say `extra="allow"`."""
    match config:
        case Instance(External(), given) if given.exact:
            extra = [case.value for case in given.keywords.get("extra", ())]
        case Dictionary(entries):
            extra = [entry.value for entry in entries if entry.key == "extra"]
        case _:
            return False
    return all(isinstance(value, Constant) and value.value != "allow" for value in extra)


def refused_attribute(cls: OwnClass, line: Line, contract: Contract) -> str:
    """Why pydantic refuses to make the class, in its own words; empty if it does not.

    Every name that the body gives a plain value must be annotated: here, or as a class variable
    in a base.
    """
    for name, cases in cls.members.items():
        if name.startswith("_") or name == "model_config" or name in cls.fields:
            continue
        value = next((case.value for case in narrowed(cases, line.mask)), None)
        if not isinstance(value, Constant | Sequence | Dictionary):
            continue
        inherited = _annotations(name, line, contract)
        if any("ClassVar" in annotation for annotation in inherited) or _ignores_types(line):
            continue
        if inherited:
            return (
                f"Field '{name}' defined on a base class was overridden by a non-annotated "
                "attribute. All field definitions, including overrides, require a type annotation."
            )
        written = excerpt(_assigned(cls.node, name)).strip("`")
        return (
            f"A non-annotated attribute was detected: `{name} = {written}`. All model fields "
            f"require a type annotation; if `{name}` is not meant to be a field, you may be able "
            "to resolve this error by annotating it as a `ClassVar` or updating "
            "`model_config['ignored_types']`."
        )
    return ""


def _annotations(name: str, line: Line, contract: Contract) -> list[str]:
    """How the classes above annotate a name."""
    found: list[str] = []
    for cls in line.classes[1:]:
        match cls:
            case OwnClass():
                found += [ast.unparse(f.node.annotation) for f in cls.fields.get(name, ())]
            case StackClass(dotted):
                table = contract.class_table(dotted)
                fields = table.fields.get(name, ()) if table else ()
                found += [field.annotation for mask, field in fields if mask & line.mask]
    return found


def _ignores_types(line: Line) -> bool:
    return any(
        isinstance(inner, ast.keyword | ast.Constant) and "ignored_types" in ast.dump(inner)
        for cls in line.classes
        if isinstance(cls, OwnClass)
        for inner in nodes_of(cls.node)
    )


def _assigned(node: ast.ClassDef, name: str) -> ast.expr:
    for statement in nodes_of(node):
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            return statement.value
    return ast.Name(name, ast.Load())


def missing_fields(line: Line, given: frozenset[str], contract: Contract) -> list[FieldOf]:
    """The required fields that a call leaves out; none where something might fill them in."""
    if _may_fill_in(line):
        return []
    missing: dict[str, FieldOf] = {}
    for cls in reversed(line.classes):
        for field in _fields(cls, line.mask, contract):
            missing.pop(field.name, None)
            if field.required and field.name not in given:
                missing[field.name] = field
    return list(missing.values())


def other_models(
    line: Line, given: Mapping[str, Cases], contract: Contract
) -> Iterator[tuple[int, str]]:
    """Yield what pydantic says of instances given for fields that want one of another model.

    It takes an instance of the field's own class, or of one below it. Only fields that the stack
    annotates are looked at; what a class of the provider annotates anew is left alone.
    """
    if _may_fill_in(line):
        return
    annotated: set[str] = set()
    for cls in line.classes:
        if isinstance(cls, OwnClass):
            annotated |= cls.fields.keys()
            continue
        table = contract.class_table(cls.dotted) if isinstance(cls, StackClass) else None
        for name, variants in table.fields.items() if table and isinstance(cls, StackClass) else ():
            if name in annotated or name not in given:
                continue
            for mask, field in variants:
                for bound in contract.name(cls.dotted.rpartition(".")[0], field.annotation):
                    both = mask & bound.mask & line.mask if bound.kind == "class" else 0
                    wanted = StackClass(bound.target)
                    both = both if _is_model_in(wanted, both, contract) else 0
                    wrong = _not_below(wanted, narrowed(given[name], both), contract)
                    if wrong:
                        why = f"Input should be a valid dictionary or instance of {wanted.title}"
                        yield wrong, f"{name}\n  {why} [type=model_type]"
        annotated |= table.fields.keys() if table else set()


def _is_model_in(cls: StackClass, mask: int, contract: Contract) -> bool:
    found = lines(cls, mask, contract) if mask else []
    return bool(found) and all(is_model(line) and not line.unknown for line in found)


def _not_below(wanted: StackClass, cases: Cases, contract: Contract) -> int:
    """The releases in which a value is surely an instance of another class."""
    wrong = 0
    for case in cases:
        if isinstance(case.value, Instance) and isinstance(case.value.of, OwnClass | StackClass):
            for line in lines(case.value.of, case.mask, contract):
                if not line.unknown and wanted not in line.classes:
                    wrong |= line.mask
    return wrong


def _fields(cls: object, mask: int, contract: Contract) -> list[FieldOf]:
    match cls:
        case OwnClass():
            return [
                FieldOf(name, field.mask & mask, _is_required(field.node))
                for name, fields in cls.fields.items()
                for field in fields
                if not name.startswith("_") and field.mask & mask
            ]
        case StackClass(dotted):
            # A type alias of the stack may give a field its default: none counts as required.
            table = contract.class_table(dotted)
            return [FieldOf(name, mask, required=False) for name in (table.fields if table else ())]
        case _:
            return []


def _is_required(node: ast.AnnAssign) -> bool:
    """Whether a field has no default that can be seen; an alias counts as one."""
    return node.value is None and _is_simple(ast.unparse(node.annotation))


def _is_simple(annotation: str) -> bool:
    return not annotation.startswith(("Annotated", "typing.Annotated")) and (
        "ClassVar" not in annotation and "InitVar" not in annotation
    )


def _may_fill_in(line: Line) -> bool:
    for cls in line.classes:
        match cls:
            case OwnClass() if cls.node.keywords or "Config" in cls.members:
                return True
            case OwnClass() if "model_config" in cls.members or "__new__" in cls.members:
                return True
            case OwnClass() if _VALIDATES_BEFORE & {
                name.rpartition(".")[2]
                for cases in cls.members.values()
                for case in cases
                for name in getattr(case.value, "decorators", ())
            }:
                return True
    return False
