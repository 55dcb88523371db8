"""SPK410: a reference to an environment variable stays the text that it is."""

import ast
import re
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import config_classes
from validate_provider.source.provider import Provider
from validate_provider.source.values import OwnClass

_LOOKS_LIKE_ONE = re.compile(r"\$?\{env\.[^}]*\}")
_ONE = re.compile(r"\$\{env\.[A-Z0-9_]+(?P<sign>:[=+]?)?[^}]*\}")


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
    told: set[tuple[str, int]] = set()
    for settings in config_classes(provider, alive):
        for cls in settings.line.classes:
            if not isinstance(cls, OwnClass):
                continue
            defaults = {id(f.default) for f in settings.fields.values() if f.default is not None}
            for node in ast.walk(cls.node):
                if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                    continue
                for text in _LOOKS_LIKE_ONE.findall(node.value):
                    if not _is_value(node):
                        continue
                    why, mask, hint = _wrong(text, settings.mask, provider, id(node) in defaults)
                    site = cls.module.site(node)
                    if mask and (text, site.line) not in told:
                        told.add((text, site.line))
                        yield Fault(mask, f"`{text}` stays as it is: {why}", site, hint=hint)


def _is_value(node: ast.Constant) -> bool:
    """Whether a string is nothing but a value: no docstring, no sentence about references."""
    return isinstance(node.value, str) and " " not in node.value.strip()


def _wrong(text: str, mask: int, provider: Provider, default: bool) -> tuple[str, int, str]:  # noqa: FBT001
    contract = provider.contract
    match = _ONE.fullmatch(text)
    if default:
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
