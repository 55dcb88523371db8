"""SPK801: no stack reads the YAML file at its place."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.no_api import no_such_api, routing_tables
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.rules.wording import close_to
from validate_provider.source.directory import SpecFile


@file_rule(Severity.ERROR, Column.LOADS)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """No stack reads the YAML file at its place.

    In `external_providers_dir` the loader opens `remote/<api>/*.yaml` and `inline/<api>/*.yaml`
    for each API that a provider may be configured for, and nothing else. It passes over a file
    that ends in `.yml`, a missing level and an unknown API without a word; what it says then is
    that the provider is not available.
    """
    unread = alive & ~file.read_in
    if not unread:
        return
    message, hint = _told(file, unread)
    if not file.in_place or file.yaml.path.suffix != ".yaml":
        api = file.api if file.api in file.contract.apis() else "..."
        yield Fault(unread, message, file.yaml.start, _not_available(file, api), hint)
        return
    for mask, says in _api_says(file, unread):
        yield Fault(mask, message, file.yaml.start, says, hint)


def _told(file: SpecFile, unread: int) -> tuple[str, str]:
    name = file.yaml.path.name
    if not file.in_place:
        api = file.api if file.api in file.contract.providable() else "<api>"
        place = f"{file.kind or 'remote'}/{api}/{file.name}.yaml"
        hint = f"move it to `{place}`, below the folder that `external_providers_dir` names"
        return "it does not lie where a stack looks for it", hint
    if file.yaml.path.suffix != ".yaml":
        return f"a stack reads `*.yaml` only, not `{name}`", f"rename it to `{file.name}.yaml`"
    providable = [api for api, there in file.contract.providable().items() if there & unread]
    near = close_to(file.api, providable)
    hint = f"did you mean `{near}`?" if near else "choose one of " + ", ".join(sorted(providable))
    if file.contract.apis().get(file.api, 0) & unread:
        return f"`{file.api}` is served by the stack itself", hint
    return f"`{file.api}` is no API there, so that the folder is passed over", hint


def _api_says(file: SpecFile, unread: int) -> Iterator[tuple[int, str]]:
    """What a run config that names the provider is answered."""
    contract, api = file.contract, file.api
    known = contract.apis().get(api, 0) & unread
    yield from no_such_api(api, unread & ~known, contract)
    routing = routing_tables(api, contract)
    if known & routing:
        says = (
            f"ValueError: Provider for `{api}` is automatically provided and cannot be overridden"
        )
        yield known & routing, says
    if known & ~routing:
        yield known & ~routing, f"KeyError: <Api.{api}: '{api}'>"


def _not_available(file: SpecFile, api: str) -> str:
    return f"ValueError: Provider `{file.provider_type}` is not available for API `Api.{api}`"
