"""What a rule is, and the table of all rules."""

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from validate_provider.finding import Column, Severity
from validate_provider.source.entry import Entry
from validate_provider.source.provider import Provider
from validate_provider.source.values import Site

_FILE_NAME = re.compile(r"(spk\d{3})_(\w+)")


class Fault(NamedTuple):
    """What a rule found, in a set of releases."""

    mask: int
    message: str
    site: Site
    says: str = ""
    """The stack's own words for it; empty if it says nothing."""
    hint: str = ""
    column: Column | None = None
    """Which question it answers with no, where that differs from the rule's own."""


class Doubt(NamedTuple):
    """What a rule could not decide, in a set of releases, and why."""

    mask: int
    why: str
    site: Site
    column: Column = Column.LOADS


Outcome = Fault | Doubt
EntryCheck = Callable[[Entry, int], Iterator[Outcome]]
ProviderCheck = Callable[[Provider, int], Iterator[Outcome]]


class Rule(NamedTuple):
    """One thing that can be wrong.

    `on_entry` rules look at a package as a whole, `on_provider` rules at each provider it
    returns. Both are given the releases in which the loader gets as far as this rule.
    """

    code: str
    name: str
    severity: Severity
    column: Column | None
    on_entry: EntryCheck | None
    on_provider: ProviderCheck | None
    documentation: str


def _named(check: Callable[..., object]) -> tuple[str, str]:
    match = _FILE_NAME.fullmatch(check.__module__.rpartition(".")[2])
    if match is None:
        raise TypeError(f"{check.__module__} is not named like a rule")
    return match.group(1).upper(), match.group(2).replace("_", "-")


def entry_rule(severity: Severity, column: Column | None) -> Callable[[EntryCheck], Rule]:
    """Make a function on an `Entry` a rule; `column` is the question an error answers with no."""

    def made(check: EntryCheck) -> Rule:
        code, name = _named(check)
        return Rule(code, name, severity, column, check, None, check.__doc__ or "")

    return made


def provider_rule(severity: Severity, column: Column | None) -> Callable[[ProviderCheck], Rule]:
    """Make a function on a `Provider` a rule; `column` is the question an error answers with no."""

    def made(check: ProviderCheck) -> Rule:
        code, name = _named(check)
        return Rule(code, name, severity, column, None, check, check.__doc__ or "")

    return made


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of this folder, in the order of the loader's steps."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("spk*.py"))
    return tuple(importlib.import_module(f"{__package__}.{name}").check for name in names)
