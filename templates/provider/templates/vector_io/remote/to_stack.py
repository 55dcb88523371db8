{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""What the service answers, under the stack's names for it."""

from typing import Any

{{ stack(
    "apis.vector_io: VectorStoreFileObject VectorStoreListFilesResponse VectorStoreListResponse VectorStoreObject",
    "apis.vector_io: " ~ ("VectorStoreFileBatchObject VectorStoreFilesListInBatchResponse" if line.vectors.batches
    else "VectorStoreFileObject"),
    "apis.vector_io: " ~ ("VectorStoreFileObject" if line.vectors.page
    else "VectorStoreContent VectorStoreFileContentsResponse VectorStoreSearchResponse VectorStoreSearchResponsePage"),
) }}
{%- if not line.vectors.page %}
from pydantic import AliasChoices, BaseModel, Field
{%- endif %}

STACKS_ID = "stack_vector_store_id"
"""The key of a vector store's metadata, in the service, for the id that the stack has for it."""


def stacks_id(store: VectorStoreObject) -> str:
    """Return what the stack calls a vector store of the service."""
    return str((store.metadata or {}).get(STACKS_ID, store.id))


def vector_store(store: VectorStoreObject, vector_store_id: str) -> VectorStoreObject:
    """Return a vector store that the stack calls so."""
    metadata = {key: value for key, value in (store.metadata or {}).items() if key != STACKS_ID}
    return store.model_copy(update={"id": vector_store_id, "metadata": metadata})


def vector_stores(page: VectorStoreListResponse) -> VectorStoreListResponse:
    """Return a page of vector stores under the stack's ids."""
    data = [vector_store(store, stacks_id(store)) for store in page.data]
    ends: dict[str, Any] = {"first_id": data[0].id, "last_id": data[-1].id} if data else {}
    return page.model_copy(update={"data": data, **ends})


def file(file: VectorStoreFileObject, vector_store_id: str) -> VectorStoreFileObject:
    """Return a file of a vector store that the stack calls so."""
    return file.model_copy(update={"vector_store_id": vector_store_id})
{% if line.vectors.batches %}

def batch(batch: VectorStoreFileBatchObject, vector_store_id: str) -> VectorStoreFileBatchObject:
    """Return a batch of files of a vector store that the stack calls so."""
    return batch.model_copy(update={"vector_store_id": vector_store_id})
{% endif %}

def files(page: VectorStoreListFilesResponse, vector_store_id: str) -> VectorStoreListFilesResponse:
    """Return a page of files of a vector store that the stack calls so."""
    return page.model_copy(update={"data": [file(entry, vector_store_id) for entry in page.data]})
{%- if line.vectors.batches %}


def batch_files(page: VectorStoreFilesListInBatchResponse, vector_store_id: str) -> VectorStoreFilesListInBatchResponse:
    """Return a page of files of a batch, of a vector store that the stack calls so."""
    return page.model_copy(update={"data": [file(entry, vector_store_id) for entry in page.data]})
{%- endif %}
{%- if not line.vectors.page %}


class Found(BaseModel):
    """What a search of the service's finds; this stack's own type takes one query only."""

    search_query: str | list[str]
    data: list[VectorStoreSearchResponse]
    has_more: bool = False
    next_page: str | None = None


def found(page: Found) -> VectorStoreSearchResponsePage:
    """Return what was found; of several queries the words of all."""
    queries = [page.search_query] if isinstance(page.search_query, str) else page.search_query
    return VectorStoreSearchResponsePage(
        search_query=" ".join(queries), data=page.data, has_more=page.has_more, next_page=page.next_page
    )


class Upload(BaseModel):
    """What the service tells of an uploaded file, as far as it is wanted."""

    filename: str


class Contents(BaseModel):
    """The text of a file: `data` in OpenAI's answer, `content` in that of another stack of this line."""

    data: list[VectorStoreContent] = Field(validation_alias=AliasChoices("data", "content"))


def contents(file: VectorStoreFileObject, upload: Upload, contents: Contents) -> VectorStoreFileContentsResponse:
    """Return the text of a file, and what is known of the file."""
    return VectorStoreFileContentsResponse(
        file_id=file.id, filename=upload.filename, attributes=file.attributes, content=contents.data
    )
{%- endif %}
