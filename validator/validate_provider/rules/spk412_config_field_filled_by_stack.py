"""SPK412: a config field has a name that the stack fills with a value of its own."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import config_classes
from validate_provider.source.provider import Provider

_FILLED = {
    "vector_stores_config": ("injects-vector-stores-config", "VectorStoresConfig"),
    "metadata_store": ("injects-metadata-store", "Reference"),
}
"""The field, since when, and a word of the type that takes what the stack gives."""


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A config field has a name that the stack fills with a value of its own.

    From llama-stack 0.4.0 on a field `vector_stores_config` is given the run config's
    `vector_stores`, from ogx 1.1.0 on `metadata_store` a reference to the stack's own store, if
    the run config does not set it (core/resolver.py, instantiate_provider). A field of that name
    and another meaning gets what it does not expect: choose another name.

    Wrong, in `config.py`:

        vector_stores_config: str | None = None
        refresh_models: bool

    Right:

        refresh_models: bool
    """
    for settings in config_classes(provider, alive):
        for name, field in settings.fields.items():
            if name not in _FILLED:
                continue
            flag, word = _FILLED[name]
            mask = settings.mask & provider.contract.flag(flag)
            if mask and word not in field.annotation and field.annotation != "Any":
                yield Fault(
                    mask,
                    f"the stack fills `{name}` of a config, and `{field.annotation}` is not "
                    "what it gives",
                    field.owner.module.site(field.node),
                    hint="choose another name",
                )
