"""SPK404: `config_class` names something that is no class."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.elsewhere import not_of_this_package
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import type_name
from validate_provider.source.provider import Provider
from validate_provider.source.values import (
    External,
    Unknown,
    narrowed,
)


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """`config_class` names something that is no class.

    From ogx 1.3.0 on the loader says so (core/utils/dynamic.py, instantiate_class_type); before,
    it calls whatever it finds with the config's keys: a function may work, a module or an object
    does not.

    Wrong, in `provider.py`:

        config_class="llama_stack_provider_acme.config"

    Right:

        config_class="llama_stack_provider_acme.config.AcmeConfig"
    """
    checked = provider.contract.flag("class-check")
    for mask, text, lookup in provider.config_class:
        site = provider.site("config_class", mask)
        for case in narrowed(lookup.cases, mask & alive):
            kind = type_name(case.value)
            if isinstance(case.value, Unknown):
                yield Doubt(case.mask, f"`{text}` can't be read: {case.value.why}", site)
            elif isinstance(case.value, External):
                yield Doubt(case.mask, not_of_this_package(text, provider), site)
            elif kind == "function":
                refused = case.mask & checked
                if refused:
                    yield Fault(
                        refused,
                        f"`{text}` is a function",
                        site,
                        f"TypeError: '{text}' does not refer to a class",
                        "name the pydantic class itself",
                    )
                if case.mask & ~checked:
                    why = f"whether the function `{text}` takes the config can't be told"
                    yield Doubt(case.mask & ~checked, why, site)
            elif kind:
                for part, says in (
                    (case.mask & checked, f"TypeError: '{text}' does not refer to a class"),
                    (case.mask & ~checked, f"TypeError: '{kind}' object is not callable"),
                ):
                    if part:
                        hint = "name the pydantic class itself"
                        yield Fault(part, f"`{text}` is a {kind}", site, says, hint)
