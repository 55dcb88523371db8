"""The question about a provider that reading has found: what a run config would say of it."""

from collections.abc import Mapping
from pathlib import Path

from validate_provider.live.asking import Question
from validate_provider.replay.packages import ProviderVerdicts, Replay
from validate_provider.source.declared import declared
from validate_provider.source.project import Project
from validate_provider.source.requirement import distribution_of


def question_of(
    provider: ProviderVerdicts,
    replay: Replay,
    settings: Mapping[str, object] | None,
    *,
    over_sample: bool = False,
) -> Question:
    """Make the question.

    Args:
        provider: The provider.
        replay: What reading its project found.
        settings: What goes before the config that a run config gives it; None for nothing.
        over_sample: Whether they go before the sample, too, where no run config gives any.
    """
    known = provider.provider_type != "?"
    told = provider.told_in
    return Question(
        module=provider.package.dotted,
        api=provider.api if known else None,
        provider_type=provider.provider_type if known else None,
        config=_config(provider, settings),
        over_sample=over_sample and (told is None or told.config is None),
        search_path=_search_path(provider, replay),
        configured=_beside(provider),
        directory=told.directory if told else None,
        root=_root(replay.project),
    )


def _root(project: Project) -> str | None:
    """Give the stack that a project requires, for an environment that has both."""
    named = {distribution_of(r).removesuffix("-api") for r in declared(project).requirements}
    roots = {"ogx": "ogx", "llama-stack": "llama_stack"}
    return roots[named.pop()] if len(named) == 1 else None


def _config(
    provider: ProviderVerdicts, settings: Mapping[str, object] | None
) -> Mapping[str, object] | None:
    """The run config's own, with the settings given in the place of its; None for a sample."""
    told = provider.told_in.config if provider.told_in else None
    if told is None or settings is None:
        return settings if told is None else told
    return {**told, **settings}


def _search_path(provider: ProviderVerdicts, replay: Replay) -> tuple[Path, ...]:
    """The provider's own folder first, then those of the others at hand."""
    roots = [provider.package.root, *(it.package.root for it in replay.providers)]
    return tuple(dict.fromkeys(roots))


def _beside(provider: ProviderVerdicts) -> dict[str, list[dict[str, object]]]:
    """The run config's providers of the other APIs; nothing if none names the provider."""
    named = provider.told_in.beside if provider.told_in else {}
    return {
        str(api): [it for it in entries if isinstance(it, dict) and _is_enabled(it)]
        for api, entries in named.items()
        if isinstance(entries, list) and api != provider.api
    }


def _is_enabled(entry: Mapping[object, object]) -> bool:
    return entry.get("provider_id") not in {None, "", "__disabled__"}
