"""Class tables, functions and type aliases of one release: the facts of `definitions`.

Not every class is kept. A provider is judged by the classes it builds upon, so these are left
out: request and response models of the API packages that nothing derives from, the adapters of
the stack's own providers (not their bases, not their configs), and what only the stack's server,
command line, model code and templates are made of. A class that is left out has no table, which
readers must take as "unknown".
"""

import builtins
from collections.abc import Mapping

from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.modules import Module
from validate_provider.contract.extract.shapes import Shape
from validate_provider.contract.names import ImportTable
from validate_provider.contract.signatures import Field, spell_field
from validate_provider.record import replace

_INTERNALS = frozenset(
    ("cli", "distributions", "models", "strong_typing", "templates", "testing", "ui")
)
_CORE = ("access_control", "datatypes", "request_headers", "storage", "store", "utils")
"""What providers use of the server: `core`, which was `distribution` up to 0.2.16."""
_API_ROOTS = ("llama_stack_api", "ogx_api")


def add_definitions(
    facts: Facts, modules: Mapping[str, Module], table: ImportTable, mask: int
) -> set[str]:
    """Add the definitions of one release, with the bases of classes found through TABLE.

    Returns:
        The keys worth keeping. What one release needs is kept of all, so that a table doesn't
        end where the class does not.
    """
    shapes = {
        f"{dotted}.{name}": (dotted, shape)
        for dotted, module in modules.items()
        for name, shape in module.classes.items()
    }
    bases = {
        key: [_resolve(dotted, base, key, table, mask) for base in shape.bases]
        for key, (dotted, shape) in shapes.items()
    }
    aliases = {
        f"{dotted}.{name}": default
        for dotted, module in modules.items()
        for name, default in module.aliases.items()
    }
    keep = {base for all_of_one in bases.values() for base in all_of_one}
    for key, (dotted, shape) in shapes.items():
        _add_class(facts, key, bases[key], shape, mask)
        for name, written in shape.fields.items():
            field = _with_alias(dotted, written, aliases, table, mask)
            facts.add(key, f"field {spell_field(name, field)}", mask)
        if _is_of_interest(dotted, shape):
            keep.add(key)
    for key, default in aliases.items():
        facts.add(key, f"default {default}", mask)
        keep.add(key)
    for dotted, module in modules.items():
        for name, fact in module.functions.items() if _has_functions_to_call(dotted) else ():
            facts.add(f"{dotted}.{name}", fact, mask)
            keep.add(f"{dotted}.{name}")
    return keep


def _add_class(facts: Facts, key: str, bases: list[str], shape: Shape, mask: int) -> None:
    facts.add(key, " ".join(("bases", *bases)), mask)
    for fact in shape.facts:
        word, _, rest = fact.partition(" ")
        if word in ("attributes", "is"):
            facts.add(key, word, mask, rest)
        else:
            facts.add(key, fact, mask)


def _with_alias(
    module: str, field: Field, aliases: Mapping[str, str], table: ImportTable, mask: int
) -> Field:
    """Return FIELD with the default that its annotation stands for, if it is such an alias."""
    if field.required and field.annotation.isidentifier():
        for bound in table.name(module, field.annotation):
            if bound.mask & mask and bound.target in aliases:
                return replace(field, required=False, default=aliases[bound.target])
    return field


def _is_of_interest(module: str, shape: Shape) -> bool:
    root, _, path = module.partition(".")
    area, _, below = path.partition(".")
    if area in _INTERNALS or area == root:  # 0.4.2 and 0.4.3 hold a second copy of the API package
        return False
    if root in _API_ROOTS or area == "apis":
        return not shape.model or path.endswith("datatypes")
    if area in ("core", "distribution"):
        return below.startswith(_CORE)
    if area == "providers" and below.startswith(("inline.", "remote.")):
        return module.endswith((".config", "_config"))
    return True


def _has_functions_to_call(module: str) -> bool:
    root, _, path = module.partition(".")
    return root in _API_ROOTS or path.startswith(
        ("apis.", "providers.datatypes", "providers.utils.")
    )


def _resolve(module: str, base: str, key: str, table: ImportTable, mask: int) -> str:
    """Return the dotted definition of a base class, or `?` and its text."""
    first, *rest = base.split(".")
    for bound in table.name(module, first):
        if not bound.mask & mask:
            continue
        if not rest and bound.kind in ("class", "external") and bound.target != key:
            return bound.target
        if rest and bound.kind == "external":
            return ".".join((bound.target, *rest))
        if len(rest) == 1 and bound.kind == "module":
            return _resolve(bound.target, rest[0], key, table, mask)
        break
    else:
        if not rest and hasattr(builtins, first):
            return f"builtins.{first}"
    return f"?{base.replace(' ', '')}"
