{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""What the stack reads first: which provider this is and where its parts are."""

{% set needs = "[" ~ starter.needs | map("replace", "", "Api.", 1) | join(", ") ~ "]" -%}
{% set optional = "[" ~ starter.optional | map("replace", "", "Api.", 1) | join(", ") ~ "]" -%}
{% if cookiecutter.kind == "inline" -%}
{{ stack("apis.datatypes: Api", "providers.datatypes: InlineProviderSpec ProviderSpec") }}
{%- elif line.spec == "adapter" -%}
{{ stack("apis.datatypes: Api", "providers.datatypes: AdapterSpec ProviderSpec remote_provider_spec") }}
{%- else -%}
{{ stack("apis.datatypes: Api", "providers.datatypes: ProviderSpec RemoteProviderSpec") }}
{%- endif %}


def get_provider_spec() -> ProviderSpec:
    """Return the specification of `{{ cookiecutter.kind }}::{{ cookiecutter.name }}`."""
{%- if cookiecutter.kind == "remote" and line.spec == "adapter" %}
    return remote_provider_spec(
        api=Api.{{ cookiecutter.api }},
        adapter=AdapterSpec(
            adapter_type="{{ cookiecutter.name }}",
            module="{{ cookiecutter.__package }}",
            config_class="{{ cookiecutter.__package }}.config.{{ cookiecutter.__class }}Config",
{%- if starter.provider_data %}
            provider_data_validator="{{ cookiecutter.__package }}.config.{{ cookiecutter.__class }}ProviderData",
{%- endif %}
            # `llama stack build` installs these, and pyproject.toml says what the package needs.
            pip_packages=[],
        ),
{%- if starter.needs %}
        api_dependencies={{ needs }},
{%- endif %}
    )
{%- else %}
    return {{ "Inline" if cookiecutter.kind == "inline" else "Remote" }}ProviderSpec(
        api=Api.{{ cookiecutter.api }},
        provider_type="{{ cookiecutter.kind }}::{{ cookiecutter.name }}",
{%- if cookiecutter.kind == "remote" %}
        adapter_type="{{ cookiecutter.name }}",
{%- endif %}
        module="{{ cookiecutter.__package }}",
        config_class="{{ cookiecutter.__package }}.config.{{ cookiecutter.__class }}Config",
{%- if starter.provider_data %}
        provider_data_validator="{{ cookiecutter.__package }}.config.{{ cookiecutter.__class }}ProviderData",
{%- endif %}
{%- if starter.toolgroup and line.registers_tools %}
        # The stack registers this group at start-up, so that nobody has to.
        toolgroup_id="{{ cookiecutter.name }}",
{%- endif %}
{%- if starter.needs %}
        api_dependencies={{ needs }},
{%- endif %}
{%- if starter.optional %}
        # Given to the factory if the stack has them.
        optional_api_dependencies={{ optional }},
{%- endif %}
        # pyproject.toml says what the package needs.
        pip_packages=[],
    )
{%- endif %}
