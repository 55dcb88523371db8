"""Start the real server with a provider in it, and make every request of the provider's API.

The requests are made twice: inside a process of the stack's (`inside/`), where what is raised can
be seen with its place, and through HTTP, of the server that the stack's own command line starts.
Both are made of one plan, at the same time.
"""

import contextlib
import json
import os
import re
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from validate_provider.finding import Answer
from validate_provider.live import contained, hints
from validate_provider.live.asking import SECONDS_OF_GRACE, Question, facts_in, spelled, told_of
from validate_provider.live.exchange import BesideError, Exchange
from validate_provider.live.inside.beside import FOLDER
from validate_provider.live.inside.protocols import place_in_life
from validate_provider.live.inside.unreached import UNREACHED
from validate_provider.live.judged import is_served, judged
from validate_provider.live.load import load
from validate_provider.live.served import MethodReport, Outcome, ServeReport
from validate_provider.live.server import Server, ServerError
from validate_provider.live.stores import stores_in
from validate_provider.live.stuck import held_at
from validate_provider.live.terms import Terms
from validate_provider.live.variables import QUICK_LOG, passed

START = Path(__file__).parent / "inside" / "start.py"
SECONDS_FOR_EACH = 30.0
"""How long one request may take."""
_POLL_SECONDS = 0.05
_LONGEST = 3600.0
"""Seconds; by then it has long been ended, for one time limit or the other."""
_CANCELS = 6
"""From this place in a resource's life on, a method takes it away."""


def serve(
    question: Question,
    python: Path,
    terms: Terms,
    *,
    upstream: str | None = None,
    model: str | None = None,
    embedding_model: str | None = None,
    each: float = SECONDS_FOR_EACH,
    progress: Callable[[str], None] = lambda _text: None,
) -> ServeReport:
    """Ask the stack that is installed in a Python to serve a provider.

    Args:
        question: The provider.
        python: The Python that has the stack, and what the provider depends on.
        terms: What the stack may use up and may know; the time is what it may take to start.
        upstream: The URL of a remote provider's backend, instead of the one in its config.
        model: The model to name in requests; None for the first that the provider lists.
        embedding_model: The same, in requests to embed.
        each: The seconds that one request may take.
        progress: Told what is being waited for.

    Raises:
        OSError: If the Python can't be started.
    """
    folder = Path(tempfile.mkdtemp(prefix="validate-provider-serve-"))
    keep = False
    try:
        serving = _Serving(question, python, folder, terms, each, progress)
        named = {"upstream": upstream, "model": model, "embedding_model": embedding_model}
        report = serving.report(named)
        keep = report.log is not None
        return report
    finally:
        if not keep:
            contained.remove(folder)


class NotStartedError(Exception):
    """The stack does not start inside; its facts say why."""


class _Serving:
    """One provider on its way: the process inside, the server beside it."""

    def __init__(
        self,
        question: Question,
        python: Path,
        folder: Path,
        terms: Terms,
        each: float,
        progress: Callable[[str], None],
    ) -> None:
        self.question, self.python, self.folder = question, python, folder
        self.terms, self.each, self.progress = terms, each, progress
        self.token = secrets.token_hex()
        self.stop = threading.Event()
        self.inside, self.home = folder / "inside", folder / "server"
        self.packages = folder / "packages"
        """What stands beside the provider and is written for it."""
        self.answer, self.requests = folder / "answer", folder / "requests"
        self.exchange = Exchange(each, self.home / "server.log", self._place)
        self.facts: Mapping[str, Any] = {}

    def report(self, named: Mapping[str, str | None]) -> ServeReport:
        """Make all requests and put together what came of them."""
        for path in (self.inside, self.home):
            path.mkdir()
        for path in (self.answer, self.requests):
            path.touch()
        written = self.folder / "question.json"
        written.write_text(json.dumps(self._asked(named), default=str), encoding="utf-8")
        self.progress("starting the stack")
        # Were this process to be ended, the other would be too: it hangs by a pipe of ours.
        with ThreadPoolExecutor(1) as pool:
            inside = pool.submit(self._run_inside, written)
            try:
                return self._with_server(inside)
            finally:
                self.stop.set()

    def _run_inside(self, written: Path) -> contained.Ended:
        temporary = self.inside / "tmp"
        temporary.mkdir()
        environ = passed(os.environ, self.terms.variables, temporary)
        command = [str(self.python), str(START), str(written)]
        return contained.run(command, self.inside, environ, _LONGEST, self.stop)

    def _asked(self, named: Mapping[str, str | None]) -> dict[str, Any]:
        asked = spelled(self.question, self.terms, self.answer, self.token, self.inside)
        return asked | {
            "requests": str(self.requests),
            "packages": str(self.packages),
            "each": self.each,
            **named,
        }

    def _with_server(self, inside: "Future[contained.Ended]") -> ServeReport:
        if not self._wait_for(inside, "run_config", self.terms.seconds + SECONDS_OF_GRACE):
            return self._not_started(inside)
        run = self.folder / "run.yaml"
        self.progress("starting the server")
        try:
            with self._first_server(inside, run) as first:
                self._wait_for(inside, "done", self.each * 4 * len(self.facts["methods"]))
                plan = self._plan()
                before = [it for it in plan if place_in_life(it["method"])[0] < _CANCELS]
                may_keep = any(map(is_served, plan))
                self.progress("making the requests")
                self.exchange.listed(first.url, self.facts.get("provider_type", ""))
                self.exchange.make(first.url, before if may_keep else plan)
            servers = [first]
            if may_keep:
                servers.append(self._restarted(run, before, plan))
        except NotStartedError:
            return self._not_started(inside)
        except BesideError as error:
            return self._report(problem=str(error), settled=False, log=True)
        except ServerError as error:
            said, *log = str(error).splitlines()
            words = f"{said} {log[-1].strip() if log else ''}".strip()
            return self._report(problem=words, where=self._place(str(error)), log=True)
        return self._report(methods=tuple(self._methods(plan)), servers=servers)

    def _restarted(
        self, run: Path, before: list[dict[str, Any]], plan: list[dict[str, Any]]
    ) -> Server:
        """See in a second server what is left of the first, and take it away."""
        self.progress("starting the server again")
        unplaced = [it for it in before if it.get("place") == ""]
        with self._server(run, painted=bool(unplaced)) as second:
            for told in unplaced:
                self.exchange.find_place(second.url, told)
            self.exchange.after_restart(second.url, before)
            self.exchange.make(second.url, [it for it in plan if it not in before])
        return second

    @contextlib.contextmanager
    def _first_server(self, inside: "Future[contained.Ended]", run: Path) -> Iterator[Server]:
        """Start a server while the stack starts inside.

        The stack inside may begin anew, with something else beside the provider. Then so does this.

        Raises:
            NotStartedError: If the stack does not start inside.
            ServerError: If it does, and the server does not.
        """
        failure: ServerError | None = None
        while True:
            begun_with = self.facts["run_config"]
            run.write_text(self._run_config(), encoding="utf-8")
            with contextlib.ExitStack() as stack:
                server = self._server(run, is_given_up=lambda: self._has_failed(inside))
                try:
                    failure = None
                    stack.enter_context(server)
                except ServerError as error:
                    failure = error
                if not self._wait_for(inside, "methods", self.terms.seconds + SECONDS_OF_GRACE):
                    raise NotStartedError
                if begun_with == self.facts["run_config"]:
                    if failure:
                        raise failure
                    yield server
                    return
            contained.remove(self.home)  # what it kept was another's
            self.home.mkdir()

    def _has_failed(self, inside: "Future[contained.Ended]") -> bool:
        """Whether the process inside has ended before its stack had started."""
        return inside.done() and not self._wait_for(inside, "methods", 0)

    def _server(
        self, run: Path, *, painted: bool = False, is_given_up: Callable[[], bool] = lambda: False
    ) -> Server:
        """Give a server; its log has all tracebacks if it is to be painted."""
        return Server(
            self.python,
            run,
            path=[*self.question.search_path, FOLDER, self.packages],
            environ={} if painted else QUICK_LOG,
            variables=self.terms.variables,
            home=self.home,
            start_seconds=self.terms.seconds,
            is_given_up=is_given_up,
        )

    def _wait_for(self, inside: "Future[contained.Ended]", fact: str, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while fact not in self.facts:
            ended = inside.done()
            lines = self.answer.read_bytes().splitlines()
            self.facts = facts_in(lines, self.token)
            if fact in self.facts:
                break
            if ended or time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def _not_started(self, inside: "Future[contained.Ended]") -> ServeReport:
        chain = self.facts.get("chain", ())
        if not chain:
            where = self.facts.get("where", "")
            code = inside.result().exit_code if inside.done() else None
            said = "it does not come to an end" if code in {None, 0} else f"exit code {code}"
            return self._report(problem=f"the stack does not start: {said}", where=where)
        said, where = told_of(chain)
        problem = f"at {self.facts.get('step', '')}: {said}"
        types = {link["type"] for link in chain}
        if types & UNREACHED:
            hint = hints.unreached(self.facts.get("urls", ()), "--upstream URL")
            return self._report(problem=f"{problem}; {hint}", where=where, settled=False)
        settled = "UpstreamError" not in types and (bool(where) or self._does_not_start())
        return self._report(problem=problem, where=where, settled=settled)

    def _does_not_start(self) -> bool:
        """Whether the stack starts by itself, and not with the provider and what it depends on."""
        return load(self.question, self.python, self.terms).serves is Answer.NO

    def _run_config(self) -> str:
        """Give the run config as JSON, which is YAML, with the server's own folder in it."""
        text = json.dumps(_without_none(self.facts["run_config"]))
        config = json.loads(text.replace(str(self.inside), str(self.home)))
        config["server"] = {"host": "127.0.0.1"}
        if "storage" in config:  # from 0.3 on
            prompts = config["storage"]["stores"].get("prompts", {})
            config["storage"] = stores_in(
                self.home, prompts="sql" if "table_name" in prompts else "kv"
            )
        return json.dumps(config)

    def _plan(self) -> list[dict[str, Any]]:
        lines = self.requests.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def _places(self, text: str) -> list[str]:
        """List the places in the provider's own package that a traceback names, in JSON or not."""
        folder = self.facts.get("imported_from") or "?"
        found = re.findall(rf'({re.escape(folder)}[^"\n]*\.py)\\?"?,? ?(?:in |line |:)(\d+)', text)
        return [":".join(place) for place in found]

    def _place(self, text: str) -> str:
        """Give the last of these places, which is the innermost, or nothing."""
        return "".join(self._places(text)[-1:])

    def _methods(self, plan: list[dict[str, Any]]) -> Iterator[MethodReport]:
        """Yield the worst that came of each method's requests."""
        ranks = list(Outcome)
        for method in self.facts["methods"]:
            told = [it for it in plan if it["method"] == method]
            if not told:
                words = "it was not asked: the requests before it did not come to an end"
                yield MethodReport(
                    method=method, outcome=Outcome.UNKNOWN, words=words, where="", through="call"
                )
                continue
            yield max(map(judged, told), key=lambda it: ranks.index(it.outcome))

    def _report(
        self,
        *,
        methods: tuple[MethodReport, ...] = (),
        problem: str = "",
        where: str = "",
        settled: bool = True,
        servers: Sequence[Server] = (),
        log: bool = False,
    ) -> ServeReport:
        wrong = any(it.outcome is Outcome.WRONG for it in methods)
        has_threads = bool(self.facts.get("threads"))
        held = (held_at(it.stuck, self._places, has_threads=has_threads) for it in servers)
        stuck_at = next(filter(None, held), "")
        ended = all(server.ended_by_itself for server in servers)
        beside = dict(self.facts.get("beside") or {})
        if self.facts.get("has_model"):
            beside["inference"] = "a canned model"
        return ServeReport(
            release=self.facts.get("release", ""),
            python=self.python,
            api=self.facts.get("api", ""),
            provider_type=self.facts.get("provider_type", ""),
            methods=methods,
            problem=problem,
            where=where,
            settled=settled,
            ended_by_itself=ended,
            stuck_at=stuck_at,
            beside=tuple(sorted(beside.items())),
            log=self.home / "server.log" if log or wrong or not ended else None,
        )


def _without_none(value: Any) -> Any:  # noqa: ANN401
    """Leave out what is not set, as a person writing a run config would."""
    if isinstance(value, dict):
        return {key: _without_none(it) for key, it in value.items() if it is not None}
    return [_without_none(it) for it in value] if isinstance(value, list) else value
