"""The files that are uploaded: text where any will do, else what an API says that it takes."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

TEXT = ("hello.txt", b"Hello there.\n")
"""Name and content."""
SKILL = "---\nname: hello\ndescription: Says hello.\n---\nSay hello.\n"


def file_for(api: str) -> tuple[str, bytes]:
    """Give the file to upload to an API: a skill comes as an archive (ogx_api/skills/api.py)."""
    return ("hello.zip", skill()) if api == "skills" else TEXT


def skill() -> bytes:
    """Pack the smallest skill."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("SKILL.md", SKILL)
    return packed.getvalue()


def batch(model: Any) -> tuple[str, bytes]:  # noqa: ANN401 - none may be known
    """Give a file that is a batch of one request, and a line of text like any other."""
    line = {
        "custom_id": "hello",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": model, "messages": [{"role": "user", "content": "Hello there."}]},
    }
    return TEXT[0], json.dumps(line).encode() + b"\n"
