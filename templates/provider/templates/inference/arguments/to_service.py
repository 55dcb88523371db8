"""The stack's own requests, translated to the OpenAI protocol."""

import json
from collections.abc import Iterable
from typing import Any

from llama_stack.apis.common.content_types import ImageContentItem, InterleavedContent, InterleavedContentItem
from llama_stack.apis.inference import (
    CompletionMessage,
    GreedySamplingStrategy,
    JsonSchemaResponseFormat,
    LogProbConfig,
    Message,
    ResponseFormat,
    SamplingParams,
    ToolChoice,
    ToolResponseMessage,
    TopKSamplingStrategy,
    TopPSamplingStrategy,
    UserMessage,
)
from llama_stack.models.llama.datatypes import BuiltinTool, ToolCall, ToolDefinition, ToolParamDefinition

# How the base64 form of the usual kinds of images begins
_IMAGE_TYPES = {"iVBOR": "image/png", "/9j/": "image/jpeg", "R0lG": "image/gif", "UklG": "image/webp"}

_JSON_TYPES = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "list": "array",
    "dict": "object",
}


def message(given: Message) -> dict[str, Any]:
    """Translate a message of a chat."""
    content: Any = _content(given.content)
    if isinstance(given, UserMessage):
        if given.context is not None:
            content = [*_parts(given.content), *_parts(given.context)]
        return {"role": "user", "content": content}
    if isinstance(given, ToolResponseMessage):
        return {"role": "tool", "tool_call_id": given.call_id, "content": content}
    if isinstance(given, CompletionMessage):
        calls = [_tool_call(call) for call in given.tool_calls or []]
        return {"role": "assistant", "content": content} | ({"tool_calls": calls} if calls else {})
    return {"role": "system", "content": content}


def text(content: InterleavedContent) -> str:
    """Translate content to plain text, where the protocol knows nothing else.

    Raises:
        ValueError: There is an image in it.
    """
    if isinstance(content, str):
        return content
    items = content if isinstance(content, list) else [content]
    if any(isinstance(item, ImageContentItem) for item in items):
        raise ValueError("images can be sent in a chat only")
    return "".join(item.text for item in items if not isinstance(item, ImageContentItem))


def tools(given: Iterable[ToolDefinition] | None, choice: ToolChoice | str | None) -> dict[str, Any]:
    """Translate the tools that the model may call, and whether it has to."""
    translated = [_tool(tool) for tool in given or []]
    if not translated:
        return {}
    if isinstance(choice, ToolChoice):
        return {"tools": translated, "tool_choice": choice.value}
    if choice is not None:
        return {"tools": translated, "tool_choice": {"type": "function", "function": {"name": choice}}}
    return {"tools": translated}


def sampling(params: SamplingParams | None) -> dict[str, Any]:
    """Translate how to choose the next token; what OpenAI lacks has the names that vLLM gives it."""
    if params is None:
        return {}
    body: dict[str, Any] = {}
    strategy = params.strategy
    if isinstance(strategy, GreedySamplingStrategy):
        body["temperature"] = 0.0
    elif isinstance(strategy, TopPSamplingStrategy):
        body |= {"temperature": strategy.temperature, "top_p": strategy.top_p}
    elif isinstance(strategy, TopKSamplingStrategy):
        body["top_k"] = strategy.top_k
    if params.max_tokens:
        body["max_tokens"] = params.max_tokens
    if params.repetition_penalty not in (None, 1.0):
        body["repetition_penalty"] = params.repetition_penalty
    if params.stop:
        body["stop"] = params.stop
    return body


def response_format(given: ResponseFormat | None) -> dict[str, Any]:
    """Translate the form that the answer must have.

    Raises:
        NotImplementedError: It is a grammar, for which the protocol has no place.
    """
    if given is None:
        return {}
    if isinstance(given, JsonSchemaResponseFormat):
        schema = {"name": "answer", "schema": given.json_schema}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    raise NotImplementedError("answers by a grammar are not supported")


def chat_logprobs(given: LogProbConfig | None) -> dict[str, Any]:
    """Translate how many log probabilities to return for each token of an answer in a chat."""
    return {} if given is None else {"logprobs": True, "top_logprobs": given.top_k or 0}


def completion_logprobs(given: LogProbConfig | None) -> dict[str, Any]:
    """Translate how many log probabilities to return for each token of a completed text."""
    return {} if given is None else {"logprobs": given.top_k or 0}


def _content(content: InterleavedContent) -> str | list[dict[str, Any]]:
    return content if isinstance(content, str) else _parts(content)


def _parts(content: InterleavedContent) -> list[dict[str, Any]]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    items = content if isinstance(content, list) else [content]
    return [_part(item) for item in items]


def _part(item: InterleavedContentItem) -> dict[str, Any]:
    if not isinstance(item, ImageContentItem):
        return {"type": "text", "text": item.text}
    if item.image.url is not None:
        return {"type": "image_url", "image_url": {"url": item.image.url.uri}}
    data = item.image.data or ""
    kind = next((kind for start, kind in _IMAGE_TYPES.items() if data.startswith(start)), "image/png")
    return {"type": "image_url", "image_url": {"url": f"data:{kind};base64,{data}"}}


def _tool_call(call: ToolCall) -> dict[str, Any]:
    arguments = call.arguments if isinstance(call.arguments, str) else json.dumps(call.arguments)
    function = {"name": _tool_name(call.tool_name), "arguments": call.arguments_json or arguments}
    return {"id": call.call_id, "type": "function", "function": function}


def _tool(tool: ToolDefinition) -> dict[str, Any]:
    given = tool.parameters or {}
    schema = {
        "type": "object",
        "properties": {name: _parameter(parameter) for name, parameter in given.items()},
        "required": [name for name, parameter in given.items() if parameter.required],
    }
    function = {"name": _tool_name(tool.tool_name), "parameters": schema}
    return {"type": "function", "function": function | ({"description": tool.description} if tool.description else {})}


def _parameter(parameter: ToolParamDefinition) -> dict[str, Any]:
    outer, _, inner = parameter.param_type.removesuffix("]").partition("[")
    schema: dict[str, Any] = {"type": _JSON_TYPES.get(outer, outer)}
    if inner and outer == "list":
        schema["items"] = {"type": _JSON_TYPES.get(inner, inner)}
    if parameter.description:
        schema["description"] = parameter.description
    if parameter.default is not None:
        schema["default"] = parameter.default
    return schema


def _tool_name(name: BuiltinTool | str) -> str:
    return name.value if isinstance(name, BuiltinTool) else name
