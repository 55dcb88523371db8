"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP."""

from pathlib import Path

from validate_provider.testing import stack_server

from conftest import OtherStack

RUN_CONFIG = {{ cookiecutter.__run_config }}
BENCHMARKS = "{{ line.alpha }}/eval/benchmarks"
CONFIG = {"eval_candidate": {"type": "model", "model": "m", "sampling_params": {"max_tokens": 9}}}
RUNNING = {"job_id": "1", "status": "in_progress"}
RESULT = {"generations": [{"generated_answer": "4"}], "scores": {}}


def test_server(other: OtherStack, tmp_path: Path) -> None:
    jobs = f"{BENCHMARKS}/sums/jobs"
    other.answers |= {f"POST {jobs}": RUNNING, f"GET {jobs}/1": RUNNING, f"GET {jobs}/1/result": RESULT}

    with stack_server(RUN_CONFIG, tmp_path, {{ cookiecutter.__env }}_URL=other.url) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        benchmark = {"benchmark_id": "sums", "dataset_id": "sums", "scoring_functions": ["contains"]}
        assert client.post(BENCHMARKS, json=benchmark).is_success
        assert client.post(jobs, json={"benchmark_config": CONFIG}).json() == RUNNING
        assert client.get(f"{jobs}/1").json() == RUNNING
        assert client.get(f"{jobs}/1/result").json() == RESULT
        assert client.get(f"{jobs}/2").status_code == {{ 404 if line.tells_not_found else 400 }}
