"""SPK204: a provider spec lacks a field that its class requires."""

from collections.abc import Iterator

from validate_provider.contract import ClassTable, Contract
from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.provider import Provider
from validate_provider.source.spec import Spec
from validate_provider.source.values import Instance, StackClass


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A provider spec lacks a field that its class requires.

    `api`, `provider_type` and `config_class` are always required; a remote spec also needs
    `adapter_type` from llama-stack 0.2.23 on, and `adapter=AdapterSpec(...)` before
    (providers/datatypes.py; llama_stack_api from 0.4.0 on). Making the spec raises a pydantic
    ValidationError. There is no way of writing that both sides of 0.2.23 take: a package for both
    needs two, chosen by what can be imported.

    Missing, in `provider.py`:

        provider_type="remote::acme",
    """
    for spec in provider.specs:
        for made in (spec.adapter, spec.instance):
            if made is not None:
                yield from _missing(made, spec, spec.mask & alive, provider.contract)


def _missing(made: Instance, spec: Spec, alive: int, contract: Contract) -> Iterator[Outcome]:
    if not isinstance(made.of, StackClass) or not made.given.exact:
        return
    by_mask: dict[int, list[str]] = {}
    for name, mask in required_fields(made.of.dotted, contract).items():
        missing = mask & alive & ~_given(made, name)
        if missing:
            by_mask.setdefault(missing, []).append(name)
    for missing, names in by_mask.items():
        cls = made.of.dotted.rpartition(".")[2]
        count = len(names)
        yield Fault(
            missing,
            f"`{cls}` requires {listed(names)}",
            made.site if made is spec.adapter else spec.instance.site,
            f"ValidationError: {count} validation error{'s' if count > 1 else ''} for {cls}\n"
            + "\n".join(f"{name}\n  Field required" for name in names),
            _hint(names),
        )


def _hint(names: list[str]) -> str:
    if names == ["adapter"]:
        return (
            "require llama-stack 0.2.23 or later, where the spec is flat, or write "
            "`adapter=AdapterSpec(...)` for these releases"
        )
    return f"add `{names[0]}=...`"


def required_fields(dotted: str, contract: Contract) -> dict[str, int]:
    """The fields that a spec class requires, each with its releases, inherited ones included."""
    required: dict[str, int] = {}
    decided: dict[str, int] = {}
    for table in _tables(dotted, contract):
        for name, cases in table.fields.items():
            for mask, field in cases:
                own = mask & ~decided.get(name, 0)
                decided[name] = decided.get(name, 0) | mask
                if field.required:
                    required[name] = required.get(name, 0) | own
    return {name: mask for name, mask in required.items() if mask}


def known_fields(dotted: str, contract: Contract) -> dict[str, int]:
    """All fields of a spec class, each with its releases, inherited ones included."""
    known: dict[str, int] = {}
    for table in _tables(dotted, contract):
        for name, cases in table.fields.items():
            for mask, _field in cases:
                known[name] = known.get(name, 0) | mask
    return known


def _tables(dotted: str, contract: Contract) -> Iterator[ClassTable]:
    """The class and what it inherits from; specs inherit singly, so the first base is enough."""
    table = contract.class_table(dotted)
    if table is None:
        return
    yield table
    seen: set[str] = set()
    for _mask, bases in table.bases:
        for base in bases:
            if base not in seen and contract.is_stack(base):
                seen.add(base)
                yield from _tables(base, contract)


def _given(made: Instance, name: str) -> int:
    mask = 0
    for case in made.keywords.get(name, ()):
        mask |= case.mask
    return mask
