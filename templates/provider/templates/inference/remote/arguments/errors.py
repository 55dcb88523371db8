"""What can go wrong with the service, as the stack's callers get to see it.

The stack makes an HTTP status of an error's type, from 0.2.18 on of all three here.
"""


class ServiceError(Exception):
    """The service could not be asked, or gave no good answer."""


class RefusedError(ServiceError, ValueError):
    """The service does not accept the request: 400, whatever the service's own status was."""

    def __init__(self, message: str, status_code: int) -> None:
        super().__init__(message)
        self.status_code = status_code


class FailedError(ServiceError, ConnectionError):
    """The service failed, or can't be reached: 502."""


class LateError(ServiceError, TimeoutError):
    """The service did not answer in time: 504."""
