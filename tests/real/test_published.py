"""Published packages: what reading says of them for all releases, and the real loaders of some."""

import difflib

import pytest

from tests.real.comparing import Comparison
from tests.real.corpora import published
from tests.real.corpora.ground import Ground
from tests.real.holding import compared
from validate_provider.finding import Answer

LINES = ("llama-stack-0.2.20", "llama-stack-0.7.3", "ogx-1.5.0")
LOADS = {
    "ramalama-stack 0.2.5": "llama-stack-0.2.20",
    "llama-stack-provider-csoai 0.1.0": "llama-stack-0.7.3",
}


@pytest.mark.parametrize("package", sorted({name.partition(" ")[0] for name in published.pins()}))
def test_what_changes_is_shown(package: str, ground: Ground) -> None:
    kept = (published.FOLDER / f"{package}.txt").read_text(encoding="utf-8").splitlines()
    now = published.snapshot(package, ground).splitlines()
    changed = list(difflib.unified_diff(kept, now, "kept", "now", lineterm="", n=3))
    if changed:
        how = "if that is right: python -m tests.real.agreement --corpus published --write"
        pytest.fail("\n".join([*changed, how]), pytrace=False)


@pytest.mark.parametrize(("name", "line"), [(name, line) for name in LOADS for line in LINES])
def test_the_real_loaders_say_the_same(
    name: str, line: str, comparison: Comparison, ground: Ground
) -> None:
    pairs = compared(comparison, ground, published.case(name, ground), line)
    expected = Answer.YES if line == LOADS[name] else Answer.NO
    assert {pair.report.loads for pair in pairs} == {expected}
