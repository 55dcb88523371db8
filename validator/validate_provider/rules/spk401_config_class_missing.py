"""SPK401: `config_class` names a class that its module does not define."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import close_to
from validate_provider.source.provider import Provider
from validate_provider.source.values import OwnClass


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """`config_class` names a class that its module does not define.

    The loader splits the string at its last dot, imports what stands before it and takes the rest
    from that module (core/utils/dynamic.py, instantiate_class_type). It does so when the stack
    starts, not when the spec is read, so importing `provider.py` in a test does not show it.

    Wrong, in `provider.py`:

        config_class="llama_stack_provider_acme.config.AcmeConfg"

    Right:

        config_class="llama_stack_provider_acme.config.AcmeConfig"
    """
    for mask, text, lookup in provider.config_class:
        missing = lookup.missing & mask & alive
        if not missing:
            continue
        module, _, name = text.rpartition(".")
        own = provider.reader.sources.module(module)
        classes = [n for n, cases in own.names.items() if _a_class(cases)] if own else []
        near = close_to(name, classes) or (classes[0] if len(classes) == 1 else "")
        home = own.path.name if own else module
        hint = ""
        if own and near:
            line = next(
                case.value.node.lineno
                for case in own.names[near]
                if isinstance(case.value, OwnClass)
            )
            hint = f"did you mean `{near}` ({home}:{line})?"
        yield Fault(
            missing,
            f"`{name}` is not defined in {home}",
            provider.site("config_class", missing),
            f"AttributeError: module '{module}' has no attribute '{name}'",
            hint,
        )


def _a_class(cases: object) -> bool:
    return isinstance(cases, tuple) and any(isinstance(case.value, OwnClass) for case in cases)
