"""What the stack is told of the rows before they are loaded."""

from __future__ import annotations

from typing import Any

from validate_provider_model.types import named


def get_provider_spec() -> Any:  # noqa: ANN401 - the class is the stack's
    """Give the spec."""
    return named("InlineProviderSpec")(
        api=named("Api").datasetio,
        provider_type="inline::validate-provider-rows",
        module="validate_provider_rows",
        config_class="validate_provider_rows.config.Config",
        pip_packages=[],
    )
