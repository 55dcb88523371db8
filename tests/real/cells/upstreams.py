"""The real services behind remote providers: a model service, or a second stack."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from new_provider.cells import CELLS, Cell
from new_provider.facts import facts
from stacks import client
from stacks.environments import environment
from stacks.model_service import CHAT_MODEL, DIMENSIONS, EMBEDDING_MODEL, RERANK_MODEL, ModelService
from tests.real.mcp_server import TOKEN, mcp_server
from tests.written import name_folder_in_full, write
from validate_provider.live.inside.samples import MADE_UP, ROW
from validate_provider.live.server import Server
from validate_provider.live.variables import QUICK_LOG

BEHIND = "behind"
"""The name of the provider in a second stack."""
BENCHMARK = {
    "benchmark_id": f"{MADE_UP}benchmark-id",
    "dataset_id": f"{MADE_UP}dataset-id",
    "scoring_functions": [],
    "provider_id": BEHIND,
}
"""What a second stack has for the requests, which name what they do not know so."""
MODEL = {
    "model_id": f"models/{CHAT_MODEL}",
    "provider_id": "models",
    "provider_model_id": CHAT_MODEL,
}
"""The model of a second stack, called as a stack that lists models calls it by itself."""
OTHER_STACK = "OtherStack"
"""The service of a remote starter that speaks a stack's own protocol; any other speaks OpenAI's."""


class Behind(NamedTuple):
    """A line, and the lock of a release of it."""

    line: str
    stack: str


MODERATES = Behind("llama-stack-0.2.16", "llama-stack-0.2.22")
"""What stands behind a remote provider of shields on a line not all of which has moderations."""


@contextmanager
def upstream(cell: Cell, python: Path) -> Iterator[list[str]]:
    """Run what stands behind a remote provider; yield the options that tell a provider of it.

    It yields none if the provider needs nothing, or if there is no service for it here.

    Args:
        cell: What the provider was written for.
        python: The Python of the stack that a second server is made of.
    """
    line = facts()["_lines"][cell.line.name]
    if cell.kind == "inline" or not cell.starter:
        yield []
    elif cell.api == "inference":
        told = []
        if line["lists_models"]:
            told += ["--config", f"embedding_models={{{EMBEDDING_MODEL}: {DIMENSIONS}}}"]
        if line["reranks"]:
            told += ["--config", f"rerank_models=[{RERANK_MODEL}]"]
        with ModelService() as service:
            yield [*_named(service.url), *told]
    elif cell.api == "tool_runtime":
        with mcp_server(python) as url:
            yield [*_named(url), "--config", f"api_key={TOKEN}"]
    elif cell.api == "safety" and (line["moderations_since"] or not line["moderates"]):
        with _second_stack(cell.api, MODERATES.line, environment(MODERATES.stack)) as url:
            yield _named(url + line["openai"])
    elif any(_stands_behind(other, cell) for other in CELLS):
        with _second_stack(cell.api, cell.line.name, python) as url:
            yield _named(url if _service(cell) == OTHER_STACK else url + line["openai"])
    else:
        yield []


def models_named(cell: Cell) -> list[str]:
    """Return the options that name models to a provider that lists none."""
    if (cell.api, cell.kind) == ("safety", "remote"):
        return ["--model", BEHIND]  # the shield of the second stack
    if (cell.api, cell.kind) == ("eval", "remote"):
        return ["--model", MODEL["model_id"]]
    if cell.api == "vector_io" and _service(cell) == OTHER_STACK:
        return ["--embedding-model", EMBEDDING_MODEL]
    if (
        cell.api != "inference"
        or not cell.starter
        or facts()["_lines"][cell.line.name]["lists_models"]
    ):
        return []
    inline = cell.kind == "inline"
    chat, embedding = ("toy-chat", "toy-embedding") if inline else (CHAT_MODEL, EMBEDDING_MODEL)
    return ["--model", chat, "--embedding-model", embedding]


def _named(url: str) -> list[str]:
    return ["--config", f"url={url}"]


def _service(cell: Cell) -> str:
    """Return the class in the package's tests that stands for what is behind it."""
    told = facts()["_cells"][cell.api][cell.line.name][cell.kind]
    return str(facts()["_starters"][told["starter"]]["service"])


def _stands_behind(other: Cell, cell: Cell) -> bool:
    same = (other.api, other.line) == (cell.api, cell.line)
    return same and other.kind == "inline" and other.starter


@contextmanager
def _second_stack(api: str, line: str, python: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, ModelService() as models:
        project, _ = write(api, line, Path(folder), "inline", name=BEHIND)
        environ = {
            **QUICK_LOG,
            "BEHIND_URL": models.url,
            "BEHIND_MODELS_URL": models.url,
            "BEHIND_EMBEDDING_MODEL": EMBEDDING_MODEL,
            "BEHIND_EMBEDDING_DIMENSION": str(DIMENSIONS),
            "BEHIND_STORAGE_DIR": f"{folder}/storage",
            "VLLM_URL": models.url,
        }
        run = project / "run.yaml"
        name_folder_in_full(run)
        with Server(python, run, path=[project / "src"], environ=environ) as server:
            if api in {"eval", "post_training"}:
                _keep_rows(Path(folder, "storage", "datasets"))
            if api == "eval":
                told = facts()["_lines"][line]
                if not told["models"]["listed"]:
                    client.post(f"{server.url}/v1/models", MODEL)
                client.post(f"{server.url}{told['alpha']}/eval/benchmarks", BENCHMARK)
            yield server.url


def _keep_rows(datasets: Path) -> None:
    """Keep the dataset that requests name where the second stack looks for it."""
    datasets.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{json.dumps(ROW)}\n" for _ in range(4))
    (datasets / f"{BENCHMARK['dataset_id']}.jsonl").write_text(rows, encoding="utf-8")
