"""SPK822: the `version` of a run config is not of the kind that the release reads."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.config_says import refused_config
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.run_config import ConfigEntry

_TEXT = "0.2.2..0.2.12"
"""`version: str` until then, `version: int` from 0.2.13 on (core/datatypes.py)."""
_OVERWRITTEN = "ogx0.8.0.."
"""The server puts its own version in (core/configure.py)."""


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The `version` of a run config is not of the kind that the release reads.

    Up to llama-stack 0.2.12 it is text, `'2'`; from 0.2.13 on a number, and a text that holds
    one will do.

    Wrong, in `run.yaml`:

        version: two

    Right:

        version: 2
    """
    node = entry.config.text("version")
    if node is None:
        return
    timeline = entry.contract.timeline
    text = alive & timeline.parse(_TEXT)
    number = alive & ~timeline.parse(_TEXT) & ~timeline.parse(_OVERWRITTEN)
    if not isinstance(node.value, str):
        for mask, says in refused_config(entry.config, text):
            words = f"{says}\nversion\n  Input should be a valid string"
            hint = "write `version: '2'`"
            yield Fault(mask, "`version` is a number, not text", node.site, words, hint)
    elif not node.value.strip().isdigit():
        for mask, says in refused_config(entry.config, number):
            words = f"{says}\nversion\n  Input should be a valid integer"
            yield Fault(mask, "`version` is no number", node.site, words, "write `version: 2`")
