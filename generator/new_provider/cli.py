"""The command line of `new-provider`."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import click

from new_provider.answers import AnswerError, Answers
from new_provider.check import check
from new_provider.compose import write
from new_provider.place import PlaceError, check_place, place
from new_provider.prompt import ask
from new_provider.questions import Question
from new_provider.repository import (
    forget_other_repositories,
    inside_repository,
    start_repository,
)
from new_provider.several import Several, settle_package
from new_provider.show import api_table, dry_run_of, next_steps, questions_as_json, written

DONE, USAGE, INTERRUPTED = 0, 2, 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The words after the command's name; those of the process by default.

    Returns:
        The exit code: 0 written and valid, 2 usage, 130 interrupted; else validate-provider's.
    """
    # However we are told to end, nothing must be left behind.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    forget_other_repositories()
    try:
        code: int = new_provider.main(arguments, "new-provider", standalone_mode=False)
    except click.ClickException as error:
        return _fail(error.format_message())
    except (AnswerError, PlaceError) as error:
        return _fail(str(error))
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    return code


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _fail(message: str) -> int:
    click.echo(f"new-provider: {' '.join(message.split())}", err=True)
    return USAGE


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("name", required=False)
@click.option(
    "--api",
    multiple=True,
    metavar="API[:KIND]",
    help="The API that the provider implements; see --list-apis. Several: a provider for each.",
)
@click.option("--kind", help="remote: calls a service; inline: works inside the stack.")
@click.option("--target", help="The stack to write for: 'llama-stack>=0.7,<0.8', 'ogx>=1.5'.")
@click.option("--found-by", help="module, or directory: by a file in external_providers_dir.")
@click.option("--container", is_flag=True, help="Write a Containerfile, too.")
@click.option("--into", type=click.Path(path_type=Path), default=".", help="Folder to write to.")
@click.option("-d", "--data", multiple=True, metavar="KEY=VALUE", help="Answer a question.")
@click.option("--data-file", type=click.Path(path_type=Path), help="YAML file with answers.")
@click.option("--defaults", is_flag=True, help="Ask nothing: take the defaults.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("--no-check", is_flag=True, help="Do not run validate-provider afterwards.")
@click.option("--no-git", is_flag=True, help="Do not make a git repository of it.")
@click.option("--list-apis", is_flag=True, help="List what can be written, and end.")
@click.option("--questions", is_flag=True, help="Print the questions as JSON, and end.")
@click.version_option(None, "-V", "--version", package_name="stack-provider-kit")
def new_provider(
    name: str | None,
    api: tuple[str, ...],
    kind: str | None,
    target: str | None,
    found_by: str | None,
    into: Path,
    data: tuple[str, ...],
    data_file: Path | None,
    *,
    container: bool,
    defaults: bool,
    dry_run: bool,
    no_check: bool,
    no_git: bool,
    list_apis: bool,
    questions: bool,
) -> int:
    """Write the package of a provider for Llama Stack or OGX: a working one, to build upon.

    NAME is the provider's name, `acme`; the package becomes llama-stack-provider-acme, or
    ogx-provider-acme. What is not said is asked for.
    """
    if list_apis or questions:
        click.echo(api_table() if list_apis else questions_as_json())
        return DONE
    given = {**_read(data_file), **_pairs(data)}
    words = {"name": name, "kind": kind, "target": target, "found_by": found_by}
    given |= {question: word for question, word in words.items() if word is not None}
    given |= {"container": "yes"} if container else {}
    on_terminal = sys.stdin.isatty()
    asking = None if defaults else ask if on_terminal else _nobody_to_ask
    package = settle_package(given, api, asking)
    check_place(into, package.project)
    if dry_run:
        click.echo(dry_run_of(package, into))
        return DONE
    return _write(package, into, git=not no_git, validate=not no_check)


def _write(package: Answers | Several, into: Path, *, git: bool, validate: bool) -> int:
    notes: list[str] = []

    def make(project: Path) -> None:
        write(package, project)
        if git and not inside_repository(into) and (note := start_repository(project)):
            notes.append(note)

    project = place(into, package.project, make)
    click.echo(written(package, project))
    for note in notes:
        click.echo(f"new-provider: {note}", err=True)
    code = check(project) if validate else DONE
    click.echo(next_steps(package, project))
    return code


def _nobody_to_ask(question: Question, default: str | None) -> str:
    raise AnswerError(
        f"{question.name} is not given, and there is no terminal to ask on; "
        + ("give it, or take all defaults with --defaults" if default is not None else "give it")
    )


def _pairs(data: tuple[str, ...]) -> Mapping[str, str]:
    pairs = [item.partition("=") for item in data]
    for key, equals, _ in pairs:
        if not equals:
            raise AnswerError(f"--data {key!a} is no KEY=VALUE")
    return {key: value for key, _, value in pairs}


def _read(data_file: Path | None) -> Mapping[str, str]:
    if data_file is None:
        return {}
    # Not at the top, for few runs need it.
    import yaml

    try:
        content = yaml.safe_load(data_file.read_text("utf-8"))
    except OSError as error:
        raise AnswerError(f"--data-file {data_file} can't be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AnswerError(f"--data-file {data_file} is no YAML: {error}") from None
    if not isinstance(content, dict):
        raise AnswerError(f"--data-file {data_file} holds no answers, such as `name: acme`")
    for key, value in content.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise AnswerError(f"--data-file {data_file}: {key!a} must be text; put it in quotes")
    return content
