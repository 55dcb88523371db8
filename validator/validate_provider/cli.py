"""The command line of `validate-provider`."""

import gc
import io
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from validate_provider import contract
from validate_provider.checked import Checked, check
from validate_provider.finding import Answer, Column, Severity
from validate_provider.inputs.find import Inputs, MissingPathError, exists, find_inputs
from validate_provider.question.against import (
    UncheckableError,
    UnknownReleaseError,
    releases_in_question,
)
from validate_provider.report.paint import paint_for
from validate_provider.report.text import to_text

if TYPE_CHECKING:
    from validate_provider.live.check import Asked
    from validate_provider.live.served import ServeReport
    from validate_provider.replay.packages import Replay
    from validate_provider.replay.trace import Trace
    from validate_provider.upgrade import Upgrade

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
    # One walk makes many objects that live to its end, syntax trees above all: looking for
    # garbage among them every 700 objects, as Python does, is a tenth of a large run.
    gc.set_threshold(50_000)
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
    "--from",
    "old",
    metavar="RELEASE",
    help="With --to: tell only what the upgrade would newly break: --from llama-stack==0.7.3 "
    "--to ogx==1.5.0. Both also take installed and latest.",
)
@click.option("--to", "new", metavar="RELEASE", help="With --from: the release to go to.")
@click.option(
    "--trace",
    "traced",
    is_flag=True,
    help="With --against and one release: tell its loader's walk step by step.",
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
    "--serve",
    is_flag=True,
    help="Start the real server in the provider's environment and make every request of the API.",
)
@click.option("--upstream", metavar="URL", help="With --serve: the backend of a remote provider.")
@click.option(
    "-m",
    "--model",
    metavar="MODEL",
    help="With --serve: the model to ask. Default: the first that the provider lists.",
)
@click.option(
    "--python",
    metavar="PYTHON",
    help="The interpreter that --load and --serve ask, and whose environment --against installed "
    "means. Default: the active virtual environment, then a .venv beside the package.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="With --load and --serve: how long the stack may take to start.",
)
@click.option(
    "-c",
    "--config",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="With --load and --serve: a config value of the provider. Default: its sample_run_config.",
)
@click.option("--explain", metavar="CODE", help="Tell what a rule is about, and end.")
@click.option("--list-rules", is_flag=True, help="List all rules, and end.")
@click.version_option(None, "-V", "--version", package_name="stack-provider-kit")
def validate(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    old: str | None,
    new: str | None,
    form: str,
    python: str | None,
    timeout: float,
    settings: tuple[str, ...],
    explain: str | None,
    *,
    traced: bool,
    load: bool,
    serve: bool,
    upstream: str | None,
    model: str | None,
    list_rules: bool,
) -> int:
    """Say for every release of Llama Stack and OGX whether it would load and serve a provider.

    PATH is a provider's project folder (default: this one), a wheel or an sdist, the name of an
    installed package, a folder of YAML for external_providers_dir, or a run config; a run config's
    packages are looked for at the other paths. Nothing of it is run or imported, unless --load or
    --serve is given.
    """
    if explain or list_rules:
        from validate_provider.report.rules import explained, rule_list

        click.echo(rule_list() if list_rules else explained(explain or ""))
        return CLEAN
    if settings and not (load or serve):
        raise click.UsageError("--config only goes with --load or --serve")
    if (upstream or model) and not serve:
        raise click.UsageError("--upstream and --model only go with --serve")
    by_name = any(not exists(path) for path in paths)
    if python and not (load or serve) and "installed" not in (*against, old, new) and not by_name:
        raise click.UsageError(
            "--python only goes with --load, --serve or --against installed, or with a package's "
            "name"
        )
    upgrading = old is not None or new is not None
    if upgrading and (against or load or serve or traced):
        raise click.UsageError("--from and --to go without --against, --load, --serve and --trace")
    interpreter = Path(python) if python else None
    table = contract.load()
    here = Path.cwd()
    try:
        inputs = click.get_current_context().with_resource(
            find_inputs(paths or (".",), here, interpreter)
        )
    except MissingPathError as error:
        raise click.BadParameter(str(error), param_hint="PATH") from None
    unchecked = list(inputs.unchecked)
    if upgrading:
        if not old or not new:
            raise click.UsageError("--from and --to only go together")
        upgrades = _upgrades(inputs, (old, new), table, interpreter, unchecked)
        _show_upgrades(upgrades, unchecked, form, table.timeline)
        codes = [_upgrade_exit_code(one) for one in upgrades]
    else:
        answers = _answers(inputs, against, table, interpreter, unchecked, advise=form == "json")
        traces = [_trace(one, table) for one in answers] if traced else []
        asked = (
            [_ask(one.replay, table.timeline, interpreter, timeout, settings) for one in answers]
            if load
            else []
        )
        served = (
            [_serve(one.replay, interpreter, timeout, settings, upstream, model) for one in answers]
            if serve
            else []
        )
        _show(answers, traces, asked, served, unchecked, form, table.timeline)
        codes = [_exit_code(answers)]
        if asked or served:
            # What reading could not tell, the stack was asked.
            codes = [code for code in codes if code != COULD_NOT_CHECK]
            codes += [_live_exit_code(said) for said in asked]
            codes += [_served_exit_code(reports) for reports in served]
    for reason in unchecked:
        click.echo(f"validate-provider: {reason}", err=True)
    if unchecked:
        codes.append(COULD_NOT_CHECK)
    # What is wrong for certain is told before what could not be checked.
    return FINDINGS if FINDINGS in codes else max(codes, default=CLEAN)


def _answers(
    inputs: Inputs,
    against: tuple[str, ...],
    table: contract.Contract,
    python: Path | None,
    unchecked: list[str],
    *,
    advise: bool,
) -> list[Checked]:
    """Check each project; what can't be is added to `unchecked`."""
    answers: list[Checked] = []
    for project in inputs.projects:
        try:
            question = releases_in_question(against, project, table.timeline, python)
        except UnknownReleaseError as error:
            if against:
                raise click.BadParameter(str(error), param_hint="--against") from None
            unchecked.append(f"{project.shown(project.root)}: {error}")
        except UncheckableError as error:
            unchecked.append(str(error))
        else:
            answers.append(check(project, table, question, Path.cwd(), advise_always=advise))
    return answers


def _trace(checked: Checked, table: contract.Contract) -> "tuple[Trace, ...]":
    """The walk of the one release in question."""
    from validate_provider.replay.trace import trace

    releases = checked.question.releases
    if releases.bit_count() != 1:
        meant = ", ".join(table.timeline.ranges(releases))
        *_, (_bit, last) = table.timeline.members(releases)
        raise click.UsageError(
            f"--trace walks through one release, not {meant}; name it: "
            f"--against {last.distribution}=={last.version}"
        )
    return trace(checked.replay.project, table, releases, Path.cwd())


def _show(
    answers: list[Checked],
    traces: "list[tuple[Trace, ...]]",
    asked: "list[list[Asked]]",
    served: "list[list[ServeReport]]",
    unchecked: list[str],
    form: str,
    timeline: contract.Timeline,
) -> None:
    if form == "json":
        from validate_provider.report.json import to_json

        text = to_json(answers, asked, timeline, unchecked=unchecked, traces=traces, served=served)
        click.echo(text)
        return
    paint = paint_for(sys.stdout)
    for number, one in enumerate(answers):
        text = to_text(one, timeline, paint)
        if traces:
            from validate_provider.report.trace import to_text as walked

            text = walked(traces[number], one, timeline, paint)
        click.echo(("\n" if number else "") + text, color=paint.colours)
        if asked:
            from validate_provider.report.live import to_text as told

            click.echo("\n" + told(asked[number], paint), color=paint.colours)
        if served:
            from validate_provider.report.serving import to_text as came

            click.echo("\n" + came(served[number], paint), color=paint.colours)


def _upgrades(
    inputs: Inputs,
    wanted: tuple[str, str],
    table: contract.Contract,
    python: Path | None,
    unchecked: list[str],
) -> "list[Upgrade]":
    """Put the two releases to each project; what can't be checked is added to `unchecked`."""
    from validate_provider.upgrade import NotOneReleaseError, releases_between, upgrade

    upgrades: list[Upgrade] = []
    for project in inputs.projects:
        try:
            question, old, new = releases_between(wanted, project, table.timeline, python)
        except (UnknownReleaseError, NotOneReleaseError) as error:
            raise click.BadParameter(str(error), param_hint="--from/--to") from None
        except UncheckableError as error:
            unchecked.append(str(error))
        else:
            upgrades.append(upgrade(project, table, question, old, new, Path.cwd()))
    return upgrades


def _show_upgrades(
    upgrades: "list[Upgrade]", unchecked: list[str], form: str, timeline: contract.Timeline
) -> None:
    from validate_provider.report import upgrade as report

    if form == "json":
        from validate_provider.report.json import to_json

        answers = [one.checked for one in upgrades]
        click.echo(to_json(answers, [], timeline, unchecked=unchecked, upgrades=upgrades))
        return
    paint = paint_for(sys.stdout)
    for number, one in enumerate(upgrades):
        text = report.to_text(one, timeline, paint)
        click.echo(("\n" if number else "") + text, color=paint.colours)


def _upgrade_exit_code(upgrade: "Upgrade") -> int:
    """1 if the new release breaks something, 3 if it can't be told of it, else 0."""
    if upgrade.breaks:
        return FINDINGS
    return COULD_NOT_CHECK if upgrade.undecided else CLEAN


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


def _serve(
    found: "Replay",
    python: Path | None,
    timeout: float,
    settings: tuple[str, ...],
    upstream: str | None,
    model: str | None,
) -> "list[ServeReport]":
    from validate_provider.live.environment import NoStackError
    from validate_provider.live.serve_all import serve_all

    config = _config(settings)
    try:
        return serve_all(found, python, config, timeout, upstream=upstream, model=model)
    except (NoStackError, OSError) as error:
        raise CouldNotCheckError(str(error)) from None


def _served_exit_code(reports: "list[ServeReport]") -> int:
    """1 if something is wrong, 3 if nothing could be told, else 0."""
    answers = {report.serves for report in reports}
    if Answer.NO in answers:
        return FINDINGS
    return CLEAN if Answer.YES in answers else COULD_NOT_CHECK


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
