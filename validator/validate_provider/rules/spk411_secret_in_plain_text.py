"""SPK411: a secret of the config is a plain string."""

import ast
import re
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import Field, config_classes
from validate_provider.source.provider import Provider

_NAMES = (
    r"(.*_)?(api_?key|apikey|secret(_key)?|password|passwd|access_key|private_key|auth_token|"
    r"api_token|access_token|token)"
)
_OF_A_TOKENIZER = {"bos", "cls", "eos", "mask", "pad", "sep", "stop", "unk"}
_PLAIN_TEXT = {"str", "str | None", "Optional[str]"}


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A secret of the config is a plain string.

    A stack logs its run config as it starts, and whatever prints a config object prints what is in
    it; pydantic's `SecretStr` prints as asterisks. A key that is written into the package as a
    default is everybody's. Take it with `.get_secret_value()` where it is sent.

    Wrong, in `config.py`:

        api_key: str | None

    Right:

        api_key: SecretStr | None
    """
    for settings in config_classes(provider, alive):
        for name, field in settings.fields.items():
            if not re.fullmatch(_NAMES, name) or name.removesuffix("_token") in _OF_A_TOKENIZER:
                continue
            site = field.owner.module.site(field.node)
            if _literal(field):
                message = f"`{name}` has a secret for a default, written into the package"
                yield Fault(settings.mask, message, site, hint="give it no default, or None")
            elif settings.is_model and field.annotation in _PLAIN_TEXT:
                better = field.annotation.replace("str", "SecretStr")
                yield Fault(
                    settings.mask,
                    f"`{name}` is a plain string, and may be printed with the config",
                    site,
                    hint=f"write `{name}: {better}`, and take it with `.get_secret_value()`",
                )


def _literal(field: Field) -> bool:
    """Whether the default is a string that could be a secret."""
    node = field.default
    if isinstance(node, ast.Call) and len(node.args) == 1:
        node = node.args[0]
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(node.value) >= 8
        and not node.value.startswith(("${", "<"))
    )
