"""{% block what %}{% endblock %}"""

import asyncio
{% if cookiecutter.kind == 'remote' -%}
import uuid
{% endif -%}
from collections.abc import AsyncIterator, Awaitable, Iterable
from itertools import batched
from typing import Any, TypeVar

from llama_stack.apis.common.content_types import InterleavedContent, InterleavedContentItem
from llama_stack.apis.inference import (
    BatchChatCompletionResponse,
    BatchCompletionResponse,
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
from llama_stack.apis.models import Model{% if line.lists_models %}, ModelType{% endif %}
{%- if cookiecutter.kind == 'remote' and not line.core_moved %}
from llama_stack.{{ line.core }}.request_headers import NeedsRequestProviderData
{%- endif %}
from llama_stack.models.llama.datatypes import ToolDefinition, ToolPromptFormat
from llama_stack.providers.datatypes import HealthResponse, HealthStatus{% if cookiecutter.kind == 'remote' %}, ProviderSpec{% endif %}
from pydantic import BaseModel{% if cookiecutter.kind == 'remote' %}, SecretStr{% endif %}

{% block own %}{% endblock %}

Answer = TypeVar("Answer", bound=BaseModel)

# How many requests of a batch are under way at a time
AT_A_TIME = 8


{% block opening %}{% endblock %}

    async def _name_of(self, model_id: str) -> str:
        """Return what {{ 'the service calls' if cookiecutter.kind == 'remote' else 'we call' }} a model of the stack."""
        if self.model_store is None:
            return model_id
        return (await self.model_store.get_model(model_id)).provider_model_id{% if not line.names_given %} or model_id{% endif %}

    # -- Inference ------------------------------------------------------------------------
    #
{% block backend %}{% endblock %}

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

    async def batch_chat_completion(
        self,
        model_id: str,
        messages_batch: list[list[Message]],
        sampling_params: SamplingParams | None = None,
        tools: list[ToolDefinition] | None = None,
        tool_config: ToolConfig | None = None,
        response_format: ResponseFormat | None = None,
        logprobs: LogProbConfig | None = None,
    ) -> BatchChatCompletionResponse:
        """Answer several chats, some at a time; if one cannot be answered, none is."""
        body = {
            "model": await self._name_of(model_id),
            **to_service.sampling(sampling_params),
            **to_service.tools(tools, tool_config.tool_choice if tool_config else ToolChoice.auto),
            **to_service.response_format(response_format),
            **to_service.chat_logprobs(logprobs),
        }
        chats = [[to_service.message(message) for message in messages] for messages in messages_batch]
        answers = await _all(self._ask_chat(body | {"messages": chat}) for chat in chats)
        return BatchChatCompletionResponse(batch=[to_stack.chat(answer) for answer in answers])

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

    async def batch_completion(
        self,
        model_id: str,
        content_batch: list[InterleavedContent],
        sampling_params: SamplingParams | None = None,
        response_format: ResponseFormat | None = None,
        logprobs: LogProbConfig | None = None,
    ) -> BatchCompletionResponse:
        """Continue several texts, some at a time; if one cannot be continued, none is."""
        body = {
            "model": await self._name_of(model_id),
            **to_service.sampling(sampling_params),
            **to_service.response_format(response_format),
            **to_service.completion_logprobs(logprobs),
        }
        prompts = [to_service.text(content) for content in content_batch]
        answers = await _all(self._ask_completion(body | {"prompt": prompt}) for prompt in prompts)
        return BatchCompletionResponse(batch=[to_stack.completion(answer) for answer in answers])

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


async def _all(asked: Iterable[Awaitable[Answer]]) -> list[Answer]:
    """Wait for all answers to a batch, in its order."""
    return [answer for some in batched(asked, AT_A_TIME) for answer in await asyncio.gather(*some)]


{% block closing %}{% endblock -%}
def _body(**arguments: Any) -> dict[str, Any]:
    """Return a request as JSON for the service: what was asked, and no more."""
    return {name: _json(value) for name, value in arguments.items() if value is not None}


def _json(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    return [_json(item) for item in value] if isinstance(value, list) else value
