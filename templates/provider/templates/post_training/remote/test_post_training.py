{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
"""The adapter, put to work on a server that speaks HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
{{ stack(
    "apis.common.job_types: JobStatus",
    "apis.post_training: DPOAlignmentConfig TrainingConfig",
    "apis.post_training: CancelTrainingJobRequest GetTrainingJobArtifactsRequest GetTrainingJobStatusRequest" if requests
    else "apis.post_training: DPOAlignmentConfig",
    "apis.post_training: PreferenceOptimizeRequest SupervisedFineTuneRequest" if requests
    else "apis.post_training: TrainingConfig",
    "providers.datatypes: HealthStatus",
) }}

from conftest import OtherStack
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import NotFoundError
from {{ cookiecutter.__package }}.post_training import (
    {{ cookiecutter.__impl }},
)

pytestmark = pytest.mark.anyio

API = "{{ line.alpha }}/post-training"
JOB: dict[str, Any] = {"job_uuid": "a/b"}
STATUS = JOB | {"status": "in_progress", "checkpoints": []}
ARTIFACTS = JOB | {"checkpoints": []}
DATA = {"dataset_id": "d", "batch_size": 1, "shuffle": True, "data_format": "instruct"}
TRAINING = TrainingConfig.model_validate({"n_epochs": 3, "data_config": DATA})
PREFERENCES = DPOAlignmentConfig({{ line.preferences }})


@pytest.fixture
async def adapter(other: OtherStack) -> AsyncIterator[{{ cookiecutter.__impl }}]:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": other.url})
    adapter = await get_adapter_impl(config, {})
    yield adapter
    await adapter.shutdown()


async def test_examples(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    other.answers[f"POST {API}/supervised-fine-tune"] = JOB
{%- if requests %}
    request = SupervisedFineTuneRequest(
        job_uuid="a/b", training_config=TRAINING, hyperparam_search_config={}, logger_config={"level": "info"}
    )
    job = await adapter.supervised_fine_tune(request)
{%- else %}
    job = await adapter.supervised_fine_tune("a/b", TRAINING, {}, {"level": "info"})
{%- endif %}

    assert job.job_uuid == "a/b"
    [(_, body)] = other.asked
    assert (body["job_uuid"], body["logger_config"]) == ("a/b", {"level": "info"})
    assert TrainingConfig.model_validate(body["training_config"]) == TRAINING


async def test_preferences(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    other.answers[f"POST {API}/preference-optimize"] = JOB
{%- if requests %}
    request = PreferenceOptimizeRequest(
        job_uuid="a/b",
        finetuned_model="m",
        algorithm_config=PREFERENCES,
        training_config=TRAINING,
        hyperparam_search_config={},
        logger_config={},
    )
    job = await adapter.preference_optimize(request)
{%- else %}
    job = await adapter.preference_optimize("a/b", "m", PREFERENCES, TRAINING, {}, {})
{%- endif %}

    assert job.job_uuid == "a/b"
    [(_, body)] = other.asked
    assert body["finetuned_model"] == "m"
    assert DPOAlignmentConfig.model_validate(body["algorithm_config"]) == PREFERENCES


async def test_jobs(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    other.answers[f"GET {API}/jobs"] = {"data": [JOB]}

    assert [job.job_uuid for job in (await adapter.get_training_jobs()).data] == ["a/b"]

{% if requests %}
async def test_job(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    other.answers |= {
        f"GET {API}/jobs/a%2Fb/status": STATUS,
        f"GET {API}/jobs/a%2Fb/artifacts": ARTIFACTS,
        f"POST {API}/jobs/a%2Fb/cancel": None,
    }

    status = await adapter.get_training_job_status(GetTrainingJobStatusRequest(job_uuid="a/b"))
    assert status.status is JobStatus.in_progress
    artifacts = await adapter.get_training_job_artifacts(GetTrainingJobArtifactsRequest(job_uuid="a/b"))
    assert artifacts.job_uuid == "a/b"
    await adapter.cancel_training_job(CancelTrainingJobRequest(job_uuid="a/b"))
    assert other.asked[-1] == (f"POST {API}/jobs/a%2Fb/cancel", None)
{%- else %}
async def test_job(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    other.answers |= {
        f"GET {API}/job/status?job_uuid=a%2Fb": STATUS,
        f"GET {API}/job/artifacts?job_uuid=a%2Fb": ARTIFACTS,
        f"POST {API}/job/cancel": None,
    }

    assert (await adapter.get_training_job_status("a/b")).status is JobStatus.in_progress
    assert (await adapter.get_training_job_artifacts("a/b")).job_uuid == "a/b"
    await adapter.cancel_training_job("a/b")
    assert other.asked[-1] == (f"POST {API}/job/cancel", JOB)
{%- endif %}


async def test_unknown(adapter: {{ cookiecutter.__impl }}) -> None:
    with pytest.raises(NotFoundError):
        await adapter.get_training_job_status({% if requests %}GetTrainingJobStatusRequest(job_uuid="a/b"){% else %}"a/b"{% endif %})
{%- if requests %}


async def test_no_id_leads_to_what_is_above(
    adapter: {{ cookiecutter.__impl }},
    other: OtherStack,
) -> None:
    with pytest.raises(NotFoundError):
        await adapter.cancel_training_job(CancelTrainingJobRequest(job_uuid=".."))
    assert not other.asked
{%- endif %}


async def test_health(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    assert await adapter.health() == {"status": HealthStatus.OK}

    other.status = 500
    assert (await adapter.health())["status"] == HealthStatus.ERROR
