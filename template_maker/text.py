"""The text of a skeleton, not yet formatted, for a provider of some name."""

from collections.abc import Iterator

from template_maker.lines import Cell, noun
from template_maker.parts import Part, Parts
from validate_provider.record import Record

LINE_LENGTH = 120
"""Of generated packages, see the template's pyproject.toml."""
_IGNORE = "  # type: ignore[override]"


class Name(Record):
    """What a provider and the kind of its class are called."""

    provider: str
    """As classes spell it: `Acme`."""
    suffix: str
    """`Adapter`, or `Impl`."""


def text_of(cell: Cell, parts: Parts, name: Name) -> str:
    """Return the module; its imports are in no order, its lines of any length."""
    return "\n".join(_lines(cell, parts, name))


def _lines(cell: Cell, parts: Parts, name: Name) -> Iterator[str]:
    yield f'"""The `{cell.api}` API: all that the stack asks of a provider."""'
    yield ""
    for module, imported in parts.imports:
        yield f"from {module} import {imported}"
    yield f"from .config import {name.provider}Config"
    yield f"class {name.provider}{noun(cell.api)}{name.suffix}({parts.protocol}):"
    yield f'    """The `{cell.api}` API, by {name.provider}.'
    yield ""
    yield '    What is not written yet, the stack answers with "not implemented".'
    if parts.inherited:
        yield "    A provider need not have these at all:"
        yield ""
        yield from (f"    - `{method}`" for method in parts.inherited)
    yield '    """'
    yield ""
    if parts.attributes:
        yield "    # The stack fills this in once it has the provider."
        for attribute in parts.attributes:
            yield f"    {attribute.name}: {attribute.annotation}"
        yield ""
    yield from _lifecycle(parts, name)
    if parts.hooks:
        yield ""
        yield "    # The stack calls these, too: at start-up, and as resources come and go."
        for hook in parts.hooks:
            yield ""
            yield from _method(hook)
    yield ""
    yield "    # YOUR BACKEND: each method below gets a request and returns its answer."
    for part in parts.methods:
        yield ""
        yield from _method(part)


def _lifecycle(parts: Parts, name: Name) -> Iterator[str]:
    yield f"    def __init__(self, config: {name.provider}Config) -> None:"
    yield "        self.config = config"
    yield ""
    yield "    async def initialize(self) -> None:"
    yield '        """Open what the backend needs; the stack waits for it."""'
    yield ""
    yield "    async def shutdown(self) -> None:"
    yield '        """Close what `initialize` opened."""'
    if parts.health:
        yield ""
        yield "    async def health(self) -> HealthResponse:"
        yield '        """Say whether the backend answers, once there is one to ask."""'
        yield "        return HealthResponse(status=HealthStatus.NOT_IMPLEMENTED)"


def _method(part: Part) -> Iterator[str]:
    start = f"    {'async ' if part.is_async else ''}def {part.name}"
    line = f"{start}{part.signature}:"
    if not part.overrides:
        yield line
    elif len(line) <= LINE_LENGTH:
        yield line + _IGNORE
    else:  # mypy looks for it where the definition begins
        yield f"{start}({_IGNORE}"
        yield part.signature.removeprefix("(") + ":"
    yield f'        """{part.doc}"""'
    if part.body:
        yield f"        {part.body}"
