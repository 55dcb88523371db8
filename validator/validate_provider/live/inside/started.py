"""The stack with the provider in it, started once in this process and kept to be asked."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from validate_provider.live import probe
from validate_provider.live.inside import beside, in_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DIMENSION = 8
"""A stack wants to be told of a model that embeds how long its vectors are; it checks nothing."""
UPSTREAM_KEYS = ("base_url", "url", "api_base", "endpoint", "endpoint_url", "server_url", "host")
"""What providers call the URL of their backend, the commonest first."""


def take_over(question: dict[str, Any]) -> None:
    """Have the probe start a stack that is kept, with what requests need beside the provider."""
    sys.path.append(str(beside.FOLDER))
    ServedStack.upstream = question["upstream"]
    ServedStack.wanted = {"llm": question["model"], "embedding": question["embedding_model"]}
    beside.Neighbours.packages = Path(question["packages"])
    vars(probe).update(Stack=ServedStack, Beside=beside.Neighbours)


class ServedStack(probe.Stack):
    """A stack that keeps what it was started with and what came of it."""

    last: ServedStack
    upstream: str | None = None
    wanted: Mapping[str, str | None] = MappingProxyType({})
    """The models to name in requests, by their kind."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.implementations: dict[str, Any] = {}
        self.members: dict[str, Any] = {}
        self.used: Any = None
        self.has_model = False
        """Whether the canned model stands beside the provider."""
        self.package = self.stack.__name__.rpartition(".")[0]
        ServedStack.last = self

    def config(self, apis: list[str], providers: dict[str, list[dict[str, Any]]]) -> Any:  # noqa: ANN401
        """Make the run config with the backend and the model in it, and keep it."""
        for entries in providers.values():
            for entry in entries:
                if (entry["provider_id"], entry["provider_type"]) not in self.beside:
                    set_upstream(entry["config"], self.upstream)
        if self.directory and not self.knows_module:
            self._find_ours(self.directory)
        finds_ours = self.knows_module or self.directory
        # The first is made for the registry, when it is not known yet what the provider depends on.
        wanted = beside.is_wanted(apis if self.used else ["inference"], providers)
        self.has_model = bool(providers and wanted and finds_ours)
        if self.has_model:
            apis, providers = beside.with_model(apis, providers)
        self.used = super().config(apis, providers)
        if not self.knows_module:  # up to 0.2.15, it does not ask for models either
            models = list(self._models_of(providers.get("inference", ())))
            self.used = self.config_class(**self.used.model_dump(mode="json") | {"models": models})
        if self.has_model and "vector_stores" in self.config_class.model_fields:
            written = self.used.model_dump(mode="json") | beside.SETTINGS
            self.used = self.config_class(**written)
        return self.used

    async def start(self, config: Any, registry: Any, answer: probe.Answer) -> None:  # noqa: ANN401
        """Start, and keep the implementations; say first what a server would be started with."""
        answer.say(run_config=config.model_dump(mode="json"), has_model=self.has_model)
        resolve = self.stack.resolve_impls

        async def resolve_and_keep(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            found = await resolve(*args, **options)
            for api, implementation in found.items():
                self.members[api.value] = api
                self.implementations[api.value] = implementation
            return found

        vars(self.stack)["resolve_impls"] = resolve_and_keep
        await super().start(config, registry, answer)

    def _find_ours(self, given: str) -> None:
        """Have the stack find the provider's own files, and those of what may stand beside it."""
        packages = beside.Neighbours.packages
        if Path(given) != packages / in_files.NAME:
            self.directory = in_files.copied(given, packages)
            for api, provider_type, module in beside.OURS:
                in_files.write(packages, api, provider_type, module)

    def _models_of(self, entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the models that requests are to name, as a run config registers them."""
        real = (it["provider_id"] for it in entries if it["provider_type"] != probe.STAND_IN)
        canned = beside.MODELS if self.has_model else {}
        for provider_id in islice(real, 1):
            for kind, wanted in self.wanted.items():
                if name := wanted or canned.get(kind):
                    dimension = {"embedding_dimension": DIMENSION} if kind == "embedding" else {}
                    told = {"model_id": name, "provider_id": provider_id, "model_type": kind}
                    yield {**told, "metadata": dimension}

    def holder_of(self, api: str) -> str | None:
        """Name the first provider of an API; None if there is none, or a stand-in."""
        entries = self.used.providers.get(api) or []
        whole = (it.provider_id for it in entries if it.provider_type != probe.STAND_IN)
        return next(whole, None)

    def table_of(self, api: str) -> str | None:
        """Name the API of the resources that an API is about, such as `models`."""
        for info in self.distribution.builtin_automatically_routed_apis():
            if info.router_api.value == api:
                return str(info.routing_table_api.value)
        return None


class UpstreamError(Exception):
    """It can't be told which value of a config names the backend."""


def set_upstream(config: dict[str, Any], upstream: str | None) -> None:
    """Put the backend's URL into a config.

    Raises:
        UpstreamError: If no value of it, or more than one, may be the backend's URL.
    """
    if not (upstream and config):  # the loader is asked once before the sample config is known
        return
    named = [key for key in UPSTREAM_KEYS if key in config]
    urls = [key for key, value in config.items() if str(value).startswith(("http://", "https://"))]
    keys = named[:1] or urls
    if len(keys) != 1:
        found = ", ".join(keys) or "none"
        listed = ", ".join(config)
        raise UpstreamError(f"which of {listed} is the backend's URL? ({found}); give it with -c")
    config[keys[0]] = upstream
