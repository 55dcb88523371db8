"""Asking what reading says of YAML, as the command line does."""

from pathlib import Path

from validate_provider.contract import Contract
from validate_provider.inputs.find import find_inputs
from validate_provider.question.against import releases_in_question
from validate_provider.replay.packages import Replay, replay


def checked(contract: Contract, against: str, *paths: Path) -> Replay:
    """What is found in the YAML at the first path.

    Args:
        contract: What each release expects.
        against: The releases in question; a bare distribution after a comma means all of it.
        paths: YAML, and the folders of packages that it names.
    """
    with find_inputs([str(path) for path in paths], paths[0]) as inputs:
        assert inputs.unchecked == ()
        project = inputs.projects[0]
        words = against.removesuffix(",ogx"), *(["ogx"] if against.endswith(",ogx") else [])
        question = releases_in_question(words, project, contract.timeline)
        return replay(project, contract, question.releases, paths[0])
