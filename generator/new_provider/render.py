"""Rendering the template into an empty folder."""

from pathlib import Path

from new_provider.answers import Answers
from new_provider.template import template


def render(answers: Answers, folder: Path) -> None:
    """Write the package into `folder`, which must not exist yet."""
    # A second's work to import, and `--help` has no need of it.
    from copier import run_copy

    run_copy(str(template()), folder, answers.as_data(), defaults=True, quiet=True)
