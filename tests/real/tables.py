"""Tells what was compared: how often reading and the loaders agree, and each time they don't."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.real.comparing import Match, Pair

_PATH = re.compile(r"/[\w.+-]+/[\w./+-]*")
_SHOWN = 200
"""So many characters of what a stack says are enough to know it by."""


def lines_of(pairs: Sequence[Pair]) -> Iterator[str]:
    """Tell all of it, as Markdown that reads well in a terminal too."""
    yield "## Does it load?"
    yield ""
    yield from _table(pairs, lambda pair: pair.loads)
    yield ""
    yield "## Does the stack start with it?"
    yield ""
    yield from _table(pairs, lambda pair: pair.serves)
    differing = [pair for pair in pairs if differs(pair)]
    yield ""
    yield "## Where they differ"
    yield ""
    yield from (_difference(pair) for pair in differing)
    if not differing:
        yield "Nowhere."
    yield ""
    yield "## What reading leaves open"
    yield ""
    yield from _shares(pairs, lambda pair: pair.loads is Match.UNKNOWN, lambda p: p.verdict.why)
    yield ""
    yield "## What the real stacks were not asked"
    yield ""
    not_asked = {Match.NOT_ASKED, Match.BROKEN}
    yield from _shares(pairs, lambda pair: pair.loads in not_asked, _why_not_asked)


def differs(pair: Pair) -> bool:
    """Whether the two sides say different things."""
    false = {Match.FALSE_YES, Match.FALSE_NO}
    return pair.loads in false or pair.serves in false or not pair.same_words


def _table(pairs: Sequence[Pair], match: Callable[[Pair], Match]) -> Iterator[str]:
    counts: dict[tuple[str, str], Counter[Match]] = {}
    for pair in pairs:
        counts.setdefault((pair.corpus, pair.line), Counter())[match(pair)] += 1
    counts["all", ""] = sum(counts.values(), Counter())
    widths = [max(len(row[column]) for row in counts) for column in (0, 1)]
    heads = ["corpus".ljust(widths[0]), "line".ljust(widths[1]), "pairs", *Match]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join('-' * (len(head) + 2) for head in heads)}|"
    for (corpus, line), count in counts.items():
        numbers = [count.total(), *(count[kind] for kind in Match)]
        fitted = [
            str(number).rjust(len(head)) for number, head in zip(numbers, heads[2:], strict=True)
        ]
        yield f"| {corpus.ljust(widths[0])} | {line.ljust(widths[1])} | {' | '.join(fitted)} |"


def _difference(pair: Pair) -> str:
    verdict, report = pair.verdict, pair.report
    column = "loads" if pair.loads is not Match.AGREE or not pair.same_words else "serves"
    kind = {"loads": pair.loads, "serves": pair.serves}[column]
    what = f"{column}: {kind}" if kind is not Match.AGREE else "both say no, in other words"
    ours = f"{verdict.code} {verdict.stack_says or verdict.why}".strip()
    return (
        f"- {pair.corpus}, {pair.name}, {pair.line}: {what}\n"
        f"  - reading: loads {verdict.loads}, serves {verdict.serves}; {shortened(ours)}\n"
        f"  - the stack: loads {report.loads}, serves {report.serves}, at {report.step}; "
        f"{shortened(' <- '.join(map(str, report.chain)))}"
    )


def _why_not_asked(pair: Pair) -> str:
    if pair.loads is Match.BROKEN:
        return f"the stack itself is broken: {pair.report.error}"
    return pair.report.hint


def _shares(
    pairs: Sequence[Pair], chosen: Callable[[Pair], bool], why: Callable[[Pair], str]
) -> Iterator[str]:
    """For each corpus: the share of the chosen ones, and the reasons."""
    for corpus in dict.fromkeys(pair.corpus for pair in pairs):
        own = [pair for pair in pairs if pair.corpus == corpus]
        some = [pair for pair in own if chosen(pair)]
        yield f"- {corpus}: {len(some)} of {len(own)} pairs ({100 * len(some) / len(own):.1f} %)"
        yield from _reasons(some, why)


def _reasons(pairs: Iterable[Pair], why: Callable[[Pair], str]) -> Iterator[str]:
    where: dict[tuple[str, str], list[str]] = {}
    for pair in pairs:
        where.setdefault((pair.name, shortened(why(pair))), []).append(pair.line)
    for (name, reason), lines in where.items():
        yield f"  - {name} ({', '.join(lines)}): {reason}"


def shortened(text: str) -> str:
    """What was said, on one line, without the folders of the machine it was said on."""
    one_line = " ".join(_PATH.sub(lambda m: f".../{m[0].rpartition('/')[2]}", text).split())
    return one_line if len(one_line) <= _SHOWN else f"{one_line[:_SHOWN]}..."
