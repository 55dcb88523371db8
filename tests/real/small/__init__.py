"""Small providers that serve, one an API, with faults that only a request shows."""

from tests.real.small import batches, files, inference, safety, scoring, tools, vectors

ALL = (files, safety, tools, batches, inference, scoring, vectors)
SMALL = {it.SMALL.api: it.SMALL for it in ALL}
"""API -> the small provider."""
