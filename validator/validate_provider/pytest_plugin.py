"""What pytest is told when this kit is installed beside it: its options and a marker.

Every run of pytest imports it; `validate_provider.testing`, which the tests themselves are of, is
imported where it is used.
"""

import pytest

SECONDS = 120.0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that concern every provider of a run."""
    group = parser.getgroup("provider", "tests of providers (validate_provider.testing)")
    group.addoption(
        "--provider-upstream",
        metavar="URL",
        help="the backend of remote providers, instead of the one in their config",
    )
    group.addoption(
        "--provider-pass-env",
        action="append",
        default=[],
        metavar="NAME",
        help="an environment variable that the stack is started with; may be repeated",
    )
    group.addoption(
        "--provider-timeout",
        type=float,
        default=SECONDS,
        metavar="SECONDS",
        help=f"how long the stack may take to start with a provider (default: {SECONDS:g})",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker that keeps the tests of a provider in one process of pytest-xdist."""
    config.addinivalue_line("markers", "xdist_group(name): run in one process of pytest-xdist")
