"""What is told of each check, and where in the provider it went wrong."""

from __future__ import annotations

import inspect
import os
from typing import TYPE_CHECKING, Any

from validate_provider.live import probe

if TYPE_CHECKING:
    from collections.abc import Callable

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
"""How a check ends; skipped is one that can't be made."""


class Told:
    """Writes down what came of each check as soon as it is known."""

    def __init__(self, answer: probe.Answer) -> None:
        self.answer = answer
        self.checks: dict[str, dict[str, str]] = {}

    def begin(self, check: str) -> None:
        """Say which check begins, so that it is known if it does not come to an end."""
        self.answer.say(begun=check)

    def passed(self, check: str) -> None:
        """Tell of a check that is passed."""
        self._say(check, PASSED, "", "")

    def skipped(self, check: str, words: str) -> None:
        """Tell why a check can't be made."""
        self._say(check, SKIPPED, words, "")

    def failed(self, check: str, words: str, where: str = "") -> None:
        """Tell of a check that is not passed.

        Args:
            check: Its name.
            words: What is wrong, as the stack says it.
            where: `path:line` in the provider's own package.
        """
        self._say(check, FAILED, words, where)

    def failed_with(self, check: str, what: str, error: BaseException, where: str = "") -> None:
        """Tell of a check that ended in an error.

        Args:
            check: Its name.
            what: What was done.
            error: What was raised.
            where: The place to name if the error did not pass through the provider.
        """
        chain = probe.chain_of(error, self.answer)
        said = " because of ".join(
            f"{it['type']}: {it['text']}" if it["text"] else it["type"] for it in chain
        )
        places = [it["where"] for it in chain if it["where"]]
        self.failed(check, f"{what}: {said}", places[-1] if places else where)

    def place_of(self, thing: Any) -> str:  # noqa: ANN401 - a class or a function
        """Say where something of the provider's own is defined; nothing of what is not its own."""
        try:
            code: Callable[..., Any] = inspect.unwrap(getattr(thing, "__func__", thing))
            path = inspect.getsourcefile(code) or ""
            line = inspect.getsourcelines(code)[1]
        except (OSError, TypeError):
            return ""
        own = path.startswith(self.answer.own_folder + os.sep)
        return f"{path}:{line}" if own else ""

    def _say(self, check: str, outcome: str, words: str, where: str) -> None:
        self.checks[check] = {"outcome": outcome, "words": words, "where": where}
        self.answer.say(checks=self.checks)
