"""The files API, called as the stack calls it."""

import io
from pathlib import Path

import pytest
from fastapi import UploadFile
from llama_stack.apis.common.responses import Order
from llama_stack.apis.files import {% if line.file_expiry == "one" %}ExpiresAfter, {% endif %}Files, OpenAIFileObject, OpenAIFilePurpose
from llama_stack.providers.datatypes import HealthStatus

from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.files import NEVER, {{ cookiecutter.__class }}FilesImpl

pytestmark = pytest.mark.anyio

ASSISTANTS = OpenAIFilePurpose.ASSISTANTS


@pytest.fixture
async def files(tmp_path: Path) -> {{ cookiecutter.__class }}FilesImpl:
    return await get_provider_impl({{ cookiecutter.__class }}Config(storage_dir=tmp_path), {})


async def upload(files: Files, filename: str = "greeting.txt") -> OpenAIFileObject:
    return await files.openai_upload_file(UploadFile(io.BytesIO(b"good day"), filename=filename), ASSISTANTS)


async def test_upload(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    file = await upload(files)

    assert (file.filename, file.bytes, file.purpose) == ("greeting.txt", 8, ASSISTANTS)
    assert file.expires_at == NEVER
    assert await files.openai_retrieve_file(file.id) == file


async def test_content(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    file = await upload(files)

    answer = await files.openai_retrieve_file_content(file.id)

    assert answer.body == b"good day"


async def test_expiry(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    sent = UploadFile(io.BytesIO(b""), filename="greeting.txt")

    file = await files.openai_upload_file(sent, ASSISTANTS, {% if line.file_expiry == "one" %}ExpiresAfter(anchor="created_at", seconds=3_600){% else %}"created_at", 3_600{% endif %})

    assert file.expires_at == file.created_at + 3_600


{% if line.file_expiry == "two" -%}
@pytest.mark.parametrize(("anchor", "seconds"), [("now", 3_600), ("created_at", 3_599), ("created_at", 2_592_001)])
async def test_wrong_expiry(files: {{ cookiecutter.__class }}FilesImpl, anchor: str, seconds: int) -> None:
    sent = UploadFile(io.BytesIO(b""), filename="greeting.txt")

    with pytest.raises(ValueError, match="expires_after"):
        await files.openai_upload_file(sent, ASSISTANTS, anchor, seconds)


{% endif -%}
async def test_list(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    first, second = await upload(files), await upload(files)

    newest_first = await files.openai_list_files()
    assert newest_first.data == [second, first]
    assert (newest_first.first_id, newest_first.last_id, newest_first.has_more) == (second.id, first.id, False)

    page = await files.openai_list_files(order=Order.asc, limit=1)
    assert (page.data, page.has_more) == ([first], True)

    rest = await files.openai_list_files(order=Order.asc, limit=1, after=first.id, purpose=ASSISTANTS)
    assert (rest.data, rest.has_more) == ([second], False)


async def test_list_of_nothing(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    nothing = await files.openai_list_files()

    assert (nothing.data, nothing.first_id, nothing.last_id) == ([], "", "")


@pytest.mark.parametrize("limit", [0, -1, 10_001])
async def test_limit_out_of_bounds(files: {{ cookiecutter.__class }}FilesImpl, limit: int) -> None:
    with pytest.raises(ValueError, match="limit must be from 1 to 10000"):
        await files.openai_list_files(limit=limit)


async def test_delete(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    file = await upload(files)

    assert (await files.openai_delete_file(file.id)).deleted

    with pytest.raises(ValueError, match="not found"):
        await files.openai_delete_file(file.id)


async def test_unknown(files: {{ cookiecutter.__class }}FilesImpl) -> None:
    with pytest.raises(ValueError, match="not found"):
        await files.openai_retrieve_file("../files.db")
    with pytest.raises(ValueError, match="not found"):
        await files.openai_retrieve_file_content("../files.db")
    with pytest.raises(ValueError, match="not found"):
        await files.openai_list_files(after="file-0")


async def test_content_is_gone(files: {{ cookiecutter.__class }}FilesImpl, tmp_path: Path) -> None:
    file = await upload(files)
    (tmp_path / "files" / file.id).unlink()

    with pytest.raises(ValueError, match="not found"):
        await files.openai_retrieve_file_content(file.id)


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
    answer = await files.openai_retrieve_file_content(file.id)

    assert file.filename == kept
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{saved_as}"


async def test_health(files: {{ cookiecutter.__class }}FilesImpl, tmp_path: Path) -> None:
    assert await files.health() == {"status": HealthStatus.OK}

    (tmp_path / "files.db").unlink()
    assert (await files.health())["status"] == HealthStatus.ERROR
