{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
"""The implementation, called as the stack calls it."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest
{{ stack(
    "apis.common.job_types: JobStatus",
    "apis.post_training: PostTrainingJobArtifactsResponse PostTrainingJobStatusResponse TrainingConfig",
    "apis.post_training: CancelTrainingJobRequest GetTrainingJobArtifactsRequest GetTrainingJobStatusRequest" if requests
    else "apis.post_training: DPOAlignmentConfig",
    "apis.post_training: DPOAlignmentConfig",
    "apis.post_training: PreferenceOptimizeRequest SupervisedFineTuneRequest" if requests
    else "apis.post_training: TrainingConfig",
    "providers.datatypes: HealthStatus",
) }}

from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import NotFoundError
from {{ cookiecutter.__package }}.post_training import (
    {{ cookiecutter.__impl }},
)
from {{ cookiecutter.__package }}.store import Store

pytestmark = pytest.mark.anyio

LONG = 1_000_000
"""More epochs than a test waits for."""
PREFERENCES = DPOAlignmentConfig({{ line.preferences }})


async def made(folder: Path) -> {{ cookiecutter.__impl }}:
    return await get_provider_impl({{ cookiecutter.__class }}Config(storage_dir=folder), {})


@pytest.fixture
async def impl(storage: Path) -> AsyncIterator[{{ cookiecutter.__impl }}]:
    impl = await made(storage)
    yield impl
    await impl.shutdown()


def training(epochs: int, **data: Any) -> TrainingConfig:
    of_data = {"dataset_id": "pets", "batch_size": 2, "shuffle": True, "data_format": "instruct"} | data
    return TrainingConfig.model_validate({"n_epochs": epochs, "max_steps_per_epoch": 5, "data_config": of_data})


async def train(
    impl: {{ cookiecutter.__impl }},
    config: TrainingConfig,
    job_uuid: str = "one",
    checkpoint_dir: str | None = None,
) -> None:
{%- if requests %}
    request = SupervisedFineTuneRequest(
        job_uuid=job_uuid,
        training_config=config,
        hyperparam_search_config={},
        logger_config={},
        checkpoint_dir=checkpoint_dir,
    )
    job = await impl.supervised_fine_tune(request)
{%- else %}
    job = await impl.supervised_fine_tune(job_uuid, config, {}, {}, checkpoint_dir=checkpoint_dir)
{%- endif %}
    assert job.job_uuid == job_uuid


async def status(
    impl: {{ cookiecutter.__impl }},
    job_uuid: str = "one",
) -> PostTrainingJobStatusResponse:
    return await impl.get_training_job_status({% if requests %}GetTrainingJobStatusRequest(job_uuid=job_uuid){% else %}job_uuid{% endif %})


async def cancel(impl: {{ cookiecutter.__impl }}, job_uuid: str = "one") -> None:
    await impl.cancel_training_job({% if requests %}CancelTrainingJobRequest(job_uuid=job_uuid){% else %}job_uuid{% endif %})


async def artifacts(
    impl: {{ cookiecutter.__impl }},
    job_uuid: str = "one",
) -> PostTrainingJobArtifactsResponse:
    return await impl.get_training_job_artifacts({% if requests %}GetTrainingJobArtifactsRequest(job_uuid=job_uuid){% else %}job_uuid{% endif %})


async def ended(impl: {{ cookiecutter.__impl }}) -> PostTrainingJobStatusResponse:
    deadline = time.monotonic() + 30
    while (job := await status(impl)).completed_at is None:
        assert time.monotonic() < deadline, f"after 30 s the job is still {job}"
        await asyncio.sleep(0.01)
    return job


def model_at(path: str) -> dict[str, Any]:
    return dict(json.loads(Path(path).read_text(encoding="utf-8")))


async def test_job(impl: {{ cookiecutter.__impl }}) -> None:
    await train(impl, training(epochs=4))
    job = await ended(impl)

    assert job.status is JobStatus.completed
    assert job.scheduled_at is not None
    assert job.started_at is not None
    assert job.completed_at is not None
    assert job.scheduled_at <= job.started_at <= job.completed_at
    assert [checkpoint.epoch for checkpoint in job.checkpoints] == [1, 2, 3, 4]
    metrics = [checkpoint.training_metrics for checkpoint in job.checkpoints]
    losses = [metric.train_loss for metric in metrics if metric is not None]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] > losses[-1]

    await cancel(impl)
    assert (await status(impl)).status is JobStatus.completed


async def test_artifacts(impl: {{ cookiecutter.__impl }}, storage: Path) -> None:
    await train(impl, training(epochs=2))
    await ended(impl)

    checkpoints = (await artifacts(impl)).checkpoints

    assert [Path(checkpoint.path).parent for checkpoint in checkpoints] == [storage / "jobs" / "one"] * 2
    model = model_at(checkpoints[-1].path)
    assert set(model["following"]["sat"]) == {"on"}
    assert set(model["following"]["the"]) == {"cat", "mat", "dog", "rug"}


async def test_steps_are_limited(impl: {{ cookiecutter.__impl }}) -> None:
    config = training(epochs=1, batch_size=1, shuffle=False)
    await train(impl, config.model_copy(update={"max_steps_per_epoch": 1}))

    [checkpoint] = (await ended(impl)).checkpoints

    assert "dog" not in model_at(checkpoint.path)["following"]


def at_rate(rate: float) -> TrainingConfig:
    optimizer = {"optimizer_type": "sgd", "lr": rate, "weight_decay": 0.0, "num_warmup_steps": 0}
    config = training(epochs=2).model_dump() | {"optimizer_config": optimizer}
    return TrainingConfig.model_validate(config)


@pytest.mark.parametrize("rate", [0.0, 0.5, 1.0])
async def test_rates(impl: {{ cookiecutter.__impl }}, rate: float) -> None:
    await train(impl, at_rate(rate))

    assert (await ended(impl)).status is JobStatus.completed


@pytest.mark.parametrize("rate", [-0.1, 1.1, 2.0, float("nan")])
async def test_rates_that_are_refused(impl: {{ cookiecutter.__impl }}, rate: float) -> None:
    with pytest.raises(ValueError, match="lr must be between 0 and 1"):
        await train(impl, at_rate(rate))

    assert not (await impl.get_training_jobs()).data


async def test_validation_and_dialogs(impl: {{ cookiecutter.__impl }}, storage: Path) -> None:
    for name, said in {"talks": ["the cat", "sat"], "others": ["cows fly"]}.items():
        row = {"dialog": [{"role": "user", "content": text} for text in said]}
        (storage / "datasets" / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    config = training(epochs=9, dataset_id="talks", data_format="dialog", validation_dataset_id="others")
    await train(impl, config)

    metrics = (await ended(impl)).checkpoints[-1].training_metrics

    assert metrics is not None
    assert metrics.validation_loss > metrics.train_loss


async def test_texts_are_those_of_the_rows(impl: {{ cookiecutter.__impl }}, storage: Path) -> None:
    messages = [{"role": "user", "content": "cows"}, {"role": "assistant", "content": None}]
    row = {"dialog": messages, "expected_answer": None}
    (storage / "datasets" / "talks.jsonl").write_text(json.dumps(row), encoding="utf-8")
    await train(impl, training(epochs=1, dataset_id="talks", data_format="dialog"))

    [checkpoint] = (await ended(impl)).checkpoints

    assert set(model_at(checkpoint.path)["following"]) == {"", "cows"}


@pytest.mark.parametrize("row", [{"input_query": "cows fly"}, {"input_query": "cows fly", "expected_answer": None}])
async def test_rows_without_an_answer(
    impl: {{ cookiecutter.__impl }},
    storage: Path,
    row: dict[str, Any],
) -> None:
    lines = [json.dumps({"input_query": "cows", "expected_answer": "fly"}), json.dumps(row)]
    (storage / "datasets" / "some.jsonl").write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(ValueError, match="Row 2 has nothing in 'expected_answer'"):
        await train(impl, training(epochs=1, dataset_id="some"))

    assert not (await impl.get_training_jobs()).data


async def test_job_is_cancelled(impl: {{ cookiecutter.__impl }}) -> None:
    await train(impl, training(epochs=LONG))

    await cancel(impl)

    job = await status(impl)
    assert job.status is JobStatus.cancelled
    assert job.completed_at is not None


async def test_request_that_is_given_up(
    impl: {{ cookiecutter.__impl }},
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add = Store.add
    begun, given_up, added = threading.Event(), threading.Event(), threading.Event()

    def slow(store: Store, job_uuid: str) -> None:
        begun.set()
        assert given_up.wait(30)
        add(store, job_uuid)
        added.set()

    monkeypatch.setattr(Store, "add", slow)
    request = asyncio.create_task(train(impl, training(epochs=1)))
    assert await asyncio.to_thread(begun.wait, 30)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    given_up.set()
    assert await asyncio.to_thread(added.wait, 30)

    assert (await ended(impl)).status is JobStatus.completed


async def test_job_is_cancelled_while_it_is_measured(
    impl: {{ cookiecutter.__impl }},
    storage: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured = []
    begun = threading.Event()

    def loss(_: object, texts: Iterable[str]) -> float:
        for text in texts:
            measured.append(text)
            begun.set()
            time.sleep(0.01)
        return 0.0

    monkeypatch.setattr("{{ cookiecutter.__package }}.bigrams.Bigrams.loss", loss)
    row = json.dumps({"input_query": "the cat sat", "expected_answer": "on the mat"})
    (storage / "datasets" / "many.jsonl").write_text(f"{row}\n" * 500, encoding="utf-8")
    await train(impl, training(epochs=1, dataset_id="many"))
    assert await asyncio.to_thread(begun.wait, 30)

    await cancel(impl)

    assert len(measured) < 500
    assert (await status(impl)).status is JobStatus.cancelled
    assert not (await artifacts(impl)).checkpoints


async def test_job_fails(impl: {{ cookiecutter.__impl }}, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Store, "write_checkpoint", full)
    await train(impl, training(epochs=1))

    assert (await ended(impl)).status is JobStatus.failed


async def test_end_that_cannot_be_written(
    impl: {{ cookiecutter.__impl }},
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Store, "end", full)
    await train(impl, training(epochs=1))
    await train(impl, training(epochs=LONG), job_uuid="two")
    await cancel(impl, "two")

    assert (await ended(impl)).status is JobStatus.failed
    assert "one is completed, but that could not be written" in caplog.text
    assert (await status(impl, "two")).status is JobStatus.cancelled
    await impl.shutdown()
    assert not impl._running


async def test_requests_that_cannot_be_served(impl: {{ cookiecutter.__impl }}) -> None:
    with pytest.raises(ValueError, match="data_config"):
        await train(impl, TrainingConfig(n_epochs=1))
    with pytest.raises(ValueError, match="checkpoint_dir"):
        await train(impl, training(epochs=1), checkpoint_dir="/tmp")
    with pytest.raises(NotFoundError, match="Dataset 'none' not found"):
        await train(impl, training(epochs=1, dataset_id="none"))
    for ask in (status, cancel, artifacts):
        with pytest.raises(NotFoundError, match="Job 'one' not found"):
            await ask(impl)


async def test_preferences_are_not_implemented(impl: {{ cookiecutter.__impl }}) -> None:
    with pytest.raises(NotImplementedError):
{%- if requests %}
        await impl.preference_optimize(
            PreferenceOptimizeRequest(
                job_uuid="one",
                finetuned_model="any",
                algorithm_config=PREFERENCES,
                training_config=training(epochs=1),
                hyperparam_search_config={},
                logger_config={},
            )
        )
{%- else %}
        await impl.preference_optimize("one", "any", PREFERENCES, training(epochs=1), {}, {})
{%- endif %}


async def test_survives_a_restart(impl: {{ cookiecutter.__impl }}, storage: Path) -> None:
    await train(impl, training(epochs=2))
    job = await ended(impl)
    await train(impl, training(epochs=LONG), job_uuid="two")
    await impl.shutdown()

    again = await made(storage)

    assert [job.job_uuid for job in (await again.get_training_jobs()).data] == ["one", "two"]
    assert await status(again) == job
    assert (await status(again, "two")).status is JobStatus.cancelled


def test_event_loops_come_and_go(storage: Path) -> None:
    # The stack starts up in one event loop and serves in another.
    impl = asyncio.run(made(storage))
    asyncio.run(train(impl, training(epochs=2)))

    assert asyncio.run(ended(impl)).status is JobStatus.completed


async def test_health(impl: {{ cookiecutter.__impl }}, storage: Path) -> None:
    assert await impl.health() == {"status": HealthStatus.OK}

    (storage / "jobs").rmdir()
    assert (await impl.health())["status"] == HealthStatus.ERROR
