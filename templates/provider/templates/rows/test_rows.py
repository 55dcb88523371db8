{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
{% set limited = cookiecutter.api == 'eval' -%}
{% set named = 'dialog' if cookiecutter.api == 'post_training' else 'chat_completion_input' -%}
{% set column = ', "dialog"' if cookiecutter.api == 'post_training' -%}
"""Rows, of the stack's datasets and of files."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
{{ stack("apis.common.responses: PaginatedResponse", "apis.datasetio: DatasetIO" ~ (" IterRowsRequest" if requests else "")) }}

from {{ cookiecutter.__package }}.errors import NotFoundError
from {{ cookiecutter.__package }}.rows import Rows, answer_of, messages_of

pytestmark = pytest.mark.anyio


class Datasets:
    """Five rows, two in a page."""

    async def iterrows(
{%- if requests %}self, request: IterRowsRequest) -> PaginatedResponse:
        assert request.dataset_id == "five"
        start = request.start_index or 0
        end = min(start + 2, 5{% if limited %}, start + (request.limit or 5){% endif %})
{%- else %}
        self, dataset_id: str, start_index: int | None = None, limit: int | None = None
    ) -> PaginatedResponse:
        assert dataset_id == "five"
        start = start_index or 0
        end = min(start + 2, 5{% if limited %}, start + (limit or 5){% endif %})
{%- endif %}
        return PaginatedResponse(data=[{"n": n} for n in range(start, end)], has_more=end < 5)


{% if limited -%}
@pytest.mark.parametrize(("limit", "count"), [(None, 5), (1, 1), (3, 3), (9, 5)])
async def test_of_the_stack(tmp_path: Path, limit: int | None, count: int) -> None:
    rows = await Rows(tmp_path, cast(DatasetIO, Datasets())).of("five", limit)

    assert [row["n"] for row in rows] == list(range(count))
{%- else -%}
async def test_of_the_stack(tmp_path: Path) -> None:
    rows = await Rows(tmp_path, cast(DatasetIO, Datasets())).of("five")

    assert [row["n"] for row in rows] == [0, 1, 2, 3, 4]
{%- endif %}


async def test_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "some%2Frows.jsonl").write_text('{"n": 1}\n\n{"n": 2}\n', encoding="utf-8")

    assert await Rows(tmp_path, None).of("some/rows") == [{"n": 1}, {"n": 2}]
{%- if limited %}
    assert await Rows(tmp_path, None).of("some/rows", 1) == [{"n": 1}]
{%- endif %}


@pytest.mark.parametrize("dataset_id", ["none", "../outside", ".."])
async def test_unknown(tmp_path: Path, dataset_id: str) -> None:
    (tmp_path / "outside.jsonl").write_text("{}", encoding="utf-8")

    with pytest.raises(NotFoundError, match="not found"):
        await Rows(tmp_path / "datasets", None).of(dataset_id)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
async def test_of_a_file_with_ends_of_lines_in_texts(tmp_path: Path, end: str) -> None:
    rows = [{"text": f"one{end}two"}, {"text": "three"}]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (tmp_path / "rows.jsonl").write_text("\r\n".join(lines), encoding="utf-8")

    assert await Rows(tmp_path, None).of("rows") == rows


@pytest.mark.parametrize("text", ["no JSON", "[1]"])
async def test_no_rows(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.jsonl").write_text("\n".join(['{"n": 1}', "", text, ""]), encoding="utf-8")

    with pytest.raises(ValueError, match=r"bad\.jsonl: line 3 is no JSON"):
        await Rows(tmp_path, None).of("bad")


async def test_messages() -> None:
    messages = [{"role": "user", "content": "hello"}]

    assert messages_of({"input_query": "hello"}, 1{{ column }}) == messages
    assert messages_of({"{{ named }}": messages, "input_query": "good day"}, 1{{ column }}) == messages
    assert messages_of({"{{ named }}": json.dumps(messages)}, 1{{ column }}) == messages


@pytest.mark.parametrize("messages", [None, "hello", ["hello"]])
async def test_no_messages(messages: object) -> None:
    with pytest.raises(ValueError, match=r"Row 3 has .* '{{ named }}'"):
        messages_of({"{{ named }}": messages, "input_query": None}, 3{{ column }})


async def test_answers() -> None:
    assert answer_of({"expected_answer": "4"}, 1) == "4"
    assert answer_of({"expected_answer": 0}, 1) == "0"


@pytest.mark.parametrize("row", [{"input_query": "hello"}, {"expected_answer": None, "input_query": "hello"}])
async def test_no_answer(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Row 3 has nothing in 'expected_answer': its columns are \[.*'input_query'"):
        answer_of(row, 3)
