"""`validate-provider`, and `python -m validate_provider`."""

import contextlib
import gc
import os
import sys
from typing import NoReturn


def start() -> NoReturn:
    """Run the command in a process of its own, and end that with the command's exit code.

    A check makes many objects that live to its end. Python would look for garbage among them every
    700 objects, and take each apart before it ends: together that is a tenth of a check's time.
    """
    gc.set_threshold(50_000)
    from validate_provider.cli import main

    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # closed, or nobody reads it any more
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    start()
