"""What a project calls itself, and where it says so."""

from validate_provider.source.project import Project
from validate_provider.source.values import Site


def project_table(project: Project) -> dict[str, object]:
    """The table `[project]` of its pyproject.toml; empty without one."""
    table = project.metadata.get("project")
    return table if isinstance(table, dict) else {}


def project_name(project: Project) -> str:
    """The name of its distribution; empty if pyproject.toml does not say."""
    name = project_table(project).get("name")
    return name if isinstance(name, str) else ""


def site_in_pyproject(project: Project, word: str) -> Site:
    """The first line of pyproject.toml that begins with a word, or its first line."""
    if project.pyproject is None:
        return Site(project.root.name, 1, 0)
    shown = project.shown(project.pyproject)
    lines = project.pyproject.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith(word):
            return Site(shown, number, 0)
    return Site(shown, 1, 0)
