"""Start the stack with the provider in it, as the probe does, and make every request of its API."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import os
import re
import threading
import typing
from pathlib import Path
from typing import Any

from validate_provider.live import probe
from validate_provider.live.inside import beside, judging, transport
from validate_provider.live.inside.holdings import models_of, scoring_functions_of
from validate_provider.live.inside.knowing import Knowledge
from validate_provider.live.inside.places import place_of_method
from validate_provider.live.inside.protocols import (
    SECONDS_BETWEEN,
    methods_of,
    place_in_life,
    protocol_of,
    turns_of,
)
from validate_provider.live.inside.routes import can_stream, request_for, routes_of
from validate_provider.live.inside.samples import UnsampledError
from validate_provider.live.inside.spying import Seen, Spy
from validate_provider.live.inside.started import ServedStack, take_over
from validate_provider.live.inside.threads import threads_of
from validate_provider.live.inside.timing import SLOW, Timer
from validate_provider.live.inside.weighing import Weigher

DELETES = 7
"""The place in a resource's life of the methods that take it away."""
AT_ONCE = 4
"""How many requests are made at once to see whether the provider bears it."""
READ_OR_USED = (2, 3, 4)
"""The places in a resource's life of the methods that are asked so often at once."""


def main(question: dict[str, Any]) -> None:
    """Answer the question, then end the process and whatever the provider has started in it."""
    answer = probe.Answer(Path(question["answer"]), question["token"])
    os.environ.update(question["environ"])
    os.chdir(question["folder"])
    probe.limit(question["memory"])
    watch = threading.Timer(question["seconds"], probe.say_where_it_hangs, [answer])
    watch.daemon = True
    watch.start()
    take_over(question)
    try:
        probe.ask(question, answer)
        watch.cancel()
        answer.say(ended="ok")
        Requests(ServedStack.last, answer, question).make()
    except BaseException as error:  # a provider may well raise SystemExit
        probe.tell(error, answer)
    os._exit(0)


class Asked(typing.NamedTuple):
    """What is asked: a method by its route, how, and how often at once."""

    method: str
    route: Any
    stream: bool = False
    times: int = 1

    def told(self) -> dict[str, Any]:
        """Begin what is told of it."""
        return {"method": self.method, "stream": self.stream, "times": self.times}


class Came(typing.NamedTuple):
    """What came of a request: what is told of it, how it is judged, and where it waited."""

    told: dict[str, Any]
    verdict: judging.Verdict
    where: str = ""


class Requests:
    """All requests of the provider's API, one after the other."""

    def __init__(self, stack: ServedStack, answer: probe.Answer, question: dict[str, Any]) -> None:
        assert answer.loop  # noqa: S101 - the stack was started in it
        self.stack, self.answer, self.question, self.loop = stack, answer, question, answer.loop
        self.core = stack.package
        self.api = str(answer.facts["api"])
        self.target = stack.implementations[self.api]
        self.table = stack.table_of(self.api)
        self.spy = Spy(self.implementation())
        self.knowledge = Knowledge(self.api, answer.provider_id)
        self.samples = self.knowledge.samples
        self.timer = Timer(answer, float(question["each"]), self.core)
        self.routes: dict[str, Any] = {}
        resolver = __import__(f"{self.core}.resolver", fromlist=["resolver"])
        self.protocol: Any = protocol_of(resolver, self.api, stack.used)
        self.weigher = Weigher(self.protocol, self.spy, self.samples, self.core, self.routes)

    def implementation(self) -> Any:  # noqa: ANN401
        """Give what the provider's factory returned."""
        if self.table:
            table = self.stack.implementations[self.table]
            return table.impls_by_provider_id[self.answer.provider_id]
        return self.target

    def make(self) -> None:
        """Make all requests; say the plan for HTTP and what came of each."""
        methods = methods_of(self.protocol)
        hooks = [f"{verb}_{it}" for verb in ("register", "unregister") for it in self._resources()]
        self.spy.watch([*methods, *hooks])
        self._know()
        if self.api == "inference" and "model" in self.samples.known:
            hooks = []  # the stack has asked it for its models, and registered them
        order = self._route(methods, hooks)
        self.answer.say(methods=order)
        for made in beside.MADE:
            self._make_beside(made)
        for method in order:
            self._ask(method)
        self.answer.say(done=True, threads=threads_of(self.answer))

    def _make_beside(self, made: beside.Made) -> None:
        """Have one of the stack's own make something that requests can be about."""
        target = self.stack.implementations.get(made.api)
        holder = self.stack.holder_of(made.held_by)
        if target is None or holder is None or made.held_by == self.api:
            return
        member = self.stack.members[made.api]
        for _, route in routes_of(self.core, member, target, [made.method]):
            with self.knowledge.beside(holder) as samples:
                request = request_for(route, samples)
            app, raised = transport.application([route])
            reply = self.timer.run(self.loop, transport.send(app, raised, request))
            if reply.status < 300:
                told = {"method": made.method, "beside": True, "request": request, "times": 1}
                told["learned"] = self.knowledge.learn_beside(made.names, reply)
                self._write(told)
            return

    def _know(self) -> None:
        """Find out what the stack has that requests can be about."""
        whose = self.answer.provider_id if self.api == "scoring" else None
        models = models_of(self.stack, self.loop, self.stack.wanted)
        self.samples.known |= models
        self.samples.guessed = set() if any(self.stack.wanted.values()) else set(models)
        model = self.samples.known.get("judge_model")
        self.samples.known |= scoring_functions_of(self.stack, self.loop, whose, model)

    def _route(self, methods: list[str], hooks: list[str]) -> list[str]:
        """Find the routes of all methods; give the methods in the order to ask them in."""
        member = self.stack.members[self.api]
        for name, route in routes_of(self.core, member, self.target, methods):
            self.routes.setdefault(name, route)
        order = list(methods)
        if self.table:
            table = self.stack.implementations[self.table]
            for name, route in routes_of(self.core, self.stack.members[self.table], table, hooks):
                self.routes.setdefault(name, route)
                if name not in order:
                    order.append(name)
        return sorted(order, key=self._turn_of)

    def _turn_of(self, method: str) -> tuple[int, int, tuple[int, int, str]]:
        """Say when a method is asked: a turn is made in a session, and that of an agent.

        What lies deeper has more ids in its path. It is made later, and taken away earlier.
        """
        place = place_in_life(method)
        route = self.routes.get(method)
        depth = len(re.findall("{", route.path)) if route else 0
        return place[0], -depth if place[0] == DELETES else depth, place

    def _resources(self) -> list[str]:
        """Name the kinds of resources that are registered for the API, of all releases."""
        return {
            "datasetio": ["dataset"],
            "eval": ["benchmark"],
            "inference": ["model"],
            "safety": ["shield"],
            "scoring": ["scoring_function"],
            "tool_runtime": ["tool_group", "toolgroup"],
            "vector_io": ["vector_db", "vector_store"],
        }.get(self.api, [])

    def _ask(self, method: str) -> None:
        """Make the requests of one method: plain, streamed if it can, some at once."""
        route = self.routes.get(method)
        if route is None:
            self._call(method)
            return
        plain = self._request(Asked(method, route))
        if can_stream(route):
            self._request(Asked(method, route, stream=True))
        elif plain == judging.SERVED and place_in_life(method)[0] in READ_OR_USED:
            self._request(Asked(method, route, times=AT_ONCE))

    def _request(self, asked: Asked) -> str:
        """Make one request, or some alike at once; say what came of it.

        A provider need not know the stack's first model. Who refuses it, and need not be told of
        any, is asked once more without.
        """
        try:
            request = self._formed(asked)
        except UnsampledError as error:
            told = asked.told()
            self._tell(told, judging.Verdict(judging.UNKNOWN, f"no request can be made: {error}"))
            return judging.UNKNOWN
        came = self._sent(asked, request)
        for _ in range(turns_of(asked.method)):
            if came.verdict.outcome != judging.REFUSED:
                break
            self.timer.run(self.loop, asyncio.sleep(SECONDS_BETWEEN))
            came = self._sent(asked, request)
        if came.verdict.outcome == judging.REFUSED:
            with contextlib.suppress(UnsampledError):
                plainer = self._formed(asked, guessing=False)
                if plainer != request:
                    again = self._sent(asked, plainer)
                    came = again if again.verdict.outcome == judging.SERVED else came
        self._tell(came.told, came.verdict, came.where)
        return came.verdict.outcome

    def _formed(self, asked: Asked, *, guessing: bool = True) -> dict[str, Any]:
        """Form a request.

        Raises:
            UnsampledError: If a value can't be made.
        """
        with self.knowledge.about(asked.method, guessing=guessing) as samples:
            request = request_for(asked.route, samples, stream=asked.stream)
        self.samples.made_up |= self.knowledge.free_of(asked.method, request)
        return request

    def _sent(self, asked: Asked, request: dict[str, Any]) -> Came:
        """Send a request, and learn of it if it is served."""
        method = asked.method
        told = asked.told() | {"request": request, "made_up": sorted(self.samples.made_up)}
        app, raised = transport.application([asked.route])
        self.spy.seen = Seen()

        async def at_once() -> list[transport.Reply]:
            sent = (transport.send(app, raised, request) for _ in range(asked.times))
            return list(await asyncio.gather(*sent))

        try:
            replies = self.timer.run(self.loop, at_once())
        except SLOW as error:
            return Came(told, self.timer.judge(error, self.spy), self.timer.place(error, self.spy))
        if replies[0].status < 300:
            self.spy.recall(method)
        verdicts = [self.weigher.weigh(method, reply, stream=asked.stream) for reply in replies]
        verdict = next((it for it in verdicts if it.outcome != judging.SERVED), verdicts[0])
        answered = verdict.outcome == judging.UNKNOWN and replies[0].status < 300
        if verdict.outcome == judging.SERVED or answered:
            told["named"] = self.knowledge.learn_of_request(method, request)
            told["learned"] = self.knowledge.learn(method, replies[0])
        told["status"] = replies[0].status
        return Came(told, verdict)

    def _call(self, method: str) -> None:
        """Call a method that has no route, as the router would."""
        told = Asked(method, None).told()
        target = self.target if hasattr(self.target, method) else self.spy.implementation
        self.spy.seen = Seen()
        try:
            with self.knowledge.about(method):
                options = self._options(method)
        except UnsampledError as error:
            self._tell(told, judging.Verdict(judging.UNKNOWN, f"no request can be made: {error}"))
            return
        self.samples.made_up |= self.knowledge.free_of(method, None)

        async def called() -> Any:  # noqa: ANN401
            result = getattr(target, method)(**options)
            return await result if inspect.isawaitable(result) else result

        try:
            value = self.timer.run(self.loop, called())
        except SLOW as error:
            where = self.timer.place(error, self.spy)
            self._tell(told, self.timer.judge(error, self.spy), where)
            return
        except Exception as error:
            self.spy.seen.called.append(method)
            self._tell(told, self.weigher.weigh_error(error, method))
            return
        reply = transport.Reply()
        reply.status = 200
        try:
            from fastapi.encoders import jsonable_encoder

            reply.body = json.dumps(jsonable_encoder(value)).encode()
        except Exception as error:
            self._tell(told, judging.Verdict(judging.WRONG, f"its answer is no JSON: {error}"))
            return
        verdict = judging.judge_answer(reply, self.weigher.annotation(method), stream=False)
        if verdict.outcome == judging.SERVED:
            self.knowledge.learn(method, reply)
        self._tell(told, verdict)

    def _options(self, method: str) -> dict[str, Any]:
        """Make the arguments that a method's protocol wants.

        Raises:
            UnsampledError: If one can't be made.
        """
        from pydantic import TypeAdapter

        function = getattr(self.protocol, method)
        try:
            hints = typing.get_type_hints(function, include_extras=True)
        except Exception as error:
            raise UnsampledError(f"{type(error).__name__}: {error}") from error
        options = {}
        for name, parameter in inspect.signature(function).parameters.items():
            wanted = parameter.default is parameter.empty or name in self.samples.known
            if name != "self" and name in hints and wanted:
                made = self.samples.of(name, hints[name])
                options[name] = TypeAdapter(hints[name]).validate_python(made)
        return options

    def _tell(self, told: dict[str, Any], verdict: judging.Verdict, where: str = "") -> None:
        """Say what came of a request, and where in the provider."""
        chain = probe.chain_of(verdict.error, self.answer) if verdict.error else []
        places = [link["where"] for link in chain if link["where"]]
        found = where or (places[0] if places else "")
        defined = place_of_method(self.spy.implementation, told["method"], self.answer.own_folder)
        if not found and verdict.outcome == judging.WRONG:
            found = defined
        told |= {
            "outcome": verdict.outcome,
            "words": verdict.words,
            "where": found,
            "defined": defined,
            "routed": told["method"] in self.routes,
        }
        self._write(told)

    def _write(self, told: dict[str, Any]) -> None:
        with Path(self.question["requests"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, default=str) + "\n")
