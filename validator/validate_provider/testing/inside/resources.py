"""Checks of resources: registered at every start-up, unregistered, and registered again.

What a run config lists the stack registers each time it starts (core/stack.py,
`register_resources`), and the provider keeps what it must know of it between two starts.
"""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Any

from validate_provider.live.inside import judging
from validate_provider.live.inside.samples import Samples, UnsampledError
from validate_provider.live.inside.unreached import UNREACHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validate_provider.testing.inside.starting import Restarted
    from validate_provider.testing.inside.told import Told

LISTS = {
    "benchmark": "benchmarks",
    "dataset": "datasets",
    "model": "models",
    "scoring_function": "scoring_fns",
    "shield": "shields",
    "toolgroup": "tool_groups",
    "vector_db": "vector_dbs",
    "vector_store": "vector_stores",
}
"""The kind of a resource, as the provider's methods call it -> its list in a run config."""
FIRST = "as the stack starts"
AGAIN = "again, as the stack starts again"
ANEW = "again, after it was unregistered"
"""When a resource is registered."""
TYPES = {"toolgroup": "tool_group"}
"""The kinds that the stack's own registry calls otherwise."""


class Resource:
    """One kind of resource, and the checks of the methods that register it."""

    def __init__(
        self,
        kind: str,
        table: str,
        provider_id: str,
        *,
        tool_group: str | None,
        models: Sequence[Any],
        told: Told,
    ) -> None:
        """Prepare the checks.

        Args:
            kind: What the provider's methods call it: `model`.
            table: The API of its routing table: `models`.
            provider_id: The provider's, in the run config.
            tool_group: The one that its spec names.
            models: Those that the stack lists.
            told: Takes what comes of them.
        """
        self.tool_group, self.models = tool_group, models
        self.register, self.unregister = f"register_{kind}", f"unregister_{kind}"
        self.kind, self.table, self.provider_id, self.told = kind, table, provider_id, told
        self.made_up: set[str] = set()

    def check(self, config: Any, samples: Samples, restarted: Restarted) -> None:  # noqa: ANN401
        """Register one at two start-ups, unregister it, and register it at a third.

        Args:
            config: The run config that the stack was started with.
            samples: What is known of the provider, such as the name of a model.
            restarted: Starts the stack.
        """
        self.told.begin(self.register)
        listed = self.listed(config, samples.known)
        error = failing(restarted, listed) if listed else None
        if error and samples.guessed:
            sure = {it: value for it, value in samples.known.items() if it not in samples.guessed}
            listed = self.listed(config, sure)
            error = failing(restarted, listed) if listed else None
        if listed is None or not self.is_taken(error, FIRST):
            return
        if not self.is_taken(failing(restarted, listed), AGAIN):
            self.told.skipped(self.unregister, f"`{self.register}` fails")
            return
        again = self.unregistered(listed, restarted)
        if not again or self.is_taken(failing(restarted, listed), ANEW):
            self.told.passed(self.register)
        restarted.end()

    def listed(self, config: Any, known: dict[str, Any]) -> Any:  # noqa: ANN401
        """Give the run config with a resource in it; None if it can't hold one."""
        listed = with_another_registry(config)
        holder = getattr(listed, "registered_resources", listed)  # on top up to 0.2
        field = type(holder).model_fields.get(LISTS[self.kind])
        if field is None or field.deprecated:
            return self.by_itself(listed)
        [kind] = typing.get_args(field.annotation)
        samples = Samples({**known, "provider_id": self.provider_id})
        try:
            sample = samples.of(self.kind, kind)
        except UnsampledError as error:
            self.not_made(f"no {self.kind} can be made: {error}")
            return None
        self.made_up = samples.made_up
        self.list_models(holder, sample)
        setattr(holder, LISTS[self.kind], [kind(**sample)])
        return listed

    def list_models(self, holder: Any, sample: dict[str, Any]) -> None:  # noqa: ANN401
        """List the models that a resource names: the stack asks for no others before it."""
        [kind] = typing.get_args(type(holder).model_fields["models"].annotation)
        for it in self.models:
            if it.identifier in sample.values():
                told = it.model_dump(include={"provider_id", "model_type", "metadata"})
                name = it.provider_resource_id
                holder.models.append(kind(model_id=name, provider_model_id=name, **told))

    def by_itself(self, config: Any) -> Any:  # noqa: ANN401
        """Give a run config that lists none, if the stack registers one by itself.

        From 0.7 on it registers the tool group that the spec names (`auto_register_tool_groups`).
        """
        if self.kind == "toolgroup" and self.tool_group:
            return config
        self.not_made(f"in this release a run config lists no {self.kind}")
        return None

    def not_made(self, words: str) -> None:
        """Tell that nothing can be registered."""
        self.told.skipped(self.register, words)
        self.told.skipped(self.unregister, words)

    def is_taken(self, error: Exception | None, when: str) -> bool:
        """Whether the stack started with the resource; tell if it did not."""
        if error:
            first = when == FIRST
            if first and self.may_be_right(error):
                self.not_made(f"it is refused, as it may be right to: {error}")
            else:
                what = f"`{self.register}`, called {when}"
                self.told.failed_with(self.register, what, error)
                if first:
                    self.told.skipped(self.unregister, f"`{self.register}` fails")
        return error is None

    def may_be_right(self, error: Exception) -> bool:
        """Whether a provider may refuse what was made up, or can't reach its service."""
        unreached = any(type(it).__name__ in UNREACHED for it in judging.links(error))
        return unreached or bool(self.made_up and judging.may_come_of_it(error))

    def unregistered(self, config: Any, restarted: Restarted) -> bool:  # noqa: ANN401
        """Unregister what was registered; tell what came of it."""
        self.told.begin(self.unregister)
        table = restarted.implementations[self.table]
        kind = TYPES.get(self.kind, self.kind)
        held = restarted.wait_for(table.get_all_with_type(kind))
        wanted = self.ids(config)
        ours = [it for it in held if it.provider_id == self.provider_id]
        found = next((it for it in ours if it.identifier in wanted), ours[0] if ours else None)
        if found is None:
            self.told.skipped(self.unregister, f"the stack keeps no {self.kind} of it")
            return False
        try:
            restarted.wait_for(table.unregister_object(found))
        except Exception as error:
            what = f"`{self.unregister}`, called for what was registered"
            self.told.failed_with(self.unregister, what, error)
            return False
        self.told.passed(self.unregister)
        self.told.begin(self.register)
        return True

    def ids(self, config: Any) -> set[str]:  # noqa: ANN401
        """Give the ids that the stack may keep it under: from 0.3 on the provider's name first."""
        holder = getattr(config, "registered_resources", config)
        listed = getattr(holder, LISTS[self.kind], None) or []
        ids = {value for it in listed for key, value in dict(it).items() if key.endswith("_id")}
        return ids | {f"{self.provider_id}/{it}" for it in ids if it}


def failing(restarted: Restarted, config: Any) -> Exception | None:  # noqa: ANN401
    """Start the stack; give what it raises, None if it starts."""
    try:
        restarted.start(config)
    except Exception as error:
        return error
    return None


def with_another_registry(config: Any) -> Any:  # noqa: ANN401
    """Give a run config like this one whose registry holds nothing yet.

    The stack refuses to register what it has once listed by itself.
    """
    other = config.model_copy(deep=True)
    if hasattr(other, "storage"):  # from 0.3
        other.storage.stores.metadata.namespace = "anew"  # what is open is known by it
        backend = other.storage.backends[other.storage.stores.metadata.backend]
        backend.db_path = f"{backend.db_path}.anew"
    else:  # its file lies in a folder of the image's name
        other.image_name = "anew"
    return other
