"""SPK908: the build leaves the provider's package out."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from validate_provider.finding import Severity
from validate_provider.rules.naming import site_in_pyproject
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry

_LISTS = (("hatch", "build", "targets", "wheel", "packages"), ("setuptools", "packages"))


@entry_rule(Severity.WARNING, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The build leaves the provider's package out.

    pyproject.toml lists the packages of the wheel, and the provider's is not among them. It works
    from a checkout; installed from the wheel, the loader finds no module and says
    "get_provider_spec not found" (core/distribution.py).

    Wrong, in `pyproject.toml`:

        packages = ["src/acme"]

    Right:

        packages = ["src/llama_stack_provider_acme"]
    """
    top = entry.package.dotted.partition(".")[0]
    for keys in _LISTS:
        listed: object = entry.project.metadata.get("tool")
        for key in keys:
            listed = listed.get(key) if isinstance(listed, dict) else None
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            continue
        shipped = {_top(item) for item in listed}
        wanted = {top} if keys[0] == "hatch" else {entry.package.dotted}
        there = shipped if keys[0] == "hatch" else set(listed)
        if not wanted <= there and "*" not in "".join(listed):
            yield Fault(
                alive,
                f"`{entry.package.dotted}` is not among the packages of the wheel",
                site_in_pyproject(entry.project, "packages"),
                hint="add it, or let the build find the packages",
            )


def _top(path: str) -> str:
    """The package that a folder of hatch's list is installed as."""
    return PurePosixPath(path).name
