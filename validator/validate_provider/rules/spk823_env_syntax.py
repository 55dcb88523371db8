"""SPK823: a reference to an environment variable is written as another release reads it."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.env_references import Reference, references
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.WARNING, None)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """A reference to an environment variable is written as another release reads it.

    `${env.NAME:=default}` and `${env.NAME:+text}` are read from llama-stack 0.2.13 on,
    `${env.NAME:default}` and `${env.NAME+text}` before. What a release does not read stays as it
    is, and the provider gets the text `${env.NAME:default}` for a value.

    Wrong, in `run.yaml`:

        city: ${env.CITY:Kyiv}

    Right:

        city: ${env.CITY:=Kyiv}
    """
    early = alive & entry.contract.flag("env-colon")
    late = alive & entry.contract.flag("env-colon-equals")
    for reference in references(entry.node):
        if late and not reference.read_late:
            yield _fault(reference, late, "stays as it is", early=False)
        if early and not reference.read_early:
            what = "means something else" if reference.read_late else "stays as it is"
            yield _fault(reference, early, what, early=True)


def _fault(reference: Reference, mask: int, what: str, *, early: bool) -> Fault:
    message = f"`{reference.text}` {what} in these releases"
    hint = f"write `{reference.written(early=early)}`"
    return Fault(mask, message, reference.site, hint=hint)
