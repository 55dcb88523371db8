"""Put every provider of a project to the real server of its environment."""

import sys
from collections.abc import Mapping
from pathlib import Path

from validate_provider.live.about import question_of
from validate_provider.live.environment import NoStackError, find
from validate_provider.live.serve import serve
from validate_provider.live.served import ServeReport
from validate_provider.live.terms import Terms
from validate_provider.replay.packages import Replay


def serve_all(
    replay: Replay,
    python: Path | None,
    config: Mapping[str, str] | None,
    terms: Terms,
    *,
    upstream: str | None,
    model: str | None,
    embedding_model: str | None,
) -> list[ServeReport]:
    """Serve each provider of a project.

    Args:
        replay: What reading the project found.
        python: The interpreter to ask; None to look for the provider's environment.
        config: The provider's config; None for its own sample.
        terms: What the stack may use up and may know.
        upstream: The URL of a remote provider's backend.
        model: The model to name in requests.
        embedding_model: The same, in requests to embed.

    Raises:
        NoStackError: If there is no environment with a stack, or none can be served here.
        OSError: If the interpreter can't be started.
    """
    if sys.platform == "win32":
        raise NoStackError("--serve ends a server as Ctrl-C does, which takes Linux or macOS")
    environment = find(replay.project.root, python)
    reports = []
    for provider in replay.providers:
        show = _Progress(provider.provider_type)
        try:
            reports.append(
                serve(
                    question_of(provider, replay, config, over_sample=upstream is not None),
                    environment.python,
                    terms,
                    upstream=upstream,
                    model=model,
                    embedding_model=embedding_model,
                    progress=show.say,
                )
            )
        finally:
            show.clear()
    return reports


class _Progress:
    """One line on a terminal that says what is being waited for; nothing elsewhere."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._shown = sys.stderr.isatty()

    def say(self, text: str) -> None:
        """Show what is being waited for, in place of what was shown before."""
        if self._shown:
            sys.stderr.write(f"\r\033[K{self._title}: {text} ...")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
