"""Checks of `shutdown`: as the stack calls it, once more, and after a failed `initialize`.

The stack calls it as the server ends, for five seconds at most, and writes into its log what it
raises (core/stack.py, `Stack.shutdown`; core/routing_tables/common.py calls it unasked). Nobody
else would see it.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from typing import TYPE_CHECKING, Any

from validate_provider.testing.names import AFTER_FAILURE, END, SHUTDOWN, TWICE

if TYPE_CHECKING:
    from validate_provider.testing.inside.starting import Restarted
    from validate_provider.testing.inside.told import Told

SECONDS = 5.0
"""The stack's own patience."""


class NotInitializedError(Exception):
    """Raised in the place of what `initialize` does."""


class Ending:
    """The checks of one provider's end."""

    def __init__(self, implementation: Any, restarted: Restarted, told: Told) -> None:  # noqa: ANN401
        self.implementation, self.restarted, self.told = implementation, restarted, told
        self.where = told.place_of(type(implementation))

    def shut_down(self, *, is_routed: bool) -> None:
        """Call it once, and once more.

        Args:
            is_routed: Whether a routing table calls it, which does not ask if it is there.
        """
        if not hasattr(self.implementation, "shutdown") and not is_routed:
            for check in END:
                self.told.skipped(check, "it has no `shutdown`, and need not have one")
            return
        if self.call(SHUTDOWN, self.implementation, "`shutdown`, called as the server ends"):
            self.call(TWICE, self.implementation, "`shutdown`, called a second time")
        else:
            self.told.skipped(TWICE, "`shutdown` fails the first time")

    def call(self, check: str, implementation: Any, what: str) -> bool:  # noqa: ANN401
        """Call `shutdown` as the stack does; tell what comes of it."""
        self.told.begin(check)
        where = self.told.place_of(getattr(type(implementation), "shutdown", None)) or self.where
        try:
            self.restarted.wait_for(_in_time(implementation))
        except TimeoutError:
            words = f"{what}, does not come to an end in {SECONDS:g} s, and the stack gives it up"
            self.told.failed(check, words, where)
        except (Exception, asyncio.CancelledError) as error:
            self.told.failed_with(check, what, error, where)
        else:
            self.told.passed(check)
            return True
        return False

    def after_failure(self, config: Any) -> None:  # noqa: ANN401
        """Start the stack with an `initialize` that fails, and call `shutdown` then."""
        if AFTER_FAILURE in self.told.checks:
            return
        self.told.begin(AFTER_FAILURE)
        kind = type(self.implementation)
        if not inspect.iscoroutinefunction(getattr(kind, "initialize", None)):
            self.told.skipped(AFTER_FAILURE, f"`{kind.__name__}` has no `initialize`")
            return
        begun: list[Any] = []

        async def fails(self: Any, *_args: Any, **_options: Any) -> None:  # noqa: ANN401
            begun.append(self)
            raise NotInitializedError

        own = vars(kind).get("initialize")
        kind.initialize = fails
        try:
            with contextlib.suppress(Exception):
                self.restarted.start(config)
        finally:
            if own is None:
                del kind.initialize
            else:
                kind.initialize = own
        if not begun:
            words = f"nothing calls `initialize` of `{kind.__name__}` as the stack starts"
            self.told.skipped(AFTER_FAILURE, words)
        elif not hasattr(begun[0], "shutdown"):
            self.told.skipped(AFTER_FAILURE, "it has no `shutdown`")
        else:
            what = "`shutdown`, called after `initialize` has failed at its first line"
            self.call(AFTER_FAILURE, begun[0], what)


async def _in_time(implementation: Any) -> None:  # noqa: ANN401
    await asyncio.wait_for(implementation.shutdown(), SECONDS)
