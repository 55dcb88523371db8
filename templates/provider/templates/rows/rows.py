{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set requests = 'requests' in starter.folders -%}
{% set limited = cookiecutter.api == 'eval' -%}
{% set dialogs = cookiecutter.api == 'post_training' -%}
"""The rows of a dataset: of the stack's own, or of a file in a folder of ours."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

{{ stack("apis.datasetio: DatasetIO" ~ (" IterRowsRequest" if requests else "")) }}

from .errors import NotFoundError


class Rows:
    """Reads datasets through the stack if it has the datasetio API, and else from JSON Lines files."""

    def __init__(self, folder: Path, datasetio: DatasetIO | None) -> None:
        self._folder = folder
        self._datasetio = datasetio

    async def of(self, dataset_id: str{% if limited %}, limit: int | None = None{% endif %}) -> list[dict[str, Any]]:
        """Return the rows of a dataset{% if limited %}, at most `limit` of them{% endif %}.

        Raises:
            NotFoundError: There is no such dataset.
            ValueError: Its file holds something else than rows.
        """
        if self._datasetio is None:
{%- if limited %}
            rows = await asyncio.to_thread(self._read, dataset_id)
            return rows[:limit]
        rows = []
        more = True
        while more and (limit is None or len(rows) < limit):
            left = None if limit is None else limit - len(rows)
{%- else %}
            return await asyncio.to_thread(self._read, dataset_id)
        rows: list[dict[str, Any]] = []
        more = True
        while more:
{%- endif %}
{%- if requests %}
            request = IterRowsRequest(dataset_id=dataset_id, start_index=len(rows){% if limited %}, limit=left{% endif %})
            page = await self._datasetio.iterrows(request)
{%- else %}
            page = await self._datasetio.iterrows(dataset_id, start_index=len(rows){% if limited %}, limit=left{% endif %})
{%- endif %}
            rows += page.data
            more = page.has_more and bool(page.data)
        return rows

    def _read(self, dataset_id: str) -> list[dict[str, Any]]:
        # Quoted, an id names a file in the folder, whatever is in it.
        path = self._folder / f"{quote(dataset_id, safe='')}.jsonl"
        try:
            # Not by splitlines(): to that, what JSON may hold as it is ends a line, too, such as U+2028.
            lines = path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            raise NotFoundError(f"Dataset '{dataset_id}' not found: no datasetio in the stack, no {path}") from None
        rows = []
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{path}: line {number} is no JSON: {error.msg}, column {error.colno}") from error
            if not isinstance(row, dict):
                raise ValueError(f"{path}: line {number} is no JSON object")
            rows.append(row)
        return rows


{% if dialogs -%}
def messages_of(row: dict[str, Any], number: int, column: str) -> list[dict[str, Any]]:
    """Return the messages of a row: those in `column`, as JSON or as they are, or else its `input_query`.

    Args:
        row: The row.
        number: Which one of the rows it is, counted from 1.
        column: Where its messages are.
{%- else -%}
def messages_of(row: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Return the messages of a row: its `chat_completion_input`, as JSON or as it is, or else its `input_query`.

    Args:
        row: The row.
        number: Which one of the rows it is, counted from 1.
{%- endif %}

    Raises:
        ValueError: The row has neither.
    """
    messages = row.get({{ 'column' if dialogs else '"chat_completion_input"' }})
    if isinstance(messages, str):
        try:
            messages = json.loads(messages)
        except json.JSONDecodeError as error:
            raise ValueError(f"Row {number} has text in '{{ '{column}' if dialogs else 'chat_completion_input' }}' that is no JSON: {error}") from error
    if messages is None and row.get("input_query") is not None:
        messages = [{"role": "user", "content": row["input_query"]}]
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        why = {{ "f" if dialogs }}"has no messages in '{{ '{column}' if dialogs else 'chat_completion_input' }}' and nothing in 'input_query'"
        raise ValueError(f"Row {number} {why}: its columns are {sorted(row)}")
    return messages


def answer_of(row: dict[str, Any], number: int) -> str:
    """Return the expected answer of a row.

    Args:
        row: The row.
        number: Which one of the rows it is, counted from 1.

    Raises:
        ValueError: The row has none.
    """
    answer = row.get("expected_answer")
    if answer is None:
        raise ValueError(f"Row {number} has nothing in 'expected_answer': its columns are {sorted(row)}")
    return str(answer)
