"""The planned requests, made through HTTP: what came of each is noted in the plan."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from validate_provider.live.inside.judging import error_event
from validate_provider.live.inside.protocols import SECONDS_BETWEEN, turns_of
from validate_provider.live.judged import is_served
from validate_provider.live.requests import Got, send, send_at_once
from validate_provider.live.server import ServerError


class BesideError(Exception):
    """What requests are about could not be made by the stack's own, beside the provider."""


class Exchange:
    """Makes planned requests of a server, which has ids of its own."""

    def __init__(self, each: float, log: Path, place_in: Callable[[str], str]) -> None:
        """Prepare it.

        Args:
            each: The seconds that one request may take.
            log: The server's.
            place_in: Gives the innermost place of the provider that a text names, if it names one.
        """
        self._each, self._log, self._place_in = each, log, place_in
        self._ids: dict[Any, Any] = {}
        """An id that the process inside was given -> the server's."""

    def listed(self, url: str, provider_type: str) -> None:
        """Ask the server for its providers; ours must be among them.

        Raises:
            ServerError: If it is not.
        """
        got = send(url, _get("/v1/providers"), self._each)
        if provider_type not in got.body.decode(errors="replace"):
            raise ServerError(f"the server does not list the provider: HTTP {got.status}")

    def make(self, url: str, plan: list[dict[str, Any]]) -> None:
        """Make the planned requests and note in the plan what came of them.

        Raises:
            BesideError: If what others are about can't be made.
        """
        for told in plan:
            if "request" not in told or told.get("outcome") == "wrong":
                continue
            self._ids.update({value: f"{value}-of-the-server" for value in told.get("named", ())})
            logged = self._log_size()
            got = self._worst(url, told)
            for _ in range(turns_of(told["method"]) if is_served(told) else 0):
                if not _failure(got):
                    break
                time.sleep(SECONDS_BETWEEN)
                got = self._worst(url, told)
            told["http"] = _failure(got)
            told["status"] = got.status
            if told["http"] and is_served(told):
                told["place"] = self._logged_place(url, logged)
            if told["http"] and told.get("beside"):
                raise BesideError(f"the stack did not make what requests are about: {told['http']}")
            if not told["http"]:
                self._learn(told, got)

    def _worst(self, url: str, told: Mapping[str, Any]) -> Got:
        """Send a planned request; give the first answer that is a failure, or else any."""
        answers = send_at_once(url, self._with_ids(told["request"]), self._each, told["times"])
        return next((it for it in answers if _failure(it)), answers[0])

    def find_place(self, url: str, told: dict[str, Any]) -> None:
        """Make a request again of which the log as JSON names no place, as of a stream."""
        logged = self._log_size()
        self._worst(url, told)
        told["place"] = self._logged_place(url, logged)

    def _log_size(self) -> int:
        return self._log.stat().st_size

    def _logged_place(self, url: str, begin: int) -> str:
        """Give the place in the provider's own package that the log names from there on."""
        send(url, _get("/v1/health"), self._each)  # by then the traceback is written
        with self._log.open("rb") as log:
            log.seek(begin)
            return self._place_in(log.read().decode(errors="replace"))

    def _learn(self, told: Mapping[str, Any], got: Got) -> None:
        for value, place in told.get("learned") or ():
            found = json.loads(got.body)
            for key in place:
                found = found[key]
            self._ids[value] = found

    def _with_ids(self, value: Any) -> Any:  # noqa: ANN401 - JSON is of any shape
        """Put the server's ids where those of the process inside stand."""
        if isinstance(value, dict):
            return {
                key: self._with_ids(it) if key not in {"verb", "path"} else it
                for key, it in value.items()
            }
        if isinstance(value, list):
            return [self._with_ids(it) for it in value]
        return self._ids.get(value, value) if isinstance(value, str) else value

    def after_restart(self, url: str, plan: list[dict[str, Any]]) -> None:
        """Make the requests that only read once more: what was there must still be."""
        for told in plan:
            reads = "request" in told and told["request"]["verb"] == "GET"
            if reads and told["times"] == 1 and told.get("http") == "":
                got = send(url, self._with_ids(told["request"]), self._each)
                if failure := _failure(got):
                    told["lost"] = (
                        f"served before the server was started again, not after: {failure}"
                    )


def _failure(got: Got) -> str:
    """Say what is wrong with an answer, or nothing."""
    if not got.status:
        return got.words
    body = got.body.decode(errors="replace")
    if got.status >= 400:
        return f"HTTP {got.status}: {body}"
    return error_event(got.body)


def _get(path: str) -> dict[str, Any]:
    return {"verb": "GET", "path": path, "in_path": {}, "query": {}, "body": None, "form": None}
