"""What reading says is what the real loader says: some of what `make agreement` asks."""

from collections.abc import Iterable

import pytest

from tests.real import agreement
from tests.real.comparing import Comparison, Match, Pair
from tests.real.corpora import fine, intree, planted, written
from tests.real.corpora.ground import Case, Ground
from tests.real.holding import compared
from tests.real.installed import installed
from tests.real.tables import differs
from tests.rules.mutation import API, GUIDE, OGX
from tests.rules.test_fine import FINE
from tests.rules.test_mutations import MUTATIONS
from validate_provider.finding import Answer
from validate_provider.record import replace

YES = (Answer.YES, Answer.YES)
ITS_LINES = {
    GUIDE: ["llama-stack-0.2.17", "llama-stack-0.2.22"],
    API: ["llama-stack-0.7.3"],
    OGX: ["ogx-1.0.4", "ogx-1.5.0"],
}


def answers(pairs: Iterable[Pair]) -> list[tuple[Answer, Answer]]:
    return [(pair.report.loads, pair.report.serves) for pair in pairs]


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_planted_fault(name: str, comparison: Comparison, ground: Ground) -> None:
    case = planted.case(name, MUTATIONS[name], ground)
    if not case.lines:
        pytest.skip("no line has a release that this is about")
    compared(comparison, ground, case, case.lines[-1])


@pytest.mark.parametrize("api", written.APIS)
@pytest.mark.parametrize(
    ("target", "line"), [(target, line) for target, of in ITS_LINES.items() for line in of]
)
def test_a_freshly_written_package_loads(
    api: str, target: str, line: str, comparison: Comparison, ground: Ground
) -> None:
    case = Case(api, ground.written(api, target).folder, ())
    assert answers(compared(comparison, ground, case, line)) == [YES]


@pytest.mark.parametrize("name", FINE)
def test_an_odd_package_loads_all_the_same(
    name: str, comparison: Comparison, ground: Ground
) -> None:
    its_releases = FINE[name].loads + FINE[name].loads_unknown
    line = "ogx-1.5.0" if "ogx" in its_releases else "llama-stack-0.3.5"
    pairs = compared(comparison, ground, fine.case(name, ground), line)
    assert YES in answers(pairs)


def test_the_stacks_own_providers(comparison: Comparison, ground: Ground) -> None:
    line = "llama-stack-0.7.3"
    ground.pythons[line] = installed(line)
    pairs = compared(comparison, ground, intree.case(line, ground), line)
    assert len(pairs) > 50


def test_those_that_a_stack_ships_broken_are_found(comparison: Comparison, ground: Ground) -> None:
    line = "llama-stack-0.3.5"
    ground.pythons[line] = installed(line)
    pairs = compared(comparison, ground, intree.case(line, ground, {"safety"}), line)
    broken = {pair.name.rpartition(" ")[2] for pair in pairs if pair.report.loads is Answer.NO}
    assert broken == {"remote::bedrock", "remote::sambanova"}
    assert len(pairs) > len(broken)


def test_what_differs_is_told(
    comparison: Comparison,
    ground: Ground,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = "the function misspelt"
    case = planted.case(name, MUTATIONS[name], ground)
    (right,) = compared(comparison, ground, case, "llama-stack-0.7.3")
    false_yes = right._replace(verdict=replace(right.verdict, loads=Answer.YES, serves=Answer.YES))
    other_words = right._replace(verdict=replace(right.verdict, stack_says="ValueError: no"))
    other_step = right._replace(verdict=replace(right.verdict, code="SPK401"))
    assert (right.loads, false_yes.loads, false_yes.serves) == (
        Match.AGREE,
        Match.FALSE_YES,
        Match.FALSE_YES,
    )
    assert [differs(pair) for pair in (right, false_yes, other_words, other_step)] == [
        False,
        True,
        True,
        True,
    ]
    monkeypatch.setattr("sys.argv", ["agreement"])
    for pair, code in ((right, 0), (false_yes, 1), (other_words, 0)):
        monkeypatch.setattr(agreement, "compare", lambda *_, pair=pair: [pair])
        assert agreement.main() == code
        printed = capsys.readouterr().out
        assert ("has no attribute 'get_provider_spec'" in printed) is (pair is not right)


def test_a_page_of_some_lines_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["agreement", "--write", "--lines", "ogx-1.5.0"])
    with pytest.raises(SystemExit) as ended:
        agreement.main()
    assert ended.value.code == 2
