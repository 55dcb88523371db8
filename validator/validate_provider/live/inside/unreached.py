"""How it is known that a service is not there."""

UNREACHED = frozenset(
    {
        "APIConnectionError",
        "APITimeoutError",
        "ClientConnectorError",
        "ConnectError",
        "ConnectTimeout",
        "ConnectionRefusedError",
        "gaierror",
    }
)
"""Classes of the errors that the common clients raise then."""
