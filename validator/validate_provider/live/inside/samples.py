"""Make a value of a type, as JSON would hold it: what is required and nothing more.

The type's own JSON schema says what that is. Where a name means something (a model, the messages
of a chat), the value is one that a provider can do something with.
"""

from __future__ import annotations

import time
from typing import Any

from validate_provider.live.inside.files import TEXT

ROW = {
    "input_query": "hello",
    "chat_completion_input": '[{"role": "user", "content": "Hello there."}]',
    "generated_answer": "a",
    "expected_answer": "a",
}
"""A row of a dataset that can be asked, answered and scored."""
MEANT: dict[str, list[Any]] = {
    "completion_window": ["24h"],
    "content": ["Hello there."],
    "contents": [["Hello there."]],
    "dimensions": [None],
    "embedding_dimension": [8],
    "enable_session_persistence": [True],
    "endpoint": ["/v1/chat/completions"],
    "filename": ["hello.txt"],
    "input": ["Hello there."],
    "input_rows": [[ROW]],
    "items": [["Hello there.", "Good bye."]],
    "instructions": ["Be brief."],
    "kwargs": [{}],
    "limit": [5],
    "max_tokens": [16],
    "max_output_tokens": [16],
    "messages": [
        [{"role": "user", "content": "Hello there."}],
        [{"role": "user", "content": "Hello there.", "context": None}],
    ],
    "messages_batch": [[[{"role": "user", "content": "Hello there."}]]],
    "content_batch": [["Hello there."]],
    "metadata": [{"document_id": "hello"}, {}],
    "name": ["hello"],
    "prompt": ["Hello there."],
    "provider_config": [{}],
    "purpose": ["assistants", "eval/messages-answer"],
    "query": ["hello"],
    "sampling_params": [{"max_tokens": 16}],
    "scoring_functions": [[]],
    "rows": [[ROW]],
    "source": [
        {"type": "rows", "rows": [ROW]},
        {"type": "uri", "uri": "data:text/csv;base64,YQox"},
    ],
    "start_index": [0],
    "texts": [["Hello there."]],
    "uri": ["data:text/plain,hello"],
    "vector": [[0.5] * 8],
    "embedding": [[0.5] * 8],
}
"""Parameter or field -> values that mean something, the first that its type takes."""

WANTED = {"kwargs", "metadata", "model", "scoring_functions"}
"""What is given though it may be left out, if it is known, as ids are."""
KEPT = {"enable_session_persistence"}
"""Asks for what is made to be there after a restart; else it may well be gone."""
NEEDED = {("chunk", "metadata"), ("training_config", "data_config")}
"""(object, field) that is given though it may be left out.

Up to llama-stack 0.2.24 the stack itself reads the `document_id` of a chunk (`insert_chunks` of
core/routers/vector_io.py); and nobody can train on nothing.
"""
MADE_UP = "made-up-"
"""What the ids begin with that nobody gave."""
_DEEPEST = 12


class UnsampledError(Exception):
    """There is no value of the type that can be made without knowing more."""


class Samples:
    """Makes values, the ids among them from earlier answers."""

    def __init__(self, known: dict[str, Any]) -> None:
        """Begin with what is known from the start, such as the model to ask."""
        self.known = dict(known)
        """Name of a parameter or a field -> the value that the stack or the provider gave."""
        self.guessed: set[str] = set()
        """Names of what is known and may not be what the provider wants, such as a model's."""
        self.handed_on: set[str] = set()
        """Names of the made-up ids that something made earlier holds, such as an agent's model."""
        self.taken: set[str] = set()
        """Names of the made-up ids that something was made with: the next one needs another."""
        self.file = TEXT
        """Name and content of the file to upload."""
        self.count = 1
        self.made_up: set[str] = set()
        """Names of the ids that nobody gave, of the request that is being made."""

    def of(self, name: str, annotation: Any) -> Any:  # noqa: ANN401 - a type is any object
        """Make a value for a parameter.

        Raises:
            UnsampledError: If none can be made.
        """
        from pydantic import TypeAdapter

        try:
            adapter: Any = TypeAdapter(annotation)
            schema = adapter.json_schema()
        except Exception as error:
            raise UnsampledError(f"`{name}`: {type(error).__name__}: {error}") from error
        for value in self.meant(name):
            try:
                adapter.validate_python(value)
            except Exception:  # noqa: S112 - a validator of anybody's, which may raise anything
                continue
            return value
        return self._from_schema(name, schema, schema.get("$defs", {}), 0)

    def of_schema(self, name: str, schema: dict[str, Any]) -> Any:  # noqa: ANN401
        """Make the smallest value that a JSON schema takes."""
        return self._from_schema(name, schema, schema.get("$defs", {}), 0)

    def is_wanted(self, name: str) -> bool:
        """Whether a value is given though it may be left out: most want an id if there is one."""
        return name in self.known and (name.endswith("_id") or name in WANTED)

    def meant(self, name: str) -> list[Any]:
        """Give the values that a name stands for, the likeliest first."""
        known = [self.known[name]] if name in self.known else []
        # Some want what is known by its name as a mapping, and some the names alone.
        known += [[*it] for it in known if isinstance(it, dict) and it]
        return known + MEANT.get(name, [])

    def _from_schema(
        self, name: str, schema: dict[str, Any], defs: dict[str, Any], depth: int
    ) -> Any:  # noqa: ANN401
        """Make the smallest value that a JSON schema takes."""
        if depth > _DEEPEST:
            raise UnsampledError(f"`{name}` holds itself")
        if "$ref" in schema:
            schema = defs[schema["$ref"].rpartition("/")[2]]
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        for word in ("anyOf", "oneOf"):
            if word in schema:
                return self._of_any(name, schema[word], defs, depth)
        if "allOf" in schema:
            return self._from_schema(name, schema["allOf"][0], defs, depth + 1)
        kind = schema.get("type")
        if kind == "object":
            return self._object(name, schema, defs, depth)
        if kind == "array":
            some = schema.get("prefixItems") or [schema.get("items", {})] * max(
                1, schema.get("minItems", 1)
            )
            return [self._from_schema(_one_of(name), it, defs, depth + 1) for it in some]
        if kind == "string":
            return self._text(name, schema)
        if kind in {"integer", "number"}:
            low = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
            return max(1, low)
        if kind == "boolean":
            return False
        return None if kind == "null" else "hello"

    def _of_any(
        self, name: str, choices: list[dict[str, Any]], defs: dict[str, Any], depth: int
    ) -> Any:  # noqa: ANN401
        failure = UnsampledError(f"`{name}` is of no type")
        for choice in sorted(choices, key=lambda it: it.get("type") == "null"):
            try:
                return self._from_schema(name, choice, defs, depth + 1)
            except UnsampledError as error:
                failure = error
        raise failure

    def _object(
        self, name: str, schema: dict[str, Any], defs: dict[str, Any], depth: int
    ) -> dict[str, Any]:
        fields = schema.get("properties", {})
        made: dict[str, Any] = {}
        for field in schema.get("required", []):
            made[field] = self._field(field, fields.get(field, {}), defs, depth)
        for field, of in fields.items():
            if field in made:
                continue
            # A constant tells the members of a union apart, though it has a default.
            needed = field in KEPT or (name, field) in NEEDED
            if "const" in of or needed or (self.is_wanted(field) and not depth):
                made[field] = self._field(field, of, defs, depth)
        if not made and not fields and name in self.known:
            return {str(self.known[name]): None}
        return made

    def _field(self, name: str, schema: dict[str, Any], defs: dict[str, Any], depth: int) -> Any:  # noqa: ANN401
        kinds = _kinds(schema, defs)
        for value in self.meant(name):
            if _kind_of(value) in kinds and not (value == [] and schema.get("minItems")):
                return value
        return self._from_schema(name, schema, defs, depth + 1)

    def _text(self, name: str, schema: dict[str, Any]) -> str:
        form = schema.get("format")
        if form == "date-time":
            return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        if form in {"uri", "url"}:
            return "data:text/plain,hello"
        if name in self.known and isinstance(self.known[name], str):
            return str(self.known[name])
        if is_id(name):
            self.made_up.add(name)
            self.count += bool(name in self.taken)
            number = f"-{self.count}" if name in self.taken else ""
            return f"{MADE_UP}{name.replace('_', '-')}{number}"
        return "hello".ljust(schema.get("minLength", 0), "o")


def is_id(name: str) -> bool:
    """Whether a name is that of something which must be there already."""
    ids = {"model", "scoring_function", "version"}
    return name.endswith(("_id", "_uuid", "_ids", "identifier")) or name in ids


def _one_of(name: str) -> str:
    """Name one member of a list: `file_id` of `file_ids`."""
    return name.removesuffix("s")


def _kinds(schema: dict[str, Any], defs: dict[str, Any]) -> set[str]:
    """The kinds of JSON values that a schema takes, as far as its surface tells."""
    if "$ref" in schema:
        return _kinds(defs[schema["$ref"].rpartition("/")[2]], defs)
    if "const" in schema or "enum" in schema:
        return set()  # it says itself which
    below = [*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])]
    kinds = {kind for it in below for kind in _kinds(it, defs)}
    if "type" in schema:
        kinds.add(schema["type"])
    if "number" in kinds:
        kinds.add("integer")
    return kinds


def _kind_of(value: object) -> str:
    kinds = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array"}
    return "null" if value is None else kinds.get(type(value), "object")
