"""Providers written for the releases that find them by a file in a folder, on a real server."""

import os
import shutil

import pytest

from stacks import client
from stacks.model_service import CHAT_MODEL, DIMENSIONS, EMBEDDING_MODEL, ModelService, embed
from tests.written import name_folder_in_full
from validate_provider.live.asking import Question
from validate_provider.live.serve import serve
from validate_provider.live.served import Outcome
from validate_provider.live.server import Server
from validate_provider.live.terms import Terms

TARGETS = {
    "llama-stack-0.2.12": "llama-stack-0.2.2",
    "llama-stack-0.2.13": "llama-stack-0.2.13",
    "llama-stack-0.2.15": "llama-stack-0.2.13",
}


@pytest.fixture(params=TARGETS if os.environ.get("CELLS_ALL") else ["llama-stack-0.2.12"])
def line(request):
    return request.param


def test_models_are_registered(line, stack, written, tmp_path):
    project, _ = written("inference", TARGETS[line], "remote")
    copy = shutil.copytree(project, tmp_path / "copy")
    name_folder_in_full(copy / "run.yaml")
    with ModelService() as service:
        environ = {"ACME_URL": service.url, "ACME_MODEL": CHAT_MODEL}
        with Server(stack(line), copy / "run.yaml", path=[copy / "src"], environ=environ) as server:
            openai = f"{server.url}/v1/openai/v1"
            asked = {"model": f"acme/{CHAT_MODEL}", "messages": [{"role": "user", "content": "hi"}]}
            answer = client.post(f"{openai}/chat/completions", asked)
            assert answer["choices"][0]["message"]["content"] == "You said: hi"

            embeds = {
                "model_id": "acme/vectors",
                "provider_id": "acme",
                "provider_model_id": EMBEDDING_MODEL,
                "model_type": "embedding",
                "metadata": {"embedding_dimension": DIMENSIONS},
            }
            client.post(f"{server.url}/v1/models", embeds)
            asked = {"model": "acme/vectors", "input": ["good day"]}
            [vector] = client.post(f"{openai}/embeddings", asked)["data"]
            assert vector["embedding"] == embed("good day")
            assert service.requests[-1].body["model"] == EMBEDDING_MODEL


def test_models_that_are_named_are_asked(line, stack, written):
    project, package = written("inference", TARGETS[line], "inline")
    asked = Question(
        module=package,
        api="inference",
        provider_type="inline::acme",
        config={},
        search_path=[project / "src"],
        directory=project / "providers.d",
    )
    models = {"model": "toy-chat", "embedding_model": "toy-embedding"}
    report = serve(asked, stack(line), Terms(seconds=120), **models)
    assert {it.outcome for it in report.methods} == {Outcome.SERVED}, report
