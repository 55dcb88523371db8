"""What there is to read in messages."""

from collections.abc import Iterator

from llama_stack.apis.inference import OpenAIChatCompletionContentPartTextParam, OpenAIMessageParam


def texts_of(messages: list[OpenAIMessageParam]) -> Iterator[str]:
    """Yield the texts of messages, without their images and files."""
    for message in messages:
        parts = message.content if isinstance(message.content, list) else [message.content]
        for part in parts:
            if isinstance(part, str):
                yield part
            elif isinstance(part, OpenAIChatCompletionContentPartTextParam):
                yield part.text
