"""What one class or function of the stack says of itself, read off its syntax tree."""

import ast
from collections.abc import Iterator, Set

from validate_provider.contract.signatures import (
    Field,
    Method,
    Parameter,
    spell_method,
)
from validate_provider.record import Record

_Function = ast.FunctionDef | ast.AsyncFunctionDef

_KINDS = {
    "staticmethod": "static",
    "classmethod": "class",
    "property": "property",
    "cached_property": "property",
    "abstractproperty": "property",
    # pydantic makes these class methods, whether they say so or not.
    "field_validator": "class",
    "root_validator": "class",
    "validator": "class",
}
_KINDS_BY_NAME = {"__class_getitem__": "class", "__init_subclass__": "class", "__new__": "static"}
"""What Python makes of these by itself."""
_KEEPS_SIGNATURE = frozenset(
    (
        # Of the standard library, each of which wraps with functools.wraps or not at all ...
        *("abstractmethod", "asynccontextmanager", "cache", "contextmanager", "lru_cache"),
        # ... pydantic's, which leave a method callable as it was written, and the stack's own.
        *("computed_field", "field_serializer", "model_serializer", "model_validator"),
        *("override", "webmethod"),
    )
)
_CLASS_DECORATORS = {
    "dataclass": "dataclass",
    "runtime_checkable": "runtime-checkable",
    "trace_protocol": "trace-protocol",
}
_HARMLESS_CLASS_DECORATORS = frozenset(("json_schema_type", "final", "total_ordering", "unique"))
_LONGEST_DEFAULT = 60


class Shape(Record):
    """A class before its bases are resolved."""

    bases: tuple[str, ...]
    """The text of each base, type arguments left out."""
    fields: dict[str, Field]
    facts: tuple[str, ...]
    """Methods, attributes and flags, as the data spells them, one name a fact."""
    model: bool
    """It has nothing but annotated fields and attributes: no method of its own."""


def read_function(node: _Function) -> str:
    """Return the one fact of a module-level function."""
    return spell_method(node.name, _method(node, skip_first=False))


def read_class(node: ast.ClassDef) -> Shape:
    """Return what the body of a class binds; what it inherits is not looked at."""
    bound: dict[str, str | Field] = {}
    flags: set[str] = set()
    for statement in _statements(node.body):
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not _is_refinement(statement):
                    bound[name] = spell_method(name, _method(statement, skip_first=True))
            case ast.AnnAssign(target=ast.Name(id="model_config"), value=ast.expr() as value):
                flags |= _config_flags(value)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                if not _is_plain(name, annotation):
                    bound[name] = _field(annotation, value)
                elif value is not None:
                    bound[name] = f"attributes {name}"
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    for name in _names(target):
                        bound[name] = f"attributes {name}"
                        if name == "model_config":
                            flags |= _config_flags(value)
            case ast.ClassDef(name=name):
                bound[name] = f"attributes {name}"
    flags |= _class_flags(node, bound.keys())
    facts = [fact for fact in bound.values() if isinstance(fact, str)]
    bases = [_base(base) for base in node.bases]
    if getattr(node, "type_params", None):  # `class A[T]`, Python 3.12
        bases.append("typing.Generic")
    return Shape(
        bases=tuple(bases),
        fields={name: fact for name, fact in bound.items() if isinstance(fact, Field)},
        facts=(*(f"is {flag}" for flag in sorted(flags)), *facts),
        model=not any(fact.startswith(("def ", "async ")) for fact in facts),
    )


def read_aliases(tree: ast.Module) -> dict[str, str]:
    """Return name -> default of each type alias that gives a field one.

    `KVStoreConfig = Annotated[..., Field(default=...)]` (llama-stack 0.2.x,
    providers/utils/kvstore/config.py): a field annotated with it needs no value.
    """
    found = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value):
                default = _default_in(value)
                if default is not None:
                    found[name] = default
    return found


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a class body that run, in order, whatever the case."""
    for statement in body:
        match statement:
            case ast.If(test=test, body=then, orelse=other):
                checking = ast.unparse(test).endswith("TYPE_CHECKING")
                yield from _statements(other if checking else [*then, *other])
            case ast.Try(body=inside, handlers=handlers):
                yield from _statements(inside)
                for handler in handlers:
                    yield from _statements(handler.body)
            case _:
                yield statement


def _names(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from _names(element)


def _is_refinement(node: _Function) -> bool:
    """Tell a property's setter and an overload: the name already has its meaning."""
    return any(
        ast.unparse(decorator).rpartition(".")[2] in ("setter", "deleter", "overload")
        for decorator in node.decorator_list
    )


# Methods.


def _method(node: _Function, *, skip_first: bool) -> Method:
    decorators = [_decorator(decorator) for decorator in node.decorator_list]
    kinds = [_KINDS[name] for name in decorators if name in _KINDS]
    kind = kinds[0] if kinds else _KINDS_BY_NAME.get(node.name, "method")
    parameters = _parameters(node.args)
    if skip_first and kind != "static" and parameters and parameters[0].kind != "star":
        parameters = parameters[1:]
    return Method(
        parameters=parameters,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        kind=kind,
        abstract=any(name in ("abstractmethod", "abstractproperty") for name in decorators),
        body=_body(node),
        markers=_markers(node, decorators),
    )


def _decorator(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node).rpartition(".")[2]


def _parameters(arguments: ast.arguments) -> tuple[Parameter, ...]:
    plain = [*arguments.posonlyargs, *arguments.args]
    required = len(plain) - len(arguments.defaults)
    parameters = [
        Parameter(
            argument.arg,
            "positional" if index < len(arguments.posonlyargs) else "normal",
            has_default=index >= required,
        )
        for index, argument in enumerate(plain)
    ]
    if arguments.vararg:
        parameters.append(Parameter(arguments.vararg.arg, "star", has_default=False))
    parameters += [
        Parameter(argument.arg, "keyword", has_default=default is not None)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    if arguments.kwarg:
        parameters.append(Parameter(arguments.kwarg.arg, "starstar", has_default=False))
    return tuple(parameters)


def _body(node: _Function) -> str:
    body = [statement for statement in node.body if not _says_nothing(statement)]
    if not body:
        return "stub"
    if len(body) == 1 and isinstance(body[0], ast.Raise) and body[0].exc is not None:
        error = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
        if ast.unparse(error) == "NotImplementedError":
            return "raises"
    return "real"


def _says_nothing(statement: ast.stmt) -> bool:
    """Tell `...`, `pass` and docstrings."""
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _markers(node: _Function, decorators: list[str]) -> tuple[str, ...]:
    """Return what `@webmethod` says, and `wrapped` for a decorator we don't know.

    A method may have several webmethods. The loader up to 0.2.24 asks the outermost whether it
    is experimental; the one from 0.3.0 on looks at the levels of all (core/resolver.py).
    """
    markers = []
    calls = [
        decorator
        for decorator in node.decorator_list
        if _decorator(decorator) == "webmethod" and isinstance(decorator, ast.Call)
    ]
    if calls:
        markers.append("webmethod")
        markers += sorted({level for call in calls for level in _levels(call)})
        experimental = _keyword(calls[0], "experimental")
        if isinstance(experimental, ast.Constant) and experimental.value:
            markers.append("experimental")
    if any(name not in _KINDS and name not in _KEEPS_SIGNATURE for name in decorators):
        markers.append("wrapped")
    return tuple(markers)


def _levels(call: ast.Call) -> Iterator[str]:
    """Yield the level of a webmethod: a string, or a constant named for its value."""
    match _keyword(call, "level"):
        case ast.Constant(value=str(level)):
            yield level
        case ast.Name(id=name):
            yield name.rpartition("_")[2].lower()


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


# Fields and flags.


def _field(annotation: ast.expr, value: ast.expr | None) -> Field:
    default = _default(value) if value is not None else _default_in(annotation)
    return Field(ast.unparse(annotation), default is None, default or "")


def _is_plain(name: str, annotation: ast.expr) -> bool:
    """Tell an annotated name that is no field: pydantic leaves out private ones and ClassVars."""
    return name.startswith("_") or _base(annotation).rpartition(".")[2] == "ClassVar"


def _default(value: ast.expr) -> str | None:
    """Return the text of a field's default; None if pydantic's `Field()` gives none."""
    if isinstance(value, ast.Call) and _decorator(value) in ("Field", "field", "PrivateAttr"):
        if value.args:
            return _short(value.args[0])
        default = _keyword(value, "default")
        if default is not None:
            return _short(default)
        return None if _keyword(value, "default_factory") is None else "..."
    return _short(value)


def _default_in(annotation: ast.expr) -> str | None:
    """Return the default that an `Annotated[int, Field(default=1)]` gives."""
    for node in ast.walk(annotation):
        if isinstance(node, ast.Call) and _decorator(node) == "Field":
            found = _default(node)
            if found is not None:
                return found
    return None


def _short(value: ast.expr) -> str | None:
    if isinstance(value, ast.Constant) and value.value is ...:
        return None  # pydantic's way to say: required
    text = ast.unparse(value)
    return "..." if len(text) > _LONGEST_DEFAULT or " = " in text or "\n" in text else text


def _config_flags(value: ast.expr) -> set[str]:
    """Read pydantic's `model_config = ConfigDict(extra="forbid")`, or the same as a dict."""
    settings: dict[str, ast.expr] = {}
    if isinstance(value, ast.Call):
        settings = {keyword.arg: keyword.value for keyword in value.keywords if keyword.arg}
    elif isinstance(value, ast.Dict):
        settings = {
            str(key.value): item
            for key, item in zip(value.keys, value.values, strict=True)
            if isinstance(key, ast.Constant)
        }
    return _settings_flags(settings)


def _settings_flags(settings: dict[str, ast.expr]) -> set[str]:
    flags = set()
    extra = settings.get("extra")
    if isinstance(extra, ast.Constant) and extra.value in ("allow", "forbid"):
        flags.add(f"extra-{extra.value}")
    frozen = settings.get("frozen")
    if isinstance(frozen, ast.Constant) and frozen.value:
        flags.add("frozen")
    return flags


def _class_flags(node: ast.ClassDef, bound: Set[str]) -> set[str]:
    flags = _settings_flags({k.arg: k.value for k in node.keywords if k.arg})
    if any(keyword.arg == "metaclass" for keyword in node.keywords):
        flags.add("metaclass")
    if "__init__" in bound:
        flags.add("own-init")
    if "__getattr__" in bound or "__getattribute__" in bound:
        flags.add("open")
    bases = {_base(base).rpartition(".")[2] for base in node.bases}
    if bases & {"Enum", "StrEnum", "IntEnum", "Flag"}:
        flags.add("enum")
    if "Protocol" in bases:
        flags.add("protocol")
    for decorator in node.decorator_list:
        name = _decorator(decorator)
        if name in _CLASS_DECORATORS:
            flags.add(_CLASS_DECORATORS[name])
            if isinstance(decorator, ast.Call):
                flags |= _settings_flags({k.arg: k.value for k in decorator.keywords if k.arg})
        elif name not in _HARMLESS_CLASS_DECORATORS:
            flags.add("decorated")
    return flags


def _base(node: ast.expr) -> str:
    return ast.unparse(node.value if isinstance(node, ast.Subscript) else node)
