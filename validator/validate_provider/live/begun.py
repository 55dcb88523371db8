"""Have a stack imported before it is known what it is asked: reading goes on meanwhile."""

import os
import threading
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from validate_provider.live.asking import (
    PROBE,
    SECONDS_OF_GRACE,
    Question,
    Said,
    Sheet,
    sheet,
    spelled,
)
from validate_provider.live.contained import Ended, run
from validate_provider.live.terms import Terms
from validate_provider.live.variables import passed

_LONGEST = 3600.0
"""Seconds; a probe that nobody has asked anything by then is ended."""


class Begun:
    """A probe that imports the stack: `with Begun(python, terms) as begun: begun.ask(question)`."""

    def __init__(self, python: Path, terms: Terms) -> None:
        """Prepare it; `with` starts it.

        Args:
            python: The Python that has the stack.
            terms: What the stack may use up and may know; its time runs while nobody is waited for.
        """
        self.python, self.terms = python, terms
        self.free = True
        """Whether it can be asked, which it can once."""
        self._stop = threading.Event()
        self._ended: Ended | OSError | None = None
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        """Start it."""
        self._sheet = self._closing.enter_context(sheet())
        self._thread = threading.Thread(target=self._run, args=(self._sheet,), daemon=True)
        self._thread.start()
        self._closing.callback(self._end)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it, whether it was asked or not."""
        self._closing.close()

    def ask(self, question: Question) -> Said:
        """Put a question to it, the only one.

        Raises:
            OSError: If the Python could not be started.
        """
        self.free = False
        self._sheet.write("later.json", self._spelled(question))
        self._thread.join(self.terms.seconds + SECONDS_OF_GRACE)
        self._end()
        if isinstance(self._ended, OSError):
            raise self._ended
        assert self._ended  # noqa: S101 - the thread is at its end
        return self._sheet.said(self._ended)

    def _spelled(self, question: Question) -> dict[str, object]:
        asked = self._sheet
        return spelled(question, self.terms, asked.answer, asked.token, asked.home)

    def _run(self, asked: Sheet) -> None:
        nothing = self._spelled(Question(module=None))
        begin = nothing | {"later": str(asked.folder / "later.json")}
        command = [str(self.python), str(PROBE), str(asked.write("question.json", begin))]
        environ = passed(os.environ, self.terms.variables, asked.home / "tmp")
        try:
            self._ended = run(command, asked.home, environ, _LONGEST, self._stop)
        except OSError as error:
            self._ended = error

    def _end(self) -> None:
        self._stop.set()
        self._thread.join()
