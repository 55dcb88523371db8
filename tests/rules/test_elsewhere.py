"""A name in a spec that leads out of the package can't be judged; a slip of the pen is told."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.mutation import checked
from tests.written import Written
from validate_provider.contract import Contract
from validate_provider.finding import Answer

OWN, TYPO = "llama_stack_provider_acme", "llama_stack_provider_acne"
CLASS = ".config.AcmeConfig"
NOT = "is not of this package"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (f'module="{OWN}"', f'module="{TYPO}"', f"`{TYPO}` {NOT}; did you mean `{OWN}`?"),
        (f'module="{OWN}"', 'module="numpy"', f"`numpy` {NOT}"),
        (
            f'"{OWN}{CLASS}"',
            f'"{TYPO}{CLASS}"',
            f"`{TYPO}{CLASS}` {NOT}; did you mean `{OWN}{CLASS}`?",
        ),
    ],
)
def test_a_name_of_elsewhere(
    before: str,
    after: str,
    why: str,
    written: Callable[[str, str], Written],
    tmp_path: Path,
    contract: Contract,
) -> None:
    package = shutil.copytree(
        written("inference", "llama-stack>=0.7,<0.8").folder, tmp_path / "package"
    )
    spec = package / "src" / OWN / "provider.py"
    text = spec.read_text(encoding="utf-8")
    assert before in text
    spec.write_text(text.replace(before, after), encoding="utf-8")
    found = checked(package, contract, "llama-stack==0.7.3")
    (verdict,) = found.providers[0].verdicts
    assert (verdict.loads, verdict.why) == (Answer.UNKNOWN, why)
