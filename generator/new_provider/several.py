"""Packages with several providers: what each is, and what they share.

Each provider is a sub-package, `llama_stack_provider_acme.files`, which `module:` names in a run
config: so the loader of every line finds each by itself. Types are its own, too, `acme-files`:
where a loader takes one specification of a list, it goes by the type alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from packaging.version import Version

from new_provider.answers import AnswerError, Answers, Ask, settle
from new_provider.cells import KINDS
from new_provider.facts import facts
from new_provider.lines import admits
from new_provider.questions import Question


@dataclass(frozen=True, slots=True)
class Several:
    """All that is known of a package before it is written."""

    whole: Answers
    """What the providers share; its API and kind are those of the first."""
    providers: Mapping[str, Answers]
    """By the name of the sub-package: what is known of each provider, under a name of its own."""

    @property
    def project(self) -> str:
        """The distribution, and the folder it is written to."""
        return self.whole.project

    @property
    def releases(self) -> str:
        """The releases that would load and serve all of the providers, as a specifier."""
        ranges = [it.cell.releases for it in self.providers.values()]
        lower = max((_bound(it, 0) for it in ranges), key=Version)
        upper = min((_bound(it, 1) for it in ranges), key=Version)
        return f">={lower},<{upper}"

    @property
    def requirement(self) -> str:
        """The releases as a requirement: `llama-stack>=0.6,<0.7`."""
        return self.whole.cell.line.distribution + self.releases


def settle_package(
    given: Mapping[str, str], wanted: Sequence[str], ask: Ask | None
) -> Answers | Several:
    """Make all answers for a package with a provider for each API that is wanted.

    Args:
        given: Answers by the names of their questions; `kind` is that of all that name none.
        wanted: The APIs, each alone or with a kind, as `files:inline`; none if it is to be asked.
        ask: Called for each question without an answer; None to take the defaults.

    Raises:
        AnswerError: If an answer can't be used or is missing, or if no stack could have them all.
    """
    if len(wanted) > 1:
        return _settle_several(given, wanted, ask)
    for words in wanted:
        api, kind = _part(words, given)
        given = {**given, "api": api} | ({"kind": kind} if kind else {})
    return settle(given, ask)


def _settle_several(given: Mapping[str, str], wanted: Sequence[str], ask: Ask | None) -> Several:
    parts = [_part(words, given) for words in wanted]
    apis = [api for api, _ in parts]
    _check_alone(apis)
    shared = {key: text for key, text in given.items() if key not in ("kind", "description")}
    # What is asked for is asked once: with the first API, but for the kinds of the others.
    first, kind = parts[0]
    described = given.get("description", "Said below, once all is known")
    asked = shared | {"api": first, "description": described} | ({"kind": kind} if kind else {})
    whole = settle(asked, _about(first, ask))
    parts[0] = (first, whole.cell.kind)
    shared = whole.as_data() | {"container": "no"}
    del shared["kind"]
    providers: dict[str, Answers] = {}
    for api, kind in parts:
        folder = _folder(api, kind, apis)
        if folder in providers:
            raise AnswerError(f"--api {api}:{kind} is there twice")
        name = f"{whole.name}-{folder.replace('_', '-')}"
        answers = shared | {"name": name, "api": api} | ({"kind": kind} if kind else {})
        providers[folder] = settle(answers, _about(api, ask))
    if "description" not in given:
        whole = replace(whole, description=_description(whole, apis))
    several = Several(whole, providers)
    each = ", ".join(f"{one.cell.api}: {one.cell.releases}" for one in providers.values())
    if Version(_bound(several.releases, 0)) >= Version(_bound(several.releases, 1)):
        raise AnswerError(f"no release would load and serve them all ({each})")
    if whole.target and not admits(whole.target, several.releases):
        target = f"target '{whole.target}'"
        raise AnswerError(f"{target} has no release that would load and serve them all ({each})")
    return several


def _about(api: str, ask: Ask | None) -> Ask | None:
    """Say which API it is, where the kind of a provider is asked."""
    if ask is None:
        return None

    def told(question: Question, default: str | None) -> str:
        if question.name == "kind":
            question = replace(question, help=f"{api}: {question.help}")
        return ask(question, default)

    return told


def _part(words: str, given: Mapping[str, str]) -> tuple[str, str]:
    """Read `files:inline`: the API and the kind, which is empty if it is still to be asked."""
    api, colon, kind = words.partition(":")
    if colon and kind not in KINDS:
        raise AnswerError(f"--api {words!a}: the kind is none of {', '.join(KINDS)}")
    return api, kind or given.get("kind", "")


def _check_alone(apis: Sequence[str]) -> None:
    for api in facts()["_alone"]:
        if apis.count(api) > 1:
            raise AnswerError(f"--api {api} is there twice, and a stack runs one provider of it")


def _folder(api: str, kind: str, apis: Sequence[str]) -> str:
    """Name a sub-package: by its API, and by its kind where that is not enough."""
    if apis.count(api) == 1:
        return api
    if not kind:
        raise AnswerError(f"--api {api} is there twice: say {api}:remote and {api}:inline")
    return f"{api}_{kind}"


def _description(whole: Answers, apis: Sequence[str]) -> str:
    """Say what the package is, as the template says it of a package with one provider."""
    title = " ".join(word.capitalize() for word in whole.name.split("-"))
    named = dict.fromkeys(facts()["_words"].get(it, it.replace("_", " ")) for it in apis)
    *others, last = named
    words = f"{', '.join(others)} and {last}" if others else last
    return f"{title} {words} for {whole.cell.line.product}"


def _bound(releases: str, which: int) -> str:
    """Return the version of the lower (0) or the upper bound (1) of a specifier."""
    return releases.split(",")[which].lstrip("<>=")
