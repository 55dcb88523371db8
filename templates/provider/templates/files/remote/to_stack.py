{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The service's answers in the stack's words."""

import httpx
from fastapi import Response
{{ stack("apis.files: ListOpenAIFileResponse OpenAIFileObject OpenAIFilePurpose") }}

from .answers import File, FileList
from .errors import FailedError
{%- if not line.file_kept_for_ever %}

# The stack's type wants a time even of what is kept for ever: the last second of the year 9999.
NEVER = 253_402_300_799
{%- endif %}


def file_object(file: File) -> OpenAIFileObject:
    """Return what is known of a file.

    Raises:
        FailedError: The stack has no word for its purpose.
    """
    if not _is_known(file):
        raise FailedError(f"file '{file.id}' has a purpose that the stack does not know: {file.purpose}")
    return OpenAIFileObject(
        id=file.id,
        bytes=file.bytes,
        created_at=file.created_at,
        expires_at={% if line.file_kept_for_ever %}file.expires_at{% else %}NEVER if file.expires_at is None else file.expires_at{% endif %},
        filename=file.filename,
        purpose=OpenAIFilePurpose(file.purpose),
{%- if line.distribution == "ogx" %}
        status=file.status,
        status_details="",  # which the first releases of this line require
{%- endif %}
    )


def file_list(page: FileList) -> ListOpenAIFileResponse:
    """Return a page of files, without those of a purpose that the stack does not know."""
    return ListOpenAIFileResponse(
        data=[file_object(file) for file in page.data if _is_known(file)],
        has_more=page.has_more,
        # Of the whole page, so that who asks for the next one gets past those that are left out.
        first_id=page.data[0].id if page.data else "",
        last_id=page.data[-1].id if page.data else "",
    )


def content(response: httpx.Response) -> Response:
    """Return a file as the service gives it, under the name that the service gives it."""
    kind = response.headers.get("Content-Type", "application/octet-stream")
    answer = Response(response.content, media_type=kind)
    # As bytes, for a name may be in UTF-8, and a header set as text is sent in Latin-1.
    wanted = b"content-disposition"
    answer.raw_headers += [(wanted, value) for name, value in response.headers.raw if name.lower() == wanted]
    return answer


def _is_known(file: File) -> bool:
    return file.purpose in [purpose.value for purpose in OpenAIFilePurpose]
