"""The threads that a provider has started, and that its process waits for as it ends."""

from __future__ import annotations

import threading

from validate_provider.live import probe


def threads_of(answer: probe.Answer) -> list[str]:
    """Give the places in the provider's own code at which such threads are; a daemon is none."""
    waited_for = {it.ident for it in threading.enumerate() if not it.daemon}
    places = []
    for number, innermost in probe.current_frames().items():
        frame = innermost if number in waited_for - {probe.MAIN_THREAD} else None
        while frame and not probe.is_own(frame, answer):
            frame = frame.f_back
        if frame:
            places.append(f"{frame.f_code.co_filename}:{frame.f_lineno}")
    return places
