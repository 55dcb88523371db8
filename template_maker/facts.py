"""What facts.yml says, and the questions."""

from pathlib import Path
from typing import Any

import yaml

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "provider"


def facts() -> dict[str, Any]:
    """Return the facts by their names: lines, starters, words and computed."""
    read = yaml.safe_load((TEMPLATE / "facts.yml").read_text(encoding="utf-8"))
    return {name: yaml.safe_load(entry["default"]) for name, entry in read.items()}


def questions() -> dict[str, Any]:
    """Return the questions that are asked, as copier has them, by their names."""
    read = yaml.safe_load((TEMPLATE / "questions.yml").read_text(encoding="utf-8"))
    return {name: entry for name, entry in read.items() if entry.get("when") is not False}
