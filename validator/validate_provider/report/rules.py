"""What the rules say of themselves."""

import inspect

from validate_provider.live.difference import Difference
from validate_provider.rules.rule import Rule, all_rules


def rule_list() -> str:
    """One line for each rule: code, severity, name, title."""
    rows = [(rule.code, rule.severity.value, rule.name, title_of(rule)) for rule in all_rules()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{code:{widths[0]}}  {severity:{widths[1]}}  {name:{widths[2]}}  {title}"
        for code, severity, name, title in rows
    )


def title_of(rule: Rule) -> str:
    """The first line of a rule's documentation."""
    return rule.documentation.strip().partition("\n")[0]


def explained(code: str) -> str:
    """A rule's documentation.

    Raises:
        LookupError: If there is no such rule.
    """
    if code.upper() == Difference.code or code == Difference.name:  # no rule: the stack's own word
        body = inspect.cleandoc(Difference.__doc__ or "")
        return f"{Difference.code} {Difference.name} ({Difference.severity.value})\n\n{body}"
    for rule in all_rules():
        if code.upper() == rule.code or code == rule.name:
            body = inspect.cleandoc(rule.documentation)
            return f"{rule.code} {rule.name} ({rule.severity.value})\n\n{body}"
    known = ", ".join(rule.code for rule in all_rules())
    raise LookupError(f"there is no rule '{code}'; there are {known}")
