"""The `eval` API: all that the stack asks of a provider."""

from typing import Any

from llama_stack.apis.benchmarks import Benchmark
from llama_stack.apis.common.job_types import Job
from llama_stack.apis.eval import BenchmarkConfig, Eval, EvaluateResponse
from llama_stack.providers.datatypes import HealthResponse, HealthStatus

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Eval{{ cookiecutter.__suffix }}(Eval):
    """The `eval` API, by {{ cookiecutter.__class }}.

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

    # The stack calls these, too: at start-up, and as resources come and go.

    async def register_benchmark(self, benchmark: Benchmark) -> None:
        """Take in a benchmark that the run config lists or a client registers."""
        raise NotImplementedError("register_benchmark is not written yet")

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def run_eval(self, benchmark_id: str, benchmark_config: BenchmarkConfig) -> Job:
        """Answer `POST /v1/eval/benchmarks/{benchmark_id}/jobs`."""
        raise NotImplementedError("run_eval is not written yet")

    async def evaluate_rows(
        self,
        benchmark_id: str,
        input_rows: list[dict[str, Any]],
        scoring_functions: list[str],
        benchmark_config: BenchmarkConfig,
    ) -> EvaluateResponse:
        """Answer `POST /v1/eval/benchmarks/{benchmark_id}/evaluations`."""
        raise NotImplementedError("evaluate_rows is not written yet")

    async def job_status(self, benchmark_id: str, job_id: str) -> Job:
        """Answer `GET /v1/eval/benchmarks/{benchmark_id}/jobs/{job_id}`."""
        raise NotImplementedError("job_status is not written yet")

    async def job_cancel(self, benchmark_id: str, job_id: str) -> None:
        """Answer `DELETE /v1/eval/benchmarks/{benchmark_id}/jobs/{job_id}`."""
        raise NotImplementedError("job_cancel is not written yet")

    async def job_result(self, benchmark_id: str, job_id: str) -> EvaluateResponse:
        """Answer `GET /v1/eval/benchmarks/{benchmark_id}/jobs/{job_id}/result`."""
        raise NotImplementedError("job_result is not written yet")
