"""The loader's walk, for people and for programs."""

from collections.abc import Iterator

from validate_provider.checked import Checked
from validate_provider.contract import Timeline
from validate_provider.finding import Answer, Column, Severity
from validate_provider.replay.trace import Step, Trace
from validate_provider.report.ending import ending
from validate_provider.report.grouping import grouped, shortened, words
from validate_provider.report.paint import Paint

_MARKS = {
    Answer.YES: (" ok ", "green"),
    Answer.NO: ("FAIL", "red"),
    Answer.UNKNOWN: ("  ? ", "yellow"),
    None: ("  - ", ""),
}


def to_text(traces: tuple[Trace, ...], checked: Checked, timeline: Timeline, paint: Paint) -> str:
    """A line for each step of each walk, what it met below, and how the report ends.

    Args:
        traces: The walks of one project.
        checked: What the report says of it.
        timeline: Names the releases.
        paint: Colours, or none.
    """
    release = " and ".join(one.label for _bit, one in timeline.members(checked.replay.releases))
    walks = ["no package is here whose walk could be told"] if not traces else []
    walks += ["\n".join(_walk(trace, release, paint)) for trace in traces]
    told = [group[0].severity for group in grouped(checked.replay.findings)]
    return "\n\n".join([*walks, "\n".join(ending(checked, told, timeline, paint))])


def _walk(trace: Trace, release: str, paint: Paint) -> Iterator[str]:
    yield f"{paint(trace.title, bold=True)} as {release} loads it"
    width = max(len(step.stage.value) for step in trace.steps)
    for step in trace.steps:
        mark, colour = _MARKS[step.answer]
        first, *more = step.found or ("not reached" if step.answer is None else "",)
        yield f"{paint(mark, colour, bold=True)}  {step.stage.value:{width}}  {first}".rstrip()
        indent = " " * (width + 8)
        yield from (f"{indent}{text}" for text in more)
        yield from _met(step)


def _met(step: Step) -> Iterator[str]:
    for finding in step.findings:
        if finding.severity is Severity.ADVICE:
            continue
        where = f"{finding.place}: " if finding.place else ""
        yield f"        {where}{finding.code} {shortened(finding.message)}"
        yield from (f"        {text}" for text in finding.hint.split("\n") if text)
        if finding.stack_says:
            said, *more = words(finding.stack_says)
            late = finding.column is Column.SERVES
            yield f"        the stack would {'later ' if late else ''}say: {said}"
            yield from (f"          {text}" for text in more)
    if step.why and step.answer is Answer.UNKNOWN:
        yield f"        can't be told: {step.why}"
        yield "        `--load` asks the stack that is installed"


def to_json(trace: Trace) -> dict[str, object]:
    """The same as an object for JSON."""
    return {
        "provider": trace.title,
        "steps": [
            {
                "step": step.stage.value,
                "answer": step.answer.value if step.answer else None,
                "found": list(step.found),
                "codes": [finding.code for finding in step.findings],
                "why": step.why,
            }
            for step in trace.steps
        ],
    }
