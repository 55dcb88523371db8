{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""What can go wrong with the other stack, as this stack's callers get to see it.

The stack makes an HTTP status of an error's type.
"""
{%- if line.tells_not_found %}

{{ stack("apis.common.errors: ResourceNotFoundError") }}
{%- endif %}


class RefusedError(ValueError):
    """The other stack does not accept the request: 400."""


class NotFoundError({{ "ResourceNotFoundError" if line.tells_not_found else "ValueError" }}):
    """The other stack does not have what is asked for: {{ 404 if line.tells_not_found else "400, for older releases have no 404" }}."""
{%- if line.tells_not_found %}

    def __init__(self, message: str) -> None:
        # The other stack has found the words already.
        Exception.__init__(self, message)
{%- endif %}


class FailedError(ConnectionError):
    """The other stack failed, or can't be reached: {{ line.connection_errors.status }}."""


class LateError(TimeoutError):
    """The other stack did not answer in time: 504."""
