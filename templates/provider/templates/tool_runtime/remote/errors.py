"""What can go wrong with the service, as the stack's callers get to see it.

The stack makes an HTTP status of an error's type, on lines that have a route for tools.
"""


class ServiceError(Exception):
    """The service could not be asked, or gave no good answer."""


class RefusedError(ServiceError, ValueError):
    """The service does not accept the request: 400."""


class DeniedError(ServiceError, PermissionError):
    """The service does not accept the token: 403."""


class FailedError(ServiceError, ConnectionError):
    """The service failed, or can't be reached: {{ line.connection_errors.status }}."""


class LateError(ServiceError, TimeoutError):
    """The service did not answer in time: 504."""
