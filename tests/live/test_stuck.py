"""Whoever holds up a server's end is named if it is the cause for certain, and is then wrong."""

from pathlib import Path

import pytest

from validate_provider.finding import Answer
from validate_provider.live.served import ServeReport
from validate_provider.live.stuck import held_at

OWN = '  File "/acme/adapter.py", line 7 in sleep\n'
STACKS = '  File "/stack/queue.py", line 3 in get\n'
WAITS = '  File "/lib/threading.py", line 1622 in _shutdown\n'
LOOP = '  File "/lib/selectors.py", line 468 in select\n'


def places(text):
    return ["/acme/adapter.py:7"] if OWN in text else []


def written(thread, main):
    head = "INFO: Shutting down\nFatal Python error: Aborted\n\n"
    recent = "(most recent call first):\n"
    return f"{head}Thread 0x0001 {recent}{thread}\nCurrent thread 0x0002 {recent}{main}\nExtension"


@pytest.mark.parametrize(
    ("thread", "main", "has_threads", "named"),
    [
        (STACKS, OWN, False, True),
        (OWN, WAITS, True, True),
        (OWN, WAITS, False, False),  # a daemon, which nobody waits for
        (OWN, LOOP, True, False),
        (STACKS, WAITS, True, False),
        (STACKS, LOOP, False, False),
    ],
)
def test_the_cause_is_named_only_where_it_is_certain(thread, main, has_threads, named):
    found = held_at(written(thread, main), places, has_threads=has_threads)
    assert found == ("/acme/adapter.py:7" if named else "")


def test_nothing_is_named_where_nothing_is_written():
    assert held_at("", places, has_threads=True) == ""


@pytest.mark.parametrize(
    ("stuck_at", "serves"), [("adapter.py:7", Answer.NO), ("", Answer.UNKNOWN)]
)
def test_who_holds_up_the_end_is_wrong(stuck_at, serves):
    report = ServeReport(
        release="ogx 1.5.0",
        python=Path("python"),
        api="files",
        provider_type="inline::small",
        ended_by_itself=False,
        stuck_at=stuck_at,
    )
    assert report.serves is serves
