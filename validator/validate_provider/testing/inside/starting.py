"""The stack started and ended again in one process, with what it keeps, as a server would be."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from validate_provider.live import probe


class Restarted:
    """Starts a stack with a run config, any number of times, and ends it."""

    def __init__(
        self,
        stack: probe.Stack,
        registry: Any,  # noqa: ANN401 - the stack's
        loop: asyncio.AbstractEventLoop,
        seconds: float,
    ) -> None:
        """Prepare it.

        Args:
            stack: The installed one.
            registry: Its providers and the one that is asked about.
            loop: What it runs in.
            seconds: How long a start may take.
        """
        self.module, self.registry, self.loop = stack.stack, registry, loop
        self.seconds = seconds
        self.running: Any = None
        """What is to be ended: the stack, or up to 0.2.23 its implementations; None if nothing."""
        self.implementations: dict[str, Any] = {}
        """By the names of their APIs."""

    def start(self, config: Any) -> None:  # noqa: ANN401
        """End it if it runs, and start it. Raises what it raises."""
        self.end()
        forget_listed(self.module.__name__.rpartition(".")[0])
        if hasattr(self.module, "Stack"):  # from 0.2.24
            running = self.module.Stack(config, self.registry)
            self.wait_for(running.initialize())
            found = running.impls
        else:
            running = found = self.wait_for(self.module.construct_stack(config, self.registry))
        self.running = running
        self.implementations = {api.value: it for api, it in found.items()}

    def end(self) -> None:
        """End it as the server does, if it runs; the stack keeps what providers raise to itself."""
        running, self.running = self.running, None
        if running is None:
            return
        if hasattr(self.module, "Stack"):
            self.wait_for(running.shutdown())
        else:
            self.wait_for(self.module.shutdown_stack(running))

    def wait_for(self, coroutine: Any) -> Any:  # noqa: ANN401
        """Run a coroutine to its end, or for as long as a start may take."""
        return self.loop.run_until_complete(asyncio.wait_for(coroutine, self.seconds))


def forget_listed(package: str) -> None:
    """Have the stack forget which providers' models it has listed, as the end of a server does.

    From 0.2.16 to ogx 0.8 the set of them belongs to the class, so that a stack that is started
    again in this process would have no model (core/routing_tables/models.py, `listed_providers`).

    Args:
        package: The stack's package that the routing tables are in.
    """
    module = sys.modules.get(f"{package}.routing_tables.models")
    table = getattr(module, "ModelsRoutingTable", None)
    getattr(table, "listed_providers", set()).clear()
