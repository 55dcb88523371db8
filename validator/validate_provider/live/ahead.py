"""Begin to ask about a project before it is read: importing a stack takes longer than all else."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from validate_provider.live.begun import Begun
from validate_provider.live.environment import Environment, NoStackError, find
from validate_provider.live.terms import Terms
from validate_provider.source.declared import declared
from validate_provider.source.project import Project
from validate_provider.source.requirement import distribution_of


class Ahead:
    """A probe for the first provider of a project."""

    def __init__(self, project: Project, environment: Environment, begun: Begun) -> None:
        self.project, self.environment = project, environment
        self._begun: Begun | None = begun

    def take(self) -> Begun | None:
        """Give the probe; it can be asked once, so there is None afterwards."""
        begun, self._begun = self._begun, None
        return begun


@contextmanager
def ahead(project: Project, python: Path | None, terms: Terms) -> Iterator[Ahead | None]:
    """Have the stack imported while this lasts; None if there is none, as will be said later.

    Args:
        project: The project to be read.
        python: The interpreter to ask; None to look for the provider's environment.
        terms: What the stack may use up and may know.
    """
    with ExitStack() as stack:
        try:
            environment = find(project.root, python)
        except (NoStackError, OSError):
            yield None
        else:
            begun = Begun(environment.python, terms, root_of(project))
            yield Ahead(project, environment, stack.enter_context(begun))


def root_of(project: Project) -> str | None:
    """Give the stack that a project requires, for an environment that has both."""
    named = {distribution_of(r).removesuffix("-api") for r in declared(project).requirements}
    roots = {"ogx": "ogx", "llama-stack": "llama_stack"}
    return roots[named.pop()] if len(named) == 1 else None
