"""Rendering the template into an empty folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from new_provider.answers import Answers
from new_provider.facts import facts
from new_provider.template import template

if TYPE_CHECKING:
    from jinja2 import Environment, Template

TREE = "{{cookiecutter.__dist}}"
"""The template's folder that becomes the project's."""
NOTHING: Mapping[str, Any] = MappingProxyType({})


def render(answers: Answers, folder: Path, given: Mapping[str, Any] = NOTHING) -> None:
    """Write the package into `folder`, which must not exist yet.

    The template is copier's and cookiecutter's, and so are the rules: names of files are rendered
    as their text is, and a file whose name comes out empty is left out.

    Args:
        answers: What is to be written.
        folder: Where it is written.
        given: Facts and computed names that are others than the template's own.
    """
    names = _names(answers, given)
    tree = template() / TREE
    for source in sorted(tree.rglob("*")):
        if source.is_file():
            parts = source.relative_to(tree).parts
            path = [_compiled(part).render(cookiecutter=names) for part in parts]
            if all(path):
                text = _compiled(source.read_text("utf-8")).render(cookiecutter=names)
                write_text(folder.joinpath(*path), text)


def piece(name: str, answers: Answers, given: Mapping[str, Any]) -> str:
    """Render one of the template's pieces."""
    return _engine().get_template(name).render(cookiecutter=_names(answers, given))


def write_text(path: Path, text: str) -> None:
    """Write a file of a package, the same bytes on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@cache
def _engine() -> "Environment":
    # Not at the top, for `--help` has no need of it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(template() / "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - it writes Python and YAML, and no HTML
    )


@cache
def _compiled(text: str) -> "Template":
    """Compile a text once: several providers are written of the same files."""
    return _engine().from_string(text)


def _names(answers: Answers, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that the template's files read: answers, facts, and what follows from them."""
    context = {name: fact for name, fact in facts().items() if name.startswith("_")} | dict(given)
    names = context | answers.as_data()
    for name, expression in context.items():
        if name.startswith("__") and isinstance(expression, str):
            names[name] = _compiled(expression).render(cookiecutter=names)
    return names
