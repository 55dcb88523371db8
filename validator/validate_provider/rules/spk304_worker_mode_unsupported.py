"""SPK304: the spec asks for a worker, which the API's providers can't run in."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider

_WITH_PROXY = frozenset({"file_processors"})
"""The APIs whose providers can be reached in a worker (ogx, core/jobs/file_processor_proxy.py)."""


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The spec asks for a worker, which the API's providers can't run in.

    From ogx 1.3.0 on an inline provider with `execution_mode="worker"` is not made in the server
    but in a worker process, and the server puts a proxy in its place. Up to 1.5.0 there is a proxy
    for `file_processors` alone (core/jobs/proxy.py); earlier releases ignore the field.

    Wrong, in `provider.py`:

        execution_mode="worker"
    """
    if provider.api in _WITH_PROXY or provider.api == "?":
        return
    mask = alive & ~provider.remote & provider.contract.flag("worker-mode")
    for part, mode in provider.texts("execution_mode", mask):
        if mode == "worker":
            yield Fault(
                part,
                f"no provider of `{provider.api}` can run in a worker",
                provider.site("execution_mode", part),
                f"NotImplementedError: Failed to start provider '{provider.name}': "
                f"execution_mode 'worker' has no proxy registered for the '{provider.api}' API.",
                "leave `execution_mode` out",
            )
