"""Asking a person on a terminal."""

import click

from new_provider.questions import Question


def ask(question: Question, default: str | None) -> str:
    """Ask until the answer can be used; Enter takes the default, shown in brackets."""

    def usable(text: str) -> str:
        try:
            question.check(text)
        except ValueError as error:
            raise click.UsageError(f"it {error}") from None
        return text

    if question.choices:
        click.echo(f"{question.help}: {', '.join(question.choices)}")
    label = question.name if question.choices else question.help
    answer: str = click.prompt(
        label, default=default, value_proc=usable, show_default=bool(default)
    )
    return answer
