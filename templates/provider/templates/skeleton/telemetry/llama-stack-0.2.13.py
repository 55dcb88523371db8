"""The `telemetry` API: all that the stack asks of a provider."""

from llama_stack.apis.telemetry import (
    DEFAULT_TTL_DAYS,
    Event,
    MetricLabelMatcher,
    MetricQueryType,
    QueryCondition,
    QueryMetricsResponse,
    QuerySpansResponse,
    QuerySpanTreeResponse,
    QueryTracesResponse,
    Span,
    Telemetry,
    Trace,
)
from llama_stack.providers.datatypes import HealthResponse, HealthStatus

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Telemetry{{ cookiecutter.__suffix }}(Telemetry):
    """The `telemetry` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config

    async def initialize(self) -> None:
        """Open what the backend needs; the stack waits for it."""

    async def shutdown(self) -> None:
        """Close what `initialize` opened."""

    async def health(self) -> HealthResponse:
        """Say whether the backend answers, once there is one to ask."""
        return HealthResponse(status=HealthStatus.NOT_IMPLEMENTED)

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def log_event(self, event: Event, ttl_seconds: int = DEFAULT_TTL_DAYS * 86400) -> None:
        """Answer `POST /v1/telemetry/events`."""
        raise NotImplementedError("log_event is not written yet")

    async def query_traces(
        self,
        attribute_filters: list[QueryCondition] | None = None,
        limit: int | None = 100,
        offset: int | None = 0,
        order_by: list[str] | None = None,
    ) -> QueryTracesResponse:
        """Answer `POST /v1/telemetry/traces`."""
        raise NotImplementedError("query_traces is not written yet")

    async def get_trace(self, trace_id: str) -> Trace:
        """Answer `GET /v1/telemetry/traces/{trace_id}`."""
        raise NotImplementedError("get_trace is not written yet")

    async def get_span(self, trace_id: str, span_id: str) -> Span:
        """Answer `GET /v1/telemetry/traces/{trace_id}/spans/{span_id}`."""
        raise NotImplementedError("get_span is not written yet")

    async def get_span_tree(
        self, span_id: str, attributes_to_return: list[str] | None = None, max_depth: int | None = None
    ) -> QuerySpanTreeResponse:
        """Answer `POST /v1/telemetry/spans/{span_id}/tree`."""
        raise NotImplementedError("get_span_tree is not written yet")

    async def query_spans(
        self, attribute_filters: list[QueryCondition], attributes_to_return: list[str], max_depth: int | None = None
    ) -> QuerySpansResponse:
        """Answer `POST /v1/telemetry/spans`."""
        raise NotImplementedError("query_spans is not written yet")

    async def save_spans_to_dataset(
        self,
        attribute_filters: list[QueryCondition],
        attributes_to_save: list[str],
        dataset_id: str,
        max_depth: int | None = None,
    ) -> None:
        """Answer `POST /v1/telemetry/spans/export`."""
        raise NotImplementedError("save_spans_to_dataset is not written yet")

    async def query_metrics(
        self,
        metric_name: str,
        start_time: int,
        end_time: int | None = None,
        granularity: str | None = "1d",
        query_type: MetricQueryType = MetricQueryType.RANGE,
        label_matchers: list[MetricLabelMatcher] | None = None,
    ) -> QueryMetricsResponse:
        """Answer `POST /v1/telemetry/metrics/{metric_name}`."""
        raise NotImplementedError("query_metrics is not written yet")
