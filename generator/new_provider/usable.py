"""Which answer to a question can be used: each check returns it as it is used.

All raise ValueError with what is wrong, as a sentence without its subject, the answer.
"""

import difflib
import keyword
import re
import sys
from collections.abc import Callable

from new_provider.cells import APIS
from new_provider.facts import facts
from new_provider.lines import NoLineError, line_of

LONGEST_NAME = 30
"""In characters; longer ones would break the lines of the package that is written."""
LONGEST_DESCRIPTION = 200
LONGEST_AUTHOR = 100

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PREFIXES = ("llama-stack-provider-", "ogx-provider-")
_YAML_WORDS = frozenset({"false", "n", "no", "null", "off", "on", "true", "y", "yes"})
# `type` became a keyword of sorts with the Python that the stacks need, 3.12; we may run on 3.11.
_DEVICES = {"aux", "con", "nul", "prn", *(f"{it}{n}" for it in ("com", "lpt") for n in range(10))}
"""What Windows takes for a device, with an ending too: `con.yaml`."""
_WORDS = (
    {word.lower() for word in (*keyword.kwlist, *keyword.softkwlist, "type")}
    | _YAML_WORDS
    | _DEVICES
)
RESERVED = frozenset(word for word in _WORDS if _NAME.fullmatch(word))
"""Names that mean something else to Python, to Windows or, as a plain word, to YAML."""

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, ends of lines, turns of the writing direction, and broken encodings."""


def check_name(name: str) -> str:
    """Return the name of a provider."""
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
        raise ValueError(
            f"is a word of Python, YAML or Windows; take another, such as '{name}-service'"
        )
    if name in sys.stdlib_module_names:
        raise ValueError(f"is a module of Python's own; take another, such as '{name}-service'")
    return name


def _suggestion(name: str) -> str:
    """Return the name that was probably meant, if there is one."""
    meant = re.sub(r"[\s_.-]+", "-", name.strip().lower()).strip("-")
    usable = _NAME.fullmatch(meant) and len(meant) <= LONGEST_NAME and meant not in RESERVED
    return f"; say '{meant}'" if usable else ""


def check_choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    """Make the check of a question with choices."""

    def check(text: str) -> str:
        if text not in choices:
            raise ValueError(f"is none of {', '.join(choices)}{_meant(text, choices)}")
        return text

    return check


def _meant(text: str, choices: tuple[str, ...]) -> str:
    """Return the choice that was probably meant, if there is one."""
    near = difflib.get_close_matches(text.lower(), choices, n=1, cutoff=0.5)
    return f"; did you mean '{near[0]}'?" if near else ""


def check_api(text: str) -> str:
    """Return the name of an API."""
    if text in facts()["_unloadable"]:
        releases = facts()["_unloadable"][text]
        raise ValueError(
            f"may stand in a run config of {releases}, and no release can load a provider of it; "
            "--list-apis shows what there is"
        )
    return check_choice(APIS)(text)


def check_target(text: str) -> str:
    """Return the name of the line that a target means."""
    try:
        return line_of(text).name
    except NoLineError as error:
        raise ValueError(str(error)) from None


def check_line(longest: int) -> Callable[[str], str]:
    """Make the check of free text: one line of at most `longest` characters."""

    def check(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"is {len(text)} characters long; {longest} is the most")
        if _UNPRINTABLE.search(text):
            raise ValueError("must be one line, without control characters")
        if any(mark in text for mark in ("{{", "{%", "{#")):
            raise ValueError("must not have '{{', '{%' or '{#' in it: marks of the template")
        return text.strip()

    return check


def check_description(text: str) -> str:
    """Return a description, which must not be empty."""
    if not text.strip():
        raise ValueError("is empty; say what the provider is, in one line")
    return check_line(LONGEST_DESCRIPTION)(text)
