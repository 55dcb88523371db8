"""SPK409: the config class does not take its own `sample_run_config`."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import SAMPLE, ConfigClass, config_classes, sampled_keys
from validate_provider.rules.wording import close_to, listed
from validate_provider.source.nodes import nodes_of
from validate_provider.source.provider import Provider
from validate_provider.source.values import OwnClass

_MOST = 20
"""Keys that are told; whoever has more has another problem."""


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The config class does not take its own `sample_run_config`.

    The sample is what others start from. A field without a default that it does not give makes the
    loader stop with a ValidationError; a key that is no field is ignored, or refused where the
    class says `extra="forbid"` (core/resolver.py, instantiate_provider, calls the class with the
    config's keys).

    Wrong, in `config.py`:

        "base_url": "${env.ACME_URL:=http://localhost:8000/v1}"

    Right:

        "url": "${env.ACME_URL:=http://localhost:8000/v1}"
    """
    for settings in config_classes(provider, alive):
        function = settings.sample
        keys = sampled_keys(function) if function is not None else None
        if function is None or keys is None or not settings.is_model or not settings.complete:
            continue
        if _renamed(settings):
            continue
        fields = settings.fields
        missing = [name for name, field in fields.items() if field.required and name not in keys]
        if missing:
            yield Fault(
                settings.mask,
                f"`{SAMPLE}` does not give {listed(missing)}, which the config requires",
                function.module.site(function.node),
                hint="give a value, or the field a default",
            )
        unknown = [(key, value) for key, value in keys.items() if key not in fields]
        for key, value in unknown[:_MOST]:
            near = close_to(key, list(fields))
            yield Fault(
                settings.mask,
                f"`{SAMPLE}` gives `{key}`, which is no field of `{settings.own.title}`",
                function.module.site(value),
                hint=f"did you mean `{near}`?" if near else "leave it out",
            )


def _renamed(settings: ConfigClass) -> bool:
    """Whether keys may reach the fields under other names, or be made up on the way."""
    return any(
        _changes_keys(node)
        for cls in settings.line.classes
        if isinstance(cls, OwnClass)
        for node in nodes_of(cls.node)
    )


def _changes_keys(node: ast.AST) -> bool:
    match node:
        case ast.keyword(arg=str(name)) if "alias" in name:
            return True
        case ast.keyword(arg="extra", value=value):
            return not (isinstance(value, ast.Constant) and value.value in {"forbid", "ignore"})
        case ast.Constant(value="alias_generator" | "allow"):
            return True
        case ast.ClassDef(name="Config"):
            return True
        case ast.Name(id="model_validator" | "root_validator"):
            return True
        case _:
            return False
