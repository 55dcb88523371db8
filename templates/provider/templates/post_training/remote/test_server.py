"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP."""

from pathlib import Path

from validate_provider.testing import stack_server

from conftest import OtherStack

RUN_CONFIG = {{ cookiecutter.__run_config }}
API = "{{ line.alpha }}/post-training"
JOB = {"job_uuid": "one"}
DATA = {"dataset_id": "pets", "batch_size": 2, "shuffle": True, "data_format": "instruct"}
REQUEST = JOB | {
    "training_config": {"n_epochs": 3, "data_config": DATA},
    "hyperparam_search_config": {},
    "logger_config": {},
}


def test_server(other: OtherStack, tmp_path: Path) -> None:
    other.answers |= {f"POST {API}/supervised-fine-tune": JOB, f"GET {API}/jobs": {"data": [JOB]}}

    with stack_server(RUN_CONFIG, tmp_path, {{ cookiecutter.__env }}_URL=other.url) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        assert client.post(f"{API}/supervised-fine-tune", json=REQUEST).json() == JOB
        assert client.get(f"{API}/jobs").json()["data"] == [JOB]
        # The stack may have asked for its health before.
        [sent] = [asked[1] for asked in other.asked if asked[1] is not None]
        assert sent["training_config"]["data_config"]["dataset_id"] == "pets"
