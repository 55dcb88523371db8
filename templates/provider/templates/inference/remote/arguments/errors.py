"""What can go wrong with the service, as the stack's callers get to see it.

The stack makes an HTTP status of an error's type{% if line.connection_errors.since %}, from {{ line.connection_errors.since }} on of all three here{% endif %}.
"""


class ServiceError(Exception):
    """The service could not be asked, or gave no good answer."""


class RefusedError(ServiceError, ValueError):
    """The service does not accept the request: 400, whatever the service's own status was."""

    def __init__(self, message: str, status_code: int) -> None:
        super().__init__(message)
        self.status_code = status_code


class FailedError(ServiceError, ConnectionError):
    """The service failed, or can't be reached: {{ line.connection_errors.status }}."""


class LateError(ServiceError, TimeoutError):
    """The service did not answer in time: 504."""
