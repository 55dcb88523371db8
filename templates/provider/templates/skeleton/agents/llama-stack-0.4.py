"""The `agents` API: all that the stack asks of a provider."""

from collections.abc import AsyncIterator

from llama_stack_api import (
    Agents,
    HealthResponse,
    HealthStatus,
    ListOpenAIResponseInputItem,
    ListOpenAIResponseObject,
    OpenAIDeleteResponseObject,
    OpenAIResponseInput,
    OpenAIResponseInputTool,
    OpenAIResponseInputToolChoice,
    OpenAIResponseObject,
    OpenAIResponseObjectStream,
    OpenAIResponsePrompt,
    OpenAIResponseText,
    Order,
    ResponseGuardrail,
    ResponseItemInclude,
)

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Agents{{ cookiecutter.__suffix }}(Agents):
    """The `agents` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config

    async def initialize(self) -> None:
        """Open what the backend needs; the stack waits for it."""

    async def shutdown(self) -> None:
        """Close what `initialize` opened."""

    async def health(self) -> HealthResponse:
        """Say whether the backend answers, once there is one to ask."""
        return HealthResponse(status=HealthStatus.NOT_IMPLEMENTED)

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def get_openai_response(self, response_id: str) -> OpenAIResponseObject:
        """Answer `GET /v1/responses/{response_id}`."""
        raise NotImplementedError("get_openai_response is not written yet")

    async def create_openai_response(
        self,
        input: str | list[OpenAIResponseInput],
        model: str,
        prompt: OpenAIResponsePrompt | None = None,
        instructions: str | None = None,
        parallel_tool_calls: bool | None = True,
        previous_response_id: str | None = None,
        conversation: str | None = None,
        store: bool | None = True,
        stream: bool | None = False,
        temperature: float | None = None,
        text: OpenAIResponseText | None = None,
        tool_choice: OpenAIResponseInputToolChoice | None = None,
        tools: list[OpenAIResponseInputTool] | None = None,
        include: list[ResponseItemInclude] | None = None,
        max_infer_iters: int | None = 10,
        guardrails: list[ResponseGuardrail] | None = None,
        max_tool_calls: int | None = None,
        metadata: dict[str, str] | None = None,
    ) -> OpenAIResponseObject | AsyncIterator[OpenAIResponseObjectStream]:
        """Answer `POST /v1/responses`."""
        raise NotImplementedError("create_openai_response is not written yet")

    async def list_openai_responses(
        self,
        after: str | None = None,
        limit: int | None = 50,
        model: str | None = None,
        order: Order | None = Order.desc,
    ) -> ListOpenAIResponseObject:
        """Answer `GET /v1/responses`."""
        raise NotImplementedError("list_openai_responses is not written yet")

    async def list_openai_response_input_items(
        self,
        response_id: str,
        after: str | None = None,
        before: str | None = None,
        include: list[str] | None = None,
        limit: int | None = 20,
        order: Order | None = Order.desc,
    ) -> ListOpenAIResponseInputItem:
        """Answer `GET /v1/responses/{response_id}/input_items`."""
        raise NotImplementedError("list_openai_response_input_items is not written yet")

    async def delete_openai_response(self, response_id: str) -> OpenAIDeleteResponseObject:
        """Answer `DELETE /v1/responses/{response_id}`."""
        raise NotImplementedError("delete_openai_response is not written yet")
