"""How the stack calls a method of a provider, and how one call is written on one line.

A call reads like Python without its values, `_` for what is passed by position:

    await list_runtime_tools(_, _, authorization=)
    async for await chat_completion(model_id=, messages=)
"""

from validate_provider.record import Record


class Call(Record):
    """One way in which a router, a routing table or a route calls a method of a provider."""

    positional: int
    """How many arguments it passes by position, `self` not counted."""
    keywords: tuple[str, ...]
    """The names of those it passes by keyword, in its order."""
    awaited: bool
    iterated: bool
    """Whether it goes through the result with `async for` right away."""


_AWAIT, _ITERATE = "await ", "async for "


def spell_call(name: str, call: Call) -> str:
    """Return CALL of the method NAME as one line; `parse_call` is the inverse."""
    passed = [*("_" * call.positional), *(f"{keyword}=" for keyword in call.keywords)]
    words = (_ITERATE if call.iterated else "") + (_AWAIT if call.awaited else "")
    return f"{words}{name}({', '.join(passed)})"


def parse_call(text: str) -> tuple[str, Call]:
    """Return the name and the call that `spell_call` wrote as TEXT."""
    head, _, rest = text.partition("(")
    passed = rest.removesuffix(")").split(", ") if rest != ")" else []
    keywords = tuple(word.removesuffix("=") for word in passed if word != "_")
    return head.rpartition(" ")[2], Call(
        positional=len(passed) - len(keywords),
        keywords=keywords,
        awaited=_AWAIT in head,
        iterated=head.startswith(_ITERATE),
    )
