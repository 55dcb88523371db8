{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The implementation of the files API: the stack's requests, answered from the store."""

import asyncio
import re
from typing import Annotated
from urllib.parse import quote

from fastapi import {% if line.file_expiry == "one" %}Depends, {% endif %}File, Form, Response, UploadFile
{{ stack(
    "apis.common.errors: ResourceNotFoundError" if line.file_missing and not line.file_missing_since else "apis.files: Files",
    "apis.common: errors" if line.file_missing_since else "apis.files: Files",
    "apis.common.responses: Order",
    "apis.files: Files ListOpenAIFileResponse OpenAIFileDeleteResponse OpenAIFileObject OpenAIFilePurpose",
    "apis.files: ExpiresAfter" if line.file_expiry == "one" else "apis.files: Files",
    "providers.datatypes: HealthResponse HealthStatus",
    "providers.utils.files.form_data: parse_expires_after" if line.file_expiry == "one" else "apis.files: Files",
) }}

from .config import {{ cookiecutter.__class }}Config
from .store import Store, StoredFile

LONGEST_PAGE = 10_000
{% if line.file_expiry == "two" -%}
SECONDS_TO_LIVE = range(3_600, 2_592_001)
{% endif -%}
# The stack's type wants a time even of what is kept for ever: the last second of the year 9999.
NEVER = 253_402_300_799


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

    # The stack makes its routes of these annotations.
    async def openai_upload_file(
        self,
        file: Annotated[UploadFile, File()],
        purpose: Annotated[OpenAIFilePurpose, Form()],
{%- if line.file_expiry == "one" %}
        expires_after: Annotated[ExpiresAfter | None, Depends(parse_expires_after)] = None,
    ) -> OpenAIFileObject:
        """Keep a file."""
        seconds = expires_after.seconds if expires_after else None
{%- else %}
        expires_after_anchor: Annotated[str | None, Form(alias="expires_after[anchor]")] = None,
        expires_after_seconds: Annotated[int | None, Form(alias="expires_after[seconds]")] = None,
    ) -> OpenAIFileObject:
        """Keep a file."""
        seconds = expires_after_seconds
        if expires_after_anchor not in (None, "created_at"):
            raise ValueError(f"expires_after[anchor] must be created_at, not {expires_after_anchor}")
        if seconds is not None and seconds not in SECONDS_TO_LIVE:
            least, most = SECONDS_TO_LIVE[0], SECONDS_TO_LIVE[-1]
            raise ValueError(f"expires_after[seconds] must be from {least} to {most}, not {seconds}")
{%- endif %}
        content = await file.read()
        name = _bare(file.filename)
        return _object(await asyncio.to_thread(self._store.add, content, name, purpose.value, seconds))

    async def openai_list_files(
        self,
        after: str | None = None,
        limit: int | None = LONGEST_PAGE,
        order: Order | None = Order.desc,
        purpose: OpenAIFilePurpose | None = None,
    ) -> ListOpenAIFileResponse:
        """List files, page by page."""
        limit = LONGEST_PAGE if limit is None else limit
        if not 1 <= limit <= LONGEST_PAGE:
            raise ValueError(f"limit must be from 1 to {LONGEST_PAGE}, not {limit}")
        if after is not None:
            await self._find(after)
        files, has_more = await asyncio.to_thread(
            self._store.page,
            after=after,
            limit=limit,
            newest_first=order is not Order.asc,
            purpose=purpose.value if purpose else None,
        )
        return ListOpenAIFileResponse(
            data=[_object(file) for file in files],
            has_more=has_more,
            first_id=files[0].id if files else "",
            last_id=files[-1].id if files else "",
        )

    async def openai_retrieve_file(self, file_id: str) -> OpenAIFileObject:
        """Tell what is known of a file."""
        return _object(await self._find(file_id))

    async def openai_retrieve_file_content(self, file_id: str) -> Response:
        """Give a file back, to be saved under the name it was uploaded with."""
        file = await self._find(file_id)
        try:
            content = await asyncio.to_thread(self._store.read, file)
        except FileNotFoundError:
            raise _not_found(file_id) from None
        saved_as = f"attachment; filename*=UTF-8''{quote(file.filename, safe='')}"
        return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": saved_as})

    async def openai_delete_file(self, file_id: str) -> OpenAIFileDeleteResponse:
        """Remove a file."""
        if not await asyncio.to_thread(self._store.remove, file_id):
            raise _not_found(file_id)
        return OpenAIFileDeleteResponse(id=file_id, deleted=True)

    async def _find(self, file_id: str) -> StoredFile:
        file = await asyncio.to_thread(self._store.find, file_id)
        if file is None:
            raise _not_found(file_id)
        return file


def _not_found(file_id: str) -> ValueError:
{%- if line.file_missing_since %}
    """Return the stack's own error: 404; before {{ line.file_missing_since }} it has none, and answers 400."""
    error = getattr(errors, "{{ line.file_missing }}", None)
    if error is None:
        return ValueError(f"File '{file_id}' not found")
    found: ValueError = error(file_id, "File", "client.files.list()")
    return found
{%- elif line.file_missing %}
    """Return the stack's own error, of which it makes a 404."""
    return ResourceNotFoundError(file_id, "File", "client.files.list()")
{%- else %}
    """Return an error of which the stack makes a 400; it has none of its own for what is not there."""
    return ValueError(f"File '{file_id}' not found")
{%- endif %}


def _object(file: StoredFile) -> OpenAIFileObject:
    return OpenAIFileObject(
        id=file.id,
        bytes=file.size,
        created_at=file.created_at,
        expires_at=NEVER if file.expires_at is None else file.expires_at,
        filename=file.filename,
        purpose=OpenAIFilePurpose(file.purpose),
    )


def _bare(filename: str | None) -> str:
    """Return the name of a file without any folders, which are its uploader's own affair."""
    return re.split(r"[/\\]", filename or "")[-1] or "file"
