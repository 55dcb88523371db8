"""Values that are known only as a test runs: what a fixture gives, what a function returns."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from validate_provider.record import Record


class Fixture(Record):
    """Stands for the value of a fixture."""

    name: str


def fixture(name: str) -> Fixture:
    """Name a fixture whose value is to stand here, such as the URL of a service that it starts.

    It is asked for each time the stack is started, and lives on as its scope says.
    """
    return Fixture(name)


def settled(value: Any, request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - as in a config
    """Give a config, or a part of it, with what its fixtures give and its functions return.

    Args:
        value: A config, or any value in one. Functions are called without arguments.
        request: That of the test that wants it.
    """
    if isinstance(value, Fixture):
        return request.getfixturevalue(value.name)
    if callable(value):
        return value()
    if isinstance(value, Mapping):
        return {key: settled(it, request) for key, it in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [settled(it, request) for it in value]
    return value
