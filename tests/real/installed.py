"""A real stack for a test, or the end of the test."""

import os
from pathlib import Path

import pytest

from stacks.environments import StackUnavailableError, environment


def installed(line: str, *, tools: bool = False) -> Path:
    """Give the Python of a line's environment, with pytest and such in it if `tools`.

    A stack that can't be installed fails the test in CI, and elsewhere skips it with the reason:
    it never passes silently.
    """
    try:
        return environment(line, tools=tools)
    except StackUnavailableError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
