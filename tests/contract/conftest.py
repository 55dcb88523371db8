from pathlib import Path

import pytest

from validate_provider.contract import Contract, load

TINY = {
    "releases.txt": """\
# four releases, one of each kind
llama-stack 0.2.2
    packages	llama_stack
    python	>=3.10
llama-stack 0.2.10.1
    packages	llama_stack
    python	>=3.10
llama-stack 0.4.0
    packages	llama_stack llama_stack_api
    python	>=3.12
ogx 0.8.0
    packages	ogx ogx_api
    python	>=3.12
""",
    "names/llama_stack.txt": """\
#
llama_stack
    0.2.2..0.4.0	module
llama_stack.apis
    0.2.2..0.2.10.1	module
llama_stack.apis.files
    0.2.2..0.2.10.1	module
    0.2.2..0.2.10.1	star llama_stack.apis.files.files
    0.2.10.1	value Extra
llama_stack.apis.files.files
    0.2.2..0.2.10.1	module
    0.2.10.1	hidden Secret
    0.2.2..0.2.10.1	shown _Open
    0.2.10.1	phantom Gone
    0.2.2..0.2.10.1	class Extra Files Secret _Hidden _Open
    0.2.2	def assist
    0.2.10.1	maybe assist
    0.2.2..0.2.10.1	import os np=numpy
    0.2.2..0.2.10.1	from pydantic BaseModel Model=BaseModel
    0.2.2..0.2.10.1	from llama_stack.circle Round
llama_stack.circle
    0.2.2..0.2.10.1	module
    0.2.2..0.2.10.1	from llama_stack.apis.files.files Round
llama_stack.core
    0.4.0	module
    0.4.0	import this=llama_stack.core.log
    0.4.0	from llama_stack_api Files Old=Files
    0.4.0	from llama_stack_api.anything Whatever
llama_stack.core.log
    0.4.0	module
""",
    "names/llama_stack_api.txt": """\
#
llama_stack_api
    0.4.0	module
    0.4.0	from llama_stack_api.files Files
llama_stack_api.anything
    0.4.0	module
    0.4.0	open
llama_stack_api.files
    0.4.0	module
    0.4.0	class Files
""",
    "names/ogx.txt": "#\nogx\n    ogx0.8.0..\tmodule\n",
    "names/ogx_api.txt": "#\nogx_api\n    ogx0.8.0..\tmodule\n",
    "definitions/llama_stack.txt": """\
#
llama_stack.Adapter
    0.2.2..0.4.0	bases llama_stack.Mixin llama_stack.Files
    0.2.2..0.4.0	is open own-init
    0.2.2..0.4.0	attributes kind
    0.4.0	field url: str
    0.2.2..0.2.10.1	field url: str = 'http://'
    0.2.2..0.4.0	def __init__(url)
llama_stack.Base
    0.2.2..0.4.0	bases
    0.2.2..0.4.0	def list(limit=) raises
    0.2.2..0.4.0	def shut()
llama_stack.Files
    0.2.2..0.2.10.1	bases typing.Protocol
    0.4.0	bases llama_stack.Base typing.Protocol
    0.2.2..0.4.0	async def get(id) stub webmethod v1
    0.2.2	async def list() stub webmethod
llama_stack.Mixin
    0.2.2..0.4.0	bases llama_stack.Base
    0.2.10.1..0.4.0	async def get(id, *, raw=)
llama_stack.Store
    0.2.2	default 'sqlite'
llama_stack.assist
    0.2.2..0.4.0	def assist(a, /, b=, *rest, c, **more) wrapped
""",
    "definitions/llama_stack_api.txt": "#\n",
    "definitions/ogx.txt": "#\n",
    "definitions/ogx_api.txt": "#\n",
    "loader.txt": """\
#
api files
    0.2.2..	member files
    0.2.2..0.4.0	providable
    0.4.0	routed-by models
    0.2.2..0.4.0	protocol llama_stack.Files
    0.2.2	checked get list
    0.2.10.1	checked get
    0.4.0..	start-up wake
    0.2.2..	registers register_file
    0.4.0..	unregisters unregister_file
    0.2.2	sets file_store
api models
    0.2.2..	member models
digests
    0.2.2..0.2.10.1	resolver.f 0123
flags
    0.4.0..	module-path
""",
    "requires.txt": "#\nserver\n    0.2.2..0.4.0\thttpx\n",
}


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    for name, text in TINY.items():
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "data"


@pytest.fixture
def tiny(tiny_folder: Path) -> Contract:
    return load(tiny_folder)
