"""The eval providers that are written: a real stack has another one evaluate its model."""

import json

import pytest
import yaml

from stacks import client
from stacks.model_service import CHAT_MODEL, ModelService
from tests.real.pairs import alpha, lines, pair, refused, until
from tests.written import write
from validate_provider.live.server import Server

TARGETS = {
    "llama-stack-0.2.17": "llama-stack-0.2.16",
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    "llama-stack-0.2.24": "llama-stack-0.2.23",
    "llama-stack-0.3.5": "llama-stack-0.3",
    "llama-stack-0.4.7": "llama-stack-0.4",
    "llama-stack-0.5.4": "llama-stack-0.5",
    "llama-stack-0.6.1": "llama-stack-0.5",
    "llama-stack-0.7.3": "llama-stack-0.7",
}
OTHERS = tuple(line for line in TARGETS if line != "llama-stack-0.7.3")
ROWS = [
    {"input_query": "hello there", "expected_answer": "You said: hello there"},
    {"input_query": "good day", "expected_answer": "Good day!"},
]
CANDIDATE = {
    "type": "model",
    "model": f"models/{CHAT_MODEL}",
    "sampling_params": {"max_tokens": 9},
}
CONFIG = {"benchmark_config": {"eval_candidate": CANDIDATE}}


@pytest.fixture(scope="module")
def service():
    with ModelService() as service:
        yield service


def run(benchmarks, benchmark_id):
    """Run a benchmark to its end; give the job and its result."""
    jobs = f"{benchmarks}/{benchmark_id}/jobs"
    job_id = client.post(jobs, CONFIG)["job_id"]
    job = until(
        lambda: client.get(f"{jobs}/{job_id}"), lambda job: job["status"] not in {"in_progress"}
    )
    return job, (client.get(f"{jobs}/{job_id}/result") if job["status"] == "completed" else None)


@pytest.mark.parametrize("line", lines("llama-stack-0.7.3", others=OTHERS))
def test_another_stack_evaluates(line, stack, service, tmp_path):
    datasets = tmp_path / "storage" / "datasets"
    datasets.mkdir(parents=True)
    (datasets / "greetings.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    environ = {"ACME_MODELS_URL": service.url}
    benchmark = {
        "benchmark_id": "greetings",
        "dataset_id": "greetings",
        "scoring_functions": ["exact_match"],
    }

    with pair("eval", TARGETS[line], stack(line), tmp_path, environ) as urls:
        benchmarks = f"{urls.front}/eval/benchmarks"
        client.post(benchmarks, benchmark)
        # The other stack does not know it yet, and says so.
        assert refused(lambda: client.post(f"{benchmarks}/greetings/jobs", CONFIG)) in {400, 404}
        client.post(f"{urls.behind}/eval/benchmarks", benchmark)

        job, result = run(benchmarks, "greetings")
        assert job["status"] == "completed"
        assert [row["generated_answer"] for row in result["generations"]] == [
            "You said: hello there",
            "You said: good day",
        ]
        scores = result["scores"]["exact_match"]
        assert scores["score_rows"] == [{"score": 1.0}, {"score": 0.0}]
        assert scores["aggregated_results"] == {"accuracy": 0.5}
        assert client.get(f"{urls.behind}/eval/benchmarks/greetings/jobs/{job['job_id']}") == job

        rows = {"input_rows": ROWS[1:], "scoring_functions": ["contains"], **CONFIG}
        answer = client.post(f"{benchmarks}/greetings/evaluations", rows)
        assert answer["scores"]["contains"]["aggregated_results"] == {"accuracy": 0.0}
        unknown = {**rows, "scoring_functions": ["nobody::knows"]}
        assert refused(lambda: client.post(f"{benchmarks}/greetings/evaluations", unknown)) == 400

        client.delete(f"{benchmarks}/greetings/jobs/{job['job_id']}")
        known = 400 if line in {"llama-stack-0.2.17", "llama-stack-0.2.22"} else 404
        assert refused(lambda: client.get(f"{benchmarks}/greetings/jobs/job-0")) == known


# Where the stack comes with what its own datasets need.
@pytest.mark.parametrize("line", lines("llama-stack-0.2.22", others=("llama-stack-0.3.5",)))
def test_datasets_and_scoring_of_the_stack(line, stack, service, tmp_path):
    (tmp_path / "package").mkdir()
    (tmp_path / "home").mkdir()
    project, _ = write("eval", TARGETS[line], tmp_path / "package", "inline")
    config = yaml.safe_load((project / "run.yaml").read_text())
    state = tmp_path / "datasets.db"
    kv = (
        {"type": "sqlite", "db_path": str(state)}
        if line.startswith("llama-stack-0.2")
        else {"backend": "kv_default", "namespace": "datasets"}
    )
    for api, provider_id, settings in (
        # The stack looks for datasets of rows at the provider of this id.
        ("datasetio", "localfs", {"kvstore": kv}),
        ("scoring", "basic", {}),
    ):
        config["apis"].append(api)
        config["providers"][api] = [
            {
                "provider_id": provider_id,
                "provider_type": f"inline::{provider_id}",
                "config": settings,
            }
        ]
    (tmp_path / "run.yaml").write_text(yaml.safe_dump(config))
    environ = {"ACME_MODELS_URL": service.url, "ACME_STORAGE_DIR": str(tmp_path / "storage")}
    source = {"type": "rows", "rows": ROWS}
    dataset = {"dataset_id": "rows", "purpose": "eval/question-answer", "source": source}
    functions = ["basic::subset_of", "contains"]
    benchmark = {"benchmark_id": "b", "dataset_id": "rows", "scoring_functions": functions}

    with Server(
        stack(line),
        tmp_path / "run.yaml",
        path=[project / "src"],
        environ=environ,
        home=tmp_path / "home",
    ) as server:
        old = line.startswith("llama-stack-0.2")
        client.post(f"{server.url}/{'v1' if old else 'v1beta'}/datasets", dataset)
        benchmarks = f"{server.url}{alpha(TARGETS[line])}/eval/benchmarks"
        client.post(benchmarks, benchmark)

        job, result = run(benchmarks, "b")

        assert job["status"] == "completed"
        assert result["scores"]["contains"]["aggregated_results"] == {"accuracy": 0.5}
        own = result["scores"]["basic::subset_of"]
        assert [row["score"] for row in own["score_rows"]] == [1.0, 0.0]
