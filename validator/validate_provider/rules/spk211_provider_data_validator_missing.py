"""SPK211: `provider_data_validator` names what is not there."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import told
from validate_provider.source.provider import Provider


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """`provider_data_validator` names what is not there.

    It is the dotted name of a class, which the stack imports at the first request that carries
    provider data in its header (core/request_headers.py, get_request_provider_data). The provider
    loads and starts, and that request fails. Name an existing pydantic class, by its whole path.

    Wrong, in `provider.py`:

        provider_data_validator="AcmeProviderData"
    """
    for mask, text in provider.texts("provider_data_validator", alive):
        site = provider.site("provider_data_validator", mask)
        module, _, name = text.rpartition(".")
        package = provider.entry.package.dotted
        if not module:
            yield Fault(
                mask,
                f'`provider_data_validator` is "{text}", without a module',
                site,
                hint=f'write "{package}.config.{text or "ProviderData"}"',
            )
            continue
        lookup = provider.look_up(module, name, mask, site)
        for raised in lookup.raised:
            if raised.certain and raised.mask & mask:
                message = f"`{module}` can't be imported: {told(raised)}"
                yield Fault(raised.mask & mask, message, site)
        if lookup.missing & mask:
            message = f"there is no `{name}` in `{module}`"
            yield Fault(lookup.missing & mask, message, site, hint="name an existing class")
