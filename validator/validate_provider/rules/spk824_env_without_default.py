"""SPK824: an environment variable has no default."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.env_references import references
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.ADVICE, None)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """An environment variable has no default.

    If `${env.NAME}` is not set when the stack starts, it stops before it looks at any provider
    (core/stack.py, replace_env_vars).

    Wrong, in `run.yaml`:

        city: ${env.EXT_CITY}

    Right:

        city: ${env.EXT_CITY:=Kyiv}
    """
    if entry.disabled:
        return
    for reference in references(entry.node):
        if reference.bare and reference.read_late:
            yield Fault(
                alive,
                f"the stack does not start unless `{reference.name}` is set",
                reference.site,
                f"EnvVarError: Environment variable '{reference.name}' not set or empty",
                f"give it a default, `${{env.{reference.name}:=...}}`, or say in the README that "
                "it must be set",
            )
