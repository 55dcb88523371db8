"""A freshly written package with one fault in it, on every line that it is in question for."""

import shutil
from collections.abc import Iterator

from tests.real.corpora.ground import Case, Ground
from tests.rules.mutation import Mutation, plant
from tests.rules.test_mutations import MUTATIONS
from validate_provider.question.against import releases_in_question
from validate_provider.source.project import find_project


def cases(ground: Ground) -> Iterator[Case]:
    """One for each planted fault."""
    for name, mutation in MUTATIONS.items():
        yield case(name, mutation, ground)


def case(name: str, mutation: Mutation, ground: Ground) -> Case:
    """Plant one fault."""
    written = ground.written(mutation.api, mutation.target).folder
    folder = ground.place(name)
    shutil.copytree(written, folder)
    against = (mutation.against,)
    asked = releases_in_question(against, find_project(written), ground.contract.timeline)
    plant(folder, mutation)
    return Case(name, folder, ground.lines_in(asked.releases), config=mutation.config)
