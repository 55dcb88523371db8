"""What going from one release to another would newly break, and what to write instead."""

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from validate_provider.checked import Checked
from validate_provider.contract import Contract, Timeline
from validate_provider.finding import Answer, Column, Finding
from validate_provider.question.against import Question, releases_in_question
from validate_provider.ranges.installs import conflicts, without_stack
from validate_provider.record import Record, replace
from validate_provider.replay.packages import ProviderVerdicts, Replay, replay
from validate_provider.rules.wording import listed
from validate_provider.source.project import Project

_QUOTED = re.compile(r"`([A-Za-z_][\w.]*)`")
_GONE = re.compile(r"there is no `(\w+)` in `")
_WIDTH = 88
_LONGEST_IMPORT = 60
"""Lines of an import statement that are looked through."""


class NotOneReleaseError(Exception):
    """One release is wanted, and several are meant; the text says which."""


class Upgrade(Record):
    """What one project gains and loses between two releases."""

    checked: Checked
    """Of both releases, with only those findings and conflicts that the new one brings."""
    old: int
    new: int
    apis_gone: tuple[str, ...]
    """The APIs of its providers that the new release takes no providers for, and the old did."""

    def answer(self, provider: ProviderVerdicts, release: int, column: Column) -> Answer:
        """What one of the two releases says of a provider."""
        for answer in Answer:
            if provider.answers(column, answer) & release:
                return answer
        return Answer.UNKNOWN

    @property
    def breaks(self) -> bool:
        """Whether something fails on the new release that did not on the old one."""
        certain = any(conflict.certain for conflict in self.checked.conflicts)
        found = any(finding.column for finding in self.checked.replay.findings)
        return certain or found or bool(self.apis_gone) or self._worsens(Answer.YES)

    @property
    def failed_before(self) -> bool:
        """Whether some provider does not load or serve on the old release either."""
        return bool(self.checked.failing & self.old)

    @property
    def worsens(self) -> bool:
        """Whether some provider fails on the new release and does not surely fail on the old."""
        return self._worsens(Answer.YES, Answer.UNKNOWN)

    def _worsens(self, *before: Answer) -> bool:
        return any(
            self.answer(provider, self.old, column) in before
            and self.answer(provider, self.new, column) is Answer.NO
            for provider in self.checked.replay.providers
            for column in Column
        )

    @property
    def undecided(self) -> bool:
        """Whether it can't be told of the new release."""
        return bool(self.checked.undecided & self.new)


def releases_between(
    wanted: tuple[str, str], project: Project, timeline: Timeline, python: Path | None
) -> tuple[Question, int, int]:
    """The question that `--from` and `--to` ask, with the old and the new release.

    Args:
        wanted: Each as `--against` takes it, but of one release: `llama-stack==0.7.3`,
            `installed`; `latest` is the newest of all.
        project: The project.
        timeline: The releases that the contract knows.
        python: The interpreter whose environment is meant by `installed`.

    Raises:
        NotOneReleaseError: If one of the two means several releases.
        UnknownReleaseError: As `releases_in_question` does.
        UncheckableError: As `releases_in_question` does.
    """
    questions = [releases_in_question((name,), project, timeline, python) for name in wanted]
    bits = []
    for name, question in zip(wanted, questions, strict=True):
        mask = question.releases
        if name == "latest":
            mask = 1 << mask.bit_length() - 1
        if mask.bit_count() > 1:
            meant = ", ".join(timeline.ranges(mask))
            *_, (_bit, last) = timeline.members(mask)
            one = f"{last.distribution}=={last.version}"
            raise NotOneReleaseError(f"'{name}' means {meant}; name one of them: `{one}`")
        bits.append(mask)
    old, new = bits
    origin = f"--from {wanted[0]} --to {wanted[1]}"
    return replace(questions[0], releases=old | new, origin=origin, installed=None), old, new


def upgrade(
    project: Project, contract: Contract, question: Question, old: int, new: int, here: Path
) -> Upgrade:
    """Say what one release breaks that another does not.

    Args:
        project: The project; nothing of it is run.
        contract: What each release holds and expects.
        question: The question of both releases.
        old: The release that it is used with.
        new: The release to use it with.
        here: The folder that paths are shown relative to.
    """
    found = replay(project, contract, question.releases, here)
    if not question.admitted & new:
        # That its own range must move on is clear; what else can't be installed is not.
        project = without_stack(project)
    known = {_root(finding) for finding in found.findings if finding.releases & old}
    brought = tuple(
        _with_remedy(finding, found, old, new, contract)
        for finding in found.findings
        if finding.releases & new and _root(finding) not in known
    )
    before = {conflict.why for conflict in conflicts(project, contract, old)}
    told = tuple(
        conflict
        for conflict in conflicts(project, contract, new)
        if conflict.certain and conflict.why not in before
    )
    narrowed = replace(found, findings=brought)
    gone = tuple(_gone({provider.api for provider in found.providers}, old, new, contract))
    return Upgrade(Checked(narrowed, question, told, ()), old, new, gone)


def _gone(apis: set[str], old: int, new: int, contract: Contract) -> Iterator[str]:
    providable = contract.providable()
    for api in sorted(apis):
        held = providable.get(api, 0)
        if held & old and not held & new:
            yield api


def _root(finding: Finding) -> tuple[object, ...]:
    """What makes a fault the same one, however each release tells it."""
    return finding.code, finding.column, finding.place.at_line if finding.place else None


def _with_remedy(
    finding: Finding, found: Replay, old: int, new: int, contract: Contract
) -> Finding:
    """The finding, its hint with the word whether it holds on the old release, too."""
    places = [name for name in _QUOTED.findall(finding.hint) if contract.is_stack(name)]
    if not places:
        return finding
    gone = _GONE.search(finding.message)
    place, held = places[0], 0
    for other in places:
        held |= contract.module(other) & _names(other, gone[1] if gone else "", contract)
    if held & old:
        return replace(finding, hint=f"{finding.hint}; that holds on both releases")
    statement = _import_at(finding, found)
    if statement is None:
        return finding
    names = [name.name for name in statement.names]
    there = [name for name in names if _names(place, name, contract) & new]
    missing = [name for name in names if name not in there and name != "*"]
    release = next(one.label for _bit, one in contract.timeline.members(new))
    hint = [finding.hint]
    if missing:
        hint.append(f"but `{place}` of {release} has no {listed(missing)}")
    if there:
        hint.append(f"{'for what is there' if missing else 'for both releases'}:")
        hint.extend(_both(statement, there, place))
    return replace(finding, hint="\n".join(hint))


def _import_at(finding: Finding, found: Replay) -> ast.ImportFrom | None:
    """The `from ... import ...` that a finding stands in; None if it is something else."""
    if finding.place is None:
        return None
    for first in range(finding.place.line, max(finding.place.line - _LONGEST_IMPORT, 0), -1):
        if not _line(first, finding, found).startswith("from "):
            continue
        text = ""
        for line in range(first, first + _LONGEST_IMPORT):
            text += _line(line, finding, found) + "\n"
            try:
                (statement,) = ast.parse(text).body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            ends = first + text.count("\n") > finding.place.line
            return statement if isinstance(statement, ast.ImportFrom) and ends else None
    return None


def _line(number: int, finding: Finding, found: Replay) -> str:
    place = replace(finding.place, line=number) if finding.place else None
    return found.line(replace(finding, place=place))


def _both(statement: ast.ImportFrom, names: list[str], place: str) -> Iterator[str]:
    """An import that works on both releases, of the names that both have."""
    old = [name for name in statement.names if name.name in names]
    new = [_spelled(name) for name in old]
    yield "  try:"
    yield from _wrapped(place, new)
    yield "  except ImportError:"
    yield from _wrapped(ast.unparse(statement).split()[1], new)


def _spelled(name: ast.alias) -> str:
    return f"{name.name} as {name.asname}" if name.asname else name.name


def _wrapped(module: str, names: list[str]) -> Iterator[str]:
    """An import statement, indented below `try:`, over several lines if it is long."""
    one = f"      from {module} import {', '.join(names)}"
    if len(one) <= _WIDTH:
        yield one
        return
    yield f"      from {module} import ("
    indent = " " * 10
    yield from textwrap.wrap(
        ", ".join(names) + ",", _WIDTH, initial_indent=indent, subsequent_indent=indent
    )
    yield "      )"


def _names(module: str, name: str, contract: Contract) -> int:
    """The releases whose MODULE has NAME; all that have the module, without one."""
    if not name:
        return contract.module(module)
    mask = 0
    for bound in contract.name(module, name):
        mask |= bound.mask
    return mask
