{#-
What is the same however the stack asks. Who extends this lists in `names` what else is imported,
and fills in the methods that take a request, or arguments.
-#}
{% from cookiecutter._pieces ~ 'imports.jinja' import moved, stack with context -%}
{% set what = {"VectorStore": "vector_store", "VectorDB": "vector_db"}[line.vectors.store] -%}
{% set no_store -%}
{% if line.tells_not_found %}VectorStoreNotFoundError(vector_store_id){% else %}ValueError(f"there is no vector store {vector_store_id}"){% endif %}
{%- endset -%}
"""The adapter: answers the stack's requests for vector stores through the service."""

{% if line.vectors.store == "VectorDB" %}import uuid
{% endif %}from typing import Any
from urllib.parse import quote

{{ stack(
    "apis.vector_io: QueryChunksResponse VectorIO VectorStoreDeleteResponse VectorStoreFileDeleteResponse",
    "apis.vector_io: VectorStoreFileObject VectorStoreFileStatus VectorStoreListFilesResponse",
    "apis.vector_io: VectorStoreListResponse VectorStoreObject VectorStoreSearchResponsePage",
    "providers.datatypes: HealthResponse HealthStatus ProviderSpec",
    *names,
) }}
from pydantic import BaseModel, SecretStr

from . import to_stack
from .config import {{ cookiecutter.__class }}Config
from .errors import {% if not line.vectors.page %}RefusedError, {% endif %}ServiceError
from .service import Service
{%- if line.core_moved %}
{{ moved("NeedsRequestProviderData") }}
{%- endif %}


class {{ cookiecutter.__impl }}(
    NeedsRequestProviderData,{% if line.core_moved %}  # type: ignore[misc, unused-ignore]{% endif %}
    VectorIO,
    {{ line.vectors.store }}sProtocolPrivate,
):
    """Vector stores in a service that speaks OpenAI's vector stores API.

    YOUR BACKEND: all requests go through `Service`, and its answers through `to_stack`. Change
    these two where your service differs from OpenAI's.
    """

    # The stack sets it, for what a request brings in its header.
    __provider_spec__: ProviderSpec

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config, self._callers_key)
        # What the service calls the stack's vector stores, as far as that is known.
        self._names: dict[str, str] = {}

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
            await self._service.send("GET", "vector_stores", params={"limit": 1})
        except ServiceError as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Registration: the stack calls this before it {{ "creates" if line.vectors.store == "VectorStore" else "uses" }} a vector store, and after it deletes one --

    async def register_{{ what }}(self, {{ what }}: {{ line.vectors.store }}) -> None:
        """Note what the service calls a vector store, if the run config says so; else it is still to be created."""
        name = {{ what }}.provider_resource_id
        if name not in (None, {{ what }}.identifier):
            self._names[{{ what }}.identifier] = name

    async def unregister_{{ what }}(self, {{ what }}_id: str) -> None:
        """Forget a vector store, which the stack has deleted before."""
        self._names.pop({{ what }}_id, None)
{%- if line.vectors.ensure %}

    async def _ensure_openai_metadata_exists(self, vector_store: VectorStore) -> None:
        """Do nothing: the service keeps all that is known; without this method the stack warns that nobody does."""
{%- endif %}

    async def _path(self, vector_store_id: str, *rest: str) -> str:
        """Return the path of something in a vector store that the stack calls so.

        Raises:
            {{ no_store.split("(")[0] }}: The service has none of that id.
        """
        if vector_store_id not in self._names:
            await self._learn_names()
        try:
            return _joined("vector_stores", self._names[vector_store_id], *rest)
        except KeyError:
            raise {{ no_store }} from None

    async def _learn_names(self) -> None:
        """Ask the service for all its vector stores: which are the stack's is in their metadata."""
        after: dict[str, Any] = {}
        while True:
            params = {"limit": 100, **after}
            page = await self._service.ask("GET", "vector_stores", VectorStoreListResponse, params=params)
            self._names |= {to_stack.stacks_id(store): store.id for store in page.data}
            if not (page.has_more and page.data):
                return
            after = {"after": page.data[-1].id}

    # -- Chunks: OpenAI's API has files, and no chunks with vectors of their owner's ------------------
{% block chunks %}{% endblock %}

    # -- Vector stores --------------------------------------------------------------------
{% block create %}{% endblock %}

    async def openai_list_vector_stores(
        self,
        limit: int | None = 20,
        order: str | None = "desc",
        after: str | None = None,
        before: str | None = None,
    ) -> VectorStoreListResponse:
        """List the vector stores of the service, page by page."""
        if (after or before) and not {after, before} - {None} <= self._names.keys():
            await self._learn_names()
        params = {
            "limit": limit,
            "order": order,
            "after": self._names.get(after or ""),
            "before": self._names.get(before or ""),
        }
        page = await self._service.ask("GET", "vector_stores", VectorStoreListResponse, params=_given(params))
        return to_stack.vector_stores(page)

    async def openai_retrieve_vector_store(self, vector_store_id: str) -> VectorStoreObject:
        """Tell what is known of a vector store."""
        path = await self._path(vector_store_id)
        return to_stack.vector_store(await self._service.ask("GET", path, VectorStoreObject), vector_store_id)
{% block update %}{% endblock %}

    async def openai_delete_vector_store(self, vector_store_id: str) -> VectorStoreDeleteResponse:
        """Remove a vector store with all that is in it."""
        path = await self._path(vector_store_id)
        answer = await self._service.ask("DELETE", path, VectorStoreDeleteResponse)
        del self._names[vector_store_id]
        return answer.model_copy(update={"id": vector_store_id})
{% block search %}{% endblock %}

    # -- Files ----------------------------------------------------------------------------
{% block attach %}{% endblock %}

    async def openai_list_files_in_vector_store(
        self,
        vector_store_id: str,
        limit: int | None = 20,
        order: str | None = "desc",
        after: str | None = None,
        before: str | None = None,
        filter: VectorStoreFileStatus | None = None,
    ) -> VectorStoreListFilesResponse:
        """List the files of a vector store, page by page; `filter` is a status."""
        path = await self._path(vector_store_id, "files")
        params = {"limit": limit, "order": order, "after": after, "before": before, "filter": filter}
        page = await self._service.ask("GET", path, VectorStoreListFilesResponse, params=_given(params))
        return to_stack.files(page, vector_store_id)

    async def openai_retrieve_vector_store_file(self, vector_store_id: str, file_id: str) -> VectorStoreFileObject:
        """Tell what is known of a file."""
        path = await self._path(vector_store_id, "files", file_id)
        return to_stack.file(await self._service.ask("GET", path, VectorStoreFileObject), vector_store_id){%- if line.vectors.page %}

    async def openai_retrieve_vector_store_file_contents(
        self,
        vector_store_id: str,
        file_id: str,
        include_embeddings: bool | None = False,
        include_metadata: bool | None = False,
    ) -> VectorStoreFileContentResponse:
        """Give the text of a file back, and what else the service has of it."""
        path = await self._path(vector_store_id, "files", file_id, "content")
        # OpenAI itself knows neither of the two.
        asked = {"include_embeddings": include_embeddings or None, "include_metadata": include_metadata or None}
        return await self._service.ask("GET", path, VectorStoreFileContentResponse, params=_given(asked))
{%- else %}

    async def openai_retrieve_vector_store_file_contents(
        self, vector_store_id: str, file_id: str
    ) -> VectorStoreFileContentsResponse:
        """Give the text of a file back; its name is that of the upload, if that is still there."""
        path = await self._path(vector_store_id, "files", file_id)
        file = await self._service.ask("GET", path, VectorStoreFileObject)
        contents = await self._service.ask("GET", f"{path}/content", to_stack.Contents)
        try:
            upload = await self._service.ask("GET", _joined("files", file_id), to_stack.Upload)
        except RefusedError:
            upload = to_stack.Upload(filename="")
        return to_stack.contents(file, upload, contents)
{%- endif %}
{% block update_file %}{% endblock %}

    async def openai_delete_vector_store_file(
        self, vector_store_id: str, file_id: str
    ) -> VectorStoreFileDeleteResponse:
        """Remove a file from a vector store; the upload stays."""
        path = await self._path(vector_store_id, "files", file_id)
        return await self._service.ask("DELETE", path, VectorStoreFileDeleteResponse)
{%- if line.vectors.batches %}

    # -- Batches of files -----------------------------------------------------------------

    async def openai_create_vector_store_file_batch(
        self, vector_store_id: str, params: OpenAICreateVectorStoreFileBatchRequestWithExtraBody
    ) -> VectorStoreFileBatchObject:
        """Begin to take in files that were uploaded to the service."""
        path, body = await self._path(vector_store_id, "file_batches"), _body(params)
{%- if line.vectors.entry %}
        if not params.file_ids:
            # The service takes either these or the files with their attributes.
            del body["file_ids"]
{%- endif %}
        batch = await self._service.ask("POST", path, VectorStoreFileBatchObject, json=body)
        return to_stack.batch(batch, vector_store_id)

    async def openai_retrieve_vector_store_file_batch(
        self, batch_id: str, vector_store_id: str
    ) -> VectorStoreFileBatchObject:
        """Tell how far a batch is."""
        path = await self._path(vector_store_id, "file_batches", batch_id)
        return to_stack.batch(await self._service.ask("GET", path, VectorStoreFileBatchObject), vector_store_id)

    async def openai_list_files_in_vector_store_file_batch(
        self,
        batch_id: str,
        vector_store_id: str,
        after: str | None = None,
        before: str | None = None,
        filter: str | None = None,
        limit: int | None = 20,
        order: str | None = "desc",
    ) -> VectorStoreFilesListInBatchResponse:
        """List the files of a batch, page by page; `filter` is a status."""
        path = await self._path(vector_store_id, "file_batches", batch_id, "files")
        params = {"limit": limit, "order": order, "after": after, "before": before, "filter": filter}
        page = await self._service.ask("GET", path, VectorStoreFilesListInBatchResponse, params=_given(params))
        return to_stack.batch_files(page, vector_store_id)

    async def openai_cancel_vector_store_file_batch(
        self, batch_id: str, vector_store_id: str
    ) -> VectorStoreFileBatchObject:
        """Give up the files of a batch that are not taken in yet."""
        path = await self._path(vector_store_id, "file_batches", batch_id, "cancel")
        return to_stack.batch(await self._service.ask("POST", path, VectorStoreFileBatchObject), vector_store_id)
{%- endif %}


def _joined(*steps: str) -> str:
    """Return a path: an id is one step of it, whatever is in the id."""
    return "/".join(quote(step, safe="") for step in steps)


def _body(request: BaseModel) -> dict[str, Any]:
    """Return a request as JSON for the service."""
    return request.model_dump(mode="json", exclude_none=True)


def _given(params: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value is not None}
