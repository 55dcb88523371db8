"""How the stack's router calls a method where it does not keep to the protocol."""

from collections.abc import Sequence

from template_maker.release import Function
from validate_provider.contract import Call
from validate_provider.record import Record


class Called(Record):
    """How the signature must differ from the protocol's for the calls to reach it."""

    instead: tuple[str, ...]
    """The parameters that are passed instead of the protocol's; empty if those are."""
    more: tuple[str, ...]
    """What is passed by keyword beside the protocol's parameters."""


def callers_signature(method: Function, calls: Sequence[Call]) -> Called:
    """Return what the calls ask of a method that the protocol does not.

    On 0.5 to 0.7 the protocol says `iterrows(request)` and the router passes the request's fields
    (core/routers/datasets.py); on 0.2.13 to 0.2.24 the router passes `provider_vector_db_id`
    beside all that `openai_create_vector_store` has (core/routers/vector_io.py).
    """
    ours = [argument.arg for argument in (*method.args.args, *method.args.kwonlyargs)][1:]
    known = set(ours)
    if not calls or any(known.issuperset(call.keywords) for call in calls):
        return Called((), ())
    keywords = tuple(dict.fromkeys(word for call in calls for word in call.keywords))
    if known.isdisjoint(keywords):
        return Called(keywords, ())
    return Called((), tuple(word for word in keywords if word not in known))
