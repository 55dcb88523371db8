"""The terms on which a stack is asked: how long, with how much memory, and what it is told."""

from collections.abc import Sequence

from validate_provider.record import Record

SECONDS = 60
MEMORY = 4096
"""MiB. A stack by itself takes less than 128; what a provider holds at its start comes on top."""
LEAST_MEMORY = 256
"""MiB. With less, the stack itself might not start."""


class Terms(Record):
    """What a stack and the provider in it may use up and may know."""

    seconds: float = SECONDS
    """How long the stack may take; asked twice, it may take it twice."""
    memory: int | None = MEMORY
    """MiB that its process may take, its files not counted; None for no limit.

    Held by Linux alone (RLIMIT_DATA, which counts all that a process can write to since 4.7).
    """
    variables: Sequence[str] = ()
    """The environment variables to pass on besides those that every program is given."""
