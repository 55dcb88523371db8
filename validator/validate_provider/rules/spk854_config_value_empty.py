"""SPK854: a value that is needed is empty unless an environment variable is set."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.config_keys import config_classes
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.env_references import references
from validate_provider.source.run_config import ConfigEntry
from validate_provider.source.yaml_file import Scalar

_PLAIN = frozenset({"bool", "float", "int", "str"})


@config_rule(Severity.WARNING, None)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """A value that is needed is empty unless an environment variable is set.

    From llama-stack 0.2.13 on the stack turns an empty text into None, which a field annotated
    as `str`, `int`, `float` or `bool` refuses.

    Wrong, in `run.yaml`:

        city: ${env.EXT_CITY:=}

    Right:

        city: ${env.EXT_CITY:=Kyiv}
    """
    if entry.values is None or entry.disabled:
        return
    contract = entry.contract
    converts = contract.flag("converts-every-string") | contract.flag("converts-replaced-string")
    for mask, fields in config_classes(entry, alive & converts):
        for key in entry.values.names():
            node = entry.values.get(key)
            field = fields.fields.get(key)
            if field is None or field.annotation not in _PLAIN or fields.kind != "model":
                continue
            if not isinstance(node, Scalar):
                continue
            for reference in references(node):
                if reference.text == node.value and reference.read_late and reference.default == "":
                    yield Fault(
                        mask,
                        f"`{key}` must be {field.annotation}, and is None unless "
                        f"`{reference.name}` is set",
                        node.site,
                        f"ValidationError: 1 validation error for {fields.title}",
                        f"give it a default, or write `{key}: {field.annotation} | None` in "
                        f"`{fields.title}`",
                    )
