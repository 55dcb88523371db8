"""SPK909: the project has no tests."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.naming import site_in_pyproject
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry

_FOLDERS = ("tests", "test", "testing")


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The project has no tests.

    The guide's fifth best practice: tests show that the provider works with the stack, today and
    with its next release. One that loads it, as `validate-provider --load` does, is a good first.
    """
    project = entry.project
    if project.pyproject is None or (project.root / "PKG-INFO").is_file():
        # An unpacked sdist need not carry its tests.
        return
    homes = (project.root, project.root.parent, entry.package.folder)
    if any((home / name).is_dir() for home in homes for name in _FOLDERS):
        return
    if any(project.root.glob("test_*.py")) or any(entry.package.folder.rglob("test_*.py")):
        return
    yield Fault(
        alive,
        "there is no folder `tests`",
        site_in_pyproject(project, "[project]"),
        hint="write at least one that loads the provider: "
        "`subprocess.run(['validate-provider', '--load'], check=True)`",
    )
