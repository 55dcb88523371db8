"""All that is told of one project: verdicts, what can be installed, and the range that holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from validate_provider.contract import Contract
from validate_provider.finding import Answer, Column
from validate_provider.question.against import Question, newest
from validate_provider.ranges.installs import Conflict, conflicts, without_stack
from validate_provider.record import Record, replace
from validate_provider.replay.packages import Replay, replay
from validate_provider.source.project import Project

if TYPE_CHECKING:
    from validate_provider.ranges.advice import Advice


class Checked(Record):
    """One project, and the answers to the questions asked of it."""

    replay: Replay
    question: Question
    conflicts: tuple[Conflict, ...]
    """Only of the releases in question that the package declares; of all, if it declares none.
    What pip does by itself is told only of declared releases that would work otherwise, and only
    if it happens with the newest of them, which is what pip takes."""
    advice: "tuple[Advice, ...]"
    """The requirements that hold, if they were asked for; the declared name first."""

    @property
    def failing(self) -> int:
        """The releases in question that would not load some provider, or not serve it."""
        return _answering(self.replay, Answer.NO)

    @property
    def undecided(self) -> int:
        """The releases of which nothing worse is known of any provider than nothing."""
        return _answering(self.replay, Answer.UNKNOWN) & ~self.failing


def check(
    project: Project,
    contract: Contract,
    question: Question,
    here: Path,
    *,
    advise_always: bool,
) -> Checked:
    """Answer for one project.

    Args:
        project: The project; nothing of it is run.
        contract: What each release holds and expects.
        question: The releases in question.
        here: The folder that paths are shown relative to.
        advise_always: Whether to look for the widest range even if all is well.
    """
    found = replay(project, contract, question.releases, here)
    checked = Checked(found, question, (), ())
    checked = replace(checked, conflicts=tuple(_promised(checked, project, contract)))
    everything = contract.timeline.everything
    if not (advise_always or checked.failing or question.releases == everything):
        return checked
    from validate_provider.ranges.advice import advise

    whole = found
    if question.releases != everything:
        whole = replay(project, contract, everything, here)
    return replace(
        checked, advice=advise(_proven(whole, project, contract), question.declared, contract)
    )


def _promised(checked: Checked, project: Project, contract: Contract) -> Iterator[Conflict]:
    question = checked.question
    promised = question.releases
    if question.admitted and question.installed is None:
        promised &= question.admitted
    for conflict in conflicts(project, contract, promised, question.installed):
        mask = conflict.releases
        if not conflict.certain:
            mask &= question.admitted & ~checked.failing
            mask = mask if mask & newest(question.admitted, contract.timeline) else 0
        if mask:
            yield replace(conflict, releases=mask)


def _proven(whole: Replay, project: Project, contract: Contract) -> int:
    """The releases that load and serve every provider, and can be installed with the package."""
    mask = whole.releases if whole.providers else 0
    for provider in whole.providers:
        for column in Column:
            mask &= provider.answers(column, Answer.YES)
    for conflict in conflicts(without_stack(project), contract, mask):
        if conflict.certain:
            mask &= ~conflict.releases
    return mask


def _answering(found: Replay, answer: Answer) -> int:
    mask = 0
    for provider in found.providers:
        for column in Column:
            mask |= provider.answers(column, answer)
    return mask
