{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set made = "adapter" if cookiecutter.kind == "remote" else "impl" -%}
"""{{ cookiecutter.__class }} {{ cookiecutter.__words }} for {{ cookiecutter.__product }}."""

from typing import TYPE_CHECKING, Any

{{ stack("apis.datatypes: Api") }}

from .config import {{ cookiecutter.__class }}Config

if TYPE_CHECKING:
    from .{{ cookiecutter.api }} import {{ cookiecutter.__impl }}


async def {{ cookiecutter.__factory }}(
    config: {{ cookiecutter.__class }}Config,
    deps: dict[Api, Any],
) -> "{{ cookiecutter.__impl }}":
    """Make the {{ "adapter" if cookiecutter.kind == "remote" else "implementation" }}; the stack calls this once, at start-up.

    Args:
        config: The provider's `config` section of the run config.
        deps: The APIs that `provider.py` asks for, by name{% if not starter.needs + starter.optional %}; this provider needs none{% endif %}.
    """
    # Here and not at the top, for the stack imports this package only to read provider.py, too.
    from .{{ cookiecutter.api }} import {{ cookiecutter.__impl }}

{% set given %}config{% for api in starter.needs %}, deps[Api.{{ api }}]{% endfor %}{% for api in starter.optional %}, deps.get(Api.{{ api }}){% endfor %}{% endset -%}
{% set call = "    " ~ made ~ " = " ~ cookiecutter.__impl ~ "(" ~ given ~ ")" -%}
{% if call | length <= 120 %}{{ call }}{% else %}    {{ made }} = {{ cookiecutter.__impl }}(
        {{ given }}
    ){% endif %}
    await {{ made }}.initialize()
    return {{ made }}
