"""SPK822: the `version` of a run config is not of the kind that the release reads."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.config_says import refused_config
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The `version` of a run config is not of the kind that the release reads.

    Up to llama-stack 0.2.12 it is text, `'2'`; from 0.2.13 on a number, and a text that holds
    one will do (`StackRunConfig`, core/datatypes.py). From ogx 1.0.0 on the server puts its own
    version in (core/configure.py).

    Wrong, in `run.yaml`:

        version: two

    Right:

        version: 2
    """
    node = entry.config.text("version")
    if node is None:
        return
    contract = entry.contract
    text = alive & contract.flag("config-version-text")
    number = alive & ~text & ~contract.flag("sets-config-version")
    if not isinstance(node.value, str):
        for mask, says in refused_config(entry.config, text):
            words = f"{says}\nversion\n  Input should be a valid string"
            hint = "write `version: '2'`"
            yield Fault(mask, "`version` is a number, not text", node.site, words, hint)
    elif not node.value.strip().isdigit():
        for mask, says in refused_config(entry.config, number):
            words = f"{says}\nversion\n  Input should be a valid integer"
            yield Fault(mask, "`version` is no number", node.site, words, "write `version: 2`")
