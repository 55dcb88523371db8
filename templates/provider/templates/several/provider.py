{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""What the stack reads first: which providers these are and where their parts are."""

{{ stack("providers.datatypes: ProviderSpec") }}

{% for folder in cookiecutter._folders -%}
from .{{ folder }} import provider as {{ folder }}
{% endfor %}

def get_provider_spec() -> list[ProviderSpec]:
    """Return the specifications, of which the stack takes the one whose type it is asked for."""
    return [
{%- for folder in cookiecutter._folders %}
        {{ folder }}.get_provider_spec(),
{%- endfor %}
    ]
