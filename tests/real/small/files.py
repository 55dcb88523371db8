"""A small provider of files, and the faults that are planted in it."""

from tests.real.small.package import Fault, Small

ADAPTER = """
import asyncio
import json
import time
import uuid
from pathlib import Path

from fastapi import Response
from ROOT import ListOpenAIFileResponse, OpenAIFileDeleteResponse, OpenAIFileObject


class Adapter:
    def __init__(self, config):
        self.folder = Path(config.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.held = {}

    def keep(self, made, content):
        self.held[made.id] = True
        kept = dict(made.model_dump(), content=content.decode())
        (self.folder / made.id).write_text(json.dumps(kept))

    def found(self, file_id):
        path = self.folder / file_id
        if not path.exists():
            raise ValueError(f"File {file_id} not found")
        return json.loads(path.read_text())

    async def openai_upload_file(self, request, file):
        content = await file.read()
        made = OpenAIFileObject(
            id="file-" + uuid.uuid4().hex,
            bytes=len(content),
            created_at=int(time.time()),
            expires_at=2000000000,
            filename=file.filename,
            purpose=request.purpose,
            status="processed",  # ogx has it, and who has it not lets it be
        )
        self.keep(made, content)
        return made

    async def openai_list_files(self, request):
        kept = [self.found(path.name) for path in self.folder.iterdir()]
        data = [OpenAIFileObject(**it) for it in kept]
        ends = data[0].id if data else ""
        return ListOpenAIFileResponse(data=data, has_more=False, first_id=ends, last_id=ends)

    async def openai_retrieve_file(self, request):
        return OpenAIFileObject(**self.found(request.file_id))

    async def openai_retrieve_file_content(self, request):
        return Response(content=self.found(request.file_id)["content"])

    async def openai_delete_file(self, request):
        self.found(request.file_id)
        (self.folder / request.file_id).unlink()
        return OpenAIFileDeleteResponse(id=request.file_id, deleted=True)
"""

UPLOAD, LIST, GET = "openai_upload_file", "openai_list_files", "openai_retrieve_file"
CONTENT, DELETE = "openai_retrieve_file_content", "openai_delete_file"

_OBJECT = "return OpenAIFileObject(**self.found(request.file_id))"
_GONE = "return OpenAIFileDeleteResponse(id=request.file_id, deleted=True)"
_LISTED = "return ListOpenAIFileResponse(data=data, has_more=False, first_id=ends, last_id=ends)"
_BODY = 'return Response(content=self.found(request.file_id)["content"])'

FAULTS = {
    "the upload lacks the file": Fault(
        "(self, request, file)", "(self, request)", UPLOAD, "argument"
    ),
    "the old list": Fault(
        f"{LIST}(self, request)", f"{LIST}(self, *, after=None)", LIST, "argument"
    ),
    "one more parameter": Fault(f"{GET}(self, request)", f"{GET}(self, request, b)", GET, "b"),
    "no parameter": Fault(f"{CONTENT}(self, request)", f"{CONTENT}(self)", CONTENT, "argument"),
    "keywords only": Fault(
        f"{DELETE}(self, request)", f"{DELETE}(self, *, request)", DELETE, "positional"
    ),
    "plain def": Fault(f"async def {GET}(", f"def {GET}(", GET, "await"),
    "plain def of the list": Fault(f"async def {LIST}(", f"def {LIST}(", LIST, "await"),
    "plain def of the deletion": Fault(f"async def {DELETE}(", f"def {DELETE}(", DELETE, "await"),
    "a method that is not there": Fault(f"{LIST}(", "list_files(", LIST, "no attribute"),
    "none to delete with": Fault(f"{DELETE}(", "delete_file(", DELETE, "no attribute"),
    "none to read with": Fault(f"{CONTENT}(", "read(", CONTENT, "no attribute"),
    "None for a file": Fault(_OBJECT, "return None", GET, "None"),
    "None for the list": Fault(_LISTED, "return None", LIST, "None"),
    "None for the upload": Fault("        return made", "        return None", UPLOAD, "None"),
    "None for the deletion": Fault(_GONE, "return None", DELETE, "None"),
    "a dict of another shape": Fault(_OBJECT, 'return {"file": 1}', GET, ""),
    "a list without its frame": Fault(_LISTED, "return data", LIST, ""),
    "a text for the deletion": Fault(_GONE, 'return "gone"', DELETE, ""),
    "a field left out": Fault("bytes=len(content),", "", UPLOAD, "ValidationError"),
    "a field of another type": Fault(
        "deleted=True", 'deleted="perhaps"', DELETE, "ValidationError"
    ),
    "a name that is not there": Fault(_GONE, "return answer", DELETE, "NameError"),
    "an attribute of another release": Fault(
        "request.file_id))", "request.identifier))", GET, "AttributeError"
    ),
    "a key that is not there": Fault('["content"])', '["body"])', CONTENT, "KeyError"),
    "an error of its own": Fault(_LISTED, 'raise RuntimeError("the shelf fell")', LIST, "fell"),
    "a division by zero": Fault(_BODY, "return 1 / 0", CONTENT, "ZeroDivisionError"),
    "no JSON": Fault(_BODY, "return {1: object()}", CONTENT, ""),
    "waits for ever": Fault(_OBJECT, "await asyncio.Event().wait()", GET, "no answer"),
    "holds up the loop": Fault(_LISTED, "time.sleep(60)", LIST, "holds up the server"),
    "forgets at a restart": Fault(
        "path = self.folder / file_id",
        "path = self.folder / (file_id if file_id in self.held else 'none')",
        GET,
        "started again",
    ),
    "does not know its own file": Fault(_OBJECT, 'raise ValueError("File not found")', GET, "not"),
    "one at a time": Fault(
        _LISTED,
        "assert not self.held.get('busy')\n"
        "        self.held['busy'] = True\n"
        "        await asyncio.sleep(0.05)\n"
        "        self.held['busy'] = False\n"
        f"        {_LISTED}",
        LIST,
        "at once",
    ),
    "a loop that is closed": Fault(
        _OBJECT,
        "loop = asyncio.new_event_loop()\n"
        "        future = loop.create_future()\n"
        "        loop.close()\n"
        "        await future",
        GET,
        "RuntimeError",
    ),
    "not implemented": Fault(
        _BODY, "raise NotImplementedError", CONTENT, "", outcome="not implemented"
    ),
    "refused": Fault(
        _GONE, 'raise PermissionError("nothing is deleted here")', DELETE, "deleted here", "refused"
    ),
}


SMALL = Small(
    api="files",
    lines=("llama-stack-0.7.3", "ogx-1.5.0"),
    adapter=ADAPTER,
    served=(UPLOAD, LIST, GET, CONTENT, DELETE),
    faults=FAULTS,
)
