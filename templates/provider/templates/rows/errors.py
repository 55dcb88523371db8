{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""What can go wrong, as the stack's callers get to see it."""
{%- if line.tells_not_found %}

{{ stack("apis.common.errors: ResourceNotFoundError") }}


class NotFoundError(ResourceNotFoundError):
    """There is no such thing: the stack answers 404."""

    def __init__(self, message: str) -> None:
        # The stack's own words would say how to list such things, and some cannot be listed.
        Exception.__init__(self, message)
{%- else %}


class NotFoundError(ValueError):
    """There is no such thing: the stack answers 400, for its older releases have no 404."""
{%- endif %}
