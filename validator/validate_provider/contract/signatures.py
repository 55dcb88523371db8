"""Methods and fields of the stack's classes, and how one is written on one line.

A method reads like Python without annotations and with the mere fact of a default:

    async def rerank(model, query, items, max_num_results=) raises webmethod v1alpha

and a field like the annotated assignment that it is:

    module: str | None = None
"""

from validate_provider.record import Record

_KINDS = ("static", "class", "property")
_BODIES = ("stub", "raises")


class Parameter(Record):
    """One parameter of a method, `self` and `cls` left out."""

    name: str
    kind: str
    """`positional` (before a `/`), `normal`, `star`, `keyword` (after a `*`) or `starstar`."""
    has_default: bool


class Method(Record):
    """A method of a class, or a function of a module, in some releases."""

    parameters: tuple[Parameter, ...]
    is_async: bool
    kind: str
    """`method` (also a plain function), `static`, `class` or `property`."""
    abstract: bool
    body: str
    """`real`, `stub` (nothing but `...`, `pass` or a docstring) or `raises` (only that)."""
    markers: tuple[str, ...]
    """What else its decorators say: `webmethod`, then its levels (`v1`, `v1alpha`, ...) and
    `experimental`; `wrapped` if an unknown decorator may have changed its signature."""


class Field(Record):
    """An annotated field of a class, in some releases."""

    annotation: str
    """Its text in the source."""
    required: bool
    default: str
    """The default's text in the source; empty if there is none, `...` if it is long."""


def spell_method(name: str, method: Method) -> str:
    """Return METHOD as one line; `parse_method` is the inverse."""
    words = ["async def" if method.is_async else "def"]
    words.append(f"{name}({', '.join(_spell_parameters(method.parameters))})")
    if method.kind != "method":
        words.append(method.kind)
    if method.abstract:
        words.append("abstract")
    if method.body != "real":
        words.append(method.body)
    words += method.markers
    return " ".join(words)


def _spell_parameters(parameters: tuple[Parameter, ...]) -> list[str]:
    words = []
    before = ""
    for parameter in parameters:
        if before == "positional" and parameter.kind != "positional":
            words.append("/")
        if parameter.kind == "keyword" and before not in ("star", "keyword"):
            words.append("*")
        stars = {"star": "*", "starstar": "**"}.get(parameter.kind, "")
        words.append(stars + parameter.name + ("=" if parameter.has_default else ""))
        before = parameter.kind
    if before == "positional":
        words.append("/")
    return words


def parse_method(text: str) -> tuple[str, Method]:
    """Return the name and the method that `spell_method` wrote as TEXT."""
    head, _, rest = text.partition("(")
    inside, _, tail = rest.rpartition(")")
    keyword, _, name = head.rpartition(" ")
    words = tail.split()
    return name, Method(
        parameters=_parse_parameters(inside.split(", ") if inside else []),
        is_async=keyword == "async def",
        kind=next((word for word in words if word in _KINDS), "method"),
        abstract="abstract" in words,
        body=next((word for word in words if word in _BODIES), "real"),
        markers=tuple(w for w in words if w not in (*_KINDS, *_BODIES, "abstract")),
    )


def _parse_parameters(words: list[str]) -> tuple[Parameter, ...]:
    positional = words.index("/") if "/" in words else 0
    parameters = []
    keyword_only = False
    for index, word in enumerate(words):
        if word == "/":
            continue
        if word == "*":
            keyword_only = True
        elif word.startswith("**"):
            parameters.append(Parameter(word[2:], "starstar", has_default=False))
        elif word.startswith("*"):
            parameters.append(Parameter(word[1:], "star", has_default=False))
            keyword_only = True
        else:
            kind = "keyword" if keyword_only else "positional" if index < positional else "normal"
            parameters.append(Parameter(word.rstrip("="), kind, word.endswith("=")))
    return tuple(parameters)


def spell_field(name: str, field: Field) -> str:
    """Return FIELD as one line; `parse_field` is the inverse."""
    return f"{name}: {field.annotation}" + ("" if field.required else f" = {field.default}")


def parse_field(text: str) -> tuple[str, Field]:
    """Return the name and the field that `spell_field` wrote as TEXT."""
    name, _, rest = text.partition(": ")
    annotation, equals, default = rest.rpartition(" = ")
    if not equals:
        return name, Field(rest, required=True, default="")
    return name, Field(annotation, required=False, default=default)
