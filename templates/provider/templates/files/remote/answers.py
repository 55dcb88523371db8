"""What the service answers about files, as far as the stack can pass it on."""

{% if line.distribution == "ogx" -%}
from typing import Literal

{% endif -%}
from pydantic import BaseModel


class File(BaseModel):
    """What is known of a file; times are in seconds since 1970."""

    id: str
    bytes: int
    created_at: int
    expires_at: int | None = None
    """None if it is kept for ever."""
    filename: str
    purpose: str
{%- if line.distribution == "ogx" %}
    status: Literal["uploaded", "processed", "error"] = "processed"
    """Not all services still tell it."""
{%- endif %}


class FileList(BaseModel):
    """A page of files."""

    data: list[File]
    has_more: bool = False


class Deletion(BaseModel):
    """What became of a file that was to be removed."""

    deleted: bool
