"""`--serve` has the real server answer every request of a provider's API, and names what is wrong.

`SERVE_ALL=1 pytest tests/real/test_serve.py` plants every fault on every line of `FAULTY`, and
serves every provider of the stack's own in `OWN`.
"""

import os

import pytest

from stacks.model_service import CHAT_MODEL, DIMENSIONS, EMBEDDING_MODEL, ModelService
from tests.real import serving_packages, wrapped_packages
from tests.real.serving_packages import FAULTS
from validate_provider.finding import Answer
from validate_provider.live.asking import Question
from validate_provider.live.serve import serve
from validate_provider.live.served import Outcome
from validate_provider.live.terms import Terms

TERMS = Terms(seconds=120)
TARGETS = {
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    "llama-stack-0.7.3": "llama-stack-0.7",
    "ogx-1.5.0": "ogx-0.8",
}
ALL = bool(os.environ.get("SERVE_ALL"))
FAULTY = ["llama-stack-0.7.3", "ogx-1.5.0"]
ASKED = [(line, name) for line in FAULTY for name in FAULTS]
SLICE = [
    ("llama-stack-0.7.3", "waits for ever"),
    ("llama-stack-0.7.3", "forgets at a restart"),
    ("ogx-1.5.0", "plain def"),
    ("ogx-1.5.0", "one at a time"),
]
"""The faults of each kind that every run plants."""
OWN = {
    ("llama-stack-0.2.22", "batches", "reference"): "create_batch list_batches retrieve_batch",
    ("llama-stack-0.2.22", "datasetio", "localfs"): "register_dataset iterrows append_rows",
    ("llama-stack-0.2.22", "eval", "meta-reference"): "register_benchmark unregister_benchmark",
    ("llama-stack-0.2.22", "post_training", "huggingface-gpu"): "supervised_fine_tune",
    ("llama-stack-0.2.22", "safety", "llama-guard"): "register_shield unregister_shield",
    ("llama-stack-0.2.22", "scoring", "basic"): "score",
    ("llama-stack-0.2.22", "telemetry", "meta-reference"): "query_traces query_metrics",
    ("llama-stack-0.2.22", "tool_runtime", "rag-runtime"): "register_tool_group",
    ("llama-stack-0.3.5", "agents", "meta-reference"): "create_agent create_agent_session",
    ("llama-stack-0.3.5", "batches", "reference"): "create_batch list_batches retrieve_batch",
    ("llama-stack-0.3.5", "datasetio", "localfs"): "register_dataset iterrows append_rows",
    ("llama-stack-0.3.5", "eval", "meta-reference"): "register_benchmark unregister_benchmark",
    ("llama-stack-0.3.5", "safety", "llama-guard"): "register_shield unregister_shield",
    ("llama-stack-0.3.5", "scoring", "basic"): "score",
    ("llama-stack-0.3.5", "tool_runtime", "rag-runtime"): "list_runtime_tools",
    ("llama-stack-0.7.3", "batches", "reference"): "create_batch list_batches retrieve_batch",
    ("llama-stack-0.7.3", "eval", "builtin"): "register_benchmark unregister_benchmark",
    ("llama-stack-0.7.3", "responses", "builtin"): "list_openai_responses",
    ("llama-stack-0.7.3", "safety", "llama-guard"): "register_shield unregister_shield",
    ("llama-stack-0.7.3", "scoring", "basic"): "score",
    ("llama-stack-0.7.3", "tool_runtime", "file-search"): "list_runtime_tools",
    ("ogx-1.5.0", "batches", "reference"): "create_batch list_batches retrieve_batch",
    ("ogx-1.5.0", "interactions", "builtin"): "",
    ("ogx-1.5.0", "messages", "builtin"): "create_message_batch list_message_batches",
    ("ogx-1.5.0", "responses", "builtin"): "list_openai_responses",
    ("ogx-1.5.0", "skills", "builtin"): "list_skills",
    ("ogx-1.5.0", "tool_runtime", "file-search"): "list_runtime_tools",
}
"""Line, API and kind of one of the stack's own -> methods of it that are served."""
OWN_SLICE = [
    ("llama-stack-0.3.5", "datasetio", "localfs"),
    ("ogx-1.5.0", "batches", "reference"),
]
REFUSED_BY_STACK = {"rerank"}
"""What the stack does not pass on without a model for it."""


@pytest.mark.parametrize("line", TARGETS)
def test_a_written_files_provider_is_served(line, stack, written):
    project, package = written("files", TARGETS[line])
    asked = Question(module=package, api="files", search_path=[project / "src"])
    report = serve(asked, stack(line), TERMS)
    assert (report.problem, report.serves) == ("", Answer.YES)
    assert {it.outcome for it in report.methods} == {Outcome.SERVED}
    assert {it.through for it in report.methods} == {"HTTP"}
    assert report.ended_by_itself
    assert report.log is None


@pytest.mark.parametrize("line", TARGETS)
def test_a_written_inference_provider_is_served(line, stack, written):
    project, package = written("inference", TARGETS[line])
    with ModelService() as service:
        asked = Question(
            module=package,
            api="inference",
            config={"url": service.url, "embedding_models": {EMBEDDING_MODEL: DIMENSIONS}},
            search_path=[project / "src"],
        )
        report = serve(asked, stack(line), TERMS, model=CHAT_MODEL)
    assert (report.problem, report.serves) == ("", Answer.YES)
    outcomes = {it.method: it.outcome for it in report.methods}
    for method in ("openai_chat_completion", "openai_completion", "openai_embeddings"):
        assert outcomes[method] is Outcome.SERVED
    rest = {name for name, it in outcomes.items() if it is Outcome.UNKNOWN}
    assert rest <= REFUSED_BY_STACK
    assert Outcome.REFUSED not in outcomes.values()


@pytest.mark.parametrize("line", FAULTY)
def test_a_small_provider_is_served(line, stack, tmp_path):
    report = serving(line, stack, tmp_path, None)
    assert {it.outcome for it in report.methods} == {Outcome.SERVED}


@pytest.mark.parametrize(("line", "name"), ASKED if ALL else SLICE)
def test_each_fault_is_named(line, name, stack, tmp_path):
    fault = FAULTS[name]
    report = serving(line, stack, tmp_path, fault)
    [named] = [it for it in report.methods if it.method == fault.method]
    assert (report.problem, named.outcome.value) == ("", fault.outcome), report
    assert fault.words in named.words
    if fault.outcome == "wrong":
        assert report.serves is Answer.NO
        assert "adapter.py:" in named.where or "no attribute" in named.words
    else:
        assert report.serves is Answer.YES


@pytest.mark.parametrize("own", OWN if ALL else OWN_SLICE, ids="-".join)
def test_what_is_right_in_the_stack_is_no_fault(own, stack, tmp_path):
    line, api, kind = own
    source = wrapped_packages.write(tmp_path, line, api, kind)
    asked = Question(module=wrapped_packages.NAME, api=api, search_path=[source])
    report = serve(asked, stack(line), TERMS)
    assert (report.problem, report.api) == ("", api)
    outcomes = {it.method: it.outcome for it in report.methods}
    assert Outcome.WRONG not in outcomes.values(), report
    served = {name for name, outcome in outcomes.items() if outcome is Outcome.SERVED}
    assert set(OWN[own].split()) <= served


def test_a_backend_that_is_not_there_is_no_fault(stack, written):
    line = "llama-stack-0.7.3"
    project, package = written("inference", TARGETS[line])
    asked = Question(
        module=package,
        api="inference",
        config={"url": "http://127.0.0.1:1/v1"},
        search_path=[project / "src"],
    )
    report = serve(asked, stack(line), TERMS)
    assert report.serves is not Answer.NO


def serving(line, stack, folder, fault):
    """What is said of the small provider with a fault in it."""
    source = serving_packages.write(folder, line, fault)
    asked = Question(module=serving_packages.NAME, api="files", search_path=[source])
    report = serve(asked, stack(line), TERMS, each=4)
    if report.log:
        assert report.log.exists()
    return report
