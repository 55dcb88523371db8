"""From the text of a skeleton to a template that is formatted whatever the provider is called."""

import subprocess
import sys
from collections.abc import Callable

from template_maker.errors import CannotMakeError
from template_maker.text import LINE_LENGTH, Name

# Letters that no stack uses, so that they are found again; as wide as what they stand for.
_WIDTHS = (1, 30)
_PROVIDER, _SUFFIX = "Ω", "Ψ"
_SUFFIXES = ("Impl", "Adapter")


class UnevenError(CannotMakeError):
    """A text is formatted otherwise for a longer name: no template gives both."""


def template_of(write: Callable[[Name], str]) -> str:
    """Return the template whose renderings are formatted for every name and suffix.

    Args:
        write: Gives the text for a name.

    Raises:
        UnevenError: If there is none.
        CannotMakeError: If the text has what the template language would take for its own.
    """
    found = set()
    for width in _WIDTHS:
        for suffix in _SUFFIXES:
            name = Name(_PROVIDER * width, _SUFFIX * len(suffix))
            formatted = _formatted(write(name))
            for mark in ("{{", "{%", "{#"):
                if mark in formatted:
                    raise CannotMakeError(f"{mark} in the text")
            template = formatted.replace(name.provider, "{{ cookiecutter.__class }}")
            found.add(template.replace(name.suffix, "{{ cookiecutter.__suffix }}"))
    if len(found) > 1:
        raise UnevenError("\n".join(sorted(found)))
    return found.pop()


def _formatted(text: str) -> str:
    """Return a module with its imports sorted and its lines broken by ruff."""
    length = f"--line-length={LINE_LENGTH}"
    sort = ["check", "--isolated", "--no-cache", "--quiet", "--select=I", "--fix", length, "-"]
    spread = ["format", "--isolated", "--no-cache", "--quiet", length, "-"]
    for command in (sort, spread):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        text = done.stdout
    return text
