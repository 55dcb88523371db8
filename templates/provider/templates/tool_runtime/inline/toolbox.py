"""Functions as tools: what they take is read off their signatures. Knows nothing of the stack."""

import asyncio
import contextvars
import functools
import inspect
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

Function = Callable[..., Any]


class Tool:
    """A function that a model may call."""

    def __init__(self, function: Function) -> None:
        """Read the function's signature.

        Raises:
            pydantic.errors.PydanticUserError: A parameter has a type that JSON cannot hold.
        """
        self.name: str = function.__name__
        self.description = inspect.getdoc(function) or ""
        self._function = function

        # It has the signature of the function, and hands back what it is called with.
        @functools.wraps(function)
        def given(**arguments: Any) -> dict[str, Any]:
            return arguments

        self._arguments: TypeAdapter[dict[str, Any]] = TypeAdapter(cast(Any, given))
        self.input_schema = self._arguments.json_schema()
        """What the tool takes, as a JSON schema."""

    def check(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return arguments that came as JSON with the types that the function wants.

        Raises:
            ValueError: The tool does not take these arguments; the message says why.
        """
        try:
            return self._arguments.validate_python(arguments)
        except ValidationError as error:
            faults = [f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
            raise ValueError(f"Tool '{self.name}' does not take these arguments: {'; '.join(faults)}") from None

    async def call(self, arguments: dict[str, Any], threads: Executor) -> str:
        """Call the function with checked arguments and return its result as text.

        Args:
            arguments: As `check` returns them.
            threads: Where the function runs, unless it is a coroutine.

        Raises:
            Exception: Whatever the function raises, or that its result cannot be JSON.
        """
        if inspect.iscoroutinefunction(self._function):
            result = await self._function(**arguments)
        else:
            # As `asyncio.to_thread` does it, but for the threads: those are also the server's.
            work = functools.partial(contextvars.copy_context().run, self._function, **arguments)
            result = await asyncio.get_running_loop().run_in_executor(threads, work)
        return result if isinstance(result, str) else to_json(result).decode()


def toolbox(functions: Iterable[Function]) -> dict[str, Tool]:
    """Make tools of functions, by their names."""
    return {tool.name: tool for tool in map(Tool, functions)}
