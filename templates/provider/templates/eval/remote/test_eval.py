{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
"""The adapter, put to work on a server that speaks HTTP."""

from collections.abc import AsyncIterator

import pytest
{{ stack(
    "apis.benchmarks: Benchmark",
    "apis.common.job_types: JobStatus",
    "apis.eval: BenchmarkConfig",
    "apis.eval: EvaluateRowsRequest JobCancelRequest JobResultRequest JobStatusRequest RunEvalRequest" if requests
    else "apis.eval: BenchmarkConfig",
    "providers.datatypes: HealthStatus",
) }}

from conftest import OtherStack
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import NotFoundError
from {{ cookiecutter.__package }}.eval import {{ cookiecutter.__impl }}

pytestmark = pytest.mark.anyio

PATH = "{{ line.alpha }}/eval/benchmarks/a%2Fb"
SAMPLING = {"strategy": {"type": "greedy"}, "max_tokens": 9}
CONFIG = BenchmarkConfig.model_validate(
    {"eval_candidate": {"type": "model", "model": "m", "sampling_params": SAMPLING}, "num_examples": 3}
)
RUNNING = {"job_id": "1", "status": "in_progress"}
RESULT = {"generations": [{"generated_answer": "4"}], "scores": {}}


@pytest.fixture
async def adapter(other: OtherStack) -> AsyncIterator[{{ cookiecutter.__impl }}]:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": other.url})
    adapter = await get_adapter_impl(config, {})
    yield adapter
    await adapter.shutdown()


def benchmark(there: str) -> Benchmark:
    named = {"identifier": "a/b", "provider_id": "{{ cookiecutter.name }}", "provider_resource_id": there}
    return Benchmark.model_validate(named | {"dataset_id": "d", "scoring_functions": []})


async def test_benchmarks_are_called_as_they_are_there(adapter: {{ cookiecutter.__impl }}) -> None:
    await adapter.register_benchmark(benchmark("a/b"))
    await adapter.unregister_benchmark("a/b")

    with pytest.raises(ValueError, match="must be called here as it is there"):
        await adapter.register_benchmark(benchmark("c"))


async def test_run(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    other.answers[f"POST {PATH}/jobs"] = RUNNING
    job = await adapter.run_eval({% if requests %}RunEvalRequest(benchmark_id="a/b", benchmark_config=CONFIG){% else %}"a/b", CONFIG{% endif %})

    assert (job.job_id, job.status) == ("1", JobStatus.in_progress)
    [(_, body)] = other.asked
    assert BenchmarkConfig.model_validate(body["benchmark_config"]) == CONFIG


async def test_rows(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    other.answers[f"POST {PATH}/evaluations"] = RESULT
    rows = [{"input_query": "2 + 2"}]
{%- if requests %}
    request = EvaluateRowsRequest(
        benchmark_id="a/b", input_rows=rows, scoring_functions=["contains"], benchmark_config=CONFIG
    )
    response = await adapter.evaluate_rows(request)
{%- else %}
    response = await adapter.evaluate_rows("a/b", rows, ["contains"], CONFIG)
{%- endif %}

    assert response.generations == RESULT["generations"]
    [(_, body)] = other.asked
    assert (body["input_rows"], body["scoring_functions"]) == (rows, ["contains"])


async def test_job(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    other.answers |= {f"GET {PATH}/jobs/1": RUNNING, f"GET {PATH}/jobs/1/result": RESULT, f"DELETE {PATH}/jobs/1": None}

    job = await adapter.job_status({% if requests %}JobStatusRequest(benchmark_id="a/b", job_id="1"){% else %}"a/b", "1"{% endif %})
    assert job.status is JobStatus.in_progress
    result = await adapter.job_result({% if requests %}JobResultRequest(benchmark_id="a/b", job_id="1"){% else %}"a/b", "1"{% endif %})
    assert result.generations == RESULT["generations"]
    await adapter.job_cancel({% if requests %}JobCancelRequest(benchmark_id="a/b", job_id="1"){% else %}"a/b", "1"{% endif %})
    assert other.asked[-1] == (f"DELETE {PATH}/jobs/1", None)


async def test_unknown(adapter: {{ cookiecutter.__impl }}) -> None:
    with pytest.raises(NotFoundError):
        await adapter.job_status({% if requests %}JobStatusRequest(benchmark_id="a/b", job_id="1"){% else %}"a/b", "1"{% endif %})


async def test_no_id_leads_to_what_is_above(
    adapter: {{ cookiecutter.__impl }},
    other: OtherStack,
) -> None:
    for benchmark_id, job_id in [("a", ".."), ("..", "1")]:
        with pytest.raises(NotFoundError):
            await adapter.job_cancel(
{%- if requests %}JobCancelRequest(benchmark_id=benchmark_id, job_id=job_id){% else %}benchmark_id, job_id{% endif %})
    assert not other.asked


async def test_health(adapter: {{ cookiecutter.__impl }}, other: OtherStack) -> None:
    assert await adapter.health() == {"status": HealthStatus.OK}

    other.status = 500
    assert (await adapter.health())["status"] == HealthStatus.ERROR
