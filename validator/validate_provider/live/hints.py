"""What a person can do about a stack's answer, in words: one function for each kind of answer."""

import re
import signal
from collections.abc import Sequence

NO_MODULE_KEY = (
    "this release does not know `module:`, which came with llama-stack 0.2.16; it loads external "
    "providers from `external_providers_dir` alone"
)
RUN_CONFIG = "the stack does not take the config that it was asked with; give another"
CALLS_A_STAND_IN = (
    "as it starts it uses an API for which the stack has no provider that works here, so that "
    "only a stand-in was beside it"
)

_PINS = {
    # llama-stack 0.5.0 to 0.7.3 and ogx up to 1.0.4 declare no upper bound and import the old name
    # (providers/utils/tools/mcp.py); ogx 1.5.0 imports the new one.
    "cannot import name 'McpError'": "'mcp<2'",
    "cannot import name 'MCPError'": "'mcp>=2'",
    # Imported by llama-stack 0.2 and 0.3, not declared by them.
    "No module named 'sqlalchemy'": "'sqlalchemy[asyncio]'",
    "No module named 'aiosqlite'": "aiosqlite",
}
"""Words of an error -> the requirement that mends the stack."""


def no_probe(printed: str) -> str:
    """Say that a Python could not even run our question."""
    last = (printed.strip().splitlines() or ["it says nothing"])[-1]
    return f"the question could not be put to this Python: {last}"


def broken_stack(release: str, api_release: str, said: str) -> str:
    """Say how to mend a stack that does not start by itself, if it is known.

    Args:
        release: Its release, `distribution version`; empty if there is none.
        api_release: Its API package's.
        said: The errors of the chain, each as `Type: text`.
    """
    if not release:
        return "install the stack beside the provider"
    start = "the stack is broken by itself here: it does not start without the provider either"
    if pin := pin_for(said):
        return f"{start}; pip install {pin}"
    api_distribution, _, api_version = api_release.partition(" ")
    version = release.partition(" ")[2]
    if api_version and api_version != version:
        wanted = f"pip install {api_distribution}=={version}"
        return f"{start}; {api_release} is not of its release: {wanted}"
    if missing := re.search(r"No module named '(\w+)", said):
        return f"{start}; it wants `{missing[1]}`, which is not installed"
    return start


def pin_for(said: str) -> str:
    """Give the requirement that mends a stack which says this, or nothing if it is not known."""
    return next((pin for words, pin in _PINS.items() if words in said), "")


def out_of_time(step: str, where: str) -> str:
    """Say where it hangs; the place is empty if even that could not be had."""
    place = f", waiting at {where}" if where else ""
    return f"it did not come to an end in the time given: at step `{step}`{place}"


def died(step: str, exit_code: int) -> str:
    """Say how the process ended without an answer."""
    how = f"exit code {exit_code}"
    if exit_code < 0:
        how = f"signal {signal.Signals(-exit_code).name}"
    return f"the process ended in step `{step}` ({how}), and the server would end with it"


def left_alone(step: str) -> str:
    """Say that a program does to others what nobody can judge."""
    return (
        f"in step `{step}` it ended or stopped the process that had started it; whatever starts "
        "the server is in danger of that"
    )


def wants_memory(step: str, mib: int) -> str:
    """Say that it was not given enough memory to be judged."""
    return (
        f"in step `{step}` it wanted more than the {mib} MiB given; "
        "give it more, or 0 for no limit, with --memory-limit"
    )


def not_passed(variables: list[str]) -> str:
    """Say which variables were kept back, and how to give them; nothing if none was."""
    if not variables:
        return ""
    listed = " and ".join(f"`{name}`" for name in variables)
    are, them = ("are", "they were") if len(variables) > 1 else ("is", "it was")
    options = " ".join(f"--pass-env {name}" for name in variables)
    return f"{listed}, which the config names, {are} set here, but {them} not passed on: {options}"


def needs_others(apis: list[str]) -> str:
    """Say that a provider can't be asked about alone."""
    listed = " and ".join(f"`{api}`" for api in apis)
    return f"it depends on {listed}, which wants a provider of its own beside it in the run config"


def no_config(why: str) -> str:
    """Say that a config is wanted which nobody gave."""
    return f"it wants a config, and {why}; give one to ask with"


def unreached(keys: Sequence[str], *more: str) -> str:
    """Say what to do about a service that is not there as the stack starts.

    Args:
        keys: What of the provider's config is a URL.
        more: The options that name another one, besides.
    """
    named = f" (`{'`, `'.join(keys)}`)" if keys else ""
    options = " or ".join([*more, f"-c {keys[0] if keys else 'KEY'}=URL"])
    return (
        f"the service in its config{named} can't be reached, and the stack asks for it as it "
        f"starts: start it, or name another with {options}"
    )


def cause(module: str, said: str, *, error: str, missing: str, where: str) -> str:
    """Say what the stack's words don't: what hides behind them.

    Args:
        module: What stands behind `module:`.
        said: The errors of the chain, each as `Type: text`.
        error: The last error's class.
        missing: The module that it did not find, if it is a ModuleNotFoundError.
        where: The place in the provider's own package nearest to it.
    """
    if pin := pin_for(said):
        return f"the stack's own code fails at its import: pip install {pin}"
    if error == "SystemExit":
        return f"the provider ends the process ({where}), and the server would end with it"
    if not missing:
        return ""
    package = module.partition("==")[0]
    if missing == f"{package}.provider":
        return f"the package `{package}` has no module `provider`"
    if not all(part.isidentifier() for part in package.split(".")):
        return f"`{module}` is not an import name: the loader takes off `==VERSION`, nothing else"
    if f"{package}.".startswith(f"{missing}."):
        return f"`{missing}` is neither installed beside the stack nor in the folders given"
    return f"`{missing}` is not installed beside the stack; it is imported at {where}"
