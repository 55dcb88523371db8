"""What the real stack said, for people and for programs."""

from collections.abc import Iterator
from pathlib import Path

from validate_provider.finding import Answer
from validate_provider.live.check import Asked
from validate_provider.live.difference import Difference
from validate_provider.report.paint import Paint

_COLOURS = {Answer.YES: "green", Answer.NO: "red", Answer.UNKNOWN: "yellow"}
_LONGEST_PRINT = 20


def to_text(asked: list[Asked], paint: Paint) -> str:
    """A line for each provider, and below it where and why the stack stopped."""
    return "\n".join(line for one in asked for line in _told(one, paint))


def _told(asked: Asked, paint: Paint) -> Iterator[str]:
    report = asked.report
    kind = report.provider_type or asked.provider.provider_type
    title = f"{kind} ({report.api})" if report.api else asked.provider.package.dotted
    release = report.release or "the stack"
    answers = "   ".join(
        f"{name}: {paint(answer.value, _COLOURS[answer])}"
        for name, answer in (("loads", report.loads), ("starts", report.serves))
    )
    yield f"{paint(title, bold=True)} on {release} itself   {answers}"
    yield f"  asked {report.python} ({asked.environment.chosen_by})"
    if report.imported_from and not _same(report.imported_from, asked.provider.package.root):
        yield f"  what it imported is not this folder but {report.imported_from}"
    if report.beside:
        beside = ", ".join(f"{api}: {kind or 'a stand-in'}" for api, kind in report.beside)
        yield f"  beside it, for what it depends on, were {beside}"
    if report.stack_broken:
        yield "  the stack does not start without the provider either: it is broken here"
    if report.chain:
        said, *causes = report.chain
        yield f"  at {report.step.value}, the stack says: {said}"
        if said.where:
            yield f"    raised at {said.where}"
        for link in causes:
            yield f"    because of {link}"
            if link.where:
                yield f"      raised at {link.where}"
    if report.hint:
        yield from (f"  {line}" for line in report.hint.splitlines())
    if not report.chain and report.printed and report.loads is not Answer.YES:
        yield "  the last that was printed:"
        yield from (f"    {line}" for line in report.printed.splitlines()[-_LONGEST_PRINT:])
    if difference := asked.difference:
        severity = paint(difference.severity.value, "red")
        yield f"  {severity} {difference.code} {difference.name}"
        yield f"    {difference.message}"
        yield f"    {difference.hint}"


def to_json(asked: list[Asked]) -> list[dict[str, object]]:
    """The same as objects for JSON."""
    return [
        {
            "provider_type": one.report.provider_type,
            "api": one.report.api,
            "module": one.provider.package.dotted,
            "release": one.report.release,
            "api_release": one.report.api_release,
            "python": str(one.report.python),
            "loads": one.report.loads.value,
            "serves": one.report.serves.value,
            "beside": {api: kind or None for api, kind in one.report.beside},
            "step": one.report.step.value,
            "stack_broken": one.report.stack_broken,
            "stack_says": one.report.error,
            "chain": [{"error": str(link), "where": link.where} for link in one.report.chain],
            "hint": one.report.hint,
            "difference": _difference(one.difference),
        }
        for one in asked
    ]


def _difference(difference: Difference | None) -> dict[str, object] | None:
    if difference is None:
        return None
    return {
        "code": difference.code,
        "name": difference.name,
        "severity": difference.severity.value,
        "message": difference.message,
        "hint": difference.hint,
    }


def _same(folder: Path, root: Path) -> bool:
    """Whether a folder is the package's own or lies in its source root."""
    return folder.resolve().is_relative_to(root.resolve())
