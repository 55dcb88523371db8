"""`--serve` has the real server answer every request of a provider's API, and names what is wrong.

`SERVE_ALL=1 pytest tests/real/test_serve.py` plants every fault of the small providers, each on one
of the lines that they serve on, in turn, and serves every provider of the stack's own in `OWN`.
Else each kind of outcome is there once.
"""

import os
import shutil

import pytest

from new_provider.facts import facts
from stacks.model_service import (
    CHAT_MODEL,
    DIMENSIONS,
    EMBEDDING_MODEL,
    RERANK_MODEL,
    ModelService,
)
from tests.real import wrapped_packages
from tests.real.small import SMALL, package
from tests.real.small.tools import AT_START
from validate_provider.finding import Answer
from validate_provider.live import contained
from validate_provider.live.asking import Question
from validate_provider.live.serve import SECONDS_FOR_EACH, serve
from validate_provider.live.served import Outcome
from validate_provider.live.terms import Terms

TERMS = Terms(seconds=120)
TARGETS = {
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    "llama-stack-0.7.3": "llama-stack-0.7",
    "ogx-1.5.0": "ogx-0.8",
}
ALL = bool(os.environ.get("SERVE_ALL"))
WHOLE = [(line, api) for api, small in SMALL.items() for line in small.lines]
WHOLE_SLICE = [("llama-stack-0.7.3", "vector_io")]
ASKED = [
    (small.lines[at % len(small.lines)], api, name)
    for api, small in SMALL.items()
    for at, name in enumerate(small.faults)
]
SLICE = [
    ("llama-stack-0.7.3", "batches", "a batch that is gone after a restart"),
    ("ogx-1.5.0", "inference", "no stream though it is asked for"),
]
"""The faults that every run plants."""
WAITS = ("no answer", "holds up")
"""What is said of whoever takes too long; in the tests, that is sooner than it is for others."""
AGENT = "create_agent create_agent_session create_openai_response get_openai_response"
BATCH = "create_batch list_batches retrieve_batch"
EVAL = "register_benchmark evaluate_rows unregister_benchmark"
GUARD = "register_shield run_shield run_moderation unregister_shield"
RESPONSE = """create_openai_response get_openai_response list_openai_responses
    list_openai_response_input_items delete_openai_response"""
OWN = {
    ("llama-stack-0.2.22", "agents", "meta-reference"): AGENT,
    ("llama-stack-0.2.22", "batches", "reference"): BATCH,
    ("llama-stack-0.2.22", "datasetio", "localfs"): "register_dataset iterrows append_rows",
    ("llama-stack-0.2.22", "eval", "meta-reference"): f"{EVAL} run_eval",
    ("llama-stack-0.2.22", "post_training", "huggingface-gpu"): "supervised_fine_tune",
    ("llama-stack-0.2.22", "safety", "llama-guard"): GUARD,
    ("llama-stack-0.2.22", "scoring", "basic"): "score",
    ("llama-stack-0.2.22", "scoring", "llm-as-judge"): "score",
    ("llama-stack-0.2.22", "telemetry", "meta-reference"): "query_traces query_metrics",
    ("llama-stack-0.2.22", "tool_runtime", "rag-runtime"): "register_tool_group",
    ("llama-stack-0.3.5", "agents", "meta-reference"): AGENT,
    ("llama-stack-0.3.5", "batches", "reference"): BATCH,
    ("llama-stack-0.3.5", "datasetio", "localfs"): "register_dataset iterrows append_rows",
    ("llama-stack-0.3.5", "eval", "meta-reference"): f"{EVAL} run_eval",
    ("llama-stack-0.3.5", "safety", "llama-guard"): GUARD,
    ("llama-stack-0.3.5", "scoring", "basic"): "score",
    ("llama-stack-0.3.5", "tool_runtime", "rag-runtime"): "list_runtime_tools",
    ("llama-stack-0.5.4", "agents", "meta-reference"): AGENT,
    ("llama-stack-0.6.1", "agents", "meta-reference"): AGENT,
    ("llama-stack-0.7.3", "batches", "reference"): BATCH,
    ("llama-stack-0.7.3", "eval", "builtin"): EVAL,
    ("llama-stack-0.7.3", "responses", "builtin"): RESPONSE,
    ("llama-stack-0.7.3", "safety", "llama-guard"): GUARD,
    ("llama-stack-0.7.3", "scoring", "basic"): "score",
    ("llama-stack-0.7.3", "scoring", "llm-as-judge"): "score",
    ("llama-stack-0.7.3", "tool_runtime", "file-search"): "list_runtime_tools",
    ("ogx-1.5.0", "batches", "reference"): BATCH,
    ("ogx-1.5.0", "interactions", "builtin"): "create_interaction",
    ("ogx-1.5.0", "messages", "builtin"): "create_message create_message_batch",
    ("ogx-1.5.0", "responses", "builtin"): f"{RESPONSE} compact_openai_response",
    ("ogx-1.5.0", "skills", "builtin"): "create_skill get_skill get_skill_content list_skills",
    ("ogx-1.5.0", "tool_runtime", "file-search"): "list_runtime_tools",
}
"""Line, API and kind of one of the stack's own -> methods of it that are served."""
BROKEN_IN_STACK = {
    # The turn has no id without a span of telemetry (agent_instance.py, create_and_execute_turn).
    ("llama-stack-0.2.22", "agents", "meta-reference"): {"create_agent_turn"},
    # A dataset has no `dataset_schema` (scoring.py of the provider).
    ("llama-stack-0.2.22", "scoring", "basic"): {"score_batch"},
    ("llama-stack-0.2.22", "scoring", "llm-as-judge"): {"score_batch"},
    ("llama-stack-0.3.5", "scoring", "basic"): {"score_batch"},
}
"""What is wrong in one of the stack's own, now that there is a model and a dataset to ask with."""


@pytest.mark.parametrize("line", TARGETS if ALL else ["llama-stack-0.2.22"])
def test_a_written_files_provider_is_served(line, stack, written):
    project, package = written("files", TARGETS[line])
    asked = Question(module=package, api="files", search_path=[project / "src"])
    report = serve(asked, stack(line), TERMS)
    assert (report.problem, report.serves) == ("", Answer.YES)
    assert {it.outcome for it in report.methods} == {Outcome.SERVED}
    assert {it.through for it in report.methods} == {"HTTP"}
    assert report.ended_by_itself
    assert report.beside == ()
    assert report.log is None


@pytest.mark.parametrize("line", TARGETS if ALL else ["llama-stack-0.7.3"])
def test_a_written_inference_provider_is_served(line, stack, written):
    project, package = written("inference", TARGETS[line])
    ranks = bool(facts()["_lines"][TARGETS[line]]["reranks"])
    with ModelService() as service:
        config = {"url": service.url, "embedding_models": {EMBEDDING_MODEL: DIMENSIONS}}
        asked = Question(
            module=package,
            api="inference",
            config=config | ({"rerank_models": [RERANK_MODEL]} if ranks else {}),
            search_path=[project / "src"],
        )
        report = serve(asked, stack(line), TERMS, model=CHAT_MODEL)
    assert (report.problem, report.serves) == ("", Answer.YES)
    outcomes = {it.method: it.outcome for it in report.methods}
    # An older stack passes no request to rank texts on.
    assert ranks or outcomes.pop("rerank", "") in ("", Outcome.NOT_IMPLEMENTED)
    assert set(outcomes.values()) == {Outcome.SERVED}


def test_a_stack_that_reads_a_directory_alone_finds_what_stands_beside(stack, written, tmp_path):
    project, package = written("eval", "llama-stack-0.2.2", "inline")
    directory = tmp_path / "providers.d"
    shutil.copytree(project / "providers.d", directory)
    [spec] = directory.glob("inline/eval/*.yaml")
    told = spec.read_text()
    assert "[inference]" in told
    spec.write_text(told.replace("[inference]", "[inference, post_training]"))  # what stands in
    asked = Question(
        module=package,
        api="eval",
        provider_type="inline::acme",
        search_path=[project / "src"],
        directory=directory,
    )
    report = serve(asked, stack("llama-stack-0.2.12"), TERMS)
    assert (report.problem, report.serves) == ("", Answer.YES)
    assert {it.outcome for it in report.methods} == {Outcome.SERVED}
    assert dict(report.beside) == {
        "datasetio": "inline::localfs",
        "inference": "a canned model",
        "post_training": "",
        "scoring": "inline::basic",
    }
    assert [path.name for path in directory.glob("inline/*")] == ["eval"]  # left alone


@pytest.mark.parametrize("line", ["llama-stack-0.7.3"])
def test_a_method_that_wants_another_model_is_not_asked(line, stack, written):
    project, package = written("inference", TARGETS[line])
    with ModelService() as service:
        asked = Question(
            module=package,
            api="inference",
            config={"url": service.url},
            search_path=[project / "src"],
        )
        report = serve(asked, stack(line), TERMS, model=CHAT_MODEL)
    [rerank] = [it for it in report.methods if it.method == "rerank"]
    assert rerank.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(("line", "api"), WHOLE if ALL else WHOLE_SLICE)
def test_a_small_provider_is_served(line, api, stack, tmp_path):
    report = serving(line, api, None, stack, tmp_path)
    outcomes = {it.method: it.outcome for it in report.methods}
    assert {outcomes[name] for name in SMALL[api].served} == {Outcome.SERVED}, report
    assert Outcome.WRONG not in outcomes.values(), report


@pytest.mark.parametrize(("line", "api", "name"), ASKED if ALL else SLICE)
def test_each_fault_is_named(line, api, name, stack, tmp_path):
    fault = SMALL[api].faults[name]
    report = serving(line, api, fault, stack, tmp_path)
    [named] = [it for it in report.methods if it.method == fault.method]
    assert (report.problem, named.outcome.value) == ("", fault.outcome), report
    assert fault.words in named.words, report
    if fault.outcome == "wrong":
        assert report.serves is Answer.NO
        assert "adapter.py:" in named.where or "no attribute" in named.words, report
    else:
        assert report.serves is Answer.YES


@pytest.mark.skipif(not ALL, reason="SERVE_ALL=1 asks for it")
@pytest.mark.parametrize("own", OWN, ids="-".join)
def test_what_is_right_in_the_stack_is_no_fault(own, stack, tmp_path):
    line, api, kind = own
    source = wrapped_packages.write(tmp_path, line, api, kind)
    asked = Question(module=wrapped_packages.NAME, api=api, search_path=[source])
    report = serve(asked, stack(line), TERMS)
    assert (report.problem, report.api) == ("", api)
    outcomes = {it.method: it.outcome for it in report.methods}
    wrong = {name for name, outcome in outcomes.items() if outcome is Outcome.WRONG}
    assert wrong <= BROKEN_IN_STACK.get(own, set()), report
    served = {name for name, outcome in outcomes.items() if outcome is Outcome.SERVED}
    assert set(OWN[own].split()) <= served


@pytest.mark.skipif(not ALL, reason="SERVE_ALL=1 asks for it")
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


def test_a_model_stands_beside_files_that_depend_on_inference(stack, tmp_path):
    line = "ogx-1.5.0"
    source = package.write(tmp_path, line, SMALL["files"])
    spec = source / package.NAME / "provider.py"
    written = spec.read_text()
    needy = written.replace("api=Api.files,", "api=Api.files, api_dependencies=[Api.inference],")
    assert needy != written
    spec.write_text(needy)
    asked = Question(module=package.NAME, api="files", search_path=[source])
    report = serve(asked, stack(line), TERMS)
    assert (report.problem, report.serves) == ("", Answer.YES), report
    assert report.beside == (("inference", "a canned model"),)


ONLY_INSIDE = "import sys; assert 'validate_provider.live.probe' in sys.modules, 'not here'"
THROUGH_HTTP = {
    "an answer": ("batches", "def found(self, batch_id):\n", "retrieve_batch"),
    "a stream": ("inference", "def pieces(self, params):\n", "openai_chat_completion"),
}


@pytest.mark.parametrize("name", THROUGH_HTTP if ALL else ["an answer"])
def test_what_fails_through_http_alone_has_its_place(name, stack, tmp_path):
    api, definition, method = THROUGH_HTTP[name]
    source = package.write(tmp_path, "ogx-1.5.0", SMALL[api])
    adapter = source / package.NAME / "adapter.py"
    written = adapter.read_text()
    assert definition in written
    adapter.write_text(written.replace(definition, f"{definition}        {ONLY_INSIDE}\n"))
    asked = Question(module=package.NAME, api=api, search_path=[source])
    report = serve(asked, stack("ogx-1.5.0"), TERMS)
    contained.remove(report.log.parent.parent)
    [named] = [it for it in report.methods if it.method == method]
    assert named.outcome is Outcome.WRONG, report
    line = adapter.read_text().partition(ONLY_INSIDE)[0].count("\n") + 1
    assert named.where == f"{adapter}:{line}", report


DAEMON = """
import subprocess
import sys

sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
options = "env={}, start_new_session=True, stdout=subprocess.DEVNULL"
parent = f"import subprocess; print(subprocess.Popen({sleeper}, {options}).pid)"
# Not its errors: the sleeper would hold the pipe, and we would wait for it.
told = subprocess.run([sys.executable, "-c", parent], stdout=subprocess.PIPE, check=True).stdout
with open(WHERE, "ab") as file:
    file.write(told)
"""


def test_a_daemon_is_ended_with_the_server(stack, tmp_path):
    """It has left the server's process group, and its environment says nothing of the server."""
    line, pids = "ogx-1.5.0", tmp_path / "pids"
    source = package.write(tmp_path, line, SMALL["files"])
    adapter = source / package.NAME / "adapter.py"
    adapter.write_text(DAEMON.replace("WHERE", repr(str(pids))) + adapter.read_text())
    asked = Question(module=package.NAME, api="files", search_path=[source])
    report = serve(asked, stack(line), TERMS)
    assert (report.problem, report.serves) == ("", Answer.YES), report
    daemons = [int(pid) for pid in pids.read_text().split()]
    assert len(daemons) == 3  # one for this process, and one each time the server is started
    for pid in daemons:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize("name", AT_START)
@pytest.mark.skipif(not ALL, reason="SERVE_ALL=1 asks for it")
def test_what_fails_as_the_stack_starts_is_settled(name, stack, tmp_path):
    report = serving("llama-stack-0.7.3", "tool_runtime", AT_START[name], stack, tmp_path)
    assert report.serves is Answer.NO, report
    assert report.problem.startswith("at start-up: ")
    assert AT_START[name].words in report.problem


HOLDS = {
    "a thread that is waited for": ("threading.Thread(target=sleep).start()", Answer.NO),
    "a daemon": ("threading.Thread(target=sleep, daemon=True).start()", Answer.YES),
    "a shutdown that sleeps": ("Adapter.shutdown = shutdown", Answer.NO),
}
SLEEPERS = """
import threading
import time


def sleep():
    time.sleep(600)


async def shutdown(self):
    sleep()


"""


@pytest.mark.skipif(not ALL, reason="SERVE_ALL=1 asks for it")
@pytest.mark.parametrize("name", HOLDS)
def test_who_holds_up_the_servers_end_is_named(name, stack, tmp_path):
    deed, serves = HOLDS[name]
    line = "ogx-1.5.0"
    source = package.write(tmp_path, line, SMALL["files"])
    adapter = source / package.NAME / "adapter.py"
    adapter.write_text(f"{SLEEPERS}{adapter.read_text()}\n\n{deed}\n")
    asked = Question(module=package.NAME, api="files", search_path=[source])
    report = serve(asked, stack(line), TERMS)
    assert (report.problem, report.serves) == ("", serves), report
    assert {it.outcome for it in report.methods} == {Outcome.SERVED}
    assert report.ended_by_itself is (serves is Answer.YES)
    assert ("adapter.py:" in report.stuck_at) is (serves is Answer.NO)
    if report.log:
        contained.remove(report.log.parent.parent)


def serving(line, api, fault, stack, folder):
    """What is said of a small provider with a fault in it."""
    source = package.write(folder, line, SMALL[api], fault)
    asked = Question(module=package.NAME, api=api, search_path=[source])
    each = 4 if fault and fault.words in WAITS else SECONDS_FOR_EACH
    report = serve(asked, stack(line), TERMS, each=each)
    if report.log:
        assert report.log.exists()
        contained.remove(report.log.parent.parent)
    return report
