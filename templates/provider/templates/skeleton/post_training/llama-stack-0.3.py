"""The `post_training` API: all that the stack asks of a provider."""

from typing import Any

from llama_stack.apis.post_training import (
    AlgorithmConfig,
    DPOAlignmentConfig,
    ListPostTrainingJobsResponse,
    PostTraining,
    PostTrainingJob,
    PostTrainingJobArtifactsResponse,
    PostTrainingJobStatusResponse,
    TrainingConfig,
)
from llama_stack.providers.datatypes import HealthResponse, HealthStatus

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}PostTraining{{ cookiecutter.__suffix }}(PostTraining):
    """The `post_training` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config

    async def initialize(self) -> None:
        """Open what the backend needs; the stack waits for it."""

    async def shutdown(self) -> None:
        """Close what `initialize` opened."""

    async def health(self) -> HealthResponse:
        """Say whether the backend answers, once there is one to ask."""
        return HealthResponse(status=HealthStatus.NOT_IMPLEMENTED)

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def supervised_fine_tune(
        self,
        job_uuid: str,
        training_config: TrainingConfig,
        hyperparam_search_config: dict[str, Any],
        logger_config: dict[str, Any],
        model: str | None = None,
        checkpoint_dir: str | None = None,
        algorithm_config: AlgorithmConfig | None = None,
    ) -> PostTrainingJob:
        """Answer `POST /v1alpha/post-training/supervised-fine-tune`."""
        raise NotImplementedError("supervised_fine_tune is not written yet")

    async def preference_optimize(
        self,
        job_uuid: str,
        finetuned_model: str,
        algorithm_config: DPOAlignmentConfig,
        training_config: TrainingConfig,
        hyperparam_search_config: dict[str, Any],
        logger_config: dict[str, Any],
    ) -> PostTrainingJob:
        """Answer `POST /v1alpha/post-training/preference-optimize`."""
        raise NotImplementedError("preference_optimize is not written yet")

    async def get_training_jobs(self) -> ListPostTrainingJobsResponse:
        """Answer `GET /v1alpha/post-training/jobs`."""
        raise NotImplementedError("get_training_jobs is not written yet")

    async def get_training_job_status(self, job_uuid: str) -> PostTrainingJobStatusResponse:
        """Answer `GET /v1alpha/post-training/job/status`."""
        raise NotImplementedError("get_training_job_status is not written yet")

    async def cancel_training_job(self, job_uuid: str) -> None:
        """Answer `POST /v1alpha/post-training/job/cancel`."""
        raise NotImplementedError("cancel_training_job is not written yet")

    async def get_training_job_artifacts(self, job_uuid: str) -> PostTrainingJobArtifactsResponse:
        """Answer `GET /v1alpha/post-training/job/artifacts`."""
        raise NotImplementedError("get_training_job_artifacts is not written yet")
