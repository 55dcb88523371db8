"""What a rule is, and the table of all rules."""

import importlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from validate_provider.finding import Column, Severity
from validate_provider.record import Record
from validate_provider.source.entry import Entry
from validate_provider.source.provider import Provider
from validate_provider.source.values import Site

if TYPE_CHECKING:
    # They import PyYAML, which a package without YAML does not need.
    from validate_provider.source.directory import SpecFile
    from validate_provider.source.run_config import ConfigEntry


_OF_YAML = "8"
"""The first digit of the codes of rules on YAML."""


class Fault(Record):
    """What a rule found, in a set of releases."""

    mask: int
    message: str
    site: Site
    says: str = ""
    """The stack's own words for it; empty if it says nothing."""
    hint: str = ""
    column: Column | None = None
    """Which question it answers with no, where that differs from the rule's own."""


class Doubt(Record):
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


class Rule(Record):
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
    code, _, name = check.__module__.rpartition(".")[2].upper().partition("_")
    if len(code) != len("SPK000") or not (code.startswith("SPK") and code[3:].isdecimal()):
        raise TypeError(f"{check.__module__} is not named like a rule")
    return code, name.lower().replace("_", "-")


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
    return tuple(map(_rule, (name for name in _names() if name[3] != _OF_YAML)))


@cache
def yaml_rules() -> tuple[Rule, ...]:
    """The rules on YAML files, which are imported only for those: they need PyYAML."""
    return tuple(map(_rule, (name for name in _names() if name[3] == _OF_YAML)))


def _names() -> list[str]:
    """The modules of this folder that are rules, in the order of their codes."""
    files = Path(__file__).parent.iterdir()
    return sorted(f.stem for f in files if f.name.startswith("spk") and f.suffix == ".py")


def _rule(name: str) -> Rule:
    rule: Rule = importlib.import_module(f"{__package__}.{name}").check
    return rule
