"""The guides' own examples: what is wrong with them is told, and what to write instead."""

from typing import NamedTuple

import pytest

from tests.real.comparing import Comparison
from tests.real.corpora import guide
from tests.real.corpora.ground import Ground
from tests.real.holding import compared
from validate_provider.finding import Answer
from validate_provider.inputs.find import find_inputs
from validate_provider.replay.packages import replay

OLD, NEW = "llama-stack-0.2.22", "ogx-1.5.0"


class Told(NamedTuple):
    """What a reader is told on the line that the guide was written for."""

    line: str
    code: str = ""
    """Of the error; empty if the example is right."""
    hint: str = ""


TOLD = {
    "old, its spec": Told(OLD),
    "old, its factory without the imports": Told(OLD, "SPK103"),
    "old, its inline factory with its only spec": Told(OLD, "SPK501", "get_adapter_impl"),
    "old, its inline factory with no dependency": Told(
        OLD, "SPK509", "api_dependencies=[Api.inference]"
    ),
    "old, its YAML": Told(OLD),
    "old, its YAML by another name": Told(OLD),
    "old, its inline YAML": Told(OLD),
    "new, its spec": Told(NEW, "SPK103", "import from `ogx_api`"),
    "new, its spec from the right module": Told(NEW, "SPK204", "provider_type="),
    "new, its spec mended": Told(NEW),
    "new, its YAML": Told(NEW, "SPK805", "remove the line `provider_type:`"),
    "new, its YAML mended": Told(NEW),
}
LATER = {
    "old, its spec": Told("llama-stack-0.7.3", "SPK103", "llama_stack_api"),
    "old, its YAML": Told("llama-stack-0.7.3", "SPK804", "at the top of the file"),
    "old, its inline YAML": Told("llama-stack-0.7.3"),
}


@pytest.mark.parametrize(("name", "told"), [*TOLD.items(), *LATER.items()])
def test_a_reader_is_told(name: str, told: Told, comparison: Comparison, ground: Ground) -> None:
    case = guide.case(name, ground)
    (pair,) = compared(comparison, ground, case, told.line)
    assert pair.report.loads is (Answer.NO if told.code else Answer.YES)
    assert pair.verdict.code == told.code
    paths = [str(path) for path in (case.directory, case.folder) if path]
    with find_inputs(paths, case.folder) as found:
        bit = ground.bits[told.line]
        findings = replay(found.projects[0], ground.contract, bit, case.folder).findings
    hints = [finding.hint for finding in findings if finding.code == told.code]
    assert all(told.hint in hint for hint in hints)
    assert bool(hints) is bool(told.code)


def test_each_example_is_looked_at() -> None:
    assert set(TOLD) == set(guide.EXAMPLES)
