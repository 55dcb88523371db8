"""The options of the command line for the terms on which a stack is asked."""

import functools
import os
from collections.abc import Callable

import click

from validate_provider.live.terms import LEAST_MEMORY, MEMORY, SECONDS, Terms


def on_terms(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that make up `terms`, its `Terms`."""

    @click.option(
        "--timeout",
        type=click.FloatRange(min=1),
        default=SECONDS,
        show_default=True,
        metavar="SECONDS",
        help="With --load: how long the stack may take.",
    )
    @click.option(
        "--memory-limit",
        type=int,
        default=MEMORY,
        show_default=True,
        metavar="MIB",
        callback=_memory,
        help="With --load: the memory that the stack and the provider may take; 0 for no limit. "
        "Linux alone can hold them to it.",
    )
    @click.option(
        "--pass-env",
        multiple=True,
        metavar="NAME",
        callback=_variables,
        help="With --load: an environment variable that the provider is given, such as a key. "
        "Of the others it gets none that may hold a secret. May be repeated.",
    )
    @functools.wraps(command)
    def with_terms(
        *args: object,
        timeout: float,
        memory_limit: int | None,
        pass_env: tuple[str, ...],
        **options: object,
    ) -> int:
        if pass_env and not options.get("load"):
            raise click.UsageError("--pass-env only goes with --load")
        terms = Terms(seconds=timeout, memory=memory_limit, variables=pass_env)
        return command(*args, terms=terms, **options)

    return with_terms


def _memory(_context: click.Context, _option: click.Parameter, mib: int) -> int | None:
    if mib and mib < LEAST_MEMORY:
        raise click.BadParameter(f"{mib} is neither 0 nor at least {LEAST_MEMORY}")
    return mib or None


def _variables(
    _context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    for name in names:
        if name not in os.environ:
            raise click.BadParameter(f"there is no variable {name} in the environment")
    return names
