"""What is said of a check that was not come to."""

import pytest

from validate_provider.testing.life import Check, Ending, Life

FAILED = {"register_model": Check(Ending.FAILED, "it raises")}


@pytest.mark.parametrize(
    ("started", "problem", "checks", "ending"),
    [
        (True, "the process ended with exit code 3", {}, Ending.FAILED),
        (True, "the process ended with exit code 3", FAILED, Ending.SKIPPED),
        (False, "ImportError", {}, Ending.SKIPPED),
        (True, "", {}, Ending.SKIPPED),
    ],
    ids=["the process died", "a check failed", "the stack does not start", "nothing to check"],
)
def test_a_check_that_was_not_come_to(started, problem, checks, ending):
    life = Life(checks, None, started, problem)

    assert life.check("shutdown").ending is ending
    assert problem in life.check("shutdown").words
