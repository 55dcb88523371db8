{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
{% set of = "request." if requests else "" -%}
"""The implementation of the eval API: rows are put to a model, and its answers are scored."""

import asyncio
import logging
from pathlib import Path
from typing import Any

{{ stack(
    "apis.benchmarks: Benchmark",
    "apis.common.job_types: Job JobStatus",
    "apis.datasetio: DatasetIO",
    "apis.eval: BenchmarkConfig Eval EvaluateResponse",
    "apis.eval: EvaluateRowsRequest JobCancelRequest JobResultRequest JobStatusRequest RunEvalRequest" if requests
    else "apis.eval: Eval",
    "apis.eval: ModelCandidate" if line.evaluates_agents else "apis.eval: Eval",
    "apis.inference: Inference SamplingParams",
    "apis.inference: OpenAIChatCompletionRequestWithExtraBody" if line.chats_requests
    else "apis.inference: OpenAIMessageParam",
    "apis.scoring: Scoring ScoringResult",
    "apis.scoring: ScoreRequest" if requests else "apis.scoring: Scoring",
    "providers.datatypes: BenchmarksProtocolPrivate HealthResponse HealthStatus",
) }}
{%- if not line.chats_requests %}
from pydantic import TypeAdapter
{%- endif %}

from .config import {{ cookiecutter.__class }}Config
from .errors import NotFoundError
from .metrics import METRICS
from .rows import Rows, answer_of, messages_of
from .store import RUNNING, Store, StoredJob
{%- if not line.chats_requests %}

_MESSAGES = TypeAdapter[list[OpenAIMessageParam]](list[OpenAIMessageParam])
{%- endif %}

logger = logging.getLogger(__name__)


class {{ cookiecutter.__impl }}(Eval, BenchmarksProtocolPrivate):
    """Evaluation of the stack's models.

    A job is a task of the event loop that the request came in; what is known of it is in the store.
    """

    def __init__(
        self,
        config: {{ cookiecutter.__class }}Config,
        inference: Inference,
        datasetio: DatasetIO | None,
        scoring: Scoring | None,
    ) -> None:
        self.config = config
        self._inference = inference
        self._scoring = scoring
        folder: Path = config.storage_dir.expanduser()
        self._rows = Rows(folder / "datasets", datasetio)
        self._store = Store(folder)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        # How jobs ended whose end the store could not take, on a full disk for one.
        self._unwritten: dict[str, StoredJob] = {}

    async def initialize(self) -> None:
        """Make the folder and the database, if they are not there."""
        await asyncio.to_thread(self._store.open)

    async def shutdown(self) -> None:
        """Cancel the jobs that run."""
        for job_id, task in list(self._tasks.items()):
            await self._cancel(job_id, task)

    async def health(self) -> HealthResponse:
        """Say whether the store can be read."""
        try:
            await asyncio.to_thread(self._store.benchmark, "")
        except Exception as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Benchmarks -----------------------------------------------------------------------
    #
    # The stack calls these when benchmarks come and go, but not again after a restart.

    async def register_benchmark(self, benchmark: Benchmark) -> None:
        """Keep a benchmark: which dataset it runs, and how the answers are scored."""
        await asyncio.to_thread(self._store.keep_benchmark, benchmark.identifier, benchmark.model_dump_json())

    async def unregister_benchmark(self, benchmark_id: str) -> None:
        """Forget a benchmark."""
        await asyncio.to_thread(self._store.drop_benchmark, benchmark_id)

    # -- Evaluation -----------------------------------------------------------------------

    async def run_eval(self, {% if requests %}request: RunEvalRequest{% else %}benchmark_id: str, benchmark_config: BenchmarkConfig{% endif %}) -> Job:
        """Begin to run a benchmark, and return at once."""
        definition = await asyncio.to_thread(self._store.benchmark, {{ of }}benchmark_id)
        if definition is None:
            raise NotFoundError(f"Benchmark '{{ '{' ~ of ~ 'benchmark_id}' }}' not found")
        benchmark = Benchmark.model_validate_json(definition)
        job_id = await asyncio.to_thread(self._store.begin_job, {{ of }}benchmark_id)
        task = asyncio.create_task(self._run(job_id, benchmark, {{ of }}benchmark_config))
        # The event loop itself does not keep its tasks from being collected.
        self._tasks[job_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job_id, None))
        return Job(job_id=job_id, status=JobStatus.in_progress)

    async def evaluate_rows(
{%- if requests %}self, request: EvaluateRowsRequest{% else %}
        self,
        benchmark_id: str,
        input_rows: list[dict[str, Any]],
        scoring_functions: list[str],
        benchmark_config: BenchmarkConfig,
    {% endif %}) -> EvaluateResponse:
        """Put the given rows to the model, and return when all answers are scored."""
        return await self._evaluate({{ of }}input_rows, {{ of }}scoring_functions, {{ of }}benchmark_config)

    async def job_status(self, {% if requests %}request: JobStatusRequest{% else %}benchmark_id: str, job_id: str{% endif %}) -> Job:
        """Say how far a job is."""
        job = await self._job({{ of }}benchmark_id, {{ of }}job_id)
        return Job(job_id={{ of }}job_id, status=JobStatus(job.status))

    async def job_cancel(self, {% if requests %}request: JobCancelRequest{% else %}benchmark_id: str, job_id: str{% endif %}) -> None:
        """Cancel a job; one that has ended stays as it is."""
        await self._job({{ of }}benchmark_id, {{ of }}job_id)
        task = self._tasks.get({{ of }}job_id)
        if task is not None:
            await self._cancel({{ of }}job_id, task)

    async def job_result(self, {% if requests %}request: JobResultRequest{% else %}benchmark_id: str, job_id: str{% endif %}) -> EvaluateResponse:
        """Return the answers and scores of a job that is completed."""
        job = await self._job({{ of }}benchmark_id, {{ of }}job_id)
        if job.status != "completed" or job.outcome is None:
            because = f": {job.outcome}" if job.outcome else ""
            raise ValueError(f"Job '{{ '{' ~ of ~ 'job_id}' }}' has no result, it is {job.status}{because}")
        return EvaluateResponse.model_validate_json(job.outcome)

    async def _job(self, benchmark_id: str, job_id: str) -> StoredJob:
        job = await asyncio.to_thread(self._store.job, benchmark_id, job_id)
        if job is None:
            raise NotFoundError(f"Benchmark '{benchmark_id}' has no job '{job_id}'")
        return self._unwritten.get(job_id, job) if job.status == RUNNING else job

    async def _cancel(self, job_id: str, task: asyncio.Task[None]) -> None:
        await asyncio.to_thread(self._end, job_id, "cancelled")
        loop = task.get_loop()
        # The job may run in another event loop than the request to cancel it.
        if not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)

    async def _run(self, job_id: str, benchmark: Benchmark, config: BenchmarkConfig) -> None:
        try:
            try:
                rows = await self._rows.of(benchmark.dataset_id, config.num_examples)
                response = await self._evaluate(rows, benchmark.scoring_functions, config)
                status, outcome = "completed", response.model_dump_json()
            except Exception as error:
                status, outcome = "failed", str(error) or repr(error)
            await asyncio.to_thread(self._end, job_id, status, outcome)
        except asyncio.CancelledError:
            # Not in a thread: who is cancelled may wait for nothing more.
            self._end(job_id, "cancelled")
            raise

    def _end(self, job_id: str, status: str, outcome: str | None = None) -> None:
        """Note how a job ended: in the store or, if that can't be written, until the stack ends."""
        try:
            self._store.end_job(job_id, status, outcome)
        except Exception as error:
            logger.exception("Evaluation job %s is %s, but that could not be written", job_id, status)
            if status == "completed":
                status, outcome = "failed", f"Its result could not be written: {error}"
            self._unwritten.setdefault(job_id, StoredJob(status, outcome))

    async def _evaluate(
        self, rows: list[dict[str, Any]], functions: list[str], config: BenchmarkConfig
    ) -> EvaluateResponse:
        self._check(rows, functions)
        questions = [messages_of(row, number) for number, row in enumerate(rows, 1)]
        generations = [{"generated_answer": await self._answer(question, config)} for question in questions]
        answered = [row | generation for row, generation in zip(rows, generations, strict=True)]
        return EvaluateResponse(generations=generations, scores=await self._score(answered, functions, config))

    def _check(self, rows: list[dict[str, Any]], functions: list[str]) -> None:
        """Refuse functions that nobody has, and rows that those here can't score, before the model is asked."""
        unknown = [name for name in functions if name not in METRICS]
        if unknown and self._scoring is None:
            raise ValueError(f"Scoring functions {unknown} not found: no scoring in the stack, and {[*METRICS]} here")
        if any(name in METRICS for name in functions):
            for number, row in enumerate(rows, 1):
                answer_of(row, number)

    # YOUR BACKEND: the two methods below put the messages of a row to the stack's model and score the answers.
    # If your evaluation is another one, put it in their place.

    async def _answer(self, messages: list[dict[str, Any]], config: BenchmarkConfig) -> str:
        """Return what the candidate answers to messages."""
        candidate = config.eval_candidate
{%- if line.evaluates_agents %}
        if not isinstance(candidate, ModelCandidate):
            raise ValueError("Only models can be evaluated here, not agents")
{%- endif %}
        if candidate.system_message is not None:
            messages = [{"role": "system", "content": candidate.system_message.content}, *messages]
        settings = _settings(candidate.sampling_params)
        # Of any type: from some providers the stack has the OpenAI client's own, not the declared one.
{%- if line.chats_requests %}
        request = {"model": candidate.model, "messages": messages, **settings}
        params = OpenAIChatCompletionRequestWithExtraBody.model_validate(request)
        answer: Any = await self._inference.openai_chat_completion(params)
{%- else %}
        answer: Any = await self._inference.openai_chat_completion(
            candidate.model, _MESSAGES.validate_python(messages), **settings
        )
{%- endif %}
        content = answer.choices[0].message.content
        return content if isinstance(content, str) else ""

    async def _score(
        self, rows: list[dict[str, Any]], functions: list[str], config: BenchmarkConfig
    ) -> dict[str, ScoringResult]:
        """Return the scores by the functions here and, for the others, by the stack's."""
        scores = {name: _own_score(name, rows) for name in functions if name in METRICS}
        others = {name: config.scoring_params.get(name) for name in functions if name not in METRICS}
        if others and self._scoring is not None:
{%- if requests %}
            scored = await self._scoring.score(ScoreRequest(input_rows=rows, scoring_functions=others))
{%- else %}
            scored = await self._scoring.score(rows, others)
{%- endif %}
            scores |= scored.results
        return scores


def _own_score(name: str, rows: list[dict[str, Any]]) -> ScoringResult:
    scores = [METRICS[name](row["generated_answer"], answer_of(row, number)) for number, row in enumerate(rows, 1)]
    mean = sum(scores) / len(scores) if scores else 0.0
    return ScoringResult(score_rows=[{"score": score} for score in scores], aggregated_results={"accuracy": mean})


def _settings(sampling: SamplingParams) -> dict[str, Any]:
    """Return sampling parameters as a chat has them."""
    settings: dict[str, Any] = {"max_tokens": sampling.max_tokens or None, "stop": sampling.stop or None}
    strategy = sampling.strategy
    if strategy.type == "top_k":
        raise ValueError("A chat cannot be sampled by 'top_k': use 'greedy' or 'top_p'")
    if strategy.type == "top_p":
        settings |= {"temperature": strategy.temperature, "top_p": strategy.top_p}
    else:
        settings["temperature"] = 0.0
    return {name: value for name, value in settings.items() if value is not None}
