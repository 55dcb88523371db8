"""Put the question to the real stack: would it load this provider, and start with it?"""

import os
import signal
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from validate_provider.finding import Answer
from validate_provider.live import hints
from validate_provider.live.asking import Question, Said, ask
from validate_provider.live.begun import Begun
from validate_provider.live.inside.unreached import UNREACHED
from validate_provider.live.terms import Terms
from validate_provider.live.variables import withheld
from validate_provider.record import Record

_KILLED = -9
"""The exit code of a process that SIGKILL has ended."""
_OUT_OF_MEMORY = frozenset(
    -number
    for name in ("SIGABRT", "SIGBUS", "SIGKILL", "SIGSEGV", "SIGTRAP")
    if (number := getattr(signal, name, None))
)
"""How code that can't raise a MemoryError ends when it gets none."""
_NEARLY_ALL = 0.75
"""Of the memory given: what a process held that died of wanting more."""


class Step(StrEnum):
    """The steps of loading, in their order; a report names the one that failed."""

    STACK_IMPORT = "stack-import"
    """The stack's own core is imported and lists its own providers, nothing of ours yet."""
    REGISTRY = "registry"
    """`get_provider_registry` imports `<module>.provider` and calls `get_provider_spec`."""
    RUN_CONFIG = "run-config"
    """The stack reads its run config."""
    VALIDATE = "validate"
    """The registry holds a spec of that type, and it is not deprecated."""
    DEPENDENCIES = "dependencies"
    """The APIs that the spec depends on are there."""
    INSTANTIATE = "instantiate"
    """One of the steps before and after this one, if it can't be told which."""
    MODULE_IMPORT = "module-import"
    """The spec's `module` is imported."""
    CONFIG_CLASS = "config-class"
    """The spec's `config_class` is imported."""
    CONFIG = "config"
    """The config class takes the config."""
    FACTORY = "factory"
    """The factory is called and awaited, and the stack marks what it returns."""
    PROTOCOL = "protocol"
    """The implementation has the methods that the release checks."""
    START_UP = "start-up"
    """The stack starts with the provider loaded: it registers resources, asks for models."""
    OK = "ok"
    """The stack has started."""


_STACKS_OWN = {Step.RUN_CONFIG, Step.INSTANTIATE, Step.START_UP}
"""The steps in which an error that did not pass through the provider may be none of its doing."""


class Link(Record):
    """One error of a chain."""

    type: str
    """The exception's class: "ModuleNotFoundError"."""
    text: str
    where: str
    """`path:line` in the provider's own package, the nearest to where it was raised; or empty."""
    missing: str
    """The module that a ModuleNotFoundError did not find; empty for other errors."""

    def __str__(self) -> str:
        """Tell it as the last line of a traceback does."""
        return f"{self.type}: {self.text}" if self.text else self.type


class LoadReport(Record):
    """What the real stack said."""

    release: str
    """The stack that was asked: "llama-stack 0.7.3"; empty if it could not say."""
    api_release: str
    """The API package beside it: "llama-stack-api 0.7.3"; empty up to 0.3, where there is none."""
    python: Path
    """The Python it was asked in."""
    api: str
    provider_type: str
    """What was asked for: the question's, or else what the package declares."""
    declared: tuple[tuple[str, str], ...]
    """All (API, provider type) that the package declares, if it had to be asked."""
    imported_from: Path | None
    """The package's folder as the stack found it: an installed one comes before the given ones."""
    step: Step
    """The step that failed, or OK."""
    loads: Answer
    serves: Answer
    """Whether the stack starts with the provider in it; no request is made of it."""
    chain: tuple[Link, ...]
    """What the stack says, then what that was raised from or during; the last is the true cause.

    Empty if it says nothing: all is well, or it did not come to an end.
    """
    stack_broken: bool
    """Whether the stack fails even without the provider; the chain is then its own."""
    hint: str
    """What to do, or what the stack's own words don't tell; empty if there is nothing to say."""
    printed: str
    """The end of what the provider and the stack have printed."""
    beside: tuple[tuple[str, str], ...] = ()
    """The APIs that it depends on, and the type of the stack's own provider that stands for each;
    empty for a stand-in. Those that are there without a provider are not told."""
    sampled: bool = False
    """Whether the config was the class's own sample, which no loader asks for."""

    @property
    def error(self) -> str:
        """What the stack says: `ValueError: get_provider_spec not found...`; empty if nothing."""
        return str(self.chain[0]) if self.chain else ""

    @property
    def cause(self) -> Link | None:
        """The true cause, which the stack may have hidden; None if there was no error."""
        return self.chain[-1] if self.chain else None


def load(
    question: Question, python: Path, terms: Terms | None = None, begun: Begun | None = None
) -> LoadReport:
    """Ask the stack that is installed in a Python.

    If the stack fails in code of its own, it is asked again without the provider: a stack that is
    broken by itself says nothing about a provider.

    Args:
        question: The provider.
        python: The Python that has the stack, and what the provider depends on.
        terms: What the stack may use up and may know; the usual ones if None.
        begun: A probe of that Python on those terms; if it is free, it is the one that is asked.

    Raises:
        OSError: If the Python can't be started.
    """
    terms = terms or Terms()
    said = begun.ask(question) if begun and begun.free else ask(question, python, terms)
    chain, step = _chain(said), _step(said)
    wants_memory = _wants_memory(said, chain, terms)
    if _failed(said) and not wants_memory:
        if step is Step.STACK_IMPORT:
            return _broken(said.facts, said, python)
        if step in _STACKS_OWN and not any(link.where for link in chain):
            alone = ask(Question(module=None, root=question.root), python, terms)
            if _failed(alone):
                return _broken(said.facts, alone, python)
    loads, serves, hint = _verdict(question, said, step, chain)
    if wants_memory:
        loads = Answer.YES if loads is Answer.YES else Answer.UNKNOWN
        serves, hint = Answer.UNKNOWN, hints.wants_memory(step, terms.memory or 0)
    kept_back = withheld(said.facts.get("variables", ()), os.environ, terms.variables)
    return LoadReport(
        release=said.facts.get("release", ""),
        api_release=said.facts.get("api_release", ""),
        python=python,
        api=said.facts.get("api", ""),
        provider_type=said.facts.get("provider_type", ""),
        declared=tuple((api, kind) for api, kind in said.facts.get("declared", ())),
        imported_from=_folder(said.facts.get("imported_from")),
        beside=tuple(sorted(said.facts.get("beside", {}).items())),
        sampled=question.config is None,
        step=step,
        loads=loads,
        serves=serves,
        chain=chain,
        stack_broken=False,
        hint="\n".join(filter(None, (hint, hints.not_passed(kept_back)))),
        printed=said.printed,
    )


def _wants_memory(said: Said, chain: tuple[Link, ...], terms: Terms) -> bool:
    """Whether it came to a bad end for want of the memory that the terms did not give."""
    if not terms.memory or not _failed(said):
        return False
    if any(link.type == "MemoryError" for link in chain):
        return True
    # Python says SystemError where it finds no memory for the frame of a call.
    said_so = any(link.type == "SystemError" for link in chain)
    died = not chain and said.exit_code in _OUT_OF_MEMORY
    return (said_so or died) and said.peak >= _NEARLY_ALL * terms.memory


def _chain(said: Said) -> tuple[Link, ...]:
    return tuple(Link(**link) for link in said.facts.get("chain", ()))


def _folder(name: str | None) -> Path | None:
    return Path(name) if name else None


def _step(said: Said) -> Step:
    if said.facts.get("ended") == "ok":
        return Step.OK
    return Step(said.facts.get("step", Step.STACK_IMPORT))


def _failed(said: Said) -> bool:
    """Whether it came to an end, and a bad one: an error, or none of its own making."""
    return said.exit_code is not None and said.facts.get("ended") not in {"ok", "time"}


def _text(chain: tuple[Link, ...]) -> str:
    return "\n".join(map(str, chain))


def _broken(facts: Mapping[str, Any], alone: Said, python: Path) -> LoadReport:
    """Report a stack that does not start by itself."""
    chain = _chain(alone)
    release, api_release = alone.facts.get("release", ""), alone.facts.get("api_release", "")
    hint = hints.broken_stack(release, api_release, _text(chain))
    if not alone.facts:
        hint = hints.no_probe(alone.printed)
    return LoadReport(
        release=release,
        api_release=api_release,
        python=python,
        api=facts.get("api", ""),
        provider_type=facts.get("provider_type", ""),
        declared=(),
        imported_from=None,
        step=_step(alone),
        loads=Answer.UNKNOWN,
        serves=Answer.UNKNOWN,
        chain=chain,
        stack_broken=True,
        hint=hint,
        printed=alone.printed,
    )


def _verdict(
    question: Question, said: Said, step: Step, chain: tuple[Link, ...]
) -> tuple[Answer, Answer, str]:
    """Give the two answers and the hint, for a stack that is whole."""
    facts = said.facts
    loaded = Answer.YES if step in {Step.START_UP, Step.OK} else Answer.NO
    unknown = Answer.YES if step is Step.START_UP else Answer.UNKNOWN
    if step is Step.OK:
        return Answer.YES, Answer.YES, ""
    if said.left_alone:
        return unknown, Answer.UNKNOWN, hints.left_alone(step)
    if not _failed(said) or said.exit_code is None:
        return unknown, Answer.UNKNOWN, hints.out_of_time(step, facts.get("where", ""))
    if not chain:
        # Killed from outside, it was not the provider's doing: for want of memory, most often.
        no = Answer.UNKNOWN if said.exit_code == _KILLED else Answer.NO
        return (loaded if loaded is Answer.YES else no), no, hints.died(step, said.exit_code)
    if not facts["knows_module"]:
        return Answer.UNKNOWN, Answer.UNKNOWN, hints.NO_MODULE_KEY
    if any(link.type == "StandInError" for link in chain):
        return unknown, Answer.UNKNOWN, hints.CALLS_A_STAND_IN
    if any(link.type in UNREACHED for link in chain):
        return unknown, Answer.UNKNOWN, hints.unreached(facts.get("urls", ()))
    if step is Step.DEPENDENCIES and facts["needs"]:
        return Answer.UNKNOWN, Answer.UNKNOWN, hints.needs_others(facts["needs"])
    if step is Step.CONFIG and question.config is None and facts["sample"]:
        return Answer.UNKNOWN, Answer.UNKNOWN, hints.no_config(facts["sample"])
    if step is Step.RUN_CONFIG:
        return Answer.UNKNOWN, Answer.UNKNOWN, hints.RUN_CONFIG
    first = chain[-1]
    hint = hints.cause(
        question.module or "",
        _text(chain),
        error=first.type,
        missing=first.missing,
        where=first.where,
    )
    return loaded, Answer.NO, hint
