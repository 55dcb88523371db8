"""Give each request its time, and say of one that takes longer where it waits."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from validate_provider.live import probe
from validate_provider.live.inside import judging
from validate_provider.live.inside.places import place_of_method

if TYPE_CHECKING:
    from types import FrameType

    from validate_provider.live.inside.spying import Spy

OWN_THREAD = threading.get_ident()
NETWORK = (f"{os.sep}http{os.sep}client.py", f"{os.sep}socket.py", f"{os.sep}ssl.py")
"""Modules of Python's own whose code waits for a service."""
_SECONDS_OF_GRACE = 2


class TooSlowError(Exception):
    """A request was not answered in time, and nothing else could go on meanwhile."""


SLOW = (TooSlowError, asyncio.TimeoutError)  # two classes up to Python 3.10
"""What a request that takes too long ends in."""


class Timer:
    """Runs one request after the other, for so long at most."""

    def __init__(self, answer: probe.Answer, seconds: float, core: str) -> None:
        self.answer, self.seconds, self.core = answer, seconds, core
        self.held_up: str | None = None
        """Where the loop was held up; empty if that is not in the provider's own package."""

    def run(self, loop: asyncio.AbstractEventLoop, coroutine: Any) -> Any:  # noqa: ANN401
        """Run a coroutine to its end or the time limit, even if it holds up the loop.

        Raises:
            TooSlowError: If it holds up the loop.
            TimeoutError: If it waits for something too long.
        """
        self.held_up = None
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._interrupt)
            signal.setitimer(signal.ITIMER_REAL, self.seconds + _SECONDS_OF_GRACE)
        try:
            return loop.run_until_complete(asyncio.wait_for(coroutine, self.seconds))
        finally:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)

    def _interrupt(self, _number: int, frame: FrameType | None) -> None:
        """Break into code that holds up the loop."""
        while frame:
            if probe.is_own(frame, self.answer):
                self.held_up = f"{frame.f_code.co_filename}:{frame.f_lineno}"
                raise TooSlowError(self.held_up)
            frame = frame.f_back
        self.held_up = ""
        raise TooSlowError

    def judge(self, error: BaseException, spy: Spy) -> judging.Verdict:
        """Judge a request that was not answered in time."""
        held = isinstance(error, TooSlowError) or self.held_up is not None
        if not held and self._waits_for_worker(error, spy):
            words = "the stack hands it to a worker of its own, which gives no answer"
            return judging.Verdict(judging.UNKNOWN, words)
        if not held and waits_for_network():
            words = f"it waits for the network, for {self.seconds:g} s"
            return judging.Verdict(judging.UNKNOWN, words)
        how = "it holds up the server: nothing else is answered meanwhile" if held else "no answer"
        return judging.Verdict(judging.WRONG, f"{how} for {self.seconds:g} s")

    def _waits_for_worker(self, error: BaseException, spy: Spy) -> bool:
        """Whether the stack has handed it to a process of its own, whoever it was that asked."""
        frames = [frame for link in judging.links(error) for frame, _ in probe.frames_of(link)]
        modules = [str(frame.f_globals.get("__name__")) for frame in frames]
        modules.append(type(spy.implementation).__module__)
        return any(module.startswith(f"{self.core}.jobs") for module in modules)

    def place(self, error: BaseException, spy: Spy) -> str:
        """Where it waited, if that was in the provider's own code."""
        if self.held_up:
            return self.held_up
        for link in judging.links(error):
            where = probe.chain_of(link, self.answer)[0]["where"]
            if where:
                return where
        called = spy.seen.called[-1:]
        return place_of_method(spy.implementation, "".join(called), self.answer.own_folder)


def waits_for_network() -> bool:
    """Whether a thread beside the loop's own waits for a service: it may be out of reach."""
    frames = [frame for number, frame in probe.current_frames().items() if number != OWN_THREAD]
    while frames:
        frame = frames.pop()
        if frame.f_code.co_filename.endswith(NETWORK):
            return True
        if frame.f_back:
            frames.append(frame.f_back)
    return False
