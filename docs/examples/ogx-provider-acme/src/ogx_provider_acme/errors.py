"""What can go wrong with the service, as the stack's callers get to see it."""


class ServiceError(Exception):
    """The service could not be asked, or gave no good answer.

    The stack answers its own caller with the message and with `status_code`.
    """

    status_code: int


class RefusedError(ServiceError):
    """The service does not accept the request; the caller gets its status code."""

    def __init__(self, message: str, status_code: int) -> None:
        super().__init__(message)
        self.status_code = status_code


class FailedError(ServiceError):
    """The service failed, or can't be reached."""

    status_code = 502


class LateError(ServiceError):
    """The service did not answer in time."""

    status_code = 504
