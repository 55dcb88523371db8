"""SPK410: a reference to an environment variable stays the text that it is."""

import ast
import re
from collections.abc import Iterator

from validate_provider.contract import Contract
from validate_provider.finding import Severity
from validate_provider.record import Record
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import ConfigClass, config_classes
from validate_provider.source.nodes import nodes_of
from validate_provider.source.provider import Provider
from validate_provider.source.values import OwnClass, Site

_LOOKS_LIKE_ONE = r"\$?\{env\.[^{}]*\}|\$\{env\.\w+:[^{}]*$"
"""To its end, or to that of the text, if a default follows that is put together."""
_ONE = r"\$\{env\.[A-Z0-9_]+(?P<sign>:[=+]?)?[^}]*\}?"
_LONGEST = 1000
"""In characters; a longer text is hardly a value."""


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A reference to an environment variable stays the text that it is.

    The stack replaces `${env.NAME}` in the values of a run config (core/stack.py,
    replace_env_vars), if the name is of capitals, digits and underscores. A default is given as
    `${env.NAME:=default}` from llama-stack 0.2.13 on, as `${env.NAME:default}` before. What is
    written otherwise is taken literally; so is a reference in the default of a field, which is no
    value of a run config.

    Wrong, in `config.py`:

        "url": "${env.ACME_URL:http://localhost:8000/v1}"

    Right:

        "url": "${env.ACME_URL:=http://localhost:8000/v1}"
    """
    told: set[Reference] = set()
    for settings in config_classes(provider, alive):
        for reference in _references(settings):
            why, mask, hint = _wrong(reference, settings.mask, provider.contract)
            if mask and reference not in told:
                told.add(reference)
                message = f"`{reference.text}` stays as it is: {why}"
                yield Fault(mask, message, reference.site, hint=hint)


class Reference(Record):
    """What is, or was meant to be, a reference to a variable."""

    text: str
    site: Site
    in_default: bool
    """Whether it stands in the default of a field."""


def _references(settings: ConfigClass) -> Iterator[Reference]:
    defaults = {id(field.default) for field in settings.fields.values()}
    for cls in settings.line.classes:
        for node in nodes_of(cls.node) if isinstance(cls, OwnClass) else ():
            if isinstance(cls, OwnClass) and isinstance(node, ast.Constant) and _is_value(node):
                for text in re.findall(_LOOKS_LIKE_ONE, str(node.value)):
                    yield Reference(text, cls.module.site(node), id(node) in defaults)


def _is_value(node: ast.Constant) -> bool:
    """Whether a string is nothing but a value: no docstring, no sentence about references."""
    value = node.value
    return isinstance(value, str) and len(value) < _LONGEST and " " not in value.strip()


def _wrong(reference: Reference, mask: int, contract: Contract) -> tuple[str, int, str]:
    """Why it is not replaced, where, and what to write; no releases if it is."""
    text = reference.text
    match = re.fullmatch(_ONE, text)
    if reference.in_default:
        return (
            "the stack replaces what a run config says, not the default of a field",
            mask,
            "put it into `sample_run_config`, and the plain default here",
        )
    if match is None:
        name = text.strip("${}").partition(".")[2]
        better = re.sub(r"^[a-z_]+", lambda found: found.group().upper(), name)
        why = "the name must be in capitals" if text.startswith("$") else "the `$` is missing"
        return why, mask, f"write `${{env.{better}}}`"
    sign = match.group("sign") or ""
    if sign == ":":
        return (
            "a default begins with `:=`",
            mask & contract.flag("env-colon-equals"),
            f"write `{text.replace(':', ':=', 1)}`",
        )
    if sign in {":=", ":+"}:
        return (
            "these releases know `:` alone, and would take the sign for part of the default",
            mask & contract.flag("env-colon"),
            f"write `{text.replace(sign, ':', 1)}`",
        )
    return "", 0, ""
