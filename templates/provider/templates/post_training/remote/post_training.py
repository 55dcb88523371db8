{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
{% set of = "request." if requests else "" -%}
"""The adapter: has another stack train."""

{% if not requests %}from typing import Any
{% else %}from urllib.parse import quote
{% endif %}
{{ stack(
    "apis.post_training: ListPostTrainingJobsResponse PostTraining PostTrainingJob",
    "apis.post_training: PostTrainingJobArtifactsResponse PostTrainingJobStatusResponse",
    "apis.post_training: CancelTrainingJobRequest GetTrainingJobArtifactsRequest GetTrainingJobStatusRequest" if requests
    else "apis.post_training: AlgorithmConfig DPOAlignmentConfig TrainingConfig",
    "apis.post_training: PreferenceOptimizeRequest SupervisedFineTuneRequest" if requests
    else "apis.post_training: AlgorithmConfig",
    "providers.datatypes: HealthResponse HealthStatus",
) }}

from .config import {{ cookiecutter.__class }}Config
from .service import Service

API = "{{ line.alpha }}/post-training"


class {{ cookiecutter.__impl }}(PostTraining):
    """Training by another stack.

    YOUR BACKEND: the methods below forward each request as it is. If your service is another
    one, translate here, from and to the stack's types.
    """

{% include cookiecutter._pieces ~ 'stack_remote/life.jinja' %}

    async def supervised_fine_tune(
{%- if requests %}self, request: SupervisedFineTuneRequest) -> PostTrainingJob:
        """Have the other stack begin to train on examples."""
        return await self._service.post(f"{API}/supervised-fine-tune", request.model_dump(mode="json"), PostTrainingJob)
{%- else %}
        self,
        job_uuid: str,
        training_config: TrainingConfig,
        hyperparam_search_config: dict[str, Any],
        logger_config: dict[str, Any],
        model: str | None = None,
        checkpoint_dir: str | None = None,
        algorithm_config: AlgorithmConfig | None = None,
    ) -> PostTrainingJob:
        """Have the other stack begin to train on examples."""
        body = {
            "job_uuid": job_uuid,
            "training_config": training_config.model_dump(mode="json"),
            "hyperparam_search_config": hyperparam_search_config,
            "logger_config": logger_config,
            "model": model,
            "checkpoint_dir": checkpoint_dir,
            "algorithm_config": algorithm_config and algorithm_config.model_dump(mode="json"),
        }
        return await self._service.post(f"{API}/supervised-fine-tune", body, PostTrainingJob)
{%- endif %}

    async def preference_optimize(
{%- if requests %}self, request: PreferenceOptimizeRequest) -> PostTrainingJob:
        """Have the other stack begin to train on preferences."""
        return await self._service.post(f"{API}/preference-optimize", request.model_dump(mode="json"), PostTrainingJob)
{%- else %}
        self,
        job_uuid: str,
        finetuned_model: str,
        algorithm_config: DPOAlignmentConfig,
        training_config: TrainingConfig,
        hyperparam_search_config: dict[str, Any],
        logger_config: dict[str, Any],
    ) -> PostTrainingJob:
        """Have the other stack begin to train on preferences."""
        body = {
            "job_uuid": job_uuid,
            "finetuned_model": finetuned_model,
            "algorithm_config": algorithm_config.model_dump(mode="json"),
            "training_config": training_config.model_dump(mode="json"),
            "hyperparam_search_config": hyperparam_search_config,
            "logger_config": logger_config,
        }
        return await self._service.post(f"{API}/preference-optimize", body, PostTrainingJob)
{%- endif %}

    async def get_training_jobs(self) -> ListPostTrainingJobsResponse:
        """List the jobs of the other stack."""
        return await self._service.get(f"{API}/jobs", ListPostTrainingJobsResponse)
{% if requests %}
    async def get_training_job_status(self, request: GetTrainingJobStatusRequest) -> PostTrainingJobStatusResponse:
        """Say how far a job is."""
        return await self._service.get(f"{_path(request.job_uuid)}/status", PostTrainingJobStatusResponse)

    async def cancel_training_job(self, request: CancelTrainingJobRequest) -> None:
        """Cancel a job."""
        await self._service.send("POST", f"{_path(request.job_uuid)}/cancel")

    async def get_training_job_artifacts(
        self, request: GetTrainingJobArtifactsRequest
    ) -> PostTrainingJobArtifactsResponse:
        """Say where the other stack has the checkpoints of a job."""
        return await self._service.get(f"{_path(request.job_uuid)}/artifacts", PostTrainingJobArtifactsResponse)


def _path(job_uuid: str) -> str:
    return f"{API}/jobs/{quote(job_uuid, safe='')}"
{%- else %}
    async def get_training_job_status(self, job_uuid: str) -> PostTrainingJobStatusResponse:
        """Say how far a job is."""
        return await self._service.get(f"{API}/job/status", PostTrainingJobStatusResponse, query={"job_uuid": job_uuid})

    async def cancel_training_job(self, job_uuid: str) -> None:
        """Cancel a job."""
        await self._service.send("POST", f"{API}/job/cancel", body={"job_uuid": job_uuid})

    async def get_training_job_artifacts(self, job_uuid: str) -> PostTrainingJobArtifactsResponse:
        """Say where the other stack has the checkpoints of a job."""
        query = {"job_uuid": job_uuid}
        return await self._service.get(f"{API}/job/artifacts", PostTrainingJobArtifactsResponse, query=query)
{%- endif %}
