"""SPK506: the implementation leaves an abstract method open."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.classes import Line, members
from validate_provider.source.provider import Provider
from validate_provider.source.values import External, OwnClass, StackClass

_ENFORCES = {"abc.ABC", "pydantic.BaseModel", "typing.Protocol", "typing_extensions.Protocol"}


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation leaves an abstract method open.

    Python makes no instance of a class that leaves one open, so the factory fails. The stack's own
    base classes have abstract methods, too: `OpenAIMixin` asks for `get_base_url`.

    Wrong, in `inference.py`:

        from abc import abstractmethod

        @abstractmethod
        async def more(self) -> None: ...

        async def initialize(self)

    Right:

        async def initialize(self)
    """
    for line in provider.implementation_lines:
        enforced = any(isinstance(c, External) and c.dotted in _ENFORCES for c in line.classes)
        if not line.mask & alive or not enforced or line.unknown:
            continue
        by_mask: dict[int, list[str]] = {}
        for name in _names(line, provider):
            open_, rest = 0, line.mask & alive
            for member in members(name, line, provider.contract):
                open_ |= member.mask & rest if member.abstract else 0
                rest &= ~member.mask
            if open_:
                by_mask.setdefault(open_, []).append(name)
        cls = line.classes[0]
        for mask, names in by_mask.items():
            plural = "s" if len(names) > 1 else ""
            quoted = ", ".join(f"'{name}'" for name in sorted(names))
            yield Fault(
                mask,
                f"`{cls.title}` does not define {listed(sorted(names))}, abstract in a base class",
                site_of(cls, provider),
                f"TypeError: Can't instantiate abstract class {cls.title} without an "
                f"implementation for abstract method{plural} {quoted}",
            )


def _names(line: Line, provider: Provider) -> list[str]:
    names: dict[str, None] = {}
    for cls in line.classes:
        match cls:
            case OwnClass():
                names.update(dict.fromkeys(cls.members))
            case StackClass(dotted):
                table = provider.contract.class_table(dotted)
                if table is not None:
                    names.update(dict.fromkeys(table.methods))
    return list(names)
