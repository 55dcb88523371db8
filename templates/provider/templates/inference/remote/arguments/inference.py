"""The adapter: answers the stack's inference requests through the service."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

from llama_stack.apis.common.content_types import InterleavedContent, InterleavedContentItem
from llama_stack.apis.inference import (
    ChatCompletionResponse,
    ChatCompletionResponseStreamChunk,
    CompletionResponse,
    CompletionResponseStreamChunk,
    EmbeddingsResponse,
    EmbeddingTaskType,
    InferenceProvider,
    LogProbConfig,
    Message,
    OpenAIChatCompletion,
    OpenAIChatCompletionChunk,
    OpenAIEmbeddingsResponse,
    OpenAIMessageParam,
    OpenAIResponseFormatParam,
    ResponseFormat,
    SamplingParams,
    TextTruncation,
    ToolChoice,
    ToolConfig,
)
from llama_stack.apis.models import Model, ModelType
{%- if not line.core_moved %}
from llama_stack.core.request_headers import NeedsRequestProviderData
{%- endif %}
from llama_stack.models.llama.datatypes import ToolDefinition, ToolPromptFormat
from llama_stack.providers.datatypes import HealthResponse, HealthStatus, ProviderSpec
from pydantic import BaseModel, SecretStr

from . import to_service, to_stack
from .answers import ChatCompletion, ChatCompletionChunk, Completion, CompletionChunk, ModelList
from .config import {{ cookiecutter.__class }}Config
from .errors import ServiceError
from .service import Service
{%- if line.core_moved %}

try:
    from llama_stack.core.request_headers import NeedsRequestProviderData
except ModuleNotFoundError:
    # The first release of this line has it here.
    from llama_stack.distribution.request_headers import (  # type: ignore[import-not-found, no-redef]
        NeedsRequestProviderData,
    )
{%- endif %}


class {{ cookiecutter.__class }}InferenceAdapter(NeedsRequestProviderData, InferenceProvider):
    """Inference by an OpenAI-compatible service.

    What is not written here, such as batches, the stack answers with "not implemented".
    """

    # The stack puts the provider_id of the run config in its place, and sets the specification.
    __provider_id__ = "{{ cookiecutter.name }}"
    __provider_spec__: ProviderSpec

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config, self._callers_key)

    def _callers_key(self) -> SecretStr | None:
        """Return the API key that the request at hand brings in its header, if it brings one."""
        brought = self.get_request_provider_data()
        return brought.{{ cookiecutter.__env.lower() }}_api_key if brought else None

    async def initialize(self) -> None:
        """Open nothing yet: the service may come up later than the stack."""

    async def shutdown(self) -> None:
        """Close the connections to the service."""
        await self._service.close()

    async def health(self) -> HealthResponse:
        """Say whether the service answers."""
        try:
            await self._service.get("models", ModelList)
        except ServiceError as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Models ---------------------------------------------------------------------------
    #
    # The stack calls these at start-up and when models come and go, though its protocol does
    # not name them.

    async def should_refresh_models(self) -> bool:
        """Say whether the stack should call `list_models` again from time to time."""
        return self.config.refresh_models

    async def list_models(self) -> list[Model] | None:
        """List the models of the service, so that nobody has to register them."""
        models = await self._service.get("models", ModelList)
        return [self._model(entry.id) for entry in models.data]

    def _model(self, name: str) -> Model:
        dimension = self.config.embedding_models.get(name)
        return Model(
            identifier=name,
            provider_resource_id=name,
            provider_id=self.__provider_id__,
            model_type=ModelType.llm if dimension is None else ModelType.embedding,
            metadata={} if dimension is None else {"embedding_dimension": dimension},
        )

    async def register_model(self, model: Model) -> Model:
        """Accept a model of the run config; the service refuses it if it does not know it."""
        return model

    async def unregister_model(self, model_id: str) -> None:
        """Forget a model: there is nothing to forget, the service keeps the list."""

    async def _name_of(self, model_id: str) -> str:
        """Return what the service calls a model of the stack."""
        if self.model_store is None:
            return model_id
        return (await self.model_store.get_model(model_id)).provider_model_id

    # -- Inference ------------------------------------------------------------------------
    #
    # YOUR BACKEND: all requests leave for the service by the five methods that begin with
    # "_ask". If your service speaks another dialect than OpenAI's, translate there.

    async def _ask_chat(self, body: dict[str, Any]) -> ChatCompletion:
        answer = await self._service.post("chat/completions", body, ChatCompletion)
        answer.id = _new_id()
        return answer

    async def _ask_chat_pieces(self, body: dict[str, Any]) -> AsyncIterator[ChatCompletionChunk]:
        pieces = await self._service.stream("chat/completions", body | {"stream": True}, ChatCompletionChunk)
        return _renamed(pieces)

    async def _ask_completion(self, body: dict[str, Any]) -> Completion:
        return await self._service.post("completions", body, Completion)

    async def _ask_completion_pieces(self, body: dict[str, Any]) -> AsyncIterator[CompletionChunk]:
        return await self._service.stream("completions", body | {"stream": True}, CompletionChunk)

    async def _ask_embeddings(self, body: dict[str, Any]) -> OpenAIEmbeddingsResponse:
        return await self._service.post("embeddings", body, OpenAIEmbeddingsResponse)

    # -- The stack's own requests ---------------------------------------------------------

    async def chat_completion(
        self,
        model_id: str,
        messages: list[Message],
        sampling_params: SamplingParams | None = None,
        tools: list[ToolDefinition] | None = None,
        tool_choice: ToolChoice | None = ToolChoice.auto,
        tool_prompt_format: ToolPromptFormat | None = None,
        response_format: ResponseFormat | None = None,
        stream: bool | None = False,
        logprobs: LogProbConfig | None = None,
        tool_config: ToolConfig | None = None,
    ) -> ChatCompletionResponse | AsyncIterator[ChatCompletionResponseStreamChunk]:
        """Answer a chat, whole or in pieces; `tool_prompt_format` is the service's own affair."""
        body = {
            "model": await self._name_of(model_id),
            "messages": [to_service.message(message) for message in messages],
            **to_service.sampling(sampling_params),
            **to_service.tools(tools, tool_config.tool_choice if tool_config else tool_choice),
            **to_service.response_format(response_format),
            **to_service.chat_logprobs(logprobs),
        }
        if stream:
            return to_stack.chat_pieces(await self._ask_chat_pieces(body))
        return to_stack.chat(await self._ask_chat(body))

    async def completion(
        self,
        model_id: str,
        content: InterleavedContent,
        sampling_params: SamplingParams | None = None,
        response_format: ResponseFormat | None = None,
        stream: bool | None = False,
        logprobs: LogProbConfig | None = None,
    ) -> CompletionResponse | AsyncIterator[CompletionResponseStreamChunk]:
        """Continue a text, whole or in pieces."""
        body = {
            "model": await self._name_of(model_id),
            "prompt": to_service.text(content),
            **to_service.sampling(sampling_params),
            **to_service.response_format(response_format),
            **to_service.completion_logprobs(logprobs),
        }
        if stream:
            return to_stack.completion_pieces(await self._ask_completion_pieces(body))
        return to_stack.completion(await self._ask_completion(body))

    async def embeddings(
        self,
        model_id: str,
        contents: list[str] | list[InterleavedContentItem],
        text_truncation: TextTruncation | None = TextTruncation.none,
        output_dimension: int | None = None,
        task_type: EmbeddingTaskType | None = None,
    ) -> EmbeddingsResponse:
        """Turn texts into vectors; `task_type` is a hint that the protocol has no place for."""
        if text_truncation not in (None, TextTruncation.none):
            raise NotImplementedError("texts cannot be truncated")
        texts = [to_service.text(content) for content in contents]
        body = _body(model=await self._name_of(model_id), input=texts, dimensions=output_dimension)
        answer = await self._ask_embeddings(body)
        return EmbeddingsResponse.model_validate({"embeddings": [entry.embedding for entry in answer.data]})

    # -- OpenAI's requests ----------------------------------------------------------------

    async def openai_chat_completion(
        self,
        model: str,
        messages: list[OpenAIMessageParam],
        frequency_penalty: float | None = None,
        function_call: str | dict[str, Any] | None = None,
        functions: list[dict[str, Any]] | None = None,
        logit_bias: dict[str, float] | None = None,
        logprobs: bool | None = None,
        max_completion_tokens: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        parallel_tool_calls: bool | None = None,
        presence_penalty: float | None = None,
        response_format: OpenAIResponseFormatParam | None = None,
        seed: int | None = None,
        stop: str | list[str] | None = None,
        stream: bool | None = None,
        stream_options: dict[str, Any] | None = None,
        temperature: float | None = None,
        tool_choice: str | dict[str, Any] | None = None,
        tools: list[dict[str, Any]] | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        user: str | None = None,
    ) -> OpenAIChatCompletion | AsyncIterator[OpenAIChatCompletionChunk]:
        """Answer a chat, whole or in pieces."""
        body = _body(
            model=await self._name_of(model),
            messages=messages,
            frequency_penalty=frequency_penalty,
            function_call=function_call,
            functions=functions,
            logit_bias=logit_bias,
            logprobs=logprobs,
            max_completion_tokens=max_completion_tokens,
            max_tokens=max_tokens,
            n=n,
            parallel_tool_calls=parallel_tool_calls,
            presence_penalty=presence_penalty,
            response_format=response_format,
            seed=seed,
            stop=stop,
            stream_options=stream_options,
            temperature=temperature,
            tool_choice=tool_choice,
            tools=tools,
            top_logprobs=top_logprobs,
            top_p=top_p,
            user=user,
        )
        return await (self._ask_chat_pieces(body) if stream else self._ask_chat(body))

    async def openai_completion(
        self,
        model: str,
        prompt: str | list[str] | list[int] | list[list[int]],
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: dict[str, float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: str | list[str] | None = None,
        stream: bool | None = None,
        stream_options: dict[str, Any] | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        guided_choice: list[str] | None = None,
        prompt_logprobs: int | None = None,
        suffix: str | None = None,
    ) -> Any:
        """Continue a text, whole or in pieces, though the protocol speaks of the whole only."""
        body = _body(
            model=await self._name_of(model),
            prompt=prompt,
            best_of=best_of,
            echo=echo,
            frequency_penalty=frequency_penalty,
            logit_bias=logit_bias,
            logprobs=logprobs,
            max_tokens=max_tokens,
            n=n,
            presence_penalty=presence_penalty,
            seed=seed,
            stop=stop,
            stream_options=stream_options,
            temperature=temperature,
            top_p=top_p,
            user=user,
            guided_choice=guided_choice,
            prompt_logprobs=prompt_logprobs,
            suffix=suffix,
        )
        return await (self._ask_completion_pieces(body) if stream else self._ask_completion(body))

    async def openai_embeddings(
        self,
        model: str,
        input: str | list[str],
        encoding_format: str | None = "float",
        dimensions: int | None = None,
        user: str | None = None,
    ) -> OpenAIEmbeddingsResponse:
        """Turn texts into vectors."""
        body = _body(
            model=await self._name_of(model),
            input=input,
            encoding_format=encoding_format,
            dimensions=dimensions,
            user=user,
        )
        return await self._ask_embeddings(body)


async def _renamed(pieces: AsyncIterator[ChatCompletionChunk]) -> AsyncIterator[ChatCompletionChunk]:
    """Give all pieces of an answer the same new id."""
    new_id = _new_id()
    async for piece in pieces:
        piece.id = new_id
        yield piece


def _new_id() -> str:
    """Return an id for an answer: the stack keeps chats by it, and not every service makes it unique."""
    return f"chatcmpl-{uuid.uuid4().hex}"


def _body(**arguments: Any) -> dict[str, Any]:
    """Return a request as JSON for the service: what was asked, and no more."""
    return {name: _json(value) for name, value in arguments.items() if value is not None}


def _json(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    return [_json(item) for item in value] if isinstance(value, list) else value
