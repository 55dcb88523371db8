"""What the template knows of lines and cells, as cookiecutter reads it."""

import json
from functools import cache
from typing import Any

from new_provider.template import template


@cache
def facts() -> dict[str, Any]:
    """Return the template's context: facts and questions, by their names.

    Names that begin with two underscores are expressions, for what follows from the answers.
    """
    read: dict[str, Any] = json.loads((template() / "cookiecutter.json").read_text("utf-8"))
    return read
