"""The questions, and which answers to them can be used. Nothing here asks or writes anything."""

import keyword
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from new_provider.cells import APIS, KINDS, Cell, NoCellError, cell_of, kinds_of
from new_provider.lines import LINES, NoLineError, line_of

LONGEST_NAME = 30
"""In characters; longer ones would break the lines of the package that is written."""
LONGEST_DESCRIPTION = 200
LONGEST_AUTHOR = 100

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PREFIXES = ("llama-stack-provider-", "ogx-provider-")
_YAML_WORDS = frozenset({"false", "n", "no", "null", "off", "on", "true", "y", "yes"})
# `type` became a keyword of sorts with the Python that the stacks need, 3.12; we may run on 3.11.
_WORDS = {word.lower() for word in (*keyword.kwlist, *keyword.softkwlist, "type")} | _YAML_WORDS
RESERVED = frozenset(word for word in _WORDS if _NAME.fullmatch(word))
"""Names that mean something else to Python or, as a plain word, to YAML."""

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, ends of lines, turns of the writing direction, and broken encodings."""


class AnswerError(Exception):
    """An answer that can't be used; the text says whose, why and what to do."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know before a package can be written."""

    name: str
    help: str
    check: Callable[[str], str]
    """Returns the answer as it is used; raises ValueError with what is wrong with it."""
    default: Callable[[Mapping[str, str]], str] | None
    """Gives the answer that is meant if there is none, from the answers before it."""
    choices: tuple[str, ...] = ()
    leaves_choice: Callable[[Mapping[str, str]], bool] = lambda _: True
    """Whether the answers before it leave more than its default to choose."""

    @property
    def constant_default(self) -> str | None:
        """The default, if it is the same whatever the answers before it are."""
        try:
            return self.default({}) if self.default else None
        except KeyError:
            return None


@dataclass(frozen=True, slots=True)
class Answers:
    """All that is known before a package is written; every answer has been checked."""

    name: str
    cell: Cell
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
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        if question.name in checked:
            answers[question.name] = checked[question.name]
            continue
        default = question.default(answers) if question.default else None
        if ask and question.leaves_choice(answers):
            answers[question.name] = question.check(ask(question, default))
        elif default is None:
            raise AnswerError(f"{question.name} is missing; say `new-provider NAME`")
        else:
            answers[question.name] = default
    return _answers(answers)


def _answers(answers: Mapping[str, str]) -> Answers:
    try:
        cell = cell_of(answers["api"], answers["kind"], line_of(answers["target"]))
    except NoCellError as error:
        raise AnswerError(str(error)) from None
    return Answers(answers["name"], cell, answers["description"], answers["author"])


def _checked(name: str, text: str) -> str:
    [question] = [question for question in QUESTIONS if question.name == name]
    try:
        return question.check(text)
    except ValueError as error:
        raise AnswerError(f"{name} {_shown(text)} {error}") from None


def _shown(text: str) -> str:
    """Quote an answer so that it takes one short line, whatever is in it."""
    return ascii(text if len(text) <= 2 * LONGEST_NAME else text[: 2 * LONGEST_NAME] + "...")


def check_name(name: str) -> str:
    """Return the name of a provider as it is.

    Raises:
        ValueError: If it can't be one; the text says why, and what would do.
    """
    for prefix in _PREFIXES:
        bare = name.lower().replace("_", "-").removeprefix(prefix)
        if bare != name.lower().replace("_", "-") and _NAME.fullmatch(bare):
            raise ValueError(f"already has the prefix that the package gets; say '{bare}'")
    if not _NAME.fullmatch(name):
        raise ValueError(
            "must be lower-case letters, digits and single dashes, a letter first"
            + _suggestion(name)
        )
    if len(name) > LONGEST_NAME:
        raise ValueError(f"is {len(name)} characters long; {LONGEST_NAME} is the most")
    if name in RESERVED:
        raise ValueError(f"is a word of Python or YAML; take another, such as '{name}-service'")
    if name in sys.stdlib_module_names:
        raise ValueError(f"is a module of Python's own; take another, such as '{name}-service'")
    return name


def _suggestion(name: str) -> str:
    """Return the name that was probably meant, if there is one."""
    meant = re.sub(r"[\s_.-]+", "-", name.strip().lower()).strip("-")
    usable = _NAME.fullmatch(meant) and len(meant) <= LONGEST_NAME and meant not in RESERVED
    return f"; say '{meant}'" if usable else ""


def _check_choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in choices:
            raise ValueError(f"is none of {', '.join(choices)}; --list-apis shows what there is")
        return text

    return check


def _check_target(text: str) -> str:
    try:
        return line_of(text).name
    except NoLineError as error:
        raise ValueError(str(error)) from None


def _check_line(longest: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"is {len(text)} characters long; {longest} is the most")
        if _UNPRINTABLE.search(text):
            raise ValueError("must be one line, without control characters")
        if any(mark in text for mark in ("{{", "{%", "{#")):
            raise ValueError("must not have '{{', '{%' or '{#' in it: marks of the template")
        return text.strip()

    return check


def _check_description(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; say what the provider is, in one line")
    return _check_line(LONGEST_DESCRIPTION)(text)


_NOUNS = {"inference": "inference", "files": "file storage"}
_PRODUCTS = {"llama-stack": "Llama Stack", "ogx": "OGX"}


def _description(answers: Mapping[str, str]) -> str:
    title = " ".join(word.capitalize() for word in answers["name"].split("-"))
    product = _PRODUCTS[line_of(answers["target"]).distribution]
    return f"{title} {_NOUNS[answers['api']]} for {product}"


QUESTIONS = (
    Question(
        "name",
        "Name of the provider: lower-case letters, digits and single dashes",
        check_name,
        None,
    ),
    Question(
        "api",
        "API that the provider implements",
        _check_choice(APIS),
        lambda _: APIS[0],
        APIS,
    ),
    Question(
        "kind",
        "remote: calls a service; inline: does the work itself, inside the stack",
        _check_choice(KINDS),
        lambda answers: kinds_of(answers["api"])[0],
        KINDS,
        lambda answers: len(kinds_of(answers["api"])) > 1,
    ),
    Question(
        "target",
        "Stack to write for",
        _check_target,
        lambda _: LINES[0].name,
        tuple(line.name for line in LINES),
    ),
    Question("description", "What it is, in one line", _check_description, _description),
    Question(
        "author",
        "Who writes it (may be empty)",
        _check_line(LONGEST_AUTHOR),
        lambda _: "",
    ),
)
"""In the order in which they are asked; a default may depend on the answers before it."""
