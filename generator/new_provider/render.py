"""Rendering the template into an empty folder."""

from pathlib import Path

from new_provider.answers import Answers
from new_provider.facts import facts
from new_provider.template import template

TREE = "{{cookiecutter.__dist}}"
"""The template's folder that becomes the project's."""


def render(answers: Answers, folder: Path) -> None:
    """Write the package into `folder`, which must not exist yet.

    The template is copier's and cookiecutter's, and so are the rules: names of files are rendered
    as their text is, and a file whose name comes out empty is left out.
    """
    # Not at the top, for `--help` has no need of it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    engine = Environment(
        loader=FileSystemLoader(template() / "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - it writes Python and YAML, and no HTML
    )
    context = {name: fact for name, fact in facts().items() if name.startswith("_")}
    names = context | answers.as_data()
    for name, expression in context.items():
        if name.startswith("__") and isinstance(expression, str):
            names[name] = engine.from_string(expression).render(cookiecutter=names)
    tree = template() / TREE
    for source in sorted(tree.rglob("*")):
        if source.is_file():
            parts = source.relative_to(tree).parts
            path = [engine.from_string(part).render(cookiecutter=names) for part in parts]
            if all(path):
                text = engine.from_string(source.read_text("utf-8")).render(cookiecutter=names)
                written = folder.joinpath(*path)
                written.parent.mkdir(parents=True, exist_ok=True)
                written.write_text(text, encoding="utf-8", newline="\n")
