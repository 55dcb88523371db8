{% from cookiecutter._pieces ~ 'imports.jinja' import moved, stack with context -%}
"""The adapter: answers the stack's requests for files through the service."""

from typing import Annotated
from urllib.parse import quote

from fastapi import {% if line.file_expiry == "one" %}Depends, {% endif %}File, Form, Response, UploadFile
{{ stack(
    "apis.common.responses: Order",
    "apis.files: Files ListOpenAIFileResponse OpenAIFileDeleteResponse OpenAIFileObject OpenAIFilePurpose",
    "apis.files: ExpiresAfter" if line.file_expiry == "one" else "apis.files: Files",
    "core.request_headers: NeedsRequestProviderData" if not line.core_moved else "apis.files: Files",
    "providers.datatypes: HealthResponse HealthStatus ProviderSpec",
    "providers.utils.files.form_data: parse_expires_after" if line.file_expiry == "one" else "apis.files: Files",
) }}
from pydantic import SecretStr

from . import answers, to_stack
from .config import {{ cookiecutter.__class }}Config
from .errors import ServiceError
from .service import Service
{%- if line.core_moved %}
{{ moved("NeedsRequestProviderData") }}
{%- endif %}


class {{ cookiecutter.__class }}FilesAdapter(NeedsRequestProviderData, Files):{% if line.core_moved %}  # type: ignore[misc, unused-ignore]{% endif %}
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
            await self._service.ask("GET", "files", answers.FileList, params={"limit": 1})
        except ServiceError as error:
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
        """Hand a file on."""
        form = {"purpose": purpose.value}
        if expires_after:
            form["expires_after[anchor]"] = expires_after.anchor
            form["expires_after[seconds]"] = str(expires_after.seconds)
{%- else %}
        expires_after_anchor: Annotated[str | None, Form(alias="expires_after[anchor]")] = None,
        expires_after_seconds: Annotated[int | None, Form(alias="expires_after[seconds]")] = None,
    ) -> OpenAIFileObject:
        """Hand a file on."""
        form = {"purpose": purpose.value}
        if expires_after_anchor is not None:
            form["expires_after[anchor]"] = expires_after_anchor
        if expires_after_seconds is not None:
            form["expires_after[seconds]"] = str(expires_after_seconds)
{%- endif %}
        kind = file.content_type or "application/octet-stream"
        sent = {"file": (file.filename or "file", await file.read(), kind)}
        return to_stack.file_object(await self._service.ask("POST", "files", answers.File, data=form, files=sent))

    async def openai_list_files(
        self,
        after: str | None = None,
        limit: int | None = 10_000,
        order: Order | None = Order.desc,
        purpose: OpenAIFilePurpose | None = None,
    ) -> ListOpenAIFileResponse:
        """List files, page by page."""
        asked = {
            "after": after,
            "limit": limit,
            "order": order.value if order else None,
            "purpose": purpose.value if purpose else None,
        }
        params = {name: value for name, value in asked.items() if value is not None}
        return to_stack.file_list(await self._service.ask("GET", "files", answers.FileList, params=params))

    async def openai_retrieve_file(self, file_id: str) -> OpenAIFileObject:
        """Tell what is known of a file."""
        return to_stack.file_object(await self._service.ask("GET", _path(file_id), answers.File))

    async def openai_retrieve_file_content(self, file_id: str) -> Response:
        """Give a file back."""
        return to_stack.content(await self._service.send("GET", f"{_path(file_id)}/content"))

    async def openai_delete_file(self, file_id: str) -> OpenAIFileDeleteResponse:
        """Remove a file."""
        deletion = await self._service.ask("DELETE", _path(file_id), answers.Deletion)
        return OpenAIFileDeleteResponse(id=file_id, deleted=deletion.deleted)


def _path(file_id: str) -> str:
    return f"files/{quote(file_id, safe='')}"
