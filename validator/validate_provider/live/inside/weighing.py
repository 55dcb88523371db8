"""Weigh what came of a request against what was seen of the provider meanwhile.

`judging.py` knows what an answer and an error are worth by themselves; here is known what was
asked, whether the provider was, and what it gave before the stack made something of it.
"""

from __future__ import annotations

import inspect
import typing
from typing import TYPE_CHECKING, Any

from validate_provider.live.inside import judging
from validate_provider.live.inside.protocols import place_in_life
from validate_provider.live.inside.routes import alternatives
from validate_provider.live.inside.samples import MADE_UP, Samples

if TYPE_CHECKING:
    from validate_provider.live.inside.spying import Spy
    from validate_provider.live.inside.transport import Reply

NOT_FOUND = ("not found", "no such", "not exist", "unknown")
RETRIEVES = 3
"""The place in a resource's life of the methods that give one by its id."""


def of_request(error: BaseException) -> str:
    """Give what is wrong with a request, in short."""
    first: dict[str, Any] = (getattr(error, "errors", list)() or [{}])[0]
    at = ".".join(map(str, first.get("loc", ())))
    return ": ".join(filter(None, (at, str(first.get("msg", error)))))


class Weigher:
    """Says of each request what came of it."""

    def __init__(
        self,
        protocol: Any,  # noqa: ANN401 - a class of the stack's, or None
        spy: Spy,
        samples: Samples,
        core: str,
        routes: dict[str, Any],
    ) -> None:
        self.protocol, self.spy, self.samples, self.core = protocol, spy, samples, core
        self.routes = routes

    def weigh(self, method: str, reply: Reply, *, stream: bool) -> judging.Verdict:
        """Judge a reply with what was seen of the provider."""
        seen = self.spy.seen
        failed = reply.status >= 400 or (stream and judging.error_event(reply.body))
        errors = [error for _, error in seen.errors]
        error = errors[-1] if errors else reply.error
        if failed or (errors and reply.error):
            if method in seen.returned and not errors:
                return self._returned(method, seen.returned[method], error)
            if error is None:
                words = judging.error_event(reply.body) or reply.body.decode(errors="replace")
                outcome = judging.WRONG if seen.called else judging.UNKNOWN
                return judging.Verdict(outcome, words[:300])
            return self._of_own_id(method, self.weigh_error(error, method))
        own = [it for name, it in seen.errors if name == method]
        if own and method not in seen.returned:
            return self.weigh_error(own[-1], method)  # the stack has made nothing of it
        verdict = judging.judge_answer(reply, self.annotation(method), stream=stream)
        if method in seen.returned and seen.returned[method] is None:
            expected = self.annotation(method)
            if judging.checkable([expected]) and type(None) not in alternatives(expected):
                shown = judging.shown(alternatives(expected))
                verdict = judging.Verdict(judging.WRONG, f"it returns None, not {shown}")
        if not seen.called and method in self.spy.watched:
            words = "the stack answers without asking the provider"
            words += f": {verdict.words}" if verdict.words else ""
            return judging.Verdict(judging.UNKNOWN, words)
        if verdict.outcome != judging.WRONG:
            return self._unless_dropped(method, reply, verdict)
        if seen.returned.get(method, ...) is None and self.samples.made_up:
            words = f"{verdict.words} ({judging.made_up_words(self.samples.made_up)})"
            return judging.Verdict(judging.UNKNOWN, words)
        if not stream and self._is_as_agreed(method):
            words = f"the stack makes of a right answer what is not: {verdict.words}"
            return judging.Verdict(judging.UNKNOWN, words)
        return verdict

    def weigh_error(self, error: BaseException, method: str) -> judging.Verdict:
        """Judge a request that ended in an error, the stack's own kinds first."""
        if type(error).__name__ == "RequestValidationError":
            return judging.Verdict(
                judging.UNKNOWN,
                f"the stack refuses a request of its own types: {of_request(error)}",
                error,
            )
        if type(error).__name__ == "ResponseValidationError":
            return judging.Verdict(judging.WRONG, of_request(error), error)
        status = judging.status_of(error, self.core)
        made_up = self.samples.made_up
        if method in self.routes and "{" in self.routes[method].path:  # it is about what was made
            made_up = made_up | self.samples.handed_on
        return judging.judge_error(error, self.spy, made_up, status, set())

    def annotation(self, method: str) -> Any:  # noqa: ANN401
        """Give what the protocol says that a method returns."""
        function = getattr(self.protocol, method, None)
        if function is None:
            return inspect.Signature.empty
        try:
            return typing.get_type_hints(function).get("return", inspect.Signature.empty)
        except Exception:  # a name that its module imports for type checkers alone
            return inspect.Signature.empty

    def _is_as_agreed(self, method: str) -> bool:
        """Whether what the provider returned is of a class that the protocol names."""
        classes = tuple(it for it in alternatives(self.annotation(method)) if isinstance(it, type))
        returned = self.spy.seen.returned.get(method)
        return returned is not None and isinstance(returned, classes)

    def _unless_dropped(
        self, method: str, reply: Reply, verdict: judging.Verdict
    ) -> judging.Verdict:
        """Judge again where the stack answers with an empty list in the place of what it got.

        It may do so of what it can't take: a tool group whose tools it can't list has none
        (llama-stack 0.7.3, core/routing_tables/toolgroups.py, `list_tools`).
        """
        if method not in self.spy.seen.returned or self._is_as_agreed(method):
            return verdict
        expected = alternatives(self.annotation(method))
        classes = [it for it in expected if hasattr(it, "model_fields")]
        if classes != expected or not judging.is_empty(reply.body):
            return verdict
        kind = type(self.spy.seen.returned[method]).__name__
        words = f"it returns a {kind}, not {judging.shown(expected)}, and the stack drops it"
        return judging.Verdict(judging.WRONG, words)

    def _returned(
        self,
        method: str,
        value: Any,  # noqa: ANN401
        error: BaseException | None,
    ) -> judging.Verdict:
        """Judge an answer that the stack could not take from the provider."""
        shown = judging.shown(alternatives(self.annotation(method)))
        if value is None:
            return judging.Verdict(judging.WRONG, f"it returns None, not {shown}", error)
        said = f": {of_request(error)}" if error else ""
        kind = type(value).__name__
        words = f"it returns a {kind}, which the stack can't pass on as {shown}{said}"
        return judging.Verdict(judging.WRONG, words, error)

    def _of_own_id(self, method: str, verdict: judging.Verdict) -> judging.Verdict:
        """Judge again who does not find what was made a moment ago."""
        missing = any(words in verdict.words.lower() for words in NOT_FOUND)
        missing = missing and MADE_UP not in verdict.words
        # It may be the model that is not there, and not what the request is about.
        models = {str(value) for name, value in self.samples.known.items() if "model" in name}
        missing = missing and not any(model in verdict.words for model in models)
        reads = place_in_life(method)[0] == RETRIEVES and "{" in self.routes[method].path
        if verdict.outcome == judging.REFUSED and missing and reads and not self.samples.made_up:
            words = f"it does not know the id that it gave: {verdict.words}"
            return judging.Verdict(judging.WRONG, words, verdict.error)
        return verdict
