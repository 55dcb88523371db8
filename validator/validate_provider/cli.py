"""The command line of `validate-provider`."""

import io
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from validate_provider import contract
from validate_provider.against import (
    UncheckableError,
    UnknownReleaseError,
    releases_in_question,
)
from validate_provider.checked import Checked, check
from validate_provider.finding import Answer, Column, Severity
from validate_provider.inputs import MissingPathError, exists, find_inputs
from validate_provider.report.paint import paint_for
from validate_provider.report.text import to_text

if TYPE_CHECKING:
    from validate_provider.live.check import Asked
    from validate_provider.replay import Replay

CLEAN, FINDINGS, COULD_NOT_CHECK, INTERRUPTED = 0, 1, 3, 130


class CouldNotCheckError(click.ClickException):
    """There is nothing to check, or nothing to check it with."""

    exit_code = COULD_NOT_CHECK

    def show(self, file: IO[str] | None = None) -> None:
        """Say why, in one sentence."""
        click.echo(f"validate-provider: {self.message}", err=True, file=file)


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit: 0 clean, 1 errors found, 2 usage, 3 could not check, 130 stopped.

    Args:
        arguments: The words after the command's name; those of the process by default.
    """
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a provider's source holds may be more than the terminal can show.
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(validate.main(given, "validate-provider", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(INTERRUPTED)
    except contract.ContractError as error:
        CouldNotCheckError(str(error)).show()
        sys.exit(COULD_NOT_CHECK)
    except BrokenPipeError:
        # Somebody closed the pipe we print to, as `| head` does.
        sys.stderr.close()
        sys.exit(FINDINGS)
    except OSError as error:
        CouldNotCheckError(f"can't go on: {error}").show()
        sys.exit(COULD_NOT_CHECK)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--against",
    multiple=True,
    metavar="WHAT",
    help="Releases to check: declared (default: what the package's own dependencies admit), all, "
    "latest, installed, ogx==1.5.0, 'llama-stack>=0.2.16,<0.8'. May be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to report.",
)
@click.option("--load", is_flag=True, help="Ask the real stack in the provider's environment too.")
@click.option(
    "--python",
    metavar="PYTHON",
    help="The interpreter that --load asks, and whose environment --against installed means. "
    "Default: the active virtual environment, then a .venv beside the package.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="With --load: how long the stack may take.",
)
@click.option(
    "-c",
    "--config",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="With --load: a config value of the provider. Default: its sample_run_config.",
)
@click.option("--explain", metavar="CODE", help="Tell what a rule is about, and end.")
@click.option("--list-rules", is_flag=True, help="List all rules, and end.")
@click.version_option(None, "-V", "--version", package_name="stack-provider-kit")
def validate(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    form: str,
    python: str | None,
    timeout: float,
    settings: tuple[str, ...],
    explain: str | None,
    *,
    load: bool,
    list_rules: bool,
) -> int:
    """Say for every release of Llama Stack and OGX whether it would load and serve a provider.

    PATH is a provider's project folder (default: this one). Nothing of it is run or imported,
    unless --load is given.
    """
    if explain or list_rules:
        from validate_provider.report.rules import explained, rule_list

        click.echo(rule_list() if list_rules else explained(explain or ""))
        return CLEAN
    if settings and not load:
        raise click.UsageError("--config only goes with --load")
    by_name = any(not exists(path) for path in paths)
    if python and not load and "installed" not in against and not by_name:
        raise click.UsageError(
            "--python only goes with --load or --against installed, or with a package's name"
        )
    interpreter = Path(python) if python else None
    table = contract.load()
    here = Path.cwd()
    try:
        inputs = click.get_current_context().with_resource(
            find_inputs(paths or (".",), here, interpreter)
        )
    except MissingPathError as error:
        raise click.BadParameter(str(error), param_hint="PATH") from None
    answers: list[Checked] = []
    unchecked = list(inputs.unchecked)
    for project in inputs.projects:
        try:
            question = releases_in_question(against, project, table.timeline, interpreter)
        except UnknownReleaseError as error:
            if against:
                raise click.BadParameter(str(error), param_hint="--against") from None
            unchecked.append(f"{project.shown(project.root)}: {error}")
        except UncheckableError as error:
            unchecked.append(str(error))
        else:
            advised = form == "json"
            answers.append(check(project, table, question, here, advise_always=advised))
    asked = (
        [_ask(one.replay, table.timeline, interpreter, timeout, settings) for one in answers]
        if load
        else []
    )
    if form == "json":
        from validate_provider.report.json import to_json

        click.echo(to_json(answers, asked, table.timeline))
    else:
        paint = paint_for(sys.stdout)
        for number, one in enumerate(answers):
            text = to_text(one, table.timeline, paint)
            click.echo(("\n" if number else "") + text, color=paint.colours)
            if load:
                from validate_provider.report.live import to_text as told

                click.echo("\n" + told(asked[number], paint), color=paint.colours)
    for reason in unchecked:
        click.echo(f"validate-provider: {reason}", err=True)
    codes = [_exit_code(answers), *(_live_exit_code(said) for said in asked)]
    return max(*codes, COULD_NOT_CHECK if unchecked else CLEAN)


def _exit_code(answers: list[Checked]) -> int:
    """1 if something is wrong for certain, 3 if nothing could be told, else 0."""
    severities = [f.severity for one in answers for f in one.replay.findings]
    severities += [conflict.severity for one in answers for conflict in one.conflicts]
    if Severity.ERROR in severities:
        return FINDINGS
    decided = all(
        provider.answers(Column.LOADS, Answer.YES)
        for one in answers
        for provider in one.replay.providers
    )
    return CLEAN if decided else COULD_NOT_CHECK


def _ask(
    found: "Replay",
    timeline: contract.Timeline,
    python: Path | None,
    timeout: float,
    settings: tuple[str, ...],
) -> "list[Asked]":
    from validate_provider.live.check import check
    from validate_provider.live.environment import NoStackError

    try:
        return check(found, timeline, python, _config(settings), timeout)
    except (NoStackError, OSError) as error:
        raise CouldNotCheckError(str(error)) from None


def _config(settings: tuple[str, ...]) -> dict[str, str] | None:
    """The config that `-c key=value` options make; None without any."""
    pairs = [setting.partition("=") for setting in settings]
    for key, sign, _value in pairs:
        if not sign or not key:
            raise click.BadParameter(f"'{key}' is not KEY=VALUE", param_hint="--config")
    return {key: value for key, _sign, value in pairs} if pairs else None


def _live_exit_code(asked: "list[Asked]") -> int:
    """1 if the stack said no, 3 if it could not say anything."""
    answers = {answer for one in asked for answer in (one.report.loads, one.report.serves)}
    if Answer.NO in answers:
        return FINDINGS
    return CLEAN if Answer.YES in answers else COULD_NOT_CHECK
