"""The `files` API: all that the stack asks of a provider."""

from fastapi import Response, UploadFile
from llama_stack.apis.common.responses import Order
from llama_stack.apis.files import (
    ExpiresAfter,
    Files,
    ListOpenAIFileResponse,
    OpenAIFileDeleteResponse,
    OpenAIFileObject,
    OpenAIFilePurpose,
)
from llama_stack.providers.datatypes import HealthResponse, HealthStatus

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Files{{ cookiecutter.__suffix }}(Files):
    """The `files` API, by {{ cookiecutter.__class }}.

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

    async def openai_upload_file(
        self, file: UploadFile, purpose: OpenAIFilePurpose, expires_after: ExpiresAfter | None = None
    ) -> OpenAIFileObject:
        """Answer `POST /v1/files`."""
        raise NotImplementedError("openai_upload_file is not written yet")

    async def openai_list_files(
        self,
        after: str | None = None,
        limit: int | None = 10000,
        order: Order | None = Order.desc,
        purpose: OpenAIFilePurpose | None = None,
    ) -> ListOpenAIFileResponse:
        """Answer `GET /v1/files`."""
        raise NotImplementedError("openai_list_files is not written yet")

    async def openai_retrieve_file(self, file_id: str) -> OpenAIFileObject:
        """Answer `GET /v1/files/{file_id}`."""
        raise NotImplementedError("openai_retrieve_file is not written yet")

    async def openai_delete_file(self, file_id: str) -> OpenAIFileDeleteResponse:
        """Answer `DELETE /v1/files/{file_id}`."""
        raise NotImplementedError("openai_delete_file is not written yet")

    async def openai_retrieve_file_content(self, file_id: str) -> Response:
        """Answer `GET /v1/files/{file_id}/content`."""
        raise NotImplementedError("openai_retrieve_file_content is not written yet")
