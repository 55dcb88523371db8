"""Start the stack with a provider, and see how it lives and ends.

python -m validate_provider.testing.inside.start QUESTION.json
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from validate_provider.live import probe
from validate_provider.live.inside.holdings import listed_models
from validate_provider.live.inside.serving import Requests
from validate_provider.live.inside.started import ServedStack, take_over
from validate_provider.testing.inside.configs import check_config
from validate_provider.testing.inside.ending import Ending
from validate_provider.testing.inside.resources import LISTS, Resource
from validate_provider.testing.inside.starting import Restarted
from validate_provider.testing.inside.told import Told
from validate_provider.testing.inside.waiting import Watch


def main(question: dict[str, Any]) -> None:
    """Answer the question, then end the process and whatever the provider has started in it."""
    answer = probe.Answer(Path(question["answer"]), question["token"])
    os.environ.update(question["environ"])
    os.chdir(question["folder"])
    probe.limit(question["memory"])
    take_over(question)
    try:
        see(question, answer)
        answer.say(ended="ok")
    except BaseException as error:  # a provider may well raise SystemExit
        probe.tell(error, answer)
    os._exit(0)


def see(question: dict[str, Any], answer: probe.Answer) -> None:
    """Make all checks, the stack started once for each that needs a start of its own."""
    told, called = Told(answer), Called()
    watch = Watch(answer, called.methods)
    with in_time(question, answer):
        asked = probe.import_stack(question["root"], answer)
        probe.look_up(asked, question, answer)
        check_config(asked, told)
        probe.start(asked, answer)
    stack = ServedStack.last
    called.requests = requests = Requests(stack, answer, question)
    requests.make()
    methods = {it: list(seen) for it, seen in watch.seen.items()}
    answer.say(waits=methods, watched=True)
    called.requests = None
    loop = answer.loop
    assert loop  # noqa: S101 - the stack was started in it
    restarted = Restarted(stack, asked.registry, loop, question["seconds"])
    implementation = requests.implementation()
    ending = Ending(implementation, restarted, told)
    with in_time(question, answer):
        ending.shut_down(is_routed=requests.table is not None)
    models = listed_models(stack, loop)
    samples = requests.samples
    samples.known |= resource_of_model(requests, models)
    for hook in question["hooks"]:
        kind = hook.partition("register_")[2]
        if hook.startswith("register_") and kind in LISTS and requests.table:
            group = getattr(asked.spec, "toolgroup_id", None)
            resource = Resource(
                kind,
                requests.table,
                answer.provider_id,
                tool_group=group,
                models=models,
                told=told,
            )
            with in_time(question, answer):
                resource.check(stack.used, samples, restarted)
    with in_time(question, answer):
        ending.after_failure(stack.used)


def resource_of_model(requests: Requests, models: list[Any]) -> dict[str, Any]:
    """Give the provider's own name of the model that is asked, as a run config has it."""
    asked = requests.samples.known.get("model")
    if requests.api == "inference":
        for it in models:
            if it.identifier == asked:
                return {"model_id": it.provider_resource_id or asked}
    return {}


class Called:
    """Knows which methods of the provider the request in hand has called."""

    requests: Requests | None = None

    def methods(self) -> list[str]:
        """List them, the last called last; none if no request is made."""
        return self.requests.spy.seen.called if self.requests else []


@contextlib.contextmanager
def in_time(question: dict[str, Any], answer: probe.Answer) -> Any:  # noqa: ANN401
    """End the process, and say where it waits, if what is done takes longer than it may."""
    watch = threading.Timer(question["seconds"], probe.say_where_it_hangs, [answer])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


if __name__ == "__main__":
    written = Path(sys.argv[1])
    asked_for = json.loads(written.read_text(encoding="utf-8"))
    written.unlink()  # the token is in it
    main(asked_for)
