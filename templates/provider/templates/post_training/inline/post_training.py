{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
{% set of = "request." if requests else "" -%}
"""The implementation of the post_training API: jobs that fit a small model to the texts of a dataset."""

import asyncio
import logging
import math
import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
{%- if not requests %}
from typing import Any
{%- endif %}

{{ stack(
    "apis.common.job_types: JobStatus",
    "apis.common.training_types: Checkpoint PostTrainingMetric",
    "apis.datasetio: DatasetIO",
    "apis.post_training: DatasetFormat ListPostTrainingJobsResponse PostTraining PostTrainingJob",
    "apis.post_training: PostTrainingJobArtifactsResponse PostTrainingJobStatusResponse TrainingConfig",
    "apis.post_training: CancelTrainingJobRequest GetTrainingJobArtifactsRequest GetTrainingJobStatusRequest" if requests
    else "apis.post_training: AlgorithmConfig DPOAlignmentConfig",
    "apis.post_training: PreferenceOptimizeRequest SupervisedFineTuneRequest" if requests
    else "apis.post_training: AlgorithmConfig",
    "providers.datatypes: HealthResponse HealthStatus",
) }}

from .bigrams import Bigrams
from .config import {{ cookiecutter.__class }}Config
from .errors import NotFoundError
from .rows import Rows, answer_of, messages_of
from .store import Store

RATE = 0.1
"""How fast is learned if the request does not say."""

logger = logging.getLogger(__name__)


class {{ cookiecutter.__impl }}(PostTraining):
    """Training on this machine: each job in a thread of its own, and what is known of it in the store."""

    def __init__(self, config: {{ cookiecutter.__class }}Config, datasetio: DatasetIO | None) -> None:
        self.config = config
        folder: Path = config.storage_dir.expanduser()
        self._rows = Rows(folder / "datasets", datasetio)
        self._store = Store(folder / "jobs")
        self._running: dict[str, tuple[threading.Thread, threading.Event]] = {}
        # How jobs ended whose end the store could not take, on a full disk for one, and when.
        self._unwritten: dict[str, tuple[JobStatus, datetime]] = {}

    async def initialize(self) -> None:
        """Make the folders, if they are not there."""
        await asyncio.to_thread(self._store.open)

    async def shutdown(self) -> None:
        """Cancel the jobs that run."""
        for job_uuid in list(self._running):
            await self._stop(job_uuid)

    async def health(self) -> HealthResponse:
        """Say whether the jobs can be read."""
        try:
            await asyncio.to_thread(self._store.jobs)
        except Exception as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    async def supervised_fine_tune(
{%- if requests %}self, request: SupervisedFineTuneRequest{% else %}
        self,
        job_uuid: str,
        training_config: TrainingConfig,
        hyperparam_search_config: dict[str, Any],
        logger_config: dict[str, Any],
        model: str | None = None,
        checkpoint_dir: str | None = None,
        algorithm_config: AlgorithmConfig | None = None,
    {% endif %}) -> PostTrainingJob:
        """Begin to train, and return at once."""
        data = {{ of }}training_config.data_config
        if data is None:
            raise ValueError("training_config.data_config must say which dataset to train on")
        if {{ of }}checkpoint_dir is not None:
            raise ValueError("checkpoint_dir cannot be chosen: checkpoints are kept in the provider's storage_dir")
        # Asked for here as well, so that what can't be learned with is refused before there is a job.
        _rate({{ of }}training_config)
        texts = await self._texts(data.dataset_id, data.data_format)
        validation = texts
        if data.validation_dataset_id is not None:
            validation = await self._texts(data.validation_dataset_id, data.data_format)
        # At one go, so that no job waits for ever if the request is given up meanwhile.
        await asyncio.to_thread(self._begin, {{ of }}job_uuid, {{ of }}training_config, texts, validation)
        return PostTrainingJob(job_uuid={{ of }}job_uuid)

    async def preference_optimize(
{%- if requests %}self, request: PreferenceOptimizeRequest{% else %}
        self,
        job_uuid: str,
        finetuned_model: str,
        algorithm_config: DPOAlignmentConfig,
        training_config: TrainingConfig,
        hyperparam_search_config: dict[str, Any],
        logger_config: dict[str, Any],
    {% endif %}) -> PostTrainingJob:
        """Learn from preferences: not implemented."""
        raise NotImplementedError("This provider does not optimize by preferences")

    async def get_training_jobs(self) -> ListPostTrainingJobsResponse:
        """List all jobs, those that have ended too."""
        jobs = await asyncio.to_thread(self._store.jobs)
        return ListPostTrainingJobsResponse(data=[PostTrainingJob(job_uuid=job.job_uuid) for job in jobs])

    async def get_training_job_status(self, {% if requests %}request: GetTrainingJobStatusRequest{% else %}job_uuid: str{% endif %}) -> PostTrainingJobStatusResponse:
        """Say how far a job is."""
        return await self._job({{ of }}job_uuid)

    async def cancel_training_job(self, {% if requests %}request: CancelTrainingJobRequest{% else %}job_uuid: str{% endif %}) -> None:
        """Cancel a job, and return when it has stopped; one that has ended stays as it is."""
        await self._job({{ of }}job_uuid)
        await self._stop({{ of }}job_uuid)

    async def get_training_job_artifacts(
{%- if requests %}
        self, request: GetTrainingJobArtifactsRequest
    {% else %}self, job_uuid: str{% endif %}) -> PostTrainingJobArtifactsResponse:
        """Say where the checkpoints of a job are."""
        job = await self._job({{ of }}job_uuid)
        return PostTrainingJobArtifactsResponse(job_uuid=job.job_uuid, checkpoints=job.checkpoints)

    async def _job(self, job_uuid: str) -> PostTrainingJobStatusResponse:
        job = await asyncio.to_thread(self._store.find, job_uuid)
        if job is None:
            raise NotFoundError(f"Job '{job_uuid}' not found")
        if job_uuid in self._unwritten:
            status, completed_at = self._unwritten[job_uuid]
            return job.model_copy(update={"status": status, "completed_at": completed_at})
        return job

    async def _stop(self, job_uuid: str) -> None:
        # Asked for once: the job may end at any time.
        running = self._running.get(job_uuid)
        if running is not None:
            thread, stop = running
            stop.set()
            await asyncio.to_thread(thread.join)

    async def _texts(self, dataset_id: str, data_format: DatasetFormat) -> list[str]:
        dialogs = data_format is DatasetFormat.dialog
        column = "dialog" if dialogs else "chat_completion_input"
        texts = []
        for number, row in enumerate(await self._rows.of(dataset_id), 1):
            # A message that only calls tools says nothing.
            said = [str(message.get("content") or "") for message in messages_of(row, number, column)]
            # A dialog may have its answers in its messages.
            if not dialogs or row.get("expected_answer") is not None:
                said.append(answer_of(row, number))
            texts.append(" ".join(said))
        if not texts:
            raise ValueError(f"Dataset '{dataset_id}' has no rows")
        return texts

    def _begin(self, job_uuid: str, config: TrainingConfig, texts: list[str], validation: list[str]) -> None:
        self._store.add(job_uuid)
        stop = threading.Event()
        work = (job_uuid, config, texts, validation, stop)
        # Not a task: a thread goes on whichever event loop comes and goes. It does not keep the stack from ending.
        thread = threading.Thread(target=self._run, args=work, daemon=True)
        self._running[job_uuid] = thread, stop
        thread.start()

    def _run(
        self, job_uuid: str, config: TrainingConfig, texts: list[str], validation: list[str], stop: threading.Event
    ) -> None:
        """Be the thread of a job."""
        try:
            self._train(job_uuid, config, texts, validation, stop)
            status = JobStatus.cancelled if stop.is_set() else JobStatus.completed
        except Exception:
            logger.exception("Training job %s failed", job_uuid)
            status = JobStatus.failed
        try:
            self._store.end(job_uuid, status)
        except Exception:
            logger.exception("Training job %s is %s, but that could not be written", job_uuid, status.value)
            if status is JobStatus.completed:
                status = JobStatus.failed
            self._unwritten[job_uuid] = status, datetime.now(UTC)
        finally:
            self._running.pop(job_uuid, None)

    # YOUR BACKEND: the method below trains. If you train another model, or elsewhere, do it here:
    # write a checkpoint from time to time, and return soon after `stop` is set.

    def _train(
        self, job_uuid: str, config: TrainingConfig, texts: list[str], validation: list[str], stop: threading.Event
    ) -> None:
        """Fit a model of word pairs to the texts, and keep a checkpoint of each epoch."""
        job = self._store.find(job_uuid)
        assert job is not None
        assert config.data_config is not None
        job = job.model_copy(update={"status": JobStatus.in_progress, "started_at": datetime.now(UTC)})
        self._store.keep(job)

        rate = _rate(config)
        model = Bigrams(words=len({word for text in texts for word in text.split()}))
        order = random.Random(job_uuid)
        for epoch in range(1, config.n_epochs + 1):
            if config.data_config.shuffle:
                texts = order.sample(texts, len(texts))
            for text in _until(stop, texts[: config.max_steps_per_epoch * config.data_config.batch_size]):
                model.learn(text, rate)
            train_loss = model.loss(_until(stop, texts))
            loss = model.loss(_until(stop, validation))
            if stop.is_set():
                return
            path = self._store.write_checkpoint(job_uuid, epoch, model.as_json())
            checkpoint = Checkpoint(
                identifier=f"{job_uuid}-epoch-{epoch}",
                created_at=datetime.now(UTC),
                epoch=epoch,
                post_training_job_id=job_uuid,
                path=str(path),
                training_metrics=PostTrainingMetric(
                    epoch=epoch,
                    train_loss=train_loss,
                    validation_loss=loss,
                    perplexity=math.exp(loss),
                ),
            )
            job = job.model_copy(update={"checkpoints": [*job.checkpoints, checkpoint]})
            self._store.keep(job)


def _rate(config: TrainingConfig) -> float:
    """Return how fast is to be learned.

    Raises:
        ValueError: It is not between 0 and 1: likelihoods would become negative.
    """
    rate = config.optimizer_config.lr if config.optimizer_config else RATE
    if not 0 <= rate <= 1:
        raise ValueError(f"optimizer_config.lr must be between 0 and 1, it is {rate}")
    return rate


def _until(stop: threading.Event, texts: list[str]) -> Iterator[str]:
    """Give the texts one after another, and no more once `stop` is set."""
    for text in texts:
        if stop.is_set():
            return
        yield text
