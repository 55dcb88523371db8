{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set message = line.shield_messages.message.split()[1] -%}
{% set text = line.shield_messages.text.split()[1] -%}
"""What there is to read in messages."""

from collections.abc import Iterator

{{ stack(line.shield_messages.message, line.shield_messages.text) }}


def texts_of(messages: list[{{ message }}]) -> Iterator[str]:
    """Yield the texts of messages, without their images and files."""
    for message in messages:
        parts = message.content if isinstance(message.content, list) else [message.content]
        for part in parts:
            if isinstance(part, str):
                yield part
            elif isinstance(part, {{ text }}):
                yield part.text
