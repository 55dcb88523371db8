"""The questions, in the order in which they are asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from new_provider.cells import APIS, KINDS, lines_of
from new_provider.facts import facts
from new_provider.lines import LINES, line_of
from new_provider.usable import (
    LONGEST_AUTHOR,
    check_api,
    check_choice,
    check_description,
    check_line,
    check_name,
    check_target,
)


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

    @property
    def constant_default(self) -> str | None:
        """The default, if it is the same whatever the answers before it are."""
        try:
            return self.default({}) if self.default else None
        except KeyError:
            return None


FOUND_BY = ("module", "directory")
CONTAINER = ("no", "yes")


def _description(answers: Mapping[str, str]) -> str:
    title = " ".join(word.capitalize() for word in answers["name"].split("-"))
    api, product = answers["api"], facts()["_lines"][answers["target"]]["product"]
    return f"{title} {facts()['_words'].get(api, api.replace('_', ' '))} for {product}"


def _kind(answers: Mapping[str, str]) -> str:
    return "remote" if answers["api"] == "inference" else "inline"


def _found_by(answers: Mapping[str, str]) -> str:
    return "directory" if line_of(answers["target"]).directory_only else "module"


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
        check_api,
        lambda _: APIS[0],
        APIS,
    ),
    Question(
        "kind",
        "remote: calls a service; inline: does the work itself, inside the stack",
        check_choice(KINDS),
        _kind,
        KINDS,
    ),
    Question(
        "target",
        "Stack to write for",
        check_target,
        lambda answers: lines_of(answers["api"])[0].name,
        tuple(line.name for line in LINES),
    ),
    Question(
        "found_by",
        "How a stack finds it. module: by the package's name; directory: by a file in "
        "external_providers_dir",
        check_choice(FOUND_BY),
        _found_by,
        FOUND_BY,
    ),
    Question(
        "container",
        "Whether it gets a Containerfile, for an image of the server with it",
        check_choice(CONTAINER),
        lambda _: CONTAINER[0],
        CONTAINER,
    ),
    Question("description", "What it is, in one line", check_description, _description),
    Question(
        "author",
        "Who writes it (may be empty)",
        check_line(LONGEST_AUTHOR),
        lambda _: "",
    ),
)
"""A default may depend on the answers before it."""
