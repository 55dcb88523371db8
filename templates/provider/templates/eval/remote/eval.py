{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
{% set of = "request." if requests else "" -%}
"""The adapter: has another stack run the evaluations."""

{% if not requests %}from typing import Any
{% endif -%}
from urllib.parse import quote

{{ stack(
    "apis.benchmarks: Benchmark",
    "apis.common.job_types: Job",
    "apis.eval: Eval EvaluateResponse",
    "apis.eval: EvaluateRowsRequest JobCancelRequest JobResultRequest JobStatusRequest RunEvalRequest" if requests
    else "apis.eval: BenchmarkConfig",
    "providers.datatypes: BenchmarksProtocolPrivate HealthResponse HealthStatus",
) }}

from .config import {{ cookiecutter.__class }}Config
from .service import Service


class {{ cookiecutter.__impl }}(Eval, BenchmarksProtocolPrivate):
    """Evaluation by another stack, of its models.

    YOUR BACKEND: the methods below forward each request as it is. If your service is another
    one, translate here, from and to the stack's types.
    """

{% include cookiecutter._pieces ~ 'stack_remote/life.jinja' %}

    # The stack calls these when benchmarks come and go; its protocol does not name the second.

    async def register_benchmark(self, benchmark: Benchmark) -> None:
        """Accept a benchmark of the other stack, which refuses to run it if it does not know it."""
        if benchmark.provider_resource_id not in (None, benchmark.identifier):
            # The stack tells us later what it is called here, not what it is called there.
            raise ValueError(f"Benchmark '{benchmark.identifier}' must be called here as it is there")

    async def unregister_benchmark(self, benchmark_id: str) -> None:
        """Forget a benchmark: there is nothing to forget, the other stack keeps it."""

    async def run_eval(self, {% if requests %}request: RunEvalRequest{% else %}benchmark_id: str, benchmark_config: BenchmarkConfig{% endif %}) -> Job:
        """Have the other stack begin to run a benchmark."""
        body = {"benchmark_config": {{ of }}benchmark_config.model_dump(mode="json")}
        return await self._service.post(f"{_path({{ of }}benchmark_id)}/jobs", body, Job)

    async def evaluate_rows(
{%- if requests %}self, request: EvaluateRowsRequest{% else %}
        self,
        benchmark_id: str,
        input_rows: list[dict[str, Any]],
        scoring_functions: list[str],
        benchmark_config: BenchmarkConfig,
    {% endif %}) -> EvaluateResponse:
        """Have the other stack evaluate rows."""
        body = {
            "input_rows": {{ of }}input_rows,
            "scoring_functions": {{ of }}scoring_functions,
            "benchmark_config": {{ of }}benchmark_config.model_dump(mode="json"),
        }
        return await self._service.post(f"{_path({{ of }}benchmark_id)}/evaluations", body, EvaluateResponse)

    async def job_status(self, {% if requests %}request: JobStatusRequest{% else %}benchmark_id: str, job_id: str{% endif %}) -> Job:
        """Say how far a job is."""
        return await self._service.get(_path({{ of }}benchmark_id, {{ of }}job_id), Job)

    async def job_cancel(self, {% if requests %}request: JobCancelRequest{% else %}benchmark_id: str, job_id: str{% endif %}) -> None:
        """Cancel a job."""
        await self._service.send("DELETE", _path({{ of }}benchmark_id, {{ of }}job_id))

    async def job_result(self, {% if requests %}request: JobResultRequest{% else %}benchmark_id: str, job_id: str{% endif %}) -> EvaluateResponse:
        """Return the result of a job."""
        return await self._service.get(f"{_path({{ of }}benchmark_id, {{ of }}job_id)}/result", EvaluateResponse)


def _path(benchmark_id: str, job_id: str | None = None) -> str:
    """Return where a benchmark is, or a job of it."""
    path = f"{{ line.alpha }}/eval/benchmarks/{quote(benchmark_id, safe='')}"
    return path if job_id is None else f"{path}/jobs/{quote(job_id, safe='')}"
