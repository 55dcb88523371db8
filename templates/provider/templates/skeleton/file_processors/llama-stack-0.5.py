"""The `file_processors` API: all that the stack asks of a provider."""

from fastapi import UploadFile
from llama_stack_api import FileProcessors, HealthResponse, HealthStatus, ProcessFileRequest, ProcessFileResponse

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}FileProcessors{{ cookiecutter.__suffix }}(FileProcessors):
    """The `file_processors` API, by {{ cookiecutter.__class }}.

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

    async def process_file(self, request: ProcessFileRequest, file: UploadFile | None = None) -> ProcessFileResponse:
        """Answer `POST /v1alpha/file-processors/process`."""
        raise NotImplementedError("process_file is not written yet")
