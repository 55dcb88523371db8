"""What is known to the requests: the ids that earlier answers gave, and what the stack has."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from validate_provider.live.inside.files import batch, file_for
from validate_provider.live.inside.protocols import nouns_of, place_in_life
from validate_provider.live.inside.samples import Samples, is_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validate_provider.live.inside.transport import Reply

JOBS = {"job"}
"""What the caller names when it is made, whatever the method is called."""

ALSO_CALLED = {"vector_store_id": "vector_db_id"}
"""What the stack names in two ways; 0.3 has one in some requests, and one in others."""


def makes(method: str) -> bool:
    """Whether a method makes something that is there afterwards."""
    return place_in_life(method)[0] in (0, 1)


def schema_of_tool(tool: dict[str, Any]) -> dict[str, Any]:
    """Give the JSON schema of what a tool takes; up to 0.2 it lists its parameters."""
    if isinstance(tool.get("input_schema"), dict):
        return dict(tool["input_schema"])
    listed = [it for it in tool.get("parameters") or [] if isinstance(it, dict)]
    return {
        "type": "object",
        "properties": {it["name"]: {"type": it.get("parameter_type")} for it in listed},
        "required": [it["name"] for it in listed if it.get("required", True)],
    }


def takes_something(tool: Any) -> bool:  # noqa: ANN401
    """Whether a tool says what it takes."""
    return isinstance(tool, dict) and bool(schema_of_tool(tool).get("properties"))


class Knowledge:
    """The samples that requests are made of, and what they learn from one request to the next."""

    def __init__(self, api: str, provider_id: str) -> None:
        self.api, self.provider_id = api, provider_id
        self.samples = Samples({"provider_id": provider_id})
        self.samples.file = file_for(api)
        self.tool: dict[str, Any] | None = None
        """The JSON schema of what the first tool takes."""

    @contextlib.contextmanager
    def about(self, method: str, *, guessing: bool = True) -> Iterator[Samples]:
        """Give the samples as one method has them: some names mean more to it.

        Args:
            method: What is asked.
            guessing: Whether what is guessed is in them.
        """
        kept = self.samples.known
        self.samples.made_up = set()
        try:
            known = self._known_to(method)
            left_out = set() if guessing else self.samples.guessed
            self.samples.known = {name: it for name, it in known.items() if name not in left_out}
            yield self.samples
        finally:
            self.samples.known = kept

    @contextlib.contextmanager
    def beside(self, holder: str) -> Iterator[Samples]:
        """Give the samples for what another provider of the stack is to make beside this one."""
        kept, handed_out = self.samples.known, self.samples.file
        try:
            whose = {"provider_id": holder, "metadata": {"provider_id": holder}}
            self.samples.known = kept | whose
            self.samples.file = batch(kept.get("model"))
            yield self.samples
        finally:
            self.samples.known, self.samples.file = kept, handed_out

    def learn_beside(self, names: tuple[str, ...], reply: Reply) -> list[list[Any]]:
        """Keep the id of what was made beside the provider; give it with its place."""
        value = json.loads(reply.body)
        field = "identifier" if "identifier" in value else "id"
        for name in names:
            found = value[field]
            self.samples.known[name] = [found] if name.endswith("s") else found
        return [[value[field], [field]]]

    def _known_to(self, method: str) -> dict[str, Any]:
        known = dict(self.samples.known)
        if "embedding" in method and "embedding_model" in known:
            known["model"] = known["model_id"] = known["embedding_model"]
        if method == "rerank" and "rerank_model" in known:
            known["model"] = known["rerank_model"]
        if method == "register_dataset":  # the stack has no other way to be told whose it is
            known["metadata"] = {"provider_id": self.provider_id}
        if method == "invoke_tool" and self.tool is not None:
            known["kwargs"] = self.samples.of_schema("kwargs", self.tool)
        if makes(method):
            for name in self.samples.taken:
                if name.removesuffix("_uuid").removesuffix("_id") in JOBS:
                    known.pop(name, None)
        return known

    def free_of(self, method: str, request: dict[str, Any] | None) -> set[str]:
        """Name what of a request only the provider knows the right form of."""
        free = {"kwargs"} if method == "invoke_tool" else set()
        if request and request["file"] and self.api != "files":  # it may want another kind of file
            free.add(request["file"][0])
        return free

    def learn(self, method: str, reply: Reply) -> list[list[Any]]:
        """Keep the ids of an answer; give each with its place in it."""
        with contextlib.suppress(ValueError, UnicodeDecodeError):
            value = json.loads(reply.body)
            return list(self._learned(method, value))
        return []

    def learn_of_request(self, method: str, request: dict[str, Any]) -> list[Any]:
        """Keep the ids that were made up for something that is now made: they are its own.

        Returns:
            Those of jobs, of which the server's must be others: one backend may do both.
        """
        if not makes(method):
            return []
        jobs = []
        given = {**(request["body"] if isinstance(request["body"], dict) else {})}
        self.samples.handed_on |= self.samples.made_up - set(given) - set(request["in_path"])
        for name in sorted(self.samples.made_up & set(given)):
            noun = name.rpartition("_")[0]
            if noun in nouns_of(method) or noun in JOBS:
                self.samples.taken.add(name)
                self.samples.known[name] = given[name]
                jobs += [given[name]] if noun in JOBS else []
                if name == "shield_id":
                    self.samples.known["identifier"] = given[name]
                    # What a moderation calls a model is the provider's own name of the shield.
                    self.samples.known["model"] = given.get("provider_shield_id") or given[name]
                    self.samples.guessed.discard("model")
            else:
                self.samples.handed_on.add(name)
        return jobs

    def _learned(self, method: str, value: Any) -> Iterator[list[Any]]:  # noqa: ANN401
        """Yield the ids of an answer, each with its place."""
        place: list[str | int] = []
        tools = method in {"list_runtime_tools", "list_tools"}
        if isinstance(value, dict) and isinstance(value.get("data"), list):
            place, value = ["data"], value["data"]
        if isinstance(value, list) and value:
            at = next((at for at, it in enumerate(value) if tools and takes_something(it)), 0)
            place, value = [*place, at], value[at]
        if not isinstance(value, dict):
            return
        if tools:
            self.tool = schema_of_tool(value)
        making = makes(method)
        for field, found in value.items():
            if not isinstance(found, (str, int)) or isinstance(found, bool):
                continue
            names = [field] if is_id(field) and field != "model" else []
            if field in {"id", "identifier", "name"} and (making or "tool" in method):
                ending = "name" if field == "name" else "id"
                nouns = [f"{noun}_{ending}" for noun in nouns_of(method)]
                names += [*nouns, *(f"previous_{noun}" for noun in nouns)]
                also = [ALSO_CALLED[noun] for noun in nouns if noun in ALSO_CALLED]
                names += [name for name in also if name not in self.samples.known]
            if field in {"name", "identifier"} and tools:
                names += ["tool_name"]
            for name in names:
                if making or name not in self.samples.known:
                    self.samples.known[name] = found
                    yield [found, [*place, field]]
