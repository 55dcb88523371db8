{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
"""The implementation, called as the stack calls it, with a model in place of the stack's."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
{{ stack(
    "apis.benchmarks: Benchmark",
    "apis.common.job_types: Job JobStatus",
    "apis.datatypes: Api",
    "apis.eval: BenchmarkConfig EvaluateResponse",
    "apis.eval: EvaluateRowsRequest JobCancelRequest JobResultRequest JobStatusRequest RunEvalRequest" if requests
    else "apis.eval: BenchmarkConfig",
    "apis.inference: OpenAIChatCompletion",
    "apis.inference: OpenAIChatCompletionRequestWithExtraBody" if line.chats_requests else "apis.inference: OpenAIChatCompletion",
    "apis.scoring: ScoreRequest ScoreResponse ScoringResult" if requests else "apis.scoring: ScoreResponse ScoringResult",
    "providers.datatypes: HealthStatus",
) }}

from conftest import capital
from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import NotFoundError
from {{ cookiecutter.__package }}.eval import {{ cookiecutter.__impl }}
from {{ cookiecutter.__package }}.store import Store

pytestmark = pytest.mark.anyio

ROWS = [
    {"input_query": "The capital of France?", "expected_answer": "Paris"},
    {"input_query": "The capital of Chad?", "expected_answer": "N'Djamena"},
]
ANSWERS = [{"generated_answer": "Paris"}, {"generated_answer": "I do not know."}]


class Model:
    """Stands for the stack's inference: answers when it may, and keeps what it was asked."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.asked: list[dict[str, Any]] = []
{% if line.chats_requests %}
    async def openai_chat_completion(self, params: OpenAIChatCompletionRequestWithExtraBody) -> OpenAIChatCompletion:
        request = params.model_dump(exclude_none=True)
{%- else %}
    async def openai_chat_completion(self, model: str, messages: list[Any], **settings: Any) -> OpenAIChatCompletion:
        request = {"model": model, "messages": [message.model_dump() for message in messages], **settings}
{%- endif %}
        self.asked.append(request)
        await self.may_answer.wait()
        message = {"role": "assistant", "content": capital(request["messages"][-1]["content"])}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "geographer", "choices": [choice]}
        return OpenAIChatCompletion.model_validate(answer)


class Scores:
    """Stands for the stack's scoring: gives all rows the same."""
{% if requests %}
    async def score(self, request: ScoreRequest) -> ScoreResponse:
        rows, functions = request.input_rows, request.scoring_functions
{%- else %}
    async def score(self, input_rows: list[dict[str, Any]], scoring_functions: dict[str, Any]) -> ScoreResponse:
        rows, functions = input_rows, scoring_functions
{%- endif %}
        assert all("generated_answer" in row for row in rows)
        result = ScoringResult(score_rows=[{"score": 0.5} for _ in rows], aggregated_results={})
        return ScoreResponse(results=dict.fromkeys(functions, result))


@pytest.fixture
def model() -> Model:
    return Model()


async def made(folder: Path, model: Model, scoring: Scores | None = None) -> {{ cookiecutter.__impl }}:
    deps: dict[Api, Any] = {Api.inference: model}
    if scoring is not None:
        deps[Api.scoring] = scoring
    return await get_provider_impl({{ cookiecutter.__class }}Config(storage_dir=folder), deps)


@pytest.fixture
async def impl(tmp_path: Path, model: Model) -> AsyncIterator[{{ cookiecutter.__impl }}]:
    impl = await made(tmp_path, model)
    yield impl
    await impl.shutdown()


def candidate(**more: Any) -> BenchmarkConfig:
    sampling = {"strategy": {"type": "greedy"}, "max_tokens": 9}
    of_model = {"type": "model", "model": "models/geographer", "sampling_params": sampling}
    return BenchmarkConfig.model_validate({"eval_candidate": of_model | more})


async def evaluate(
    impl: {{ cookiecutter.__impl }},
    *functions: str,
    rows: list[dict[str, Any]] = ROWS,
    config: BenchmarkConfig | None = None,
) -> EvaluateResponse:
{%- if requests %}
    request = EvaluateRowsRequest(
        benchmark_id="capitals",
        input_rows=rows,
        scoring_functions=list(functions),
        benchmark_config=config or candidate(),
    )
    return await impl.evaluate_rows(request)
{%- else %}
    return await impl.evaluate_rows("capitals", rows, list(functions), config or candidate())
{%- endif %}


async def run(impl: {{ cookiecutter.__impl }}, benchmark_id: str = "capitals") -> Job:
{%- if requests %}
    return await impl.run_eval(RunEvalRequest(benchmark_id=benchmark_id, benchmark_config=candidate()))
{%- else %}
    return await impl.run_eval(benchmark_id, candidate())
{%- endif %}


async def status(impl: {{ cookiecutter.__impl }}, job_id: str) -> JobStatus:
    job = await impl.job_status({% if requests %}JobStatusRequest(benchmark_id="capitals", job_id=job_id){% else %}"capitals", job_id{% endif %})
    return JobStatus(job.status)


async def result(impl: {{ cookiecutter.__impl }}, job_id: str) -> EvaluateResponse:
    return await impl.job_result({% if requests %}JobResultRequest(benchmark_id="capitals", job_id=job_id){% else %}"capitals", job_id{% endif %})


async def cancel(impl: {{ cookiecutter.__impl }}, job_id: str) -> None:
    await impl.job_cancel({% if requests %}JobCancelRequest(benchmark_id="capitals", job_id=job_id){% else %}"capitals", job_id{% endif %})


async def ended(impl: {{ cookiecutter.__impl }}, job_id: str) -> JobStatus:
    deadline = time.monotonic() + 30
    while (now := await status(impl, job_id)) is JobStatus.in_progress:
        assert time.monotonic() < deadline, f"after 30 s the job is still {now}"
        await asyncio.sleep(0.01)
    return now


async def register(impl: {{ cookiecutter.__impl }}, folder: Path, dataset_id: str = "capitals") -> None:
    (folder / "datasets").mkdir(exist_ok=True)
    (folder / "datasets" / "capitals.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    named = {"identifier": "capitals", "provider_resource_id": "capitals"}
    whose = {"provider_id": "{{ cookiecutter.name }}", "dataset_id": dataset_id}
    benchmark = Benchmark.model_validate(named | whose | {"scoring_functions": ["exact_match"]})
    await impl.register_benchmark(benchmark)


async def test_rows_are_scored(impl: {{ cookiecutter.__impl }}, model: Model) -> None:
    response = await evaluate(impl, "exact_match", "contains")

    assert response.generations == ANSWERS
    assert response.scores["exact_match"].score_rows == [{"score": 1.0}, {"score": 0.0}]
    assert response.scores["contains"].aggregated_results == {"accuracy": 0.5}
    assert [request["model"] for request in model.asked] == ["models/geographer"] * 2


async def test_model_is_asked_as_the_candidate_says(impl: {{ cookiecutter.__impl }}, model: Model) -> None:
    strategy = {"type": "top_p", "temperature": 0.5, "top_p": 0.9}
    sampling = {"strategy": strategy, "max_tokens": 7, "stop": ["."]}
    config = candidate(sampling_params=sampling, system_message={"role": "system", "content": "Be brief."})
    await evaluate(impl, "contains", rows=ROWS[:1], config=config)

    [request] = model.asked
    assert [message["content"] for message in request["messages"]] == ["Be brief.", "The capital of France?"]
    assert (request["temperature"], request["top_p"], request["max_tokens"]) == (0.5, 0.9, 7)
    assert request["stop"] == ["."]


async def test_other_functions_are_the_stacks(tmp_path: Path, model: Model) -> None:
    impl = await made(tmp_path, model, Scores())

    response = await evaluate(impl, "contains", "basic::equality")

    assert response.scores["contains"].aggregated_results == {"accuracy": 0.5}
    assert response.scores["basic::equality"].score_rows == [{"score": 0.5}, {"score": 0.5}]


async def test_unknown_function_is_refused(impl: {{ cookiecutter.__impl }}, model: Model) -> None:
    with pytest.raises(ValueError, match="basic::equality"):
        await evaluate(impl, "basic::equality")

    assert not model.asked


async def test_rows_that_cannot_be_used(impl: {{ cookiecutter.__impl }}, model: Model) -> None:
    for row in ({"input_query": "hello"}, {"input_query": "hello", "expected_answer": None}):
        with pytest.raises(ValueError, match="Row 3 has nothing in 'expected_answer'"):
            await evaluate(impl, "contains", rows=[*ROWS, row])
    with pytest.raises(ValueError, match="Row 3 has no messages in 'chat_completion_input'"):
        await evaluate(impl, "contains", rows=[*ROWS, {"expected_answer": "hello"}])
    assert not model.asked
    with pytest.raises(ValueError, match="top_k"):
        await evaluate(impl, "contains", config=candidate(sampling_params={"strategy": {"type": "top_k", "top_k": 3}}))
{%- if line.evaluates_agents %}
    agent = {"type": "agent", "config": {"model": "models/geographer", "instructions": "Be brief."}}
    with pytest.raises(ValueError, match="not agents"):
        await evaluate(impl, "contains", config=BenchmarkConfig.model_validate({"eval_candidate": agent}))
{%- endif %}


async def test_job(impl: {{ cookiecutter.__impl }}, tmp_path: Path) -> None:
    await register(impl, tmp_path)
    job = await run(impl)

    assert job.status is JobStatus.in_progress
    assert await ended(impl, job.job_id) is JobStatus.completed
    response = await result(impl, job.job_id)
    assert response.generations == ANSWERS
    assert response.scores["exact_match"].aggregated_results == {"accuracy": 0.5}

    await cancel(impl, job.job_id)
    assert await status(impl, job.job_id) is JobStatus.completed


async def test_job_is_cancelled(impl: {{ cookiecutter.__impl }}, model: Model, tmp_path: Path) -> None:
    await register(impl, tmp_path)
    model.may_answer.clear()
    job = await run(impl)

    await cancel(impl, job.job_id)

    assert await status(impl, job.job_id) is JobStatus.cancelled
    with pytest.raises(ValueError, match="it is cancelled"):
        await result(impl, job.job_id)


async def test_job_fails(impl: {{ cookiecutter.__impl }}, tmp_path: Path) -> None:
    await register(impl, tmp_path, dataset_id="none")
    job = await run(impl)

    assert await ended(impl, job.job_id) is JobStatus.failed
    with pytest.raises(ValueError, match="it is failed: Dataset 'none' not found"):
        await result(impl, job.job_id)


async def test_end_that_cannot_be_written(
    impl: {{ cookiecutter.__impl }},
    model: Model,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    await register(impl, tmp_path)
    monkeypatch.setattr(Store, "end_job", full)
    job = await run(impl)

    assert await ended(impl, job.job_id) is JobStatus.failed
    with pytest.raises(ValueError, match="Its result could not be written: no space left"):
        await result(impl, job.job_id)
    assert f"{job.job_id} is completed, but that could not be written" in caplog.text

    model.may_answer.clear()
    job = await run(impl)
    await cancel(impl, job.job_id)
    assert await status(impl, job.job_id) is JobStatus.cancelled


async def test_event_loop_does_not_wait_for_the_store(
    impl: {{ cookiecutter.__impl }}, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_job = Store.end_job
    threads = []

    def end(*args: Any) -> None:
        threads.append(threading.current_thread())
        end_job(*args)

    monkeypatch.setattr(Store, "end_job", end)
    await register(impl, tmp_path)
    await ended(impl, (await run(impl)).job_id)

    assert len(threads) == 1
    assert threading.main_thread() not in threads


async def test_unknown(impl: {{ cookiecutter.__impl }}, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="'capitals' not found"):
        await run(impl)
    for ask in (status, result, cancel):
        with pytest.raises(NotFoundError, match="no job 'job-0'"):
            await ask(impl, "job-0")

    await register(impl, tmp_path)
    await impl.unregister_benchmark("capitals")
    with pytest.raises(NotFoundError, match="'capitals' not found"):
        await run(impl)


async def test_survives_a_restart(impl: {{ cookiecutter.__impl }}, model: Model, tmp_path: Path) -> None:
    await register(impl, tmp_path)
    job = await run(impl)
    await ended(impl, job.job_id)
    await impl.shutdown()

    again = await made(tmp_path, model)

    assert await status(again, job.job_id) is JobStatus.completed
    assert (await result(again, job.job_id)).generations == ANSWERS
    assert (await run(again)).status is JobStatus.in_progress
    await again.shutdown()


def test_event_loops_come_and_go(model: Model, tmp_path: Path) -> None:
    # The stack starts up in one event loop and serves in another.
    impl = asyncio.run(made(tmp_path, model))
    asyncio.run(register(impl, tmp_path))

    async def run_to_its_end() -> str:
        job = await run(impl)
        await ended(impl, job.job_id)
        return job.job_id

    job_id = asyncio.run(run_to_its_end())
    assert asyncio.run(result(impl, job_id)).generations == ANSWERS

    model.may_answer.clear()
    unfinished = asyncio.run(run(impl))
    assert asyncio.run(status(impl, unfinished.job_id)) is JobStatus.cancelled


async def test_health(impl: {{ cookiecutter.__impl }}, tmp_path: Path) -> None:
    assert await impl.health() == {"status": HealthStatus.OK}

    (tmp_path / "evaluations.db").write_bytes(b"no database" * 99)
    assert (await impl.health())["status"] == HealthStatus.ERROR
