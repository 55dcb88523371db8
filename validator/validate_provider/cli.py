"""The command line of `validate-provider`."""

import contextlib
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from validate_provider.options import Options, UsageError, parse
from validate_provider.outcome import (
    COULD_NOT_CHECK,
    FINDINGS,
    INTERRUPTED,
    USAGE,
    CouldNotCheckError,
    tell,
)

if TYPE_CHECKING:
    from validate_provider.live.begun import Begun


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and exit: 0 clean, 1 errors found, 2 usage, 3 could not check, 130 stopped.

    Args:
        arguments: The words after the command's name; those of the process by default.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a provider's source holds may be more than the terminal can show.
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(_run(parse(sys.argv[1:] if arguments is None else arguments)))
    except UsageError as error:
        tell(error)
        sys.exit(USAGE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except CouldNotCheckError as error:
        tell(error)
        sys.exit(COULD_NOT_CHECK)
    except BrokenPipeError:
        # Somebody closed the pipe we print to, as `| head` does.
        sys.stderr.close()
        sys.exit(FINDINGS)
    except OSError as error:
        # Of all that is looked for, only the current folder is asked for without a name.
        gone = isinstance(error, FileNotFoundError) and error.filename is None
        tell("the current folder is gone; go to another" if gone else f"can't go on: {error}")
        sys.exit(COULD_NOT_CHECK)


def _run(options: Options) -> int:
    """Do what was asked for, and give the exit code."""
    with _begun(options) as begun:
        from validate_provider.command import run

        return run(options, begun)


def _begun(options: Options) -> "contextlib.AbstractContextManager[Begun | None]":
    """Have a stack that will be asked imported at once: nothing else takes as long."""
    if not options.load:
        return contextlib.nullcontext()
    from validate_provider.live.begun import Begun
    from validate_provider.live.environment import candidates

    python = Path(options.python) if options.python else None
    likeliest, _why = next(candidates(Path(options.paths[0]), python))
    return Begun(likeliest, options.terms)
