"""SPK408: `sample_run_config` can't be called as the stack calls it."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.settings import SAMPLE, config_classes
from validate_provider.source.provider import Provider
from validate_provider.source.signature import parameters

_GIVEN = "__distro_dir__"


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """`sample_run_config` can't be called as the stack calls it.

    It is never called when a provider is loaded, but by what writes run configs: distribution
    templates, `llama stack build` of the 0.2.x releases, and `validate-provider --load`. They call
    it on the class, with `__distro_dir__` and whatever else they know as keyword arguments.

    Wrong, in `config.py`:

        def sample_run_config(cls)

    Right:

        def sample_run_config(cls, **kwargs: Any)
    """
    for settings in config_classes(provider, alive):
        function = settings.sample
        if function is None:
            continue
        kinds = {name.rpartition(".")[2] for name in function.decorators}
        if not kinds <= {"classmethod", "staticmethod"}:
            continue
        taken = parameters(function.node.args, skip_first="classmethod" in kinds)
        if not kinds:
            message, hint = f"`{SAMPLE}` is called on the class", "make it a `@classmethod`"
        elif not taken.double_star and _GIVEN not in taken.names:
            message = f"`{SAMPLE}` is called with `{_GIVEN}`, which it does not take"
            hint = "add `**kwargs: Any`"
        else:
            continue
        yield Fault(settings.mask, message, function.module.site(function.node), hint=hint)
