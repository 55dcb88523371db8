"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP, and again after a restart."""

import time
from pathlib import Path
from typing import Any

import httpx
from validate_provider.testing import stack_server

from conftest import ModelService

RUN_CONFIG = {{ cookiecutter.__run_config }}
BENCHMARKS = "{{ line.alpha }}/eval/benchmarks"
MODEL = {"type": "model", "model": "models/geographer", "sampling_params": {"max_tokens": 9}}
ROWS = '{"input_query": "The capital of Peru?", "expected_answer": "Lima"}\n'


def ended(client: httpx.Client, job: str) -> dict[str, Any]:
    deadline = time.monotonic() + 30
    while (answer := client.get(job).json())["status"] == "in_progress":
        assert time.monotonic() < deadline, f"after 30 s the job is still {answer}"
        time.sleep(0.05)
    return dict(answer)


def test_server(service: ModelService, tmp_path: Path) -> None:
    folder = tmp_path / "storage" / "datasets"
    folder.mkdir(parents=True)
    (folder / "capitals.jsonl").write_text(ROWS, encoding="utf-8")
    settings = {
        "{{ cookiecutter.__env }}_STORAGE_DIR": str(folder.parent),
        "{{ cookiecutter.__env }}_MODELS_URL": service.url,
    }

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]
{%- if not line.models.listed %}
        model = {"model_id": "models/geographer", "provider_id": "models", "provider_model_id": "geographer"}
        assert client.post("/v1/models", json=model).is_success
{%- endif %}

        benchmark = {"benchmark_id": "capitals", "dataset_id": "capitals", "scoring_functions": ["exact_match"]}
        assert client.post(BENCHMARKS, json=benchmark).is_success

        jobs = f"{BENCHMARKS}/capitals/jobs"
        config = {"eval_candidate": MODEL}
        job = client.post(jobs, json={"benchmark_config": config}).json()
        assert ended(client, f"{jobs}/{job['job_id']}")["status"] == "completed"
        answer = client.get(f"{jobs}/{job['job_id']}/result").json()
        assert answer["generations"] == [{"generated_answer": "Lima"}]
        assert answer["scores"]["exact_match"]["aggregated_results"] == {"accuracy": 1.0}
        assert service.requests[-1]["model"] == "geographer"

        rows = [{"input_query": "The capital of Chad?", "expected_answer": "N'Djamena"}]
        request = {"input_rows": rows, "scoring_functions": ["contains"], "benchmark_config": config}
        answer = client.post(f"{BENCHMARKS}/capitals/evaluations", json=request).json()
        assert answer["scores"]["contains"]["score_rows"] == [{"score": 0.0}]

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        assert client.get(f"{jobs}/{job['job_id']}/result").json()["generations"] == [{"generated_answer": "Lima"}]
        assert client.delete(f"{jobs}/{job['job_id']}").is_success
        assert client.get(f"{jobs}/job-0").status_code == {{ 404 if line.tells_not_found else 400 }}
        assert client.post(jobs, json={"benchmark_config": config}).json()["status"] == "in_progress"
