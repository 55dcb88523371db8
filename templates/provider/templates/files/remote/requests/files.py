{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The adapter: answers the stack's requests for files through the service."""

from urllib.parse import quote

from fastapi import Response, UploadFile
{{ stack(
    "apis.files: DeleteFileRequest Files ListFilesRequest ListOpenAIFileResponse OpenAIFileDeleteResponse",
    "apis.files: OpenAIFileObject RetrieveFileContentRequest RetrieveFileRequest UploadFileRequest",
    "core.request_headers: NeedsRequestProviderData",
    "providers.datatypes: HealthResponse HealthStatus ProviderSpec",
) }}
from pydantic import SecretStr

from . import to_stack
from .answers import Deletion, File, FileList
from .config import {{ cookiecutter.__class }}Config
from .errors import ServiceError
from .service import Service


class {{ cookiecutter.__class }}FilesAdapter(NeedsRequestProviderData, Files):
    """Files in a service that speaks OpenAI's files API.

    YOUR BACKEND: all requests go through `Service`, and its answers through `to_stack`. Change
    these two where your service differs from OpenAI's.
    """

    # The stack sets it, for what a request brings in its header.
    __provider_spec__: ProviderSpec

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config, self._callers_key)

    def _callers_key(self) -> SecretStr | None:
        """Return the API key that the request at hand brings in its header, if it brings one."""
        brought = self.get_request_provider_data()
        return brought.{{ cookiecutter.__env.lower() }}_api_key if brought else None

    async def initialize(self) -> None:
        """Open nothing yet: the service may come up later than the stack."""

    async def shutdown(self) -> None:
        """Close the connections to the service."""
        await self._service.close()

    async def health(self) -> HealthResponse:
        """Say whether the service answers."""
        try:
            await self._service.ask("GET", "files", FileList, params={"limit": 1})
        except ServiceError as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    async def openai_upload_file(self, request: UploadFileRequest, file: UploadFile) -> OpenAIFileObject:
        """Hand a file on."""
        form = {"purpose": request.purpose.value}
        if request.expires_after:
            form["expires_after[anchor]"] = request.expires_after.anchor
            form["expires_after[seconds]"] = str(request.expires_after.seconds)
        kind = file.content_type or "application/octet-stream"
        sent = {"file": (file.filename or "file", await file.read(), kind)}
        return to_stack.file_object(await self._service.ask("POST", "files", File, data=form, files=sent))

    async def openai_list_files(self, request: ListFilesRequest) -> ListOpenAIFileResponse:
        """List files, page by page."""
        params = request.model_dump(mode="json", exclude_none=True)
        return to_stack.file_list(await self._service.ask("GET", "files", FileList, params=params))

    async def openai_retrieve_file(self, request: RetrieveFileRequest) -> OpenAIFileObject:
        """Tell what is known of a file."""
        return to_stack.file_object(await self._service.ask("GET", _path(request.file_id), File))

    async def openai_retrieve_file_content(self, request: RetrieveFileContentRequest) -> Response:
        """Give a file back."""
        return to_stack.content(await self._service.send("GET", f"{_path(request.file_id)}/content"))

    async def openai_delete_file(self, request: DeleteFileRequest) -> OpenAIFileDeleteResponse:
        """Remove a file."""
        deletion = await self._service.ask("DELETE", _path(request.file_id), Deletion)
        return OpenAIFileDeleteResponse(id=request.file_id, deleted=deletion.deleted)


def _path(file_id: str) -> str:
    return f"files/{quote(file_id, safe='')}"
