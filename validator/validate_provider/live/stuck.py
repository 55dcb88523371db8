"""Where the provider holds up a server that does not end, by what Python writes as it aborts.

Python writes a traceback of each thread, the innermost frame first and the main thread last.
"""

import re
from collections.abc import Callable, Sequence

_WAITS_FOR_THREADS = re.compile(r'File ".*[/\\\\]threading\.py", line \d+ in (_shutdown|join)\b')


def held_at(written: str, places: Callable[[str], Sequence[str]], *, has_threads: bool) -> str:
    """Give the place in the provider's own code, or nothing if it is not for certain the cause.

    Args:
        written: What Python has written.
        places: Gives the places in the provider's own code that a traceback names.
        has_threads: Whether the provider has threads that a process waits for as it ends.
    """
    *others, main = re.split(r"^(?=(?:Current t|T)hread 0x)", written, flags=re.MULTILINE)
    found = places(main)
    if not found and has_threads and _WAITS_FOR_THREADS.search(main):
        found = [place for thread in others for place in places(thread)]
    return "".join(found[:1])
