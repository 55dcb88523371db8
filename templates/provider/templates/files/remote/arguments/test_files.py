{% from cookiecutter._pieces ~ 'imports.jinja' import moved, stack with context -%}
"""The adapter, put to work on a service that speaks HTTP."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator

import pytest
from fastapi import UploadFile
{{ stack(
    "apis.common.responses: Order",
    "apis.files: Files OpenAIFileObject OpenAIFilePurpose",
    "apis.files: ExpiresAfter" if line.file_expiry == "one" else "apis.files: Files",
    "core.request_headers: request_provider_data_context" if not line.core_moved else "apis.files: Files",
    "providers.datatypes: HealthStatus",
) }}

from conftest import FilesService
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import FailedError, LateError, RefusedError
from {{ cookiecutter.__package }}.files import {{ cookiecutter.__class }}FilesAdapter
{%- if line.spec != "yaml" %}
from {{ cookiecutter.__package }}.provider import get_provider_spec
{%- endif %}
{%- if not line.file_kept_for_ever %}
from {{ cookiecutter.__package }}.to_stack import NEVER
{%- endif %}
{%- if line.spec == "yaml" %}
from test_provider import get_provider_spec
{%- endif %}
{%- if line.core_moved %}
{{ moved("request_provider_data_context") }}
{%- endif %}

pytestmark = pytest.mark.anyio


async def adapter_of(url: str, **settings: object) -> {{ cookiecutter.__class }}FilesAdapter:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": url, **settings})
    adapter = await get_adapter_impl(config, {})
    adapter.__provider_spec__ = get_provider_spec()
    return adapter


@pytest.fixture
async def files(service: FilesService) -> AsyncIterator[{{ cookiecutter.__class }}FilesAdapter]:
    adapter = await adapter_of(service.url)
    yield adapter
    await adapter.shutdown()


async def upload(files: Files) -> OpenAIFileObject:
    sent = UploadFile(io.BytesIO(b"good day"), filename="greeting.txt")
    return await files.openai_upload_file(sent, OpenAIFilePurpose.ASSISTANTS)


async def test_upload(files: {{ cookiecutter.__class }}FilesAdapter) -> None:
    file = await upload(files)

    assert (file.filename, file.bytes, file.purpose) == ("greeting.txt", 8, OpenAIFilePurpose.ASSISTANTS)
    assert file.expires_at {% if line.file_kept_for_ever %}is None{% else %}== NEVER{% endif %}
    assert await files.openai_retrieve_file(file.id) == file


async def test_content(files: {{ cookiecutter.__class }}FilesAdapter) -> None:
    file = await upload(files)

    answer = await files.openai_retrieve_file_content(file.id)

    assert (answer.body, answer.media_type) == (b"good day", "application/octet-stream")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="greeting.txt"'


async def test_expiry(files: {{ cookiecutter.__class }}FilesAdapter, service: FilesService) -> None:
    sent = UploadFile(io.BytesIO(b""), filename="greeting.txt")
{%- if line.file_expiry == "one" %}
    expires_after = ExpiresAfter(anchor="created_at", seconds=3_600)

    file = await files.openai_upload_file(sent, OpenAIFilePurpose.ASSISTANTS, expires_after)
{%- else %}

    file = await files.openai_upload_file(sent, OpenAIFilePurpose.ASSISTANTS, "created_at", 3_600)
{%- endif %}

    assert file.expires_at == file.created_at + 3_600
    assert service.files[file.id]["expires_after[anchor]"] == "created_at"


async def test_list(files: {{ cookiecutter.__class }}FilesAdapter, service: FilesService) -> None:
    first, second = await upload(files), await upload(files)
    service.files["other"] = service.files[first.id] | {"id": "other", "purpose": "unheard-of"}

    page = await files.openai_list_files("file-9", 3, Order.asc, OpenAIFilePurpose.ASSISTANTS)

    assert (page.data, page.has_more) == ([first, second], True)
    # The next page is asked for after all of this one, whether the stack can show it or not.
    assert (page.first_id, page.last_id) == (first.id, "other")
    assert service.query == {"after": "file-9", "limit": "3", "order": "asc", "purpose": "assistants"}


async def test_list_of_nothing(files: {{ cookiecutter.__class }}FilesAdapter) -> None:
    nothing = await files.openai_list_files()

    assert (nothing.data, nothing.first_id, nothing.last_id) == ([], "", "")


async def test_unheard_of(files: {{ cookiecutter.__class }}FilesAdapter, service: FilesService) -> None:
    file = await upload(files)
    service.files[file.id]["purpose"] = "unheard-of"

    with pytest.raises(FailedError, match="unheard-of"):
        await files.openai_retrieve_file(file.id)


async def test_delete(files: {{ cookiecutter.__class }}FilesAdapter) -> None:
    file = await upload(files)

    assert (await files.openai_delete_file(file.id)).deleted
    assert not (await files.openai_delete_file(file.id)).deleted


async def test_unknown(files: {{ cookiecutter.__class }}FilesAdapter) -> None:
    with pytest.raises(RefusedError, match=r"no file a%2Fb%3Fc") as refused:
        await files.openai_retrieve_file("a/b?c")

    assert refused.value.status_code == 404


async def test_refusal(files: {{ cookiecutter.__class }}FilesAdapter, service: FilesService) -> None:
    service.is_full = True

    with pytest.raises(RefusedError, match="no room") as refused:
        await upload(files)

    assert refused.value.status_code == 413


async def test_api_key(service: FilesService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")

    await upload(adapter)

    assert service.authorization == "Bearer secret"
    await adapter.shutdown()


async def test_callers_api_key(service: FilesService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")

    header = {"{{ line.data_header }}": '{"{{ cookiecutter.__env.lower() }}_api_key": "own"}'}
    with request_provider_data_context(header):
        await upload(adapter)

    assert service.authorization == "Bearer own"
    await adapter.shutdown()


async def test_service_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        adapter = await adapter_of(f"http://127.0.0.1:{free.getsockname()[1]}/v1")

        with pytest.raises(FailedError, match="cannot be reached"):
            await upload(adapter)
        assert (await adapter.health())["status"] == HealthStatus.ERROR
    await adapter.shutdown()


async def test_service_is_late() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        adapter = await adapter_of(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout=0.2)

        with pytest.raises(LateError, match="did not answer in time"):
            await upload(adapter)
    await adapter.shutdown()


async def test_something_else_answers(service: FilesService) -> None:
    service.files["odd"] = {"id": "odd"}
    adapter = await adapter_of(service.url)

    with pytest.raises(FailedError, match=r"answered no FileList: data\.0\.bytes"):
        await adapter.openai_list_files()
    await adapter.shutdown()


async def test_health(files: {{ cookiecutter.__class }}FilesAdapter) -> None:
    assert await files.health() == {"status": HealthStatus.OK}


def test_each_loop_has_its_own_connections(service: FilesService) -> None:
    adapter = asyncio.run(adapter_of(service.url))

    for _ in range(2):
        assert asyncio.run(adapter.health()) == {"status": HealthStatus.OK}
