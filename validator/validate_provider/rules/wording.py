"""Words that several rules share: the stack's own, and how code is quoted."""

import sys

from validate_provider.record import replace
from validate_provider.source.values import (
    Constant,
    Coroutine,
    Dictionary,
    EnumMember,
    Instance,
    OwnClass,
    OwnFunction,
    OwnModule,
    Raised,
    Sequence,
    Site,
    StackClass,
    StackModule,
    Value,
)

MASKED = (
    "ValueError: get_provider_spec not found. If specifying an external provider via `module` in "
    "the Provider spec, the Provider must have the `provider.get_provider_spec` module available"
)
"""What the loader shows for any ModuleNotFoundError (0.2.16 on, core/distribution.py)."""


_MOST, _LONGEST = 500, 100
"""Names that are compared, and characters of one: comparing takes long."""


def close_to(wanted: str, names: list[str]) -> str:
    """The name that was probably meant; empty if none is near."""
    import difflib

    near = difflib.get_close_matches(wanted[:_LONGEST], names[:_MOST], n=1, cutoff=0.6)
    return near[0] if near else ""


def listed(names: list[str]) -> str:
    """Names as a sentence lists them: `a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def type_name(value: Value) -> str:
    """The Python type of a value, as an error message names it; empty if it can't be told."""
    match value:
        case Constant(constant):
            return type(constant).__name__
        case Sequence(kind, _):
            return kind
        case Dictionary():
            return "dict"
        case Coroutine():
            return "coroutine"
        case EnumMember():
            return "Api"
        case OwnFunction():
            return "function"
        case OwnModule() | StackModule():
            return "module"
        case Instance(OwnClass() | StackClass() as of):
            return of.title
        case _:
            return ""


def told(raised: Raised) -> str:
    """What an exception means to the author of the line that raises it."""
    match raised.exception:
        case "ModuleNotFoundError":
            return f"there is no module `{raised.subject}`"
        case "ImportError" if raised.subject:
            module, _, name = raised.subject.rpartition(".")
            return f"there is no `{name}` in `{module}`"
        case "AttributeError" if raised.subject.startswith("Api."):
            return f"there is no `{raised.subject}`"
        case "SyntaxError" | "IndentationError" | "TabError":
            if raised.certain:
                return f"this is not valid Python: {raised.message}"
            running = f"{sys.version_info.major}.{sys.version_info.minor}"
            return (
                f"Python {running} can't read {raised.site.path}:{raised.site.line} "
                f"({raised.message}); run validate-provider with Python 3.12 or later"
            )
        case _:
            return raised.says


def merged(raised: tuple[Raised, ...]) -> list[Raised]:
    """Exceptions of one place and text put together, in the order they would be met."""
    found: dict[tuple[str, str, Site, bool], Raised] = {}
    for one in raised:
        key = (one.exception, one.message, one.site, one.certain)
        before = found.get(key)
        found[key] = one if before is None else replace(one, mask=one.mask | before.mask)
    return list(found.values())
