"""Judge what came of a request: served, refused, not implemented, wrong, or not to be told.

`wrong` is said only of what no input can excuse. Whoever refuses an input that was made up, or
cannot reach a service that nobody named, may be right.
"""

from __future__ import annotations

import importlib
import inspect
import json
from typing import TYPE_CHECKING, Any

from validate_provider.live.inside.routes import alternatives
from validate_provider.live.inside.unreached import UNREACHED

if TYPE_CHECKING:
    from validate_provider.live.inside.spying import Spy
    from validate_provider.live.inside.transport import Reply

SERVED, REFUSED, NOT_IMPLEMENTED, WRONG, UNKNOWN = (
    "served",
    "refused",
    "not implemented",
    "wrong",
    "unknown",
)


class Verdict(Exception):  # noqa: N818 - it is raised to end the judging, and is no error
    """A judgement, with the words for it and the error that it rests on."""

    def __init__(self, outcome: str, words: str = "", error: BaseException | None = None) -> None:
        super().__init__(words)
        self.outcome, self.words, self.error = outcome, words, error


def links(error: BaseException | None) -> list[BaseException]:
    """List an error and what it was raised from."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def judge_error(
    error: BaseException, spy: Spy, made_up: set[str], status: int, own_types: set[str]
) -> Verdict:
    """Judge a request that ended in an error.

    Args:
        error: What was raised.
        spy: Saw whether the provider was asked.
        made_up: Names of what nobody gave and the request has: ids, arguments of a tool.
        status: What the server makes of the error, as an HTTP status.
        own_types: The classes of the request itself, which may refuse it.
    """
    said = f"{type(error).__name__}: {error}"
    chain = links(error)
    if any(isinstance(link, NotImplementedError) for link in chain):
        return Verdict(NOT_IMPLEMENTED, str(error), error)
    for link in chain:
        if type(link).__name__ == "StandInError":
            return Verdict(UNKNOWN, str(link), error)
        if type(link).__name__ in UNREACHED:
            return Verdict(UNKNOWN, f"its service can't be reached ({said})", error)
        if getattr(getattr(link, "response", None), "status_code", None):
            return Verdict(REFUSED, f"its service says: {link}", error)
    if isinstance(error, AttributeError) and error.obj is spy.implementation:
        return Verdict(WRONG, said, error)
    if not spy.seen.called:
        return Verdict(UNKNOWN, f"the stack did not ask the provider ({said})", error)
    if made_up and may_come_of_it(error):
        return Verdict(REFUSED, f"{said} ({made_up_words(made_up)})", error)
    if type(error).__name__ == "ValidationError" and getattr(error, "title", "") not in own_types:
        return Verdict(WRONG, said, error)
    if status >= 500 and not isinstance(error, (ConnectionError, TimeoutError)):
        return Verdict(WRONG, said, error)
    return Verdict(REFUSED, said, error)


def may_come_of_it(error: BaseException) -> bool:
    """Whether an error may be all that a provider says of an id that it does not know.

    What it looks up by such an id is None, and it may stumble on that. A name or a module that is
    not there, or a call with the wrong arguments, has another cause.
    """
    if isinstance(error, UnboundLocalError):  # what would have set it was not come to
        return True
    if isinstance(error, (NameError, ImportError, SyntaxError)):
        return False
    if isinstance(error, (AttributeError, TypeError)):
        return "NoneType" in str(error)
    if type(error).__name__ == "ValidationError":
        return all(it["input"] is None for it in getattr(error, "errors", list)())
    return True


def made_up_words(made_up: set[str]) -> str:
    """Say what of a request nobody gave."""
    return f"made up: {', '.join(sorted(made_up))}"


def judge_answer(reply: Reply, annotation: Any, *, stream: bool) -> Verdict:  # noqa: ANN401
    """Judge an answer against what the protocol says is returned."""
    if stream:
        return judge_pieces(reply, annotation)
    expected = [it for it in alternatives(annotation) if not is_stream(it)]
    if not checkable(expected):
        return Verdict(SERVED)
    try:
        value = json.loads(reply.body or b"null")
    except ValueError:
        return Verdict(SERVED)  # a file's content, which is no JSON
    if value is None and type(None) not in expected:
        return Verdict(WRONG, f"it returns None, not {shown(expected)}")
    return judge_value(value, expected)


def is_empty(body: bytes) -> bool:
    """Whether an answer is a list of nothing, framed or not."""
    try:
        value = json.loads(body or b"null")
    except ValueError:
        return False
    return (value.get("data") if isinstance(value, dict) else value) == []


def judge_pieces(reply: Reply, annotation: Any) -> Verdict:  # noqa: ANN401
    """Judge a stream, event by event."""
    import typing

    expected = [
        piece
        for it in alternatives(annotation)
        if is_stream(it)
        for inner in typing.get_args(it)[:1]
        for piece in alternatives(inner)
    ]
    events = list(events_of(reply.body))
    if not events:
        return Verdict(WRONG, "it is asked for a stream, and nothing comes")
    for event in events:
        if checkable(expected):
            judged = judge_value(event, expected)
            if judged.outcome == WRONG:
                return Verdict(WRONG, f"in the stream, {judged.words}")
    return Verdict(SERVED)


def events_of(body: bytes) -> list[Any]:
    """Give the JSON of each server-sent event, without the closing `[DONE]`."""
    found = []
    for line in body.decode(errors="replace").splitlines():
        field, _, value = line.partition(":")
        if field == "data" and value.strip() not in {"[DONE]", ""}:
            found.append(json.loads(value))
    return found


def error_event(body: bytes) -> str:
    """Give the words of an error that stands in a stream, or nothing."""
    for line in body.decode(errors="replace").splitlines():
        field, _, value = line.partition(":")
        if field != "data":
            continue
        try:
            event = json.loads(value)
        except ValueError:
            continue
        if isinstance(event, dict) and event.get("error"):
            return json.dumps(event["error"])
    return ""


def judge_value(value: Any, expected: list[Any]) -> Verdict:  # noqa: ANN401
    """Judge a JSON value against some types."""
    from pydantic import TypeAdapter, ValidationError

    failure = ""
    for kind in expected:
        try:
            TypeAdapter(kind).validate_json(json.dumps(value))
        except ValidationError as error:
            # Where OpenAI has null, some releases say `str`, and clients know better.
            grave = [it for it in error.errors() if it["input"] is not None or not it["loc"]]
            if not grave:
                return Verdict(SERVED)
            first = grave[0]
            at = ".".join(map(str, first["loc"]))
            failure = failure or f"{at}: {first['msg']}" if at else first["msg"]
        except Exception:
            return Verdict(SERVED)  # a type that pydantic knows nothing of
        else:
            return Verdict(SERVED)
    return Verdict(WRONG, f"the answer is no {shown(expected)}: {failure}")


def checkable(expected: list[Any]) -> bool:
    """Whether a JSON value can be held against some types."""
    unknown = (inspect.Signature.empty, Any)
    return bool(expected) and not any(
        it in unknown
        or it.__class__.__name__ == "TypeVar"
        or getattr(it, "__name__", "") == "Response"
        for it in expected
    )


def is_stream(annotation: Any) -> bool:  # noqa: ANN401
    """Whether a type is that of a stream."""
    return "AsyncIterator" in str(annotation) or "AsyncGenerator" in str(annotation)


def shown(expected: list[Any]) -> str:
    """Name some types."""
    return " or ".join(getattr(it, "__name__", str(it)) for it in expected)


def status_of(error: BaseException, core: str) -> int:
    """Say what HTTP status the installed server gives an error."""
    if isinstance(getattr(error, "status_code", None), int):
        return int(error.status_code)  # type: ignore[attr-defined]
    for name in (f"{core}.exceptions.translation", f"{core}.server.server"):
        try:
            translate = importlib.import_module(name).translate_exception
        except (ImportError, AttributeError):
            continue
        return int(translate(error).status_code)
    return 500
