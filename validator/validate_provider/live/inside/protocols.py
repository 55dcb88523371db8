"""The methods of an API in the release that is installed, in the order of a resource's life."""

from __future__ import annotations

import inspect
from typing import Any

_LIFE = (
    ("register", "create", "upload"),
    ("insert", "attach", "append", "add", "log", "run_eval", "supervised", "preference"),
    ("list",),
    ("retrieve", "get", "query_trace", "query_span", "job_status", "job_result"),
    (),  # everything else uses what is there
    ("update", "save"),
    ("cancel", "job_cancel"),
    ("delete", "unregister"),
)
"""The words that a method's name begins with, in the order of a resource's life."""
SECONDS_BETWEEN = 0.5
"""How long is waited before what a job has come to is asked for again."""
_TURNS = 10
_USE = 4
_BETWEEN = {"in", "of", "to"}
"""Before these words stands what a method is about, after them what holds it."""
_PREFIXES = ("openai_", "anthropic_")


def protocol_of(resolver: Any, api: str, config: Any) -> Any:  # noqa: ANN401
    """Give the protocol that a provider of an API implements; None if the release has none."""
    # Before 0.2.8 a provider's protocol is that of the API, too (distribution/resolver.py).
    known = vars(resolver)
    checked = known.get("api_protocol_map_for_compliance_check") or known["api_protocol_map"]
    protocols = checked(config) if inspect.signature(checked).parameters else checked()
    return next((it for key, it in protocols.items() if key.value == api), None)


def methods_of(protocol: type) -> list[str]:
    """List the protocol's methods in the order to call them."""
    members = inspect.getmembers(protocol, inspect.isfunction)
    names = [name for name, _ in members if not name.startswith("_")]
    return sorted(names, key=place_in_life)


def turns_of(name: str) -> int:
    """Say how often a method is asked again that is refused: what a job comes to takes a moment."""
    return _TURNS if "job" in name else 0


def place_in_life(name: str) -> tuple[int, int, str]:
    """Say where a method stands in a resource's life; what holds others comes before them."""
    bare = bare_name(name)
    for place, words in enumerate(_LIFE):
        if words and bare.startswith(words):
            length = len(bare)
            return place, -length if place == len(_LIFE) - 1 else length, name
    return _USE, len(bare), name


def bare_name(name: str) -> str:
    """Take off what says whose protocol a method follows."""
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name


def nouns_of(name: str) -> list[str]:
    """Name what a method makes: `vector_store_file_batch`, `file_batch` and `batch`."""
    words = bare_name(name).split("_")[1:]
    end = next((at for at, word in enumerate(words) if word in _BETWEEN), len(words))
    return ["_".join(words[at:end]) for at in range(end)]
