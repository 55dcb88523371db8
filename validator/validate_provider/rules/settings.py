"""What the rules on config classes look at: the class, its fields, its sample."""

import ast
from collections.abc import Iterator

from validate_provider.record import Record
from validate_provider.source.classes import Line, lines
from validate_provider.source.nodes import nodes_of
from validate_provider.source.provider import Provider
from validate_provider.source.values import External, OwnClass, OwnFunction, narrowed

_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel"})
_DATACLASSES = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
_HOLD_NO_FIELDS = _MODELS | {"abc.ABC", "builtins.object"}
SAMPLE = "sample_run_config"


class Field(Record):
    """A field of a config class, where it is defined."""

    owner: OwnClass
    node: ast.AnnAssign

    @property
    def annotation(self) -> str:
        """Its type, as written, without quotes."""
        return ast.unparse(self.node.annotation).strip("'\"")

    @property
    def default(self) -> ast.expr | None:
        """Its default: the value itself, or that of `Field(...)`; None if it has none there."""
        value = self.node.value
        if not isinstance(value, ast.Call) or _last_name(value.func) != "Field":
            return value
        for keyword in value.keywords:
            if keyword.arg == "default":
                return keyword.value
        return value.args[0] if value.args else None

    @property
    def required(self) -> bool:
        """Whether a config must give it."""
        value = self.node.value
        if isinstance(value, ast.Call) and _last_name(value.func) == "Field":
            if any(k.arg in {None, "default_factory"} for k in value.keywords):
                return False
            value = self.default
        return value is None or (isinstance(value, ast.Constant) and value.value is ...)


class ConfigClass(Record):
    """A config class of the package, and all it inherits from."""

    own: OwnClass
    line: Line

    @property
    def mask(self) -> int:
        """The releases that use it."""
        return self.line.mask

    @property
    def fields(self) -> dict[str, Field]:
        """Its fields, and those of its bases in the package."""
        found: dict[str, Field] = {}
        for cls in self.line.classes:
            if isinstance(cls, OwnClass):
                for name, cases in cls.fields.items():
                    private = name == "model_config" or name.startswith("_")
                    if not private and not _is_class_variable(cases[0].node):
                        found.setdefault(name, Field(cls, cases[0].node))
        return found

    @property
    def is_model(self) -> bool:
        """Whether pydantic makes it."""
        return any(isinstance(c, External) and c.dotted in _MODELS for c in self.line.classes)

    @property
    def complete(self) -> bool:
        """Whether all of its fields are known."""
        return not self.line.unknown and all(
            isinstance(cls, OwnClass)
            or (isinstance(cls, External) and cls.dotted in _HOLD_NO_FIELDS)
            for cls in self.line.classes
        )

    @property
    def dataclass(self) -> str:
        """The decorator that makes it a dataclass; empty if none does."""
        for decorator in self.own.node.decorator_list:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            name = _last_name(target)
            for case in self.own.module.names.get(ast.unparse(target).partition(".")[0], ()):
                if isinstance(case.value, External):
                    dotted = case.value.dotted
                    full = dotted if dotted.endswith(f".{name}") else f"{dotted}.{name}"
                    if full in _DATACLASSES:
                        return full
        return ""

    @property
    def sample(self) -> OwnFunction | None:
        """Its `sample_run_config`, if it is a method of the package."""
        for cls in self.line.classes:
            if isinstance(cls, OwnClass) and SAMPLE in cls.members:
                value = cls.members[SAMPLE][0].value
                return value if isinstance(value, OwnFunction) else None
        return None


def config_classes(provider: Provider, alive: int) -> Iterator[ConfigClass]:
    """The config classes of a provider that are classes of the package."""
    for mask, _text, lookup in provider.config_class:
        for case in narrowed(lookup.cases, mask & alive):
            if isinstance(case.value, OwnClass):
                for line in lines(case.value, case.mask, provider.contract):
                    yield ConfigClass(case.value, line)


def sampled_keys(function: OwnFunction) -> dict[str, ast.expr] | None:
    """The keys of the one dictionary that a sample returns; None if it is not written out."""
    returns = [node for node in nodes_of(function.node) if isinstance(node, ast.Return)]
    if len(returns) != 1 or not isinstance(returns[0].value, ast.Dict):
        return None
    found: dict[str, ast.expr] = {}
    for key, value in zip(returns[0].value.keys, returns[0].value.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        found[key.value] = value
    return found


def _last_name(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


def _is_class_variable(node: ast.AnnAssign) -> bool:
    return "ClassVar" in ast.unparse(node.annotation)
