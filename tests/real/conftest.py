"""Real stacks for the tests of this folder."""

import os

import pytest

from stacks.environments import StackUnavailableError, environment


@pytest.fixture(scope="session")
def stack():
    """Give `stack(line)`: the Python of a line's environment; with `tools=True`, pytest in it too.

    A stack that can't be installed fails the test in CI, and elsewhere skips it with the reason:
    it never passes silently.
    """

    def python_of(line, *, tools=False):
        try:
            return environment(line, tools=tools)
        except StackUnavailableError as error:
            if os.environ.get("CI"):
                pytest.fail(str(error))
            pytest.skip(str(error))

    return python_of
