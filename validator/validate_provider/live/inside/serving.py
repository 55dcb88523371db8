"""Start the stack with the provider in it, as the probe does, and make every request of its API."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import os
import re
import signal
import threading
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validate_provider.live import probe
from validate_provider.live.inside import judging, transport
from validate_provider.live.inside.protocols import methods_of, nouns_of, place_in_life, protocol_of
from validate_provider.live.inside.routes import (
    alternatives,
    can_stream,
    request_for,
    routes_of,
)
from validate_provider.live.inside.samples import MADE_UP, Samples, UnsampledError, is_id
from validate_provider.live.inside.spying import Seen, Spy

if TYPE_CHECKING:
    from types import FrameType

UPSTREAM_KEYS = ("base_url", "url", "api_base", "endpoint", "endpoint_url", "server_url", "host")
"""What providers call the URL of their backend, the commonest first."""
NOT_FOUND = ("not found", "no such", "not exist", "unknown")
RETRIEVES, DELETES = 3, 7
"""The places in a resource's life of the methods that give one by its id, and take it away."""
JOBS = {"job"}
"""What the caller names when it is made, whatever the method is called."""
OWN_THREAD = threading.get_ident()
NETWORK = (f"{os.sep}http{os.sep}client.py", f"{os.sep}socket.py", f"{os.sep}ssl.py")
"""Modules of Python's own whose code waits for a service."""
AT_ONCE = 4
"""How many requests are made at once to see whether the provider bears it."""
_SECONDS_OF_GRACE = 2


class TooSlowError(Exception):
    """A request was not answered in time, and nothing else could go on meanwhile."""


class ServedStack(probe.Stack):
    """A stack that keeps what it was started with and what came of it."""

    last: ServedStack
    upstream: str | None = None

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.implementations: dict[str, Any] = {}
        self.members: dict[str, Any] = {}
        self.used: Any = None
        self.package = self.stack.__name__.rpartition(".")[0]
        ServedStack.last = self

    def config(self, apis: list[str], providers: dict[str, list[dict[str, Any]]]) -> Any:  # noqa: ANN401
        """Make the run config with the backend in it, and keep it."""
        for entries in providers.values():
            for entry in entries:
                if not entry["provider_id"].startswith("beside-"):
                    set_upstream(entry["config"], self.upstream)
        self.used = super().config(apis, providers)
        return self.used

    async def start(self, config: Any, registry: Any, answer: probe.Answer) -> None:  # noqa: ANN401
        """Start, and keep the implementations."""
        resolve = self.stack.resolve_impls

        async def resolve_and_keep(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            found = await resolve(*args, **options)
            for api, implementation in found.items():
                self.members[api.value] = api
                self.implementations[api.value] = implementation
            return found

        vars(self.stack)["resolve_impls"] = resolve_and_keep
        await super().start(config, registry, answer)


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


def main(question: dict[str, Any]) -> None:
    """Answer the question, then end the process and whatever the provider has started in it."""
    answer = probe.Answer(Path(question["answer"]), question["token"])
    os.environ.update(question["environ"])
    os.chdir(question["folder"])
    probe.limit(question["memory"])
    watch = threading.Timer(question["seconds"], probe.say_where_it_hangs, [answer])
    watch.daemon = True
    watch.start()
    ServedStack.upstream = question["upstream"]
    vars(probe)["Stack"] = ServedStack
    try:
        probe.ask(question, answer)
        watch.cancel()
        answer.say(ended="ok")
        Requests(ServedStack.last, answer, question).make()
    except BaseException as error:  # a provider may well raise SystemExit
        probe.tell(error, answer)
    os._exit(0)


def of_request(error: BaseException) -> str:
    """Give what is wrong with a request, in short."""
    first: dict[str, Any] = (getattr(error, "errors", list)() or [{}])[0]
    return f"{'.'.join(map(str, first.get('loc', ())))}: {first.get('msg', error)}"


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


def waits_for_network() -> bool:
    """Whether a thread beside the loop's own waits for a service: it may be out of reach."""
    frames = [frame for number, frame in probe.current_frames().items() if number != OWN_THREAD]
    while frames:
        frame = frames.pop()
        if frame.f_code.co_filename.endswith(NETWORK):
            return True
        if frame.f_back:
            frames.append(frame.f_back)
    return False


def takes_something(tool: Any) -> bool:  # noqa: ANN401
    """Whether a tool says what it takes."""
    return isinstance(tool, dict) and bool(schema_of_tool(tool).get("properties"))


class Requests:
    """All requests of the provider's API, one after the other."""

    def __init__(self, stack: ServedStack, answer: probe.Answer, question: dict[str, Any]) -> None:
        self.stack, self.answer, self.question = stack, answer, question
        self.core = stack.package
        self.api = str(answer.facts["api"])
        self.provider_id = answer.provider_id
        self.target = stack.implementations[self.api]
        self.table = self.table_of_api()
        self.spy = Spy(self.implementation())
        self.samples = Samples({"provider_id": self.provider_id})
        self.routes: dict[str, Any] = {}
        self.tool: dict[str, Any] | None = None
        """The JSON schema of what the first tool takes."""
        self.protocol: Any = None

    def table_of_api(self) -> str | None:
        """Name the API of the resources that the provider's API is about, such as `models`."""
        for info in self.stack.distribution.builtin_automatically_routed_apis():
            if info.router_api.value == self.api:
                return str(info.routing_table_api.value)
        return None

    def implementation(self) -> Any:  # noqa: ANN401
        """Give what the provider's factory returned."""
        if self.table:
            table = self.stack.implementations[self.table]
            return table.impls_by_provider_id[self.provider_id]
        return self.target

    def make(self) -> None:
        """Make all requests; say the plan for HTTP and what came of each."""
        loop = self.answer.loop
        assert loop  # noqa: S101 - the stack was started in it
        resolver = __import__(f"{self.core}.resolver", fromlist=["resolver"])
        self.protocol = protocol_of(resolver, self.api, self.stack.used)
        methods = methods_of(self.protocol)
        hooks = [f"{verb}_{it}" for verb in ("register", "unregister") for it in self.resources()]
        self.spy.watch([*methods, *hooks])
        self.know_model(loop)
        self.know_scoring_functions(loop)
        if "model" in self.samples.known:
            hooks = []  # the stack has asked it for its models, and registered them
        member = self.stack.members[self.api]
        self.routes = {}
        for name, route in routes_of(self.core, member, self.target, methods):
            self.routes.setdefault(name, route)
        order = list(methods)
        if self.table:
            table = self.stack.implementations[self.table]
            for name, route in routes_of(self.core, self.stack.members[self.table], table, hooks):
                self.routes.setdefault(name, route)
                if name not in order:
                    order.append(name)
        order.sort(key=self.turn_of)
        self.answer.say(
            run_config=self.stack.used.model_dump(mode="json"),
            methods=order,
        )
        for method in order:
            self.ask(loop, method)
        self.answer.say(done=True)

    def turn_of(self, method: str) -> tuple[int, int, tuple[int, int, str]]:
        """Say when a method is asked: a turn is made in a session, and that of an agent.

        What lies deeper has more ids in its path. It is made later, and taken away earlier.
        """
        place = place_in_life(method)
        route = self.routes.get(method)
        depth = len(re.findall("{", route.path)) if route else 0
        return place[0], -depth if place[0] == DELETES else depth, place

    def resources(self) -> list[str]:
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

    def know_model(self, loop: asyncio.AbstractEventLoop) -> None:
        """Find the models that the provider has, for requests to name."""
        wanted = self.question.get("model")
        table = self.stack.implementations.get("models")
        if self.api != "inference" or table is None:
            return
        listed = loop.run_until_complete(table.list_models())
        models = getattr(listed, "data", None) or []
        for kind, names in {"llm": ["model", "model_id"], "embedding": ["embedding_model"]}.items():
            fitting = [
                it.identifier
                for it in models
                if getattr(it.model_type, "value", it.model_type) == kind
            ]
            if fitting:
                for name in names:
                    self.samples.known[name] = fitting[0]
        if wanted:
            # From 0.3 on a stack puts the provider's name before what it lists.
            full = f"{self.provider_id}/{wanted}"
            wanted = full if any(it.identifier == full for it in models) else wanted
            self.samples.known["model"] = self.samples.known["model_id"] = wanted

    def know_scoring_functions(self, loop: asyncio.AbstractEventLoop) -> None:
        """Find a function that the provider scores with, for requests to name."""
        if self.api != "scoring" or not self.table:
            return
        table = self.stack.implementations[self.table]
        for it in loop.run_until_complete(table.get_all_with_type("scoring_function")):
            if it.provider_id == self.provider_id:
                for name in ("scoring_function", "scoring_functions"):
                    self.samples.known.setdefault(name, it.identifier)

    def ask(self, loop: asyncio.AbstractEventLoop, method: str) -> None:
        """Make the requests of one method: plain, streamed if it can, some at once."""
        route = self.routes.get(method)
        if route is None:
            self.call(loop, method)
            return
        plain = self.request(loop, method, route, stream=False)
        if can_stream(route):
            self.request(loop, method, route, stream=True)
        elif plain == judging.SERVED and place_in_life(method)[0] in (2, 3, 4):
            self.request(loop, method, route, stream=False, times=AT_ONCE)

    def request(
        self,
        loop: asyncio.AbstractEventLoop,
        method: str,
        route: Any,  # noqa: ANN401
        *,
        stream: bool,
        times: int = 1,
    ) -> str:
        """Make one request, or some alike at once; say what came of it."""
        self.samples.made_up = set()
        told: dict[str, Any] = {"method": method, "stream": stream, "times": times}
        known = self.samples.known
        try:
            self.samples.known = self.known_to(method)
            request = request_for(route, self.samples, stream=stream)
        except UnsampledError as error:
            self.tell(told, judging.Verdict(judging.UNKNOWN, f"no request can be made: {error}"))
            return judging.UNKNOWN
        finally:
            self.samples.known = known
        self.samples.made_up |= self.free_of(method, request)
        told["request"] = request
        told["made_up"] = sorted(self.samples.made_up)
        app, raised = transport.application([route])
        self.spy.seen = Seen()

        async def at_once() -> list[transport.Reply]:
            return list(
                await asyncio.gather(*(transport.send(app, raised, request) for _ in range(times)))
            )

        try:
            replies = self.in_time(loop, at_once())
        except (TooSlowError, asyncio.TimeoutError) as error:  # noqa: UP041 - Python 3.10
            self.tell(told, self.too_slow(error), where=self.place_of_slow(error))
            return judging.WRONG
        verdicts = [self.judge(method, reply, stream=stream) for reply in replies]
        verdict = next((it for it in verdicts if it.outcome != judging.SERVED), verdicts[0])
        answered = verdict.outcome == judging.UNKNOWN and replies[0].status < 300
        if verdict.outcome == judging.SERVED or answered:
            told["learned"] = self.learn(method, replies[0])
            self.learn_of_request(method, request)
        told["status"] = replies[0].status
        self.tell(told, verdict)
        return verdict.outcome

    def known_to(self, method: str) -> dict[str, Any]:
        """Give what is known to the requests of one method: some names mean more to it."""
        known = dict(self.samples.known)
        if "embedding" in method and "embedding_model" in known:
            known["model"] = known["model_id"] = known["embedding_model"]
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

    def judge(self, method: str, reply: transport.Reply, *, stream: bool) -> judging.Verdict:
        """Judge a reply with what was seen of the provider."""
        seen = self.spy.seen
        failed = reply.status >= 400 or (stream and judging.error_event(reply.body))
        errors = [error for _, error in seen.errors]
        error = errors[-1] if errors else reply.error
        if failed or (errors and reply.error):
            if method in seen.returned and not errors:
                return self.judge_returned(method, seen.returned[method], error)
            if error is None:
                words = judging.error_event(reply.body) or reply.body.decode(errors="replace")
                outcome = judging.WRONG if seen.called else judging.UNKNOWN
                return judging.Verdict(outcome, words[:300])
            return self.judge_id(method, self.judge_error(error, method))
        verdict = judging.judge_answer(reply, self.annotation(method), stream=stream)
        if method in seen.returned and seen.returned[method] is None:
            expected = self.annotation(method)
            if judging.checkable([expected]) and type(None) not in alternatives(expected):
                shown = judging.shown(alternatives(expected))
                verdict = judging.Verdict(judging.WRONG, f"it returns None, not {shown}")
        if verdict.outcome != judging.WRONG:
            return verdict
        if not seen.called:
            words = f"the stack answers without asking the provider: {verdict.words}"
            return judging.Verdict(judging.UNKNOWN, words)
        if seen.returned.get(method, ...) is None and self.samples.made_up:
            words = f"{verdict.words} ({judging.made_up_words(self.samples.made_up)})"
            return judging.Verdict(judging.UNKNOWN, words)
        if not stream and self.is_as_agreed(method):
            words = f"the stack makes of a right answer what is not: {verdict.words}"
            return judging.Verdict(judging.UNKNOWN, words)
        return verdict

    def is_as_agreed(self, method: str) -> bool:
        """Whether what the provider returned is of a class that the protocol names."""
        classes = tuple(it for it in alternatives(self.annotation(method)) if isinstance(it, type))
        returned = self.spy.seen.returned.get(method)
        return returned is not None and isinstance(returned, classes)

    def judge_returned(
        self,
        method: str,
        value: Any,  # noqa: ANN401
        error: BaseException | None,
    ) -> judging.Verdict:
        """Judge an answer that the stack could not take from the provider."""
        shown = judging.shown(alternatives(self.annotation(method)))
        if value is None:
            return judging.Verdict(judging.WRONG, f"it returns None, not {shown}", error)
        said = f": {of_request(error)}" if error else ""
        kind = type(value).__name__
        words = f"it returns a {kind}, which the stack can't pass on as {shown}{said}"
        return judging.Verdict(judging.WRONG, words, error)

    def judge_id(self, method: str, verdict: judging.Verdict) -> judging.Verdict:
        """Judge again who does not find what was made a moment ago."""
        missing = any(words in verdict.words.lower() for words in NOT_FOUND)
        missing = missing and MADE_UP not in verdict.words
        reads = place_in_life(method)[0] == RETRIEVES and "{" in self.routes[method].path
        if verdict.outcome == judging.REFUSED and missing and reads and not self.samples.made_up:
            words = f"it does not know the id that it gave: {verdict.words}"
            return judging.Verdict(judging.WRONG, words, verdict.error)
        return verdict

    def judge_error(self, error: BaseException, method: str) -> judging.Verdict:
        """Judge a request that ended in an error, the stack's own kinds first."""
        if type(error).__name__ == "RequestValidationError":
            return judging.Verdict(
                judging.UNKNOWN,
                f"the stack refuses a request of its own types: {of_request(error)}",
                error,
            )
        if type(error).__name__ == "ResponseValidationError":
            return judging.Verdict(judging.WRONG, of_request(error), error)
        status = judging.status_of(error, self.core)
        made_up = self.samples.made_up
        if method in self.routes and "{" in self.routes[method].path:  # it is about what was made
            made_up = made_up | self.samples.handed_on
        return judging.judge_error(error, self.spy, made_up, status, set())

    def annotation(self, method: str) -> Any:  # noqa: ANN401
        """Give what the protocol says that a method returns."""
        function = getattr(self.protocol, method, None)
        if function is None:
            return inspect.Signature.empty
        try:
            return typing.get_type_hints(function).get("return", inspect.Signature.empty)
        except Exception:  # a name that its module imports for type checkers alone
            return inspect.Signature.empty

    def call(self, loop: asyncio.AbstractEventLoop, method: str) -> None:
        """Call a method that has no route, as the router would."""
        told: dict[str, Any] = {"method": method, "stream": False, "times": 1}
        target = self.target if hasattr(self.target, method) else self.spy.implementation
        self.samples.made_up = set()
        self.spy.seen = Seen()
        known = self.samples.known
        try:
            self.samples.known = self.known_to(method)
            options = self.options(method)
            self.samples.made_up |= self.free_of(method, None)
        except UnsampledError as error:
            self.tell(told, judging.Verdict(judging.UNKNOWN, f"no request can be made: {error}"))
            return
        finally:
            self.samples.known = known

        async def called() -> Any:  # noqa: ANN401
            result = getattr(target, method)(**options)
            return await result if inspect.isawaitable(result) else result

        try:
            value = self.in_time(loop, called())
        except (TooSlowError, asyncio.TimeoutError) as error:  # noqa: UP041 - Python 3.10
            self.tell(told, self.too_slow(error), where=self.place_of_slow(error))
            return
        except Exception as error:
            self.spy.seen.called.append(method)
            self.tell(told, self.judge_error(error, method))
            return
        reply = transport.Reply()
        reply.status = 200
        try:
            from fastapi.encoders import jsonable_encoder

            reply.body = json.dumps(jsonable_encoder(value)).encode()
        except Exception as error:
            self.tell(told, judging.Verdict(judging.WRONG, f"its answer is no JSON: {error}"))
            return
        verdict = judging.judge_answer(reply, self.annotation(method), stream=False)
        if verdict.outcome == judging.SERVED:
            self.learn(method, reply)
        self.tell(told, verdict)

    def options(self, method: str) -> dict[str, Any]:
        """Make the arguments that a method's protocol wants."""
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

    def in_time(self, loop: asyncio.AbstractEventLoop, coroutine: Any) -> Any:  # noqa: ANN401
        """Run a coroutine to its end or the time limit, even if it holds up the loop."""
        seconds = float(self.question["each"])
        self.held_up: str | None = None
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self.interrupt)
            signal.setitimer(signal.ITIMER_REAL, seconds + _SECONDS_OF_GRACE)
        try:
            return loop.run_until_complete(asyncio.wait_for(coroutine, seconds))
        finally:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)

    def interrupt(self, _number: int, frame: FrameType | None) -> None:
        """Break into code that holds up the loop."""
        while frame:
            if probe.is_own(frame, self.answer):
                self.held_up = f"{frame.f_code.co_filename}:{frame.f_lineno}"
                raise TooSlowError(self.held_up)
            frame = frame.f_back
        self.held_up = ""
        raise TooSlowError

    def too_slow(self, error: BaseException) -> judging.Verdict:
        """Judge a request that was not answered in time."""
        how = "it holds up the server: nothing else is answered meanwhile"
        held = isinstance(error, TooSlowError) or self.held_up is not None
        if not held and type(self.spy.implementation).__module__.startswith(f"{self.core}.jobs"):
            words = "the stack hands it to a worker of its own, which is not started here"
            return judging.Verdict(judging.UNKNOWN, words)
        if not held and waits_for_network():
            words = f"it waits for the network, for {self.question['each']:g} s"
            return judging.Verdict(judging.UNKNOWN, words)
        words = how if held else "no answer"
        return judging.Verdict(judging.WRONG, f"{words} for {self.question['each']:g} s")

    def place_of_slow(self, error: BaseException) -> str:
        """Where it waited, if that was in the provider's own code."""
        if self.held_up:
            return self.held_up
        for link in judging.links(error):
            where = probe.chain_of(link, self.answer)[0]["where"]
            if where:
                return where
        return self.place_of_method(self.spy.seen.called[-1:] and self.spy.seen.called[-1])

    def place_of_method(self, method: Any) -> str:  # noqa: ANN401
        """Where a method is defined, if in the provider's own package."""
        function = inspect.unwrap(
            getattr(self.spy.implementation, str(method), None) or (lambda: 0)
        )
        code = getattr(function, "__code__", None)
        if code is None or not code.co_filename.startswith(self.answer.own_folder + os.sep):
            return ""
        return f"{code.co_filename}:{code.co_firstlineno}"

    def learn(self, method: str, reply: transport.Reply) -> list[list[Any]]:
        """Keep the ids of an answer; give each with its place in it."""
        with contextlib.suppress(ValueError, UnicodeDecodeError):
            value = json.loads(reply.body)
            return list(self.learned(method, value))
        return []

    def learn_of_request(self, method: str, request: dict[str, Any]) -> None:
        """Keep the ids that were made up for something that is now made: they are its own."""
        if not makes(method):
            return
        given = {**(request["body"] if isinstance(request["body"], dict) else {})}
        self.samples.handed_on |= self.samples.made_up - set(given) - set(request["in_path"])
        for name in sorted(self.samples.made_up & set(given)):
            noun = name.rpartition("_")[0]
            if noun in nouns_of(method) or noun in JOBS:
                self.samples.taken.add(name)
                self.samples.known[name] = given[name]
                if name == "shield_id":  # what a moderation calls a model
                    self.samples.known["identifier"] = given[name]
                    self.samples.known["model"] = given[name]
            else:
                self.samples.handed_on.add(name)

    def learned(self, method: str, value: Any) -> Any:  # noqa: ANN401
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
        making = place_in_life(method)[0] in (0, 1)
        for field, found in value.items():
            if not isinstance(found, (str, int)) or isinstance(found, bool):
                continue
            names = [field] if is_id(field) and field != "model" else []
            if field in {"id", "identifier", "name"} and (making or "tool" in method):
                names += [
                    f"{noun}_{'name' if field == 'name' else 'id'}" for noun in nouns_of(method)
                ]
            if field in {"name", "identifier"} and tools:
                names += ["tool_name"]
            for name in names:
                if making or name not in self.samples.known:
                    self.samples.known[name] = found
                    yield [found, [*place, field]]

    def tell(self, told: dict[str, Any], verdict: judging.Verdict, where: str = "") -> None:
        """Say what came of a request, and where in the provider."""
        chain = probe.chain_of(verdict.error, self.answer) if verdict.error else []
        places = [link["where"] for link in chain if link["where"]]
        found = where or (places[0] if places else "")
        if not found and verdict.outcome == judging.WRONG:
            found = self.place_of_method(told["method"])
        told |= {
            "outcome": verdict.outcome,
            "words": verdict.words,
            "where": found,
            "defined": self.place_of_method(told["method"]),
            "routed": told["method"] in self.routes,
        }
        with Path(self.question["requests"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, default=str) + "\n")
