"""The scoring functions."""

import pytest

from {{ cookiecutter.__package }}.metrics import contains, exact_match


@pytest.mark.parametrize(
    ("answer", "exact", "contained"),
    [("Paris", 1.0, 1.0), (" paris\n", 1.0, 1.0), ("It is Paris.", 0.0, 1.0), ("Lima", 0.0, 0.0), ("", 0.0, 0.0)],
)
def test_metrics(answer: str, exact: float, contained: float) -> None:
    assert exact_match(answer, "Paris") == exact
    assert contains(answer, "Paris") == contained
