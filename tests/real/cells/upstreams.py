"""The real services behind remote providers: a model service, or a second stack."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from new_provider.cells import CELLS, Cell
from stacks.model_service import DIMENSIONS, EMBEDDING_MODEL, ModelService
from tests.real.mcp_server import TOKEN, mcp_server
from tests.written import write
from validate_provider.live.server import Server

BEHIND = "behind"
"""The name of the provider in a second stack."""
OPENAI = {"files", "safety", "vector_io"}
"""APIs whose remote starter speaks OpenAI's protocol, below the routes that begin with it."""


@contextmanager
def upstream(cell: Cell, python: Path, openai: str) -> Iterator[list[str]]:
    """Run what stands behind a remote provider; yield the options that tell a provider of it.

    It yields none if the provider needs nothing, or if there is no service for it here.

    Args:
        cell: What the provider was written for.
        python: The Python of the stack that a second server is made of.
        openai: Where the OpenAI routes of that stack begin.
    """
    if cell.kind == "inline" or not cell.starter:
        yield []
    elif cell.api == "inference":
        embeds = f"embedding_models={{{EMBEDDING_MODEL}: {DIMENSIONS}}}"
        with ModelService() as service:
            yield [*_named(service.url), "--config", embeds]
    elif cell.api == "tool_runtime":
        with mcp_server(python) as url:
            yield [*_named(url), "--config", f"api_key={TOKEN}"]
    elif any(_stands_behind(other, cell) for other in CELLS):
        with _second_stack(cell, python) as url:
            yield _named(url + openai if cell.api in OPENAI else url)
    else:
        yield []


def model(cell: Cell) -> list[str]:
    """Return the option that names a model, where what stands behind has one that nobody lists.

    A stack that guards texts has its shields for models, and one is of its provider's name.
    """
    guards = cell.api == "safety" and cell.kind == "remote" and cell.starter
    return ["--model", BEHIND] if guards else []


def _named(url: str) -> list[str]:
    return ["--config", f"url={url}"]


def _stands_behind(other: Cell, cell: Cell) -> bool:
    same = (other.api, other.line) == (cell.api, cell.line)
    return same and other.kind == "inline" and other.starter


@contextmanager
def _second_stack(cell: Cell, python: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, ModelService() as models:
        project, _ = write(cell.api, cell.line.name, Path(folder), "inline", name=BEHIND)
        environ = {
            "BEHIND_URL": models.url,
            "BEHIND_MODELS_URL": models.url,
            "BEHIND_EMBEDDING_MODEL": EMBEDDING_MODEL,
            "BEHIND_EMBEDDING_DIMENSION": str(DIMENSIONS),
            "VLLM_URL": models.url,
        }
        run = project / "run.yaml"
        with Server(python, run, path=[project / "src"], environ=environ) as server:
            yield server.url
