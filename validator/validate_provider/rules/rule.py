"""What a rule is, and the table of all rules."""

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validate_provider.finding import Column, Severity
from validate_provider.source.entry import Entry
from validate_provider.source.provider import Provider
from validate_provider.source.values import Site

if TYPE_CHECKING:
    # They import PyYAML, which a package without YAML does not need.
    from validate_provider.source.directory import SpecFile
    from validate_provider.source.run_config import ConfigEntry

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
FileCheck = Callable[["SpecFile", int], Iterator[Outcome]]
ConfigCheck = Callable[["ConfigEntry", int], Iterator[Outcome]]


class Rule(NamedTuple):
    """One thing that can be wrong.

    `on_entry` rules look at a package as a whole, `on_provider` rules at each provider it
    returns, `on_file` rules at a YAML file of `external_providers_dir`, `on_config` rules at a
    provider's entry in a run config. All are given the releases in which the loader gets as far
    as this rule.
    """

    code: str
    name: str
    severity: Severity
    column: Column | None
    on_entry: EntryCheck | None
    on_provider: ProviderCheck | None
    documentation: str
    on_file: FileCheck | None = None
    on_config: ConfigCheck | None = None


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


def file_rule(severity: Severity, column: Column | None) -> Callable[[FileCheck], Rule]:
    """Make a function on a `SpecFile` a rule; `column` is the question an error answers with no."""

    def made(check: FileCheck) -> Rule:
        code, name = _named(check)
        return Rule(code, name, severity, column, None, None, check.__doc__ or "", on_file=check)

    return made


def config_rule(severity: Severity, column: Column | None) -> Callable[[ConfigCheck], Rule]:
    """Make a function on a `ConfigEntry` a rule; `column` is the question an error answers."""

    def made(check: ConfigCheck) -> Rule:
        code, name = _named(check)
        return Rule(code, name, severity, column, None, None, check.__doc__ or "", on_config=check)

    return made


def all_rules() -> tuple[Rule, ...]:
    """Every rule of this folder, in the order of the loader's steps."""
    return tuple(sorted((*package_rules(), *yaml_rules()), key=lambda rule: rule.code))


@cache
def package_rules() -> tuple[Rule, ...]:
    """The rules on packages and the providers they return."""
    return _rules_of("spk[!8]*.py")


@cache
def yaml_rules() -> tuple[Rule, ...]:
    """The rules on YAML files, which are imported only for those: they need PyYAML."""
    return _rules_of("spk8*.py")


def _rules_of(pattern: str) -> tuple[Rule, ...]:
    names = sorted(path.stem for path in Path(__file__).parent.glob(pattern))
    return tuple(importlib.import_module(f"{__package__}.{name}").check for name in names)
