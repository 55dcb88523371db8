{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The implementation of the files API: the stack's requests, answered from the store."""

import asyncio
import re
from urllib.parse import quote

from fastapi import Response, UploadFile
{{ stack(
    "apis.common.errors: " ~ line.file_missing,
    "apis.common.responses: Order",
    "apis.files: DeleteFileRequest Files ListFilesRequest ListOpenAIFileResponse OpenAIFileDeleteResponse",
    "apis.files: OpenAIFileObject OpenAIFilePurpose RetrieveFileContentRequest RetrieveFileRequest UploadFileRequest",
    "providers.datatypes: HealthResponse HealthStatus",
) }}

from .config import {{ cookiecutter.__class }}Config
from .store import Store, StoredFile

LONGEST_PAGE = 10_000
{%- if not line.file_kept_for_ever %}
# The stack's type wants a time even of what is kept for ever: the last second of the year 9999.
NEVER = 253_402_300_799
{%- endif %}


class {{ cookiecutter.__class }}FilesImpl(Files):
    """Files in a local folder.

    YOUR BACKEND: all that is kept goes through `Store`, whose methods run in threads. To keep
    files elsewhere, write another class with the same methods.
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._store = Store(config.storage_dir.expanduser())

    async def initialize(self) -> None:
        """Make the folder and the database, if they are not there."""
        await asyncio.to_thread(self._store.open)

    async def shutdown(self) -> None:
        """Close nothing: all that is opened is closed at once."""

    async def health(self) -> HealthResponse:
        """Say whether the store can be read."""
        try:
            await asyncio.to_thread(self._store.find, "")
        except Exception as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    async def openai_upload_file(self, request: UploadFileRequest, file: UploadFile) -> OpenAIFileObject:
        """Keep a file."""
        content = await file.read()
        seconds = request.expires_after.seconds if request.expires_after else None
        name = _bare(file.filename)
        return _object(await asyncio.to_thread(self._store.add, content, name, request.purpose.value, seconds))

    async def openai_list_files(self, request: ListFilesRequest) -> ListOpenAIFileResponse:
        """List files, page by page."""
        limit = LONGEST_PAGE if request.limit is None else request.limit
        if not 1 <= limit <= LONGEST_PAGE:
            raise ValueError(f"limit must be from 1 to {LONGEST_PAGE}, not {limit}")
        if request.after is not None:
            await self._find(request.after)
        files, has_more = await asyncio.to_thread(
            self._store.page,
            after=request.after,
            limit=limit,
            newest_first=request.order is not Order.asc,
            purpose=request.purpose.value if request.purpose else None,
        )
        return ListOpenAIFileResponse(
            data=[_object(file) for file in files],
            has_more=has_more,
            first_id=files[0].id if files else "",
            last_id=files[-1].id if files else "",
        )

    async def openai_retrieve_file(self, request: RetrieveFileRequest) -> OpenAIFileObject:
        """Tell what is known of a file."""
        return _object(await self._find(request.file_id))

    async def openai_retrieve_file_content(self, request: RetrieveFileContentRequest) -> Response:
        """Give a file back, to be saved under the name it was uploaded with."""
        file = await self._find(request.file_id)
        try:
            content = await asyncio.to_thread(self._store.read, file)
        except FileNotFoundError:
            raise _not_found(request.file_id) from None
        saved_as = f"attachment; filename*=UTF-8''{quote(file.filename, safe='')}"
        return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": saved_as})

    async def openai_delete_file(self, request: DeleteFileRequest) -> OpenAIFileDeleteResponse:
        """Remove a file."""
        if not await asyncio.to_thread(self._store.remove, request.file_id):
            raise _not_found(request.file_id)
        return OpenAIFileDeleteResponse(id=request.file_id, deleted=True)

    async def _find(self, file_id: str) -> StoredFile:
        file = await asyncio.to_thread(self._store.find, file_id)
        if file is None:
            raise _not_found(file_id)
        return file


def _not_found(file_id: str) -> {{ line.file_missing }}:
    """Return the stack's own error, of which it makes a 404."""
{%- if line.file_missing == "ResourceNotFoundError" %}
    return ResourceNotFoundError(file_id, "File", "files.list")
{%- else %}
    return {{ line.file_missing }}(file_id)
{%- endif %}


def _object(file: StoredFile) -> OpenAIFileObject:
    return OpenAIFileObject(
        id=file.id,
        bytes=file.size,
        created_at=file.created_at,
        expires_at={% if line.file_kept_for_ever %}file.expires_at{% else %}NEVER if file.expires_at is None else file.expires_at{% endif %},
        filename=file.filename,
        purpose=OpenAIFilePurpose(file.purpose),
{%- if line.distribution == 'ogx' %}
        status="processed",
        status_details="",  # which the first releases of this line require
{%- endif %}
    )


def _bare(filename: str | None) -> str:
    """Return the name of a file without any folders, which are its uploader's own affair."""
    return re.split(r"[/\\]", filename or "")[-1] or "file"
