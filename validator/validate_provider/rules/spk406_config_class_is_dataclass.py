"""SPK406: the config class is a dataclass, which converts and checks nothing."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import config_classes
from validate_provider.source.provider import Provider


@provider_rule(Severity.ADVICE, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The config class is a dataclass, which converts and checks nothing.

    The values of a run config come from text and from environment variables. A dataclass takes
    them as they are: a number in quotes stays a string, a wrong type is found when it is used, a
    secret is printed with the config. A pydantic model converts, checks, and hides. It loads in
    every release all the same (core/resolver.py calls the class with keywords).

    Wrong, in `settings.py`:

        from dataclasses import dataclass


        @dataclass
        class Settings:
            url: str = "http://localhost:8000/v1"
            api_key: None = None
            timeout: float = 120.0
            refresh_models: bool = False
            embedding_models: tuple[str, ...] = ()
    """
    for settings in config_classes(provider, alive):
        if settings.dataclass == "dataclasses.dataclass":
            yield Fault(
                settings.mask,
                f"`{settings.own.title}` is a dataclass: its values are neither converted nor "
                "checked",
                site_of(settings.own, provider),
                hint="make it a pydantic `BaseModel`",
            )
