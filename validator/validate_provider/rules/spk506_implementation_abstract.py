"""SPK506: the implementation leaves an abstract method open."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.abstract import left_open
from validate_provider.source.provider import Provider


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
        cls = line.classes[0]
        for mask, names in left_open(line, provider.contract).items():
            if not mask & alive:
                continue
            plural = "s" if len(names) > 1 else ""
            quoted = ", ".join(f"'{name}'" for name in sorted(names))
            yield Fault(
                mask & alive,
                f"`{cls.title}` does not define {listed(sorted(names))}, abstract in a base class",
                site_of(cls, provider),
                f"TypeError: Can't instantiate abstract class {cls.title} without an "
                f"implementation for abstract method{plural} {quoted}",
            )
