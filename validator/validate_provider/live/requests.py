"""Make the planned requests of a running server through HTTP, as a plain client makes them."""

import concurrent.futures
import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from validate_provider.live.inside.transport import body_of, target_of
from validate_provider.record import Record

_MOST_BYTES = 2**22
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Asks this machine's own servers, whatever proxy there is for others."""


class Got(Record):
    """What the server answered."""

    status: int
    """0 if there was no answer."""
    body: bytes
    words: str = ""
    """Why there was no answer."""


def send(url: str, request: Mapping[str, Any], seconds: float) -> Got:
    """Make one request.

    Args:
        url: The server's.
        request: Verb, path, query and body, as `inside/routes.py` makes them.
        seconds: How long the server may keep silent.
    """
    body, kind = body_of(dict(request))
    headers = {"Content-Type": kind} if kind else {}
    asked = urllib.request.Request(  # noqa: S310 - loopback
        url + target_of(dict(request)), body or None, headers, method=request["verb"]
    )
    try:
        with DIRECT.open(asked, timeout=seconds) as answer:
            return Got(answer.status, answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        return Got(error.code, error.read(_MOST_BYTES))
    except TimeoutError:
        return Got(0, b"", f"no answer for {seconds:g} s")
    except (OSError, http.client.HTTPException) as error:
        return Got(0, b"", f"{type(error).__name__}: {error}")


def send_at_once(url: str, request: Mapping[str, Any], seconds: float, times: int) -> list[Got]:
    """Make the same request several times at once."""
    if times == 1:
        return [send(url, request, seconds)]
    with concurrent.futures.ThreadPoolExecutor(times) as pool:
        return list(pool.map(lambda _: send(url, request, seconds), range(times)))
