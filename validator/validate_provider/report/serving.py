"""What came of the requests that the real server was given, for people and for programs."""

from collections.abc import Iterator

from validate_provider.finding import Answer
from validate_provider.live.served import MethodReport, Outcome, ServeReport
from validate_provider.report.paint import Paint

_COLOURS = {
    Outcome.SERVED: "green",
    Outcome.UNKNOWN: "yellow",
    Outcome.REFUSED: "yellow",
    Outcome.NOT_IMPLEMENTED: "yellow",
    Outcome.WRONG: "red",
}
_ANSWERS = {Answer.YES: "green", Answer.NO: "red", Answer.UNKNOWN: "yellow"}


def to_text(reports: list[ServeReport], paint: Paint) -> str:
    """A line for each provider, and below it one for each method."""
    return "\n".join(line for report in reports for line in _told(report, paint))


def _told(report: ServeReport, paint: Paint) -> Iterator[str]:
    title = f"{report.provider_type or 'the provider'} ({report.api or '?'})"
    release = report.release or "the stack"
    answer = paint(report.serves.value, _ANSWERS[report.serves])
    yield f"{paint(title, bold=True)} on the server of {release}   serves: {answer}"
    if report.problem:
        yield f"  {report.problem}"
        if report.where:
            yield f"    at {report.where}"
    if report.beside:
        beside = ", ".join(f"{api}: {kind or 'a stand-in'}" for api, kind in report.beside)
        yield f"  beside it, for requests to be about, were {beside}"
    width = max((len(it.method) for it in report.methods), default=0)
    for method in report.methods:
        yield from _method(method, width, paint)
    if not report.ended_by_itself:
        yield "  the server did not end when it was interrupted, and was killed"
    if report.stuck_at:
        yield f"    the provider held it up at {report.stuck_at}"
    if report.log:
        yield f"  the server's log: {report.log}"


def _method(method: MethodReport, width: int, paint: Paint) -> Iterator[str]:
    outcome = paint(f"{method.outcome.value:15}", _COLOURS[method.outcome])
    words = " ".join(method.words.split())
    yield f"  {method.method:{width}}  {outcome}  {method.through:4}  {words}".rstrip()
    if method.where and method.outcome is Outcome.WRONG:
        yield f"  {'':{width}}  at {method.where}"


def to_json(reports: list[ServeReport]) -> list[dict[str, object]]:
    """The same as objects for JSON."""
    return [
        {
            "provider_type": report.provider_type,
            "api": report.api,
            "release": report.release,
            "python": str(report.python),
            "serves": report.serves.value,
            "problem": report.problem,
            "where": report.where,
            "ended_by_itself": report.ended_by_itself,
            "stuck_at": report.stuck_at,
            "beside": {api: kind or None for api, kind in report.beside},
            "log": str(report.log) if report.log else None,
            "methods": [
                {
                    "method": it.method,
                    "outcome": it.outcome.value,
                    "through": it.through,
                    "stack_says": it.words,
                    "where": it.where,
                }
                for it in report.methods
            ],
        }
        for report in reports
    ]
