"""The `files` API: all that the stack asks of a provider."""

from fastapi import Response, UploadFile
from llama_stack_api import (
    DeleteFileRequest,
    Files,
    HealthResponse,
    HealthStatus,
    ListFilesRequest,
    ListOpenAIFileResponse,
    OpenAIFileDeleteResponse,
    OpenAIFileObject,
    RetrieveFileContentRequest,
    RetrieveFileRequest,
    UploadFileRequest,
)

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

    async def openai_upload_file(self, request: UploadFileRequest, file: UploadFile) -> OpenAIFileObject:
        """Answer `POST /v1/files`."""
        raise NotImplementedError("openai_upload_file is not written yet")

    async def openai_list_files(self, request: ListFilesRequest) -> ListOpenAIFileResponse:
        """Answer `GET /v1/files`."""
        raise NotImplementedError("openai_list_files is not written yet")

    async def openai_retrieve_file(self, request: RetrieveFileRequest) -> OpenAIFileObject:
        """Answer `GET /v1/files/{file_id}`."""
        raise NotImplementedError("openai_retrieve_file is not written yet")

    async def openai_delete_file(self, request: DeleteFileRequest) -> OpenAIFileDeleteResponse:
        """Answer `DELETE /v1/files/{file_id}`."""
        raise NotImplementedError("openai_delete_file is not written yet")

    async def openai_retrieve_file_content(self, request: RetrieveFileContentRequest) -> Response:
        """Answer `GET /v1/files/{file_id}/content`."""
        raise NotImplementedError("openai_retrieve_file_content is not written yet")
