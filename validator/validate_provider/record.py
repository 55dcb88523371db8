"""The base of the kit's value classes."""

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, dataclass_transform

__all__ = ["Record", "replace"]


@dataclass_transform(frozen_default=True)
class Record:
    """A value with named fields: its class's annotations, in order, with their defaults.

    It is made, compared and shown as a frozen dataclass is, and type checkers take it for one. It
    differs in what it costs: a dataclass and a `NamedTuple` compile code for each class, which for
    the some seventy classes of the kit took a quarter of the time that reading a package takes.
    That the arguments fit is for the type checker to say; at run time nobody looks.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, object]] = {}

    def __init_subclass__(cls) -> None:
        own = cls.__annotations__
        fields = (*cls._fields, *own)
        defaults = {name: vars(cls)[name] for name in own if name in vars(cls)}
        cls._fields, cls._defaults = fields, cls._defaults | defaults
        type.__setattr__(cls, "__match_args__", fields)  # the type checker makes its own

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as the fields have it
        own = self.__dict__
        if self._defaults:
            own.update(self._defaults)
        own.update(zip(self._fields, given))  # noqa: B905 - the rest is named, or has a default
        if named:
            own.update(named)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *map(vars(self).__getitem__, self._fields)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={vars(self)[name]!r}" for name in self._fields)
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} does not change: {name}")


if TYPE_CHECKING:
    from dataclasses import replace  # checks the names and types of what is changed
else:

    def replace(record, /, **changes):  # noqa: ANN001, ANN003, ANN201 - see above
        """Give the same record with some fields changed, as `dataclasses.replace` does."""
        made = object.__new__(type(record))
        vars(made).update(vars(record))
        vars(made).update(changes)
        return made
