"""All that is known before a package is written. Nothing here asks or writes anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from new_provider.cells import Cell, NoCellError, admitted, cell_of
from new_provider.lines import line_of
from new_provider.questions import QUESTIONS, Question

LONGEST_SHOWN = 60
"""Of an answer that can't be used, in characters."""


class AnswerError(Exception):
    """An answer that can't be used; the text says whose, why and what to do."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All that is known before a package is written; every answer has been checked."""

    name: str
    cell: Cell
    target: str
    """What it was to be written for, as it was said; empty if that was not said."""
    found_by: str
    """`module` or `directory`: how a stack finds it."""
    container: str
    """`yes` or `no`: whether it gets a Containerfile."""
    description: str
    author: str

    @property
    def project(self) -> str:
        """The distribution, and the folder it is written to: `llama-stack-provider-acme`."""
        return f"{self.cell.line.distribution}-provider-{self.name}"

    def as_data(self) -> dict[str, str]:
        """Return the answers under the names of the template's questions."""
        return {
            "name": self.name,
            "api": self.cell.api,
            "kind": self.cell.kind,
            "target": self.cell.line.name,
            "found_by": self.found_by,
            "container": self.container,
            "description": self.description,
            "author": self.author,
        }


Ask = Callable[[Question, str | None], str]
"""Asks a person a question, with the default if it has one, until the answer passes its check."""


def settle(given: Mapping[str, str], ask: Ask | None) -> Answers:
    """Make all answers of those that are given.

    Args:
        given: Answers by the names of their questions.
        ask: Called for each question without an answer; None to take the defaults.

    Raises:
        AnswerError: If an answer can't be used, belongs to no question, or is missing.
    """
    unknown = sorted(given.keys() - {question.name for question in QUESTIONS})
    if unknown:
        known = ", ".join(question.name for question in QUESTIONS)
        raise AnswerError(f"there is no question '{unknown[0]}'; there are {known}")
    checked = {name: _checked(name, text) for name, text in given.items()}
    target = given.get("target", "")
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        if question.name in checked:
            answers[question.name] = checked[question.name]
            continue
        default = question.default(answers) if question.default else None
        if ask:
            said = ask(question, default)
            answers[question.name] = question.check(said)
            target = said if question.name == "target" else target
        elif default is None:
            raise AnswerError(f"{question.name} is missing; say `new-provider NAME`")
        else:
            answers[question.name] = default
    return _answers(answers, target)


def _answers(answers: Mapping[str, str], target: str) -> Answers:
    """Put the answers together; `target` is as it was said, and empty if it was not."""
    try:
        cell = cell_of(answers["api"], answers["kind"], line_of(answers["target"]))
    except NoCellError as error:
        raise AnswerError(str(error)) from None
    if target:
        try:
            cell = admitted(cell, target)
        except NoCellError as error:
            raise AnswerError(f"target {_shown(target)} {error}") from None
    found_by = answers["found_by"]
    if found_by == "module" and cell.line.directory_only:
        raise AnswerError(
            f"found_by 'module': {cell.line.requirement} finds them by directory only"
        )
    return Answers(
        answers["name"],
        cell,
        target,
        found_by,
        answers["container"],
        answers["description"],
        answers["author"],
    )


def _checked(name: str, text: str) -> str:
    [question] = [question for question in QUESTIONS if question.name == name]
    try:
        return question.check(text)
    except ValueError as error:
        raise AnswerError(f"{name} {_shown(text)} {error}") from None


def _shown(text: str) -> str:
    """Quote an answer so that it takes one short line, whatever is in it."""
    return ascii(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "...")
