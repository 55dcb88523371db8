"""SPK507: the implementation inherits a traced protocol and has no `__init__` of its own."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.classes import members
from validate_provider.source.provider import Provider
from validate_provider.source.values import External, StackClass

_WITHOUT_INIT = frozenset(
    {
        "abc.ABC",
        "builtins.object",
        "typing.Generic",
        "typing.Protocol",
        "typing_extensions.Protocol",
    }
)


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation inherits a traced protocol and has no `__init__` of its own.

    Up to llama-stack 0.3.5 some protocols are decorated with `@trace_protocol`
    (providers/utils/telemetry/trace_protocol.py), and Python refuses to make an instance of a
    subclass that does not define `__init__`. From 0.4.0 on it does not matter.

    Wrong, in `inference.py`:

        def _set_up(self, config: AcmeConfig) -> None:

    Right:

        def __init__(self, config: AcmeConfig) -> None:
    """
    for line in provider.implementation_lines:
        traced: dict[str, int] = {}
        without = line.mask & alive
        for member in members("__init__", line, provider.contract):
            without &= ~member.mask
        for cls in line.classes:
            match cls:
                case StackClass(dotted):
                    table = provider.contract.class_table(dotted)
                    if table is not None:
                        without &= ~table.flags.get("own-init", 0)
                        traced[cls.title] = table.flags.get("trace-protocol", 0)
                case External(dotted) if dotted not in _WITHOUT_INIT:
                    without = 0
        if line.unknown:
            continue
        for title, mask in traced.items():
            if mask & without:
                yield Fault(
                    mask & without,
                    f"`{line.classes[0].title}` inherits `{title}` and has no `__init__`",
                    site_of(line.classes[0], provider),
                    "TypeError: Protocols cannot be instantiated",
                    "add `def __init__(self, config) -> None`",
                )
                without &= ~mask
