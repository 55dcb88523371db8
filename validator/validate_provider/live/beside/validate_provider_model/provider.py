"""What the stack is told of the model before it is loaded."""

from __future__ import annotations

from typing import Any

from .types import named

PROVIDER_TYPE = "inline::validate-provider-model"


def get_provider_spec() -> Any:  # noqa: ANN401 - the class is the stack's
    """Give the spec."""
    return named("InlineProviderSpec")(
        api=named("Api").inference,
        provider_type=PROVIDER_TYPE,
        module="validate_provider_model",
        config_class="validate_provider_model.config.Config",
        pip_packages=[],
    )
