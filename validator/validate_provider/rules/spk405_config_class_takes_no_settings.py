"""SPK405: the config class is no class of settings."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import config_classes
from validate_provider.source.classes import members
from validate_provider.source.provider import Provider
from validate_provider.source.values import OwnClass, StackClass


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The config class is no class of settings.

    The loader calls it with the keys of the run config's `config` as keyword arguments
    (core/resolver.py, instantiate_provider). A class without fields and without `__init__` takes
    none of them, and the implementation itself is hardly what is meant. Name a subclass of
    pydantic's `BaseModel`.

    Wrong, in `settings.py`:

        class Settings:
            url: str = "http://localhost:8000/v1"
            api_key: None = None
            timeout: float = 120.0
            refresh_models: bool = False
            embedding_models: tuple[str, ...] = ()
    """
    made = [cls for _mask, cls in provider.implementation]
    for settings in config_classes(provider, alive):
        title = settings.own.title
        if settings.own in made:
            message = f"`{title}` is the implementation, not its config"
        elif (
            settings.is_model
            or settings.line.unknown
            or settings.dataclass
            or any(isinstance(cls, StackClass) for cls in settings.line.classes)
            or members("__init__", settings.line, provider.contract)
            or members("__new__", settings.line, provider.contract)
            or _decorated(settings.line.classes)
        ):
            continue
        else:
            message = f"`{title}` takes no settings: any key of the run config is a TypeError"
        yield Fault(
            settings.mask,
            message,
            site_of(settings.own, provider),
            hint="name a subclass of pydantic's `BaseModel`",
        )


def _decorated(classes: tuple[object, ...]) -> bool:
    return any(isinstance(cls, OwnClass) and cls.node.decorator_list for cls in classes)
