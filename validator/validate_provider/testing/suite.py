"""The tests of one package: reading finds nothing, the stack starts, each method is served."""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

from validate_provider.finding import Answer, Severity
from validate_provider.live.about import question_of
from validate_provider.live.load import load
from validate_provider.live.serve import serve
from validate_provider.live.served import Outcome, ServeReport
from validate_provider.live.terms import Terms
from validate_provider.replay.packages import ProviderVerdicts
from validate_provider.testing.found import Found, find

_PYTHON = Path(sys.executable)


class ProviderTests:
    """What `provider_tests` gives heirs of; one that leaves out a test is refused."""

    def __init_subclass__(cls) -> None:
        for base in cls.__mro__[1:]:
            for name, test in vars(base).items():
                own = vars(cls).get(name, test)
                if name.startswith("test_") and own is not test and not _is_excused(own):
                    raise TypeError(
                        f"{cls.__name__} replaces {name}: mark what stands for it with "
                        "pytest.mark.xfail(reason=...)"
                    )


def provider_tests(
    module: str,
    *,
    config: Mapping[str, Any] | None = None,
    upstream: str | None = None,
    model: str | None = None,
    expected_failures: Mapping[str, str] | None = None,
) -> type[ProviderTests]:
    """Make the tests of a package's providers, a class for pytest to find.

    Args:
        module: The package, as `module:` names it in a run config.
        config: The config to load the providers with; None for their `sample_run_config`.
        upstream: The backend of a remote provider, instead of the one in the config.
        model: The model to ask; None for the first that the provider lists.
        expected_failures: Method -> why it is not served; such a test must fail.

    Raises:
        NothingToTestError: If there is no such package, no stack, or no provider in it.
    """
    found = find(module, _PYTHON)
    excused = expected_failures or {}
    known = {name for provider in found.replay.providers for name in found.methods(provider)}
    if unknown := sorted(excused.keys() - known):
        raise ValueError(f"expected_failures: no protocol of {module} has {', '.join(unknown)}")

    @cache
    def served(number: int, given: str | None, seconds: float) -> ServeReport:
        provider = found.replay.providers[number]
        question = question_of(provider, found.replay, config)
        terms = Terms(seconds=seconds)
        return serve(question, _PYTHON, terms, upstream=given or upstream, model=model)

    @pytest.mark.xdist_group(f"provider {module}")
    class Tests(ProviderTests):
        def test_reading_finds_no_error(self) -> None:
            """No rule finds what the installed release would not load or serve."""
            errors = [f for f in found.replay.findings if f.severity is Severity.ERROR]
            if errors:
                _fail("\n".join(f"{f.place}: {f.code} {f.message}" for f in errors))

        @pytest.mark.parametrize("provider", found.replay.providers, ids=_title)
        def test_the_stack_starts_with_it(
            self, provider: ProviderVerdicts, request: pytest.FixtureRequest
        ) -> None:
            """The real stack loads the provider, with its config, and starts."""
            terms = Terms(seconds=request.config.getoption("--provider-timeout"))
            report = load(question_of(provider, found.replay, config), _PYTHON, terms)
            if report.serves is not Answer.YES:
                where = report.cause.where if report.cause else ""
                _fail(f"at {report.step}: {report.cause or report.hint}", where)

        @pytest.mark.parametrize(("number", "method"), _asked(found, excused))
        def test_a_method_is_served(
            self, number: int, method: str, request: pytest.FixtureRequest
        ) -> None:
            """The real server answers every request of the method, before and after a restart."""
            option = request.config.getoption
            report = served(number, option("--provider-upstream"), option("--provider-timeout"))
            if report.problem:
                _fail(report.problem, report.where)
            told = next((it for it in report.methods if it.method == method), None)
            if told is None or told.outcome in {Outcome.UNKNOWN, Outcome.REFUSED}:
                pytest.skip(f"{told.outcome}: {told.words}" if told else "it was not asked")
            if told.outcome is not Outcome.SERVED:
                _fail(f"{told.outcome}: {told.words}", told.where)

    Tests.__name__ = Tests.__qualname__ = f"TestsOf_{module}"
    return Tests


def _fail(what: str, where: str = "") -> NoReturn:
    """Fail with what a person needs, and no traceback of ours."""
    pytest.fail(f"{what}\n{where}".rstrip(), pytrace=False)


def _asked(found: Found, excused: Mapping[str, str]) -> list[Any]:
    """Each provider's number with each method of its protocol, and whether it is to fail."""
    return [
        pytest.param(
            number,
            method,
            id=f"{_title(provider)}-{method}",
            marks=(
                [pytest.mark.xfail(reason=excused[method], strict=True)]
                if method in excused
                else []
            ),
        )
        for number, provider in enumerate(found.replay.providers)
        for method in found.methods(provider)
    ]


def _title(provider: ProviderVerdicts) -> str:
    return f"{provider.provider_type}-{provider.api}"


def _is_excused(test: object) -> bool:
    """Whether a test is marked to fail, and says why."""
    marks = getattr(test, "pytestmark", [])
    return any(mark.name == "xfail" and mark.kwargs.get("reason") for mark in marks)
