"""The `scoring` API: all that the stack asks of a provider."""

from typing import Any

from llama_stack_api import (
    HealthResponse,
    HealthStatus,
    ScoreBatchResponse,
    ScoreResponse,
    Scoring,
    ScoringFn,
    ScoringFnParams,
    ScoringFunctionStore,
)

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Scoring{{ cookiecutter.__suffix }}(Scoring):
    """The `scoring` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    """

    # The stack fills this in once it has the provider.
    scoring_function_store: ScoringFunctionStore

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config

    async def initialize(self) -> None:
        """Open what the backend needs; the stack waits for it."""

    async def shutdown(self) -> None:
        """Close what `initialize` opened."""

    async def health(self) -> HealthResponse:
        """Say whether the backend answers, once there is one to ask."""
        return HealthResponse(status=HealthStatus.NOT_IMPLEMENTED)

    # The stack calls these, too: at start-up, and as resources come and go.

    async def list_scoring_functions(self) -> list[ScoringFn]:
        """List the scoring functions that nobody has to register; the stack asks at start-up."""
        return []

    async def register_scoring_function(self, scoring_fn: ScoringFn) -> None:
        """Take in a scoring function that the run config lists or a client registers."""
        raise NotImplementedError("register_scoring_function is not written yet")

    async def unregister_scoring_function(self, scoring_fn_id: str) -> None:
        """Let go of a scoring function that is unregistered."""
        raise NotImplementedError("unregister_scoring_function is not written yet")

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def score_batch(
        self, dataset_id: str, scoring_functions: dict[str, ScoringFnParams | None], save_results_dataset: bool = False
    ) -> ScoreBatchResponse:
        """Answer `POST /v1/scoring/score-batch`."""
        raise NotImplementedError("score_batch is not written yet")

    async def score(
        self, input_rows: list[dict[str, Any]], scoring_functions: dict[str, ScoringFnParams | None]
    ) -> ScoreResponse:
        """Answer `POST /v1/scoring/score`."""
        raise NotImplementedError("score is not written yet")
