"""A small provider of batches, and the faults that are planted in it."""

from tests.real.small.package import Fault, Small

ADAPTER = """
import asyncio
import json
import time
import uuid
from pathlib import Path

from ROOT import BatchObject, ListBatchesResponse


class Adapter:
    def __init__(self, config):
        self.folder = Path(config.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.busy = False

    def keep(self, batch):
        (self.folder / batch.id).write_text(batch.model_dump_json())
        return batch

    def found(self, batch_id):
        path = self.folder / batch_id
        if not path.exists():
            raise ValueError("Batch not found")
        return BatchObject.model_validate_json(path.read_text())

    async def create_batch(self, request):
        return self.keep(
            BatchObject(
                id="batch_" + uuid.uuid4().hex,
                object="batch",
                created_at=int(time.time()),
                endpoint=request.endpoint,
                input_file_id=request.input_file_id,
                completion_window=request.completion_window,
                status="in_progress",
            )
        )

    async def retrieve_batch(self, request):
        return self.found(request.batch_id)

    async def cancel_batch(self, request):
        batch = self.found(request.batch_id)
        return self.keep(batch.model_copy(update={"status": "cancelling"}))

    async def list_batches(self, request):
        data = [self.found(path.name) for path in self.folder.iterdir()]
        ends = data[0].id if data else ""
        return ListBatchesResponse(data=data, first_id=ends, last_id=ends, has_more=False)
"""
CREATE, GET, CANCEL, LIST = "create_batch", "retrieve_batch", "cancel_batch", "list_batches"
_LISTED = "return ListBatchesResponse(data=data, first_id=ends, last_id=ends, has_more=False)"
_FOUND = "return self.found(request.batch_id)"

SMALL = Small(
    api="batches",
    lines=("llama-stack-0.7.3", "ogx-1.5.0"),
    adapter=ADAPTER,
    served=(CREATE, GET, CANCEL, LIST),
    faults={
        "a batch by its parts": Fault(
            "create_batch(self, request)",
            "create_batch(self, input_file_id, endpoint, completion_window)",
            CREATE,
            "argument",
        ),
        "a status of its own": Fault(
            'status="in_progress"', 'status="thinking"', CREATE, "ValidationError"
        ),
        "a batch that is text": Fault(_FOUND, 'return "batch"', GET, ""),
        "a batch by its old name": Fault(_FOUND, "return self.found(request.id)", GET, "id"),
        "batches without a frame": Fault(_LISTED, "return data", LIST, ""),
        "batches one by one": Fault(_LISTED, "yield data", LIST, ""),
        "batches that are read in turn": Fault(
            _LISTED,
            "assert not self.busy\n"
            "        self.busy = True\n"
            "        await asyncio.sleep(0.1)\n"
            "        self.busy = False\n"
            f"        {_LISTED}",
            LIST,
            "at once",
        ),
        "a batch that is gone after a restart": Fault(
            "self.folder = Path(config.folder)",
            "self.folder = Path(config.folder) / uuid.uuid4().hex",
            GET,
            "started again",
        ),
        "no way to cancel": Fault("cancel_batch(", "stop_batch(", CANCEL, "no attribute"),
    },
)
