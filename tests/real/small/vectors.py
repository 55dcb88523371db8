"""A small provider of vector stores without files, and the faults that are planted in it."""

from tests.real.small.package import Fault, Small

ADAPTER = """
import asyncio
import json
import time
from pathlib import Path

from ROOT import EmbeddedChunk, QueryChunksResponse, VectorStoreDeleteResponse, VectorStoreObject
from ROOT import VectorStoreFileCounts, VectorStoreSearchResponsePage

NONE = {"completed": 0, "cancelled": 0, "failed": 0, "in_progress": 0, "total": 0}


class Adapter:
    def __init__(self, config):
        self.folder = Path(config.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.chunks = {}

    def found(self, store_id):
        path = self.folder / store_id
        if not path.exists():
            raise ValueError(f"Vector store {store_id} not found")
        return VectorStoreObject.model_validate_json(path.read_text())

    def keep(self, store):
        (self.folder / store.id).write_text(store.model_dump_json())
        return store

    async def register_vector_store(self, vector_store):
        pass

    async def unregister_vector_store(self, vector_store_id):
        pass

    async def openai_create_vector_store(self, params):
        return self.keep(
            VectorStoreObject(
                id=params.model_extra["provider_vector_store_id"],
                created_at=int(time.time()),
                name=params.name or "",
                status="completed",
                file_counts=VectorStoreFileCounts(**NONE),
            )
        )

    async def openai_retrieve_vector_store(self, vector_store_id):
        return self.found(vector_store_id)

    async def openai_update_vector_store(self, vector_store_id, request):
        store = self.found(vector_store_id)
        return self.keep(store.model_copy(update={"name": request.name or store.name}))

    async def openai_delete_vector_store(self, vector_store_id):
        self.found(vector_store_id)
        (self.folder / vector_store_id).unlink()
        return VectorStoreDeleteResponse(id=vector_store_id, deleted=True)

    async def openai_search_vector_store(self, vector_store_id, request):
        self.found(vector_store_id)
        query = request.query if isinstance(request.query, list) else [request.query]
        return VectorStoreSearchResponsePage(search_query=query, data=[], has_more=False)

    async def insert_chunks(self, request):
        self.chunks.setdefault(request.vector_store_id, []).extend(request.chunks)

    async def query_chunks(self, request):
        chunks = self.chunks.get(request.vector_store_id, [])
        return QueryChunksResponse(chunks=chunks, scores=[1.0 for _ in chunks])
"""
CREATE, GET = "openai_create_vector_store", "openai_retrieve_vector_store"
UPDATE, DELETE = "openai_update_vector_store", "openai_delete_vector_store"
SEARCH, INSERT, QUERY = "openai_search_vector_store", "insert_chunks", "query_chunks"
_CHUNKS = "return QueryChunksResponse(chunks=chunks, scores=[1.0 for _ in chunks])"
_PAGE = "return VectorStoreSearchResponsePage(search_query=query, data=[], has_more=False)"

SMALL = Small(
    api="vector_io",
    lines=("llama-stack-0.7.3", "ogx-1.5.0"),
    adapter=ADAPTER,
    served=(CREATE, GET, UPDATE, DELETE, SEARCH, INSERT, QUERY),
    lacks=(
        "openai_attach_file_to_vector_store",
        "openai_cancel_vector_store_file_batch",
        "openai_create_vector_store_file_batch",
        "openai_delete_vector_store_file",
        "openai_list_files_in_vector_store",
        "openai_list_files_in_vector_store_file_batch",
        "openai_retrieve_vector_store_file",
        "openai_retrieve_vector_store_file_batch",
        "openai_retrieve_vector_store_file_contents",
        "openai_update_vector_store_file",
    ),
    faults={
        "chunks by their parts": Fault(
            "insert_chunks(self, request)",
            "insert_chunks(self, vector_db_id, chunks)",
            INSERT,
            "argument",
        ),
        "chunks without a frame": Fault(_CHUNKS, "return chunks", QUERY, ""),
        "chunks and no scores": Fault(
            ", scores=[1.0 for _ in chunks]", "", QUERY, "ValidationError"
        ),
        "a search by its parts": Fault(
            f"{SEARCH}(self, vector_store_id, request)",
            f"{SEARCH}(self, vector_store_id, query)",
            SEARCH,
            "request",  # not passed by that name, or not there by it
        ),
        "a page that is None": Fault(_PAGE, "return None", SEARCH, "None"),
        "a plain store": Fault(f"async def {GET}", f"def {GET}", GET, "await"),
        "a store deleted with no word": Fault(
            "return VectorStoreDeleteResponse(id=vector_store_id, deleted=True)",
            "return True",
            DELETE,
            "",
        ),
        "a store that is not found again": Fault(
            "self.folder = Path(config.folder)",
            "self.folder = Path(config.folder) / str(time.time())",
            GET,
            "started again",
        ),
    },
)
