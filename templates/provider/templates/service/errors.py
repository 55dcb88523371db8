"""What can go wrong with the service, as the stack's callers get to see it.
{%- if line.status_of_errors %}"""
{%- else %}

The stack makes an HTTP status of an error's type{% if line.connection_errors.since %}, from {{ line.connection_errors.since }} on of all three here{% endif %}.
"""
{%- endif %}


class ServiceError(Exception):
    """The service could not be asked, or gave no good answer.
{%- if line.status_of_errors %}

    The stack answers its own caller with the message and with `status_code`.
    """

    status_code: int
{%- else %}"""
{%- endif %}


class RefusedError(ServiceError{% if not line.status_of_errors %}, ValueError{% endif %}):
    """The service does not accept the request
{%- if line.status_of_errors %}; the caller gets its status code."""
{%- else %}: 400, whatever the service's own status was."""
{%- endif %}

    def __init__(self, message: str, status_code: int) -> None:
        super().__init__(message)
        self.status_code = status_code


class FailedError(ServiceError{% if not line.status_of_errors %}, ConnectionError{% endif %}):
    """The service failed, or can't be reached{% if not line.status_of_errors %}: {{ line.connection_errors.status }}{% endif %}."""
{%- if line.status_of_errors %}

    status_code = 502
{%- endif %}


class LateError(ServiceError{% if not line.status_of_errors %}, TimeoutError{% endif %}):
    """The service did not answer in time{% if not line.status_of_errors %}: 504{% endif %}."""
{%- if line.status_of_errors %}

    status_code = 504
{%- endif %}
