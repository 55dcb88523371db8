"""What the tests ask of the stack: each question once for a whole run of pytest."""

import hashlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from validate_provider.live.about import question_of
from validate_provider.live.asking import Question
from validate_provider.live.inside.started import set_upstream
from validate_provider.live.load import LoadReport, load
from validate_provider.live.serve import serve
from validate_provider.live.served import ServeReport
from validate_provider.live.terms import Terms
from validate_provider.replay.packages import ProviderVerdicts
from validate_provider.testing.found import Found
from validate_provider.testing.later import Fixture, settled
from validate_provider.testing.life import Life, watch_life
from validate_provider.testing.once import once, run_folder

PYTHON = Path(sys.executable)
T = TypeVar("T")


class Runs:
    """Asks the stack about the providers of a package.

    What fixtures and functions give is asked for when the stack is, not before: so nothing is
    started for tests that are not run.
    """

    def __init__(
        self,
        found: Found,
        config: Mapping[str, Any] | None,
        upstream: str | Fixture | Callable[[], str] | None,
        model: str | None,
        embedding_model: str | None,
    ) -> None:
        self._found, self._config, self._upstream = found, config, upstream
        self._model, self._embedding_model = model, embedding_model

    def is_given_config(self) -> bool:
        """Whether the providers are loaded with another config than their own sample."""
        return self._config is not None

    def is_given_upstream(self, request: pytest.FixtureRequest) -> bool:
        """Whether the backend is another one than the config says."""
        return bool(self._upstream or request.config.getoption("--provider-upstream"))

    def load(self, provider: ProviderVerdicts, request: pytest.FixtureRequest) -> LoadReport:
        """Start the stack with a provider."""

        def make() -> LoadReport:
            config = settled(self._config, request)
            if config:
                set_upstream(config, self._backend(request))
            return load(self._question(provider, config), PYTHON, _terms(request))

        return _once("load", provider, request, make)

    def served(self, provider: ProviderVerdicts, request: pytest.FixtureRequest) -> ServeReport:
        """Have the stack's server answer every request."""

        def make() -> ServeReport:
            config, upstream = settled(self._config, request), self._backend(request)
            question, terms = self._question(provider, config), _terms(request)
            return serve(
                question,
                PYTHON,
                terms,
                upstream=upstream,
                model=self._model,
                embedding_model=self._embedding_model,
            )

        return _once("served", provider, request, make)

    def life(self, provider: ProviderVerdicts, request: pytest.FixtureRequest) -> Life:
        """Have the stack start a provider, use it, end it, and start it again."""

        def make() -> Life:
            config, upstream = settled(self._config, request), self._backend(request)
            return watch_life(
                self._question(provider, config),
                PYTHON,
                _terms(request),
                hooks=self._found.hooks(provider),
                upstream=upstream,
                model=self._model,
                embedding_model=self._embedding_model,
            )

        return _once("life", provider, request, make)

    def _question(self, provider: ProviderVerdicts, config: Mapping[str, Any] | None) -> Question:
        return question_of(provider, self._found.replay, config)

    def _backend(self, request: pytest.FixtureRequest) -> str | None:
        given: str | None = request.config.getoption("--provider-upstream")
        return given or settled(self._upstream, request)


def _terms(request: pytest.FixtureRequest) -> Terms:
    option = request.config.getoption
    return Terms(seconds=option("--provider-timeout"), variables=option("--provider-pass-env"))


def _once(
    kind: str, provider: ProviderVerdicts, request: pytest.FixtureRequest, make: Callable[[], T]
) -> T:
    """Ask once for each class of tests and provider; pytest-xdist's processes share the answer."""
    tests = request.node.parent.nodeid
    named = "\0".join([tests, kind, provider.provider_type, provider.api])
    name = f"{kind}-{hashlib.sha256(named.encode()).hexdigest()[:16]}"
    return once(run_folder(request), name, make)
