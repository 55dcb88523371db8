"""The tests of one package: what they are called, and when each passes."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

import pytest

from validate_provider.finding import Answer, Severity
from validate_provider.live.difference import between
from validate_provider.live.served import MethodReport, Outcome, ServeReport
from validate_provider.replay.packages import ProviderVerdicts
from validate_provider.testing.found import Found, find
from validate_provider.testing.later import Fixture
from validate_provider.testing.life import Check, Ending
from validate_provider.testing.names import AT_ONCE, CONFIG, END, SERVER_ENDS
from validate_provider.testing.runs import PYTHON, Runs

_SEVERAL = re.compile(r"\d+ at once: ")
"""What the words begin with that are about some requests made at once."""


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
    provider: str | None = None,
    api: str | None = None,
    config: Mapping[str, Any] | None = None,
    upstream: str | Fixture | Callable[[], str] | None = None,
    model: str | None = None,
    embedding_model: str | None = None,
    expected_failures: Mapping[str, str] | None = None,
) -> type[ProviderTests]:
    """Make the tests of a package's providers, a class for pytest to find.

    Args:
        module: The package, as `module:` names it in a run config.
        provider: The type of the providers to test; None for all that the package gives.
        api: Their API; None for all.
        config: The config to load the providers with; None for their `sample_run_config`. A value
            may be `fixture("name")`, or a function to be called when the stack is started.
        upstream: The backend of a remote provider, instead of the one in the config; as a value
            of the config.
        model: The model to ask; None for the first that the provider lists.
        embedding_model: The same, for embeddings.
        expected_failures: Method or check -> why it fails; such a test must fail.

    Raises:
        NothingToTestError: If there is no such package, no stack, or no such provider in it.
        ValueError: If an expected failure is that of no test.
    """
    found = find(module, PYTHON, provider, api)
    runs = Runs(found, config, upstream, model, embedding_model)
    items = _Items(found, expected_failures or {})
    methods = items.of(found.methods)
    at_once = items.of(lambda it: [name + AT_ONCE for name in found.methods(it)])
    configs, ends = items.of(lambda _: CONFIG), items.of(lambda _: [*END, SERVER_ENDS])
    hooks = items.of(found.hooks)
    items.check_excuses(module)
    providers = [pytest.param(it, id=_title(it)) for it in found.providers]

    @pytest.mark.xdist_group(f"provider {module}")
    class Tests(ProviderTests):
        def test_reading_finds_no_error(self) -> None:
            """No rule finds what the installed release would not load or serve."""
            errors = [f for f in found.replay.findings if f.severity is Severity.ERROR]
            if errors:
                _fail("\n".join(f"{f.place}: {f.code} {f.message}" for f in errors))

        @pytest.mark.parametrize("provider", providers)
        def test_the_stack_starts_with_it(
            self, provider: ProviderVerdicts, request: pytest.FixtureRequest
        ) -> None:
            """The real stack loads the provider, with its config, and starts."""
            if runs.is_given_config() or not runs.is_given_upstream(request):
                report = runs.load(provider, request)
                if report.serves is not Answer.YES:
                    where = report.cause.where if report.cause else ""
                    said = f": {report.cause or report.hint}" if report.cause or report.hint else ""
                    _fail(f"at {report.step}{said}", where)
            life = runs.life(provider, request)
            if not life.started:
                _fail(life.problem, life.where)

        @pytest.mark.parametrize("provider", providers)
        def test_reading_and_the_stack_agree(
            self, provider: ProviderVerdicts, request: pytest.FixtureRequest
        ) -> None:
            """What reading says of the release that is installed, the real stack says too."""
            read = found.verdict(provider)
            report = runs.load(provider, request)
            differs = between(read, report) if read else None
            given = runs.is_given_config() or runs.is_given_upstream(request)
            if differs and not (given and report.serves is Answer.NO):
                _fail(f"{differs.message}; {differs.hint}", str(provider.package.folder))
            if read is None or Answer.UNKNOWN in {read.loads, report.loads}:
                pytest.skip(f"it can't be told: {read.why if read else 'it is not read'}")

        @pytest.mark.parametrize(("provider", "check"), configs)
        def test_its_config_holds(
            self, provider: ProviderVerdicts, check: str, request: pytest.FixtureRequest
        ) -> None:
            """What the stack writes of the config comes back as it was; no key is lost unseen."""
            _pass_on(check, runs.life(provider, request).check(check))

        @pytest.mark.parametrize(("provider", "method"), methods)
        def test_a_method_is_served(
            self, provider: ProviderVerdicts, method: str, request: pytest.FixtureRequest
        ) -> None:
            """The real server answers every request of the method, before and after a restart."""
            told = _told(method, runs.served(provider, request))
            if told.outcome in {Outcome.NOT_IMPLEMENTED, Outcome.WRONG} and not _is_several(told):
                _fail(f"{method}: {told.outcome}: {told.words}", told.where)

        @pytest.mark.parametrize(("provider", "method"), at_once)
        def test_requests_at_once_are_answered(
            self, provider: ProviderVerdicts, method: str, request: pytest.FixtureRequest
        ) -> None:
            """Requests at the same time are answered right, and none holds up the others."""
            method = method.removesuffix(AT_ONCE)
            waits = runs.life(provider, request).waits
            if method in (waits or {}):
                what, where = (waits or {})[method]
                words = f"{what} waits in the server's own thread: all others wait with it"
                _fail(f"{method}: {words}", where)
            told = _told(method, runs.served(provider, request))
            if told.outcome is not Outcome.SERVED:
                if not _is_several(told):
                    pytest.skip(f"{method}: {told.outcome} even alone: {told.words}")
                _fail(f"{method}: {told.outcome}: {told.words}", told.where)
            if waits is None:
                pytest.skip("whether it waits in the server's own thread was not seen")

        if hooks:

            @pytest.mark.parametrize(("provider", "hook"), hooks)
            def test_resources_are_registered_anew(
                self, provider: ProviderVerdicts, hook: str, request: pytest.FixtureRequest
            ) -> None:
                """A resource is registered at each start-up, unregistered and registered again."""
                _pass_on(hook, runs.life(provider, request).check(hook))

        @pytest.mark.parametrize(("provider", "check"), ends)
        def test_it_ends(
            self, provider: ProviderVerdicts, check: str, request: pytest.FixtureRequest
        ) -> None:
            """It can be shut down, twice and half made too, and the server ends by itself."""
            if check != SERVER_ENDS:
                _pass_on(check, runs.life(provider, request).check(check))
                return
            report = runs.served(provider, request)
            if report.problem:
                pytest.skip(f"there was no server: {report.problem}")
            if not report.ended_by_itself:
                _fail("the server does not end when it is interrupted", report.where)

    Tests.__name__ = Tests.__qualname__ = f"TestsOf_{module}"
    return Tests


class _Items:
    """The items of a package's tests, those that are to fail marked so."""

    def __init__(self, found: Found, excused: Mapping[str, str]) -> None:
        self._found, self._excused = found, excused
        self._names: set[str] = set()

    def of(self, names_of: Callable[[ProviderVerdicts], Iterable[str]]) -> list[Any]:
        """Give each provider with each of the names that a test has for it."""
        made = []
        for provider in self._found.providers:
            for name in names_of(provider):
                full = f"{_title(provider)}-{name}"
                self._names |= {name, full}
                why = self._excused.get(full) or self._excused.get(name)
                marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
                made.append(pytest.param(provider, name, id=full, marks=marks))
        return made

    def check_excuses(self, module: str) -> None:
        """Refuse an excuse for what no release tests, or one that gives no reason.

        A package is for several releases: what one of them asks, another may not.
        """
        elsewhere = {
            spelled
            for provider in self._found.providers
            for method in self._found.methods_of_any_release(provider)
            for name in (method, method + AT_ONCE)
            for spelled in (name, f"{_title(provider)}-{name}")
        }
        if unknown := sorted(self._excused.keys() - self._names - elsewhere):
            raise ValueError(f"expected_failures: no test of {module} is {', '.join(unknown)}")
        if silent := sorted(name for name, why in self._excused.items() if not why.strip()):
            raise ValueError(f"expected_failures: {', '.join(silent)} gives no reason")


def _fail(what: str, where: str = "") -> NoReturn:
    """Fail with what a person needs, and no traceback of ours."""
    pytest.fail(f"{what}\n{where}".rstrip(), pytrace=False)


def _pass_on(name: str, check: Check) -> None:
    """End a test as a check ended."""
    if check.ending is Ending.FAILED:
        _fail(f"{name}: {check.words}", check.where)
    if check.ending is Ending.SKIPPED:
        pytest.skip(f"{name}: {check.words}")


def _told(method: str, report: ServeReport) -> MethodReport:
    """Find what came of a method; end the test if nothing did."""
    if report.problem and report.settled:
        _fail(f"{method}: {report.problem}", report.where)
    told = next((it for it in report.methods if it.method == method), None)
    if told is None:
        pytest.skip(f"{method}: {report.problem or 'it was not asked'}")
    if told.outcome in {Outcome.UNKNOWN, Outcome.REFUSED} and not _is_several(told):
        pytest.skip(f"{method}: {told.outcome}: {told.words}")
    return told


def _is_several(told: MethodReport) -> bool:
    """Whether it is served alone, and something came of some requests at once."""
    return bool(_SEVERAL.match(told.words))


def _title(provider: ProviderVerdicts) -> str:
    return f"{provider.provider_type}-{provider.api}"


def _is_excused(test: object) -> bool:
    """Whether a test is marked to fail, and says why."""
    marks = getattr(test, "pytestmark", [])
    return any(mark.name == "xfail" and mark.kwargs.get("reason") for mark in marks)
