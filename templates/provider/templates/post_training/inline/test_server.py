"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP, and again after a restart."""

import time
from pathlib import Path
from typing import Any

import httpx
{%- if line.names_jobs_in_paths %}
import pytest
{%- endif %}
from validate_provider.testing import stack_server

RUN_CONFIG = {{ cookiecutter.__run_config }}
API = "{{ line.alpha }}/post-training"
DATA = {"dataset_id": "pets", "batch_size": 2, "shuffle": True, "data_format": "instruct"}
REQUEST = {
    "job_uuid": "one",
    "training_config": {"n_epochs": 3, "max_steps_per_epoch": 5, "data_config": DATA},
    "hyperparam_search_config": {},
    "logger_config": {},
}


def ask(client: httpx.Client, what: str, job_uuid: str = "one") -> httpx.Response:
{%- if line.names_jobs_in_paths %}
    answer = client.get(f"{API}/jobs/{job_uuid}/{what}")
    if answer.json() == {"detail": "Not Found"}:
        pytest.skip("before 0.6 the stack's own routes for a single job answer nobody")
    return answer
{%- else %}
    return client.get(f"{API}/job/{what}", params={"job_uuid": job_uuid})
{%- endif %}


def ended(client: httpx.Client) -> dict[str, Any]:
    deadline = time.monotonic() + 30
    while (answer := ask(client, "status").json())["completed_at"] is None:
        assert time.monotonic() < deadline, f"after 30 s the job is still {answer}"
        time.sleep(0.05)
    return dict(answer)


def test_server(storage: Path, tmp_path: Path) -> None:
    settings = {"{{ cookiecutter.__env }}_STORAGE_DIR": str(storage)}

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        assert client.post(f"{API}/supervised-fine-tune", json=REQUEST).json() == {"job_uuid": "one"}
        job = ended(client)
        assert job["status"] == "completed"
        assert [checkpoint["epoch"] for checkpoint in job["checkpoints"]] == [1, 2, 3]

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        assert client.get(f"{API}/jobs").json()["data"] == [{"job_uuid": "one"}]
        assert ask(client, "status").json() == job
        checkpoints = ask(client, "artifacts").json()["checkpoints"]
        assert checkpoints == job["checkpoints"]
        assert all(Path(checkpoint["path"]).is_file() for checkpoint in checkpoints)
        assert ask(client, "status", "none").is_client_error
