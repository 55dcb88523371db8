"""What `validate-provider` does once its words are read."""

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from validate_provider import contract
from validate_provider.finding import Answer, Column, Severity
from validate_provider.inputs.find import Inputs, MissingPathError, exists, find_inputs
from validate_provider.options import PROGRAM, Options, UsageError
from validate_provider.outcome import CLEAN, COULD_NOT_CHECK, FINDINGS, CouldNotCheckError, tell
from validate_provider.question.against import (
    UncheckableError,
    UnknownReleaseError,
    releases_in_question,
)
from validate_provider.report.paint import paint_for
from validate_provider.report.text import to_text

if TYPE_CHECKING:
    from validate_provider.checked import Checked
    from validate_provider.live.begun import Begun
    from validate_provider.live.check import Asked
    from validate_provider.live.served import ServeReport
    from validate_provider.replay.packages import Replay
    from validate_provider.replay.trace import Trace
    from validate_provider.upgrade import Upgrade


def run(options: Options, begun: "Begun | None" = None) -> int:
    """Do what was asked for, and give the exit code.

    Args:
        options: What was asked for.
        begun: A stack that is being imported, and can be asked if it is the provider's own.

    Raises:
        UsageError: If it can't be done as it was asked for.
        CouldNotCheckError: If there is nothing to check it with.
    """
    if options.version or options.explain or options.list_rules:
        print(_about(options))
        return CLEAN
    by_name = any(not exists(path) for path in options.paths)
    meant = (*options.against, options.old, options.new)
    asking = options.load or options.serve
    if options.python and not asking and "installed" not in meant and not by_name:
        raise UsageError(
            "--python only goes with --load, --serve or --against installed, or with a package's "
            "name"
        )
    python = Path(options.python) if options.python else None
    with contextlib.ExitStack() as unpacked:
        try:
            inputs = unpacked.enter_context(find_inputs(options.paths, Path.cwd(), python))
            return _check(inputs, options, python, begun)
        except MissingPathError as error:
            raise UsageError(str(error)) from None
        except contract.ContractError as error:
            raise CouldNotCheckError(str(error)) from None


def _about(options: Options) -> str:
    """What the command says of itself, without a provider."""
    if options.version:
        from importlib.metadata import version

        return f"{PROGRAM} {version('stack-provider-kit')}"
    from validate_provider.report.rules import explained, rule_list

    try:
        return rule_list() if options.list_rules else explained(options.explain or "")
    except LookupError as error:
        raise UsageError(str(error)) from None


def _check(inputs: Inputs, options: Options, python: Path | None, begun: "Begun | None") -> int:
    """Put the question, tell the answers, and give the exit code."""
    table = contract.load()
    unchecked = list(inputs.unchecked)
    if options.old and options.new:
        releases = (options.old, options.new)
        upgrades = _upgrades(inputs, releases, table, python, unchecked)
        _show_upgrades(upgrades, unchecked, options.form, table.timeline)
        codes = [_upgrade_exit_code(one) for one in upgrades]
    else:
        advise = options.form == "json"
        answers = _answers(inputs, options.against, table, python, unchecked, advise=advise)
        traces = [_trace(one, table) for one in answers] if options.traced else []
        try:
            asked = [
                _ask(one.replay, table.timeline, python, options, begun)
                for one in answers
                if options.load
            ]
            served = [_serve(one.replay, python, options) for one in answers if options.serve]
        except CouldNotCheckError:
            _show(answers, traces, [], [], unchecked, options.form, table.timeline)
            raise
        _show(answers, traces, asked, served, unchecked, options.form, table.timeline)
        codes = [_exit_code(answers)]
        if asked or served:
            # What reading could not tell, the stack was asked.
            codes = [code for code in codes if code != COULD_NOT_CHECK]
            for said in asked:
                reports = [one.report for one in said]
                codes.append(_live_exit_code({a for r in reports for a in (r.loads, r.serves)}))
            codes += [_live_exit_code({one.serves for one in came}) for came in served]
    for reason in unchecked:
        tell(reason)
    if unchecked:
        codes.append(COULD_NOT_CHECK)
    # What is wrong for certain is told before what could not be checked.
    return FINDINGS if FINDINGS in codes else max(codes, default=CLEAN)


def _answers(
    inputs: Inputs,
    against: Sequence[str],
    table: contract.Contract,
    python: Path | None,
    unchecked: list[str],
    *,
    advise: bool,
) -> "list[Checked]":
    """Check each project; what can't be is added to `unchecked`."""
    from validate_provider.checked import check

    answers: list[Checked] = []
    for project in inputs.projects:
        try:
            question = releases_in_question(tuple(against), project, table.timeline, python)
        except UnknownReleaseError as error:
            if against:
                raise UsageError(f"--against: {error}") from None
            unchecked.append(f"{project.shown(project.root)}: {error}")
        except UncheckableError as error:
            unchecked.append(str(error))
        else:
            answers.append(check(project, table, question, Path.cwd(), advise_always=advise))
    return answers


def _trace(checked: "Checked", table: contract.Contract) -> "tuple[Trace, ...]":
    """The walk of the one release in question."""
    from validate_provider.replay.trace import trace

    releases = checked.question.releases
    if releases.bit_count() != 1:
        meant = ", ".join(table.timeline.ranges(releases))
        *_, (_bit, last) = table.timeline.members(releases)
        raise UsageError(
            f"--trace walks through one release, not {meant}; name it: "
            f"--against {last.distribution}=={last.version}"
        )
    return trace(checked.replay.project, table, releases, Path.cwd())


def _show(
    answers: "list[Checked]",
    traces: "list[tuple[Trace, ...]]",
    asked: "list[list[Asked]]",
    served: "list[list[ServeReport]]",
    unchecked: list[str],
    form: str,
    timeline: contract.Timeline,
) -> None:
    if form == "json":
        from validate_provider.report.json import to_json

        print(to_json(answers, asked, timeline, unchecked=unchecked, traces=traces, served=served))
        return
    paint = paint_for(sys.stdout)
    for number, one in enumerate(answers):
        text = to_text(one, timeline, paint)
        if traces:
            from validate_provider.report.trace import to_text as walked

            text = walked(traces[number], one, timeline, paint)
        print(("\n" if number else "") + text)
        if asked:
            from validate_provider.report.live import to_text as told

            print("\n" + told(asked[number], paint))
        if served:
            from validate_provider.report.serving import to_text as came

            print("\n" + came(served[number], paint))


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
            raise UsageError(f"--from, --to: {error}") from None
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
        print(to_json(answers, [], timeline, unchecked=unchecked, upgrades=upgrades))
        return
    paint = paint_for(sys.stdout)
    for number, one in enumerate(upgrades):
        text = report.to_text(one, timeline, paint)
        print(("\n" if number else "") + text)


def _upgrade_exit_code(upgrade: "Upgrade") -> int:
    """1 if the new release breaks something, 3 if it can't be told of it, else 0."""
    if upgrade.breaks:
        return FINDINGS
    return COULD_NOT_CHECK if upgrade.undecided else CLEAN


def _exit_code(answers: "list[Checked]") -> int:
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
    options: Options,
    begun: "Begun | None",
) -> "list[Asked]":
    from validate_provider.live.check import check
    from validate_provider.live.environment import NoStackError

    try:
        return check(found, timeline, python, options.settings, options.terms, begun)
    except (NoStackError, OSError) as error:
        raise CouldNotCheckError(str(error)) from None


def _serve(found: "Replay", python: Path | None, options: Options) -> "list[ServeReport]":
    from validate_provider.live.environment import NoStackError
    from validate_provider.live.serve_all import serve_all

    try:
        return serve_all(
            found,
            python,
            options.settings,
            options.terms,
            upstream=options.upstream,
            model=options.model,
            embedding_model=options.embedding_model,
        )
    except (NoStackError, OSError) as error:
        raise CouldNotCheckError(str(error)) from None


def _live_exit_code(answers: set[Answer]) -> int:
    """1 if the stack said no, 3 if it could not say anything, else 0."""
    if Answer.NO in answers:
        return FINDINGS
    return CLEAN if Answer.YES in answers else COULD_NOT_CHECK
