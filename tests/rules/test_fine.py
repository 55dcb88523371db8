"""The zoo of odd packages is judged right on every release; heavy code is read in no time.

A `no` for a package that loads would be a false alarm, a `yes` for one that does not a trap.
`tests/real/` puts each of them to real stacks.
"""

from pathlib import Path

import pytest

from tests.fine import FINE, write_fine
from tests.fine.plain import API_SHIM, CONFIG, FACTORY, IMPL, SPEC, dedented
from tests.rules.test_mutations import checked
from tests.source.reading import write
from validate_provider.contract import Contract
from validate_provider.finding import Answer, Column

NEW = "ogx==1.5.0"


def test_the_zoo_is_large() -> None:
    assert len(FINE) >= 40


@pytest.mark.parametrize("name", FINE)
def test_it_is_judged_right_on_every_release(name: str, tmp_path: Path, contract: Contract) -> None:
    fine = FINE[name]
    found = checked(write_fine(name, tmp_path), contract, "all")
    provider = found.providers[0]
    told = {
        (column, answer): ", ".join(contract.timeline.ranges(provider.answers(column, answer)))
        for column in Column
        for answer in (Answer.YES, Answer.UNKNOWN)
    }
    assert told == {
        (Column.LOADS, Answer.YES): fine.loads,
        (Column.LOADS, Answer.UNKNOWN): fine.loads_unknown,
        (Column.SERVES, Answer.YES): fine.serves,
        (Column.SERVES, Answer.UNKNOWN): fine.serves_unknown,
    }
    loading = provider.answers(Column.LOADS, Answer.YES)
    alarms = [f for f in found.findings if f.column is not None and f.releases & loading]
    assert [f"{alarm.code}: {alarm.message}" for alarm in alarms] == []


@pytest.mark.parametrize("name", FINE)
def test_it_says_what_is_odd(name: str) -> None:
    assert FINE[name].odd.endswith(".")


HEAVY = {
    "nested deeply": "x = " + " + ".join(["'a'"] * 900),
    "many branches": "if x == 0: pass\n" + "".join(f"elif x == {n}: pass\n" for n in range(400)),
    "growing text": "s = 'ab'\n" + "s = f'{s}{s}'\n" * 60,
    "growing list": "s = [1]\n" + "s = s + s\n" * 60,
    "growing dict": "s = {'a': 1}\n" + "s = {**s, **s}\n" * 60,
    "pairs of pairs": "a = ()\nb = ()\n" + "a = (a, a)\nb = (b, b)\n" * 30 + "c = a == b\n",
    "loops in loops": "r = ["
    + "1, " * 400
    + "]\nfor a in r:\n for b in r:\n  for c in r:\n   d = 1\n",
    "calls that double": "def f0(): return 1\n"
    + "".join(f"def f{n}(): return [f{n - 1}(), f{n - 1}()]\n" for n in range(1, 31))
    + "x = f30()\n",
    "a wide format": "x = '%3000000000d' % 1\ny = '{:>3000000000}'.format(1)\n",
    "a format that fails": "x = '{0.foo}'.format('y')\n",
}


@pytest.mark.parametrize("name", HEAVY)
def test_hostile_code_is_read_in_no_time_or_not_at_all(
    name: str, tmp_path: Path, contract: Contract
) -> None:
    source = "x = 0\n" + HEAVY[name] + dedented(API_SHIM, SPEC)
    files = {
        "acme/provider.py": source,
        "acme/__init__.py": dedented(FACTORY),
        "acme/config.py": dedented(CONFIG),
        "acme/impl.py": dedented(IMPL),
    }
    found = checked(write(tmp_path, files), contract, NEW)
    assert found.findings == ()
    assert {v.loads for p in found.providers for v in p.verdicts} <= {Answer.YES, Answer.UNKNOWN}
