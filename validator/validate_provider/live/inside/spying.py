"""See how the stack calls a provider: what is passed on, what comes back, what is raised."""

from __future__ import annotations

import functools
import inspect
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


class Seen:
    """What was seen of a provider during one request."""

    def __init__(self) -> None:
        self.called: list[str] = []
        """The methods that were called, in their order."""
        self.errors: list[tuple[str, BaseException]] = []
        """Method and error, the innermost first."""
        self.returned: dict[str, Any] = {}
        """Method -> what it returned last."""


class Spy:
    """Stands before the methods of one provider's implementation."""

    def __init__(self, implementation: Any) -> None:  # noqa: ANN401 - a provider is any object
        self.implementation = implementation
        self.seen = Seen()
        self.watched: set[str] = set()
        """The methods that it stands before."""
        self._last: dict[str, Seen] = {}
        """Method -> what was seen as it was called last."""

    def watch(self, names: list[str]) -> None:
        """Stand before some of its methods; one that takes no attributes is left alone."""
        for name in names:
            method = getattr(self.implementation, name, None)
            if callable(method):
                with suppress(AttributeError, TypeError):  # slots: it goes unseen
                    object.__setattr__(self.implementation, name, self._seen(name, method))
                    self.watched.add(name)

    def recall(self, method: str) -> None:
        """Take for seen what was seen as a method was called last: its answer may have been kept.

        The stack asks for the tools of a group as it registers the group, and lists them later
        without asking again (llama-stack 0.6.1, core/routing_tables/toolgroups.py).
        """
        if not self.seen.called:
            self.seen = self._last.get(method, self.seen)

    def _seen(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def called(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            seen = self.seen
            seen.called.append(name)
            self._last[name] = seen
            try:
                result = method(*args, **options)
            except BaseException as error:
                seen.errors.append((name, error))
                raise
            if inspect.isawaitable(result):
                return self._awaited(name, result, seen)
            return self._given(name, result, seen)

        return called

    async def _awaited(self, name: str, result: Awaitable[Any], seen: Seen) -> Any:  # noqa: ANN401
        try:
            value = await result
        except BaseException as error:
            seen.errors.append((name, error))
            raise
        return self._given(name, value, seen)

    def _given(self, name: str, value: Any, seen: Seen) -> Any:  # noqa: ANN401
        seen.returned[name] = value
        if inspect.isasyncgen(value):
            return self._iterated(name, value, seen)
        return value

    async def _iterated(
        self, name: str, pieces: AsyncIterator[Any], seen: Seen
    ) -> AsyncIterator[Any]:
        try:
            async for piece in pieces:
                yield piece
        except BaseException as error:
            seen.errors.append((name, error))
            raise
