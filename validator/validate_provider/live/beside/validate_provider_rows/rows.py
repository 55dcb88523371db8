"""The rows as the stack asks for them, by the release's own datasetio protocol."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from validate_provider_model.adapter import gathered
from validate_provider_model.types import named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROW = {
    "input_query": "hello",
    "chat_completion_input": '[{"role": "user", "content": "Hello there."}]',
    "dialog": [{"role": "user", "content": "Hello there."}],
    "generated_answer": "a",
    "expected_answer": "a",
}
"""A row that can be asked, answered, scored and trained on."""
ROWS = [ROW] * 4


def datasets() -> Any:  # noqa: ANN401 - its base is the stack's
    """Make what holds the datasets of the release."""
    protocol = named("DatasetIO")
    said = {"iterrows": _page, "append_rows": lambda _asked: None}
    methods = {name: _method(name, vars(protocol)[name], answer) for name, answer in said.items()}
    return type("Datasets", (Registered, protocol), methods)()


def _method(
    name: str, meant: Callable[..., Any], answer: Callable[[Mapping[str, Any]], Any]
) -> Callable[..., Any]:
    """Make one method, with the signature that its protocol has."""
    signature = inspect.signature(meant)

    async def method(*given: Any, **options: Any) -> Any:  # noqa: ANN401
        try:
            asked = gathered(signature.bind(*given, **options).arguments)
        except TypeError:  # from 0.6 on the stack's router knows nothing of its protocol's request
            asked = options
        return answer(asked)

    vars(method)["__signature__"] = signature
    method.__name__ = name
    return method


def _page(asked: Mapping[str, Any]) -> Any:  # noqa: ANN401
    start = asked.get("start_index") or 0
    limit = asked.get("limit")
    end = len(ROWS) if limit is None or limit < 0 else start + limit
    return named("PaginatedResponse")(data=ROWS[start:end], has_more=end < len(ROWS))


class Registered:
    """What the stack asks any datasetio provider for besides: to know its datasets."""

    def __init__(self) -> None:
        """Go before the protocol's own, which up to 0.3 takes a subclass for a protocol."""

    async def register_dataset(self, dataset: Any) -> None:  # noqa: ANN401
        """Take any dataset for these rows."""

    async def unregister_dataset(self, dataset_id: str) -> None:
        """Let go of a dataset."""

    async def initialize(self) -> None:
        """Begin: there is nothing to do."""

    async def shutdown(self) -> None:
        """End: there is nothing to do."""
