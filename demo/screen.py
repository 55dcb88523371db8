"""What the demo shows: what is being done, then what came of it."""

import os
import sys
import textwrap


def step(text: str) -> None:
    """Say what comes next."""
    print(f"\n{_paint(text, '1')}", flush=True)


def command(words: list[str]) -> None:
    """Show a command as a person would type it."""
    print(_paint(f"  $ {' '.join(words)}", "36"), flush=True)


def request(text: str) -> None:
    """Show a request that is made of the server."""
    print(_paint(f"  > {text}", "36"), flush=True)


def result(text: str) -> None:
    """Show what came of it."""
    print(textwrap.indent(text.strip(), "    "), flush=True)


def done(text: str) -> None:
    """Say that all went well."""
    print(f"\n{_paint(text, '1;32')}", flush=True)


def failed(text: str) -> None:
    """Say what went wrong."""
    print(f"\n{_paint(text, '1;31')}", file=sys.stderr, flush=True)


def _paint(text: str, colour: str) -> str:
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return f"\033[{colour}m{text}\033[0m" if coloured else text
