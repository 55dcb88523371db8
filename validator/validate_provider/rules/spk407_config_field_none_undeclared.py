"""SPK407: a config field is None by default, and its type does not say so."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import config_classes
from validate_provider.source.provider import Provider

_PLAIN = {"bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple"}
_PLAIN |= {"HttpUrl", "SecretStr"}


@provider_rule(Severity.ADVICE, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A config field is None by default, and its type does not say so.

    pydantic does not check defaults, so the field is None in spite of its type. But a run config
    that says `null`, or `${env.X:=}` with the variable unset, which the stack turns into None
    (core/stack.py, replace_env_vars, 0.2.13 on), is refused with a ValidationError.

    Wrong, in `config.py`:

        region: str = None
        refresh_models: bool

    Right:

        refresh_models: bool
    """
    for settings in config_classes(provider, alive):
        if not settings.is_model:
            continue
        for name, field in settings.fields.items():
            default = field.default
            is_none = isinstance(default, ast.Constant) and default.value is None
            if is_none and _is_plain(field.annotation):
                yield Fault(
                    settings.mask,
                    f"`{name}` is None by default, and `{field.annotation}` does not allow it",
                    field.owner.module.site(field.node),
                    hint=f"write `{name}: {field.annotation} | None`",
                )


def _is_plain(annotation: str) -> bool:
    """Whether it is one of these types, of whatever it is made: `str`, `list[str]`."""
    kind, bracket, _ = annotation.partition("[")
    return kind in _PLAIN and (not bracket or annotation.endswith("]"))
