{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The files API, called as the stack calls it."""

import io
from pathlib import Path

import pytest
from fastapi import UploadFile
{{ stack(
    "apis.common.errors: " ~ line.file_missing,
    "apis.common.responses: Order",
    "apis.files: DeleteFileRequest Files ListFilesRequest OpenAIFileObject OpenAIFilePurpose",
    "apis.files: RetrieveFileContentRequest RetrieveFileRequest UploadFileRequest",
    "providers.datatypes: HealthStatus",
) }}

from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.files import {% if not line.file_kept_for_ever %}NEVER, {% endif %}{{ cookiecutter.__class }}FilesImpl

pytestmark = pytest.mark.anyio


@pytest.fixture
async def files(tmp_path: Path) -> {{ cookiecutter.__class }}FilesImpl:
    return await get_provider_impl({{ cookiecutter.__class }}Config(storage_dir=tmp_path), {})


async def upload(files: Files, filename: str = "greeting.txt", purpose: str = "assistants") -> OpenAIFileObject:
    request = UploadFileRequest.model_validate({"purpose": purpose})
    return await files.openai_upload_file(request, UploadFile(io.BytesIO(b"good day"), filename=filename))


async def test_upload(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    file = await upload(files)

    assert (file.filename, file.bytes, file.purpose) == ("greeting.txt", 8, OpenAIFilePurpose.ASSISTANTS)
    assert file.expires_at {% if line.file_kept_for_ever %}is None{% else %}== NEVER{% endif %}
    assert await files.openai_retrieve_file(RetrieveFileRequest(file_id=file.id)) == file


async def test_content(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    file = await upload(files)

    answer = await files.openai_retrieve_file_content(RetrieveFileContentRequest(file_id=file.id))

    assert answer.body == b"good day"


async def test_expiry(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    expires_after = {"anchor": "created_at", "seconds": 3_600}
    request = UploadFileRequest.model_validate({"purpose": "assistants", "expires_after": expires_after})

    file = await files.openai_upload_file(request, UploadFile(io.BytesIO(b""), filename="greeting.txt"))

    assert file.expires_at == file.created_at + 3_600


async def test_list(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    first, second = await upload(files), await upload(files, purpose="batch")

    newest_first = await files.openai_list_files(ListFilesRequest())
    assert newest_first.data == [second, first]
    assert (newest_first.first_id, newest_first.last_id, newest_first.has_more) == (second.id, first.id, False)

    page = await files.openai_list_files(ListFilesRequest(order=Order.asc, limit=1))
    assert (page.data, page.has_more) == ([first], True)

    rest = await files.openai_list_files(ListFilesRequest(order=Order.asc, limit=1, after=first.id))
    assert (rest.data, rest.has_more) == ([second], False)

    batches = await files.openai_list_files(ListFilesRequest(purpose=OpenAIFilePurpose.BATCH))
    assert batches.data == [second]


async def test_list_of_nothing(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    nothing = await files.openai_list_files(ListFilesRequest())

    assert (nothing.data, nothing.first_id, nothing.last_id) == ([], "", "")


@pytest.mark.parametrize("limit", [0, -1, 10_001])
async def test_limit_out_of_bounds(files: {{ cookiecutter.__class }}FilesImpl, limit: int) -> None:
    with pytest.raises(ValueError, match="limit must be from 1 to 10000"):
        await files.openai_list_files(ListFilesRequest(limit=limit))


async def test_delete(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    file = await upload(files)

    assert (await files.openai_delete_file(DeleteFileRequest(file_id=file.id))).deleted

    with pytest.raises({{ line.file_missing }}):
        await files.openai_delete_file(DeleteFileRequest(file_id=file.id))


async def test_unknown(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    with pytest.raises({{ line.file_missing }}):
        await files.openai_retrieve_file(RetrieveFileRequest(file_id="../files.db"))
    with pytest.raises({{ line.file_missing }}):
        await files.openai_retrieve_file_content(RetrieveFileContentRequest(file_id="../files.db"))
    with pytest.raises({{ line.file_missing }}):
        await files.openai_list_files(ListFilesRequest(after="file-0"))


async def test_content_is_gone(files: {{ cookiecutter.__class }}FilesImpl, tmp_path: Path) -> None:
    file = await upload(files)
    (tmp_path / "files" / file.id).unlink()

    with pytest.raises({{ line.file_missing }}):
        await files.openai_retrieve_file_content(RetrieveFileContentRequest(file_id=file.id))


@pytest.mark.parametrize(
    ("given", "kept", "saved_as"),
    [
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt", "a.txt"),
        ("", "file", "file"),
        ('a"\r\nX: y.txt', 'a"\r\nX: y.txt', "a%22%0D%0AX%3A%20y.txt"),
    ],
)
async def test_filename(files: {{ cookiecutter.__class }}FilesImpl, given: str, kept: str, saved_as: str) -> None:
    file = await upload(files, given)
    answer = await files.openai_retrieve_file_content(RetrieveFileContentRequest(file_id=file.id))

    assert file.filename == kept
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{saved_as}"


async def test_health(files: {{ cookiecutter.__class }}FilesImpl, tmp_path: Path) -> None:
    assert await files.health() == {"status": HealthStatus.OK}

    (tmp_path / "files.db").unlink()
    assert (await files.health())["status"] == HealthStatus.ERROR
