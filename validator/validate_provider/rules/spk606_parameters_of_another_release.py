"""SPK606: a method's parameters are those that its protocol had in another release."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.standing import Standing
from validate_provider.source.values import Signature, Site

_REQUESTS = frozenset({"params", "request"})
"""What a whole request is called, where it is one parameter."""


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A method's parameters are those that its protocol had in another release.

    The stack passes them by position, so Python raises no error: the method gets a request
    object where it expects, say, the id of a file, and fails with it later. From llama-stack
    0.5.0 on no release's loader tells.

    Wrong, in `files.py`:

        async def openai_retrieve_file(self, file_id: str)

    Right:

        async def openai_retrieve_file(self, request: RetrieveFileRequest)
    """
    protocol = provider.contract.methods(provider.api)
    told: dict[tuple[str, Site], Fault] = {}
    for _line, standings in provider.standings:
        for standing in standings:
            found, mask = standing.found, standing.mask & alive
            if not mask or found is None or found.site is None or found.signature is None:
                continue
            variants = protocol[standing.method]
            elsewhere = {p.name for _, variant in variants for p in variant.parameters}
            for given, wanted in _mistaken(standing, found.signature, elsewhere):
                message = (
                    f"`{standing.method}` gets `{wanted}` where it has `{given}`, "
                    "a parameter that its protocol has in other releases"
                )
                before = told.get((message, found.site))
                mask |= before.mask if before else 0
                hint = f"take `{wanted}` in these releases"
                told[message, found.site] = Fault(mask, message, found.site, hint=hint)
    for fault in told.values():
        yield fault
        yield Doubt(fault.mask, fault.message, fault.site, Column.SERVES)


def _mistaken(
    standing: Standing, given: Signature, elsewhere: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the first (given, wanted) of which one is a whole request, and one a part of it."""
    if standing.refusals(given):
        return
    for call in standing.calls:
        if standing.refused(standing.expected, call):
            continue  # it does not pass what the protocol names
        for ours, wanted in zip(
            given.names, standing.expected.names[: call.positional], strict=False
        ):
            differ = (ours in _REQUESTS) != (wanted in _REQUESTS)
            if differ and ours in elsewhere and wanted not in given.names:
                yield ours, wanted
                return
