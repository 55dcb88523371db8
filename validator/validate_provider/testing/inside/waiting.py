"""See a provider wait in the server's own thread: all that is asked meanwhile waits with it.

Nothing is timed. What makes a thread wait is replaced by what says so first: `time.sleep`, and
sockets that block. Files, locks and libraries in other languages than Python are not seen.
"""

from __future__ import annotations

import functools
import socket
import ssl
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from validate_provider.live import probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_OF_SOCKETS = ("connect", "recv", "recv_into", "send", "sendall")
_OF_TLS = ("read", "send", "sendall", "do_handshake")


class Watch:
    """Watches the thread that it is made in; `seen` says who waited in it."""

    def __init__(self, answer: probe.Answer, asked: Callable[[], list[str]]) -> None:
        """Begin to watch.

        Args:
            answer: Knows the provider's own folder.
            asked: Gives the provider's methods that are being called.
        """
        self.answer, self.asked = answer, asked
        self.thread = threading.get_ident()
        self.seen: dict[str, tuple[str, str]] = {}
        """Method -> what it waits in, and `path:line`."""
        vars(time)["sleep"] = self._before("time.sleep", time.sleep, bool)
        for kind, names in ((socket.socket, _OF_SOCKETS), (ssl.SSLSocket, _OF_TLS)):
            for name in names:
                what = f"{kind.__module__}.{kind.__name__}.{name}"
                setattr(kind, name, self._before(what, getattr(kind, name), _blocks))

    def _before(
        self, what: str, function: Callable[..., Any], waits: Callable[[Any], bool]
    ) -> Callable[..., Any]:
        @functools.wraps(function)
        def called(first: Any, *others: Any, **options: Any) -> Any:  # noqa: ANN401
            if threading.get_ident() == self.thread and waits(first):
                self._note(what)
            return function(first, *others, **options)

        return called

    def _note(self, what: str) -> None:
        frames = [it for it in _frames(sys._getframe()) if probe.is_own(it, self.answer)]  # noqa: SLF001
        asked = self.asked()
        if frames and asked:
            nearest = frames[0]
            where = f"{nearest.f_code.co_filename}:{nearest.f_lineno}"
            self.seen.setdefault(asked[-1], (what, where))


def _blocks(it: socket.socket) -> bool:
    return it.gettimeout() != 0


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame:
        yield frame
        frame = frame.f_back
