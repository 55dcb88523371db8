"""What hostile providers do, and what must be told of each.

`MARK` is a text that what they start should carry, `PORT` a port that they may listen on.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """One hostile provider."""

    name: str
    deed: str
    """Done as the module is imported."""
    step: str
    loads: str
    serves: str
    words: str = ""
    """What must be told."""
    where: str = "adapter"
    """The module that does it: `adapter` is imported by the factory, `provider` by the registry."""
    hangs: bool = False
    """Whether it is the time limit that ends it."""
    memory: int | None = 4096
    """MiB."""


HARMLESS = ("ok", "yes", "yes")
"""What it does is nothing to the stack: it starts."""
ENDS = ("registry", "no", "no")
HANGS = ("registry", "unknown", "unknown")
OUT_OF_TIME = "it did not come to an end in the time given"
START_DAEMON = """
import os, sys

def start_daemon(code):
    if os.fork():
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    os.closerange(0, 256)
    os.execve(sys.executable, [sys.executable, '-c', code, MARK], {})
"""

ROWS = [
    Row("ends Python", "import sys; sys.exit('enough')", *ENDS, "SystemExit: enough", "provider"),
    Row("ends the process", "import os; os._exit(3)", *ENDS, "exit code 3", "provider"),
    Row("dies by a signal", "import os; os.kill(os.getpid(), 11)", *ENDS, "SIGSEGV", "provider"),
    Row("aborts", "import os; os.abort()", *ENDS, "SIGABRT", "provider"),
    Row("is killed by its own alarm",
        "import signal, time; signal.alarm(1); time.sleep(600)", *ENDS, "SIGALRM", "provider"),
    Row("interrupts", "import signal; signal.raise_signal(2)", *ENDS, "KeyboardInterrupt",
        "provider"),
    Row("loops for ever", "while True: pass", *HANGS, OUT_OF_TIME, "provider", hangs=True),
    Row("holds the interpreter for ever", "sum(range(10**15))", *HANGS, OUT_OF_TIME, "provider",
        hangs=True),
    Row("stops itself", "import os; os.kill(os.getpid(), 19)", *HANGS, OUT_OF_TIME, "provider",
        hangs=True),
    Row("blocks all signals and hangs",
        "import signal, threading\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n"
        "threading.Event().wait()", *HANGS, "provider.py:4", "provider", hangs=True),
    Row("becomes another program",
        "import os, sys; os.execv(sys.executable, ['x', '-c', 'import time; time.sleep(600)'])",
        *HANGS, OUT_OF_TIME, "provider", hangs=True),
    Row("takes the clocks away, and hangs",
        "import threading, time, gc, faulthandler\n"
        "forever = threading.Event().wait\n"
        "threading.Timer = time.sleep = time.time = threading.Event = None\n"
        "gc.disable(); faulthandler.cancel_dump_traceback_later()\n"
        "forever()", *HANGS, "provider.py:6", "provider", hangs=True),
    Row("prints a gigabyte",
        "import os\nblock = b'x' * 2**20\nfor _ in range(1024): os.write(1, block)", *HARMLESS),
    Row("forks children that stay",
        "import os, time\nfor _ in range(20):\n    if not os.fork(): time.sleep(600)", *HARMLESS),
    Row("leaves a daemon with nothing in its environment",
        START_DAEMON + "start_daemon('import time; time.sleep(600)')", *HARMLESS),
    Row("leaves a daemon that listens on a port",
        START_DAEMON + "start_daemon('import socket, time; s = socket.create_server('\n"
        "    '(\"127.0.0.1\", %d)); time.sleep(600)' % PORT)\n"
        "import socket, time\n"
        "while socket.socket().connect_ex(('127.0.0.1', PORT)): time.sleep(0.01)", *HARMLESS),
    Row("leaves a child that never stops forking",
        "import os\n"
        "if not os.fork():\n"
        "    while True:\n"
        "        if os.fork(): os._exit(0)\n"
        "        os.setsid()", *HARMLESS),
    Row("leaves a child that starts when told to end",
        "import os, signal, time\n"
        "if not os.fork():\n"
        "    for number in {*range(1, 65)} - {9, 19, 32, 33}: signal.signal(number, print)\n"
        "    while True: time.sleep(1)", *HARMLESS),
    Row("takes the channels away",
        "import builtins, io, json, os, sys\n"
        "def refuse(*_, **__): raise RuntimeError('no')\n"
        "sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None\n"
        "json.dumps = json.JSONEncoder = os.write = os.open = os._exit = refuse\n"
        "import asyncio\n"
        "builtins.open = io.open = refuse", *HARMLESS, "", "provider"),
    Row("closes all that is open", "import os; os.closerange(0, 4096)", *HARMLESS, "", "provider"),
    Row("removes the answer",
        "import os, pathlib\nos.closerange(0, 4096)\npathlib.Path('..', 'answer').unlink()",
        *HARMLESS, "", "provider"),
    Row("puts a pipe in the answer's place",
        "import os, pathlib\npathlib.Path('..', 'answer').unlink()\nos.mkfifo('../answer')",
        *HARMLESS, "", "provider"),
    Row("writes rubbish into the answer, and a forged one",
        "import os\n"
        "with open('../answer', 'ab') as file:\n"
        "    file.write(bytes(range(256)) * 1000 + b'\\n[1, 2]\\n{\"token\": \"x\"}\\n')\n"
        "    file.write(b'{\"step\": \"ok\", \"ended\": \"ok\"}\\n')\n"
        "os._exit(0)", *ENDS, "exit code 0", "provider"),
    Row("tells its parent to end", "import os\nfor n in (15, 2, 1): os.kill(os.getppid(), n)",
        *HARMLESS),
    Row("kills its parent",
        "import os, subprocess, sys, time\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(600)', MARK]\n"
        "subprocess.Popen(sleep, start_new_session=True)\n"
        "os.kill(os.getppid(), 9)\n"
        "time.sleep(600)",
        *HANGS, "it ended or stopped the process that had started it", "provider"),
    Row("stops its parent, and hangs",
        "import os, time\nos.kill(os.getppid(), 19)\ntime.sleep(600)",
        *HANGS, "it ended or stopped the process that had started it", "provider", hangs=True),
    Row("eats memory",
        "held = []\nwhile True: held.append(bytearray(2**24))",
        *HANGS, "it wanted more than the 512 MiB given", "provider", memory=512),
    Row("eats memory in small bites",
        "held = []\nwhile True: held.append([held])",
        *HANGS, "it wanted more than the 512 MiB given", "provider", memory=512),
    Row("dies for want of memory",
        "import os\nheld = bytearray(b'x') * (380 * 2**20)\nos.abort()",
        *HANGS, "it wanted more than the 512 MiB given", "provider", memory=512),
    Row("calls itself for ever, with no limit",
        "import sys\nsys.setrecursionlimit(2**31 - 1)\ndef deep(): deep()\ndeep()",
        *HANGS, "it wanted more than the 512 MiB given", "provider", memory=512),
    Row("reads where nothing is", "import ctypes; ctypes.string_at(0)", *ENDS, "SIGSEGV",
        "provider"),
    Row("raises 300 MB of text", "raise ValueError('x' * 300_000_000)",
        "factory", "no", "no", "(and so on)"),
    Row("raises what has no text",
        "class Odd(Exception):\n    def __str__(self): raise SystemExit(0)\nraise Odd",
        "factory", "no", "no", "its text can't be had: SystemExit"),
    Row("raises what takes for ever to tell",
        "class Odd(Exception):\n    def __str__(self):\n        while True: pass\nraise Odd",
        "instantiate", "unknown", "unknown", "adapter.py:4", hangs=True),
    Row("raises errors in a circle",
        "first, second = ValueError('first'), KeyError('second')\n"
        "first.__cause__, second.__cause__ = second, first\nraise first",
        "factory", "no", "no", "KeyError: 'second'"),
    Row("breaks every import",
        "import sys, builtins\n"
        "class Hook:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        raise RuntimeError(f'no {name} for you')\n"
        "sys.meta_path.insert(0, Hook())\n"
        "def refuse(*_): raise RuntimeError('nothing for you')\n"
        "builtins.__import__ = refuse", "start-up", "yes", "no", "for you"),
    Row("puts itself in the place of what is imported",
        "import sys, types\n"
        "class Hook:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        from importlib.machinery import ModuleSpec\n"
        "        return ModuleSpec(name, self)\n"
        "    def create_module(self, spec): return types.ModuleType(spec.name)\n"
        "    def exec_module(self, module): pass\n"
        "sys.meta_path.insert(0, Hook())\n"
        "for name in ('json', 'linecache', 'tokenize', 'traceback'): sys.modules.pop(name, None)",
        "instantiate", "no", "no", "ImportError", "provider"),
    Row("never ends its threads, nor itself",
        "import atexit, threading\n"
        "for _ in range(10): threading.Thread(target=threading.Event().wait).start()\n"
        "atexit.register(threading.Event().wait)", *HARMLESS),
    Row("fills its folders so that they can't be cleared",
        "import os, tempfile\n"
        "for place in (os.path.expanduser('~'), tempfile.gettempdir()):\n"
        "    os.mkfifo(os.path.join(place, 'pipe'))\n"
        "    locked = os.path.join(place, 'locked', 'inner')\n"
        "    os.makedirs(locked)\n"
        "    open(os.path.join(locked, 'file'), 'w').close()\n"
        "    os.chmod(locked, 0)\n"
        "    os.chmod(os.path.dirname(locked), 0)\n"
        "    here = os.open(place, os.O_RDONLY)\n"
        "    for _ in range(3000):\n"
        "        os.mkdir('deep', dir_fd=here)\n"
        "        inner = os.open('deep', os.O_RDONLY, dir_fd=here)\n"
        "        os.close(here)\n"
        "        here = inner", *HARMLESS),
    Row("writes where the stack and others keep files",
        "import os, pathlib\n"
        "for name in ('HOME', 'TMPDIR', 'SQLITE_STORE_DIR', 'LLAMA_STACK_CONFIG_DIR', 'HF_HOME',\n"
        "             'OGX_CONFIG_DIR', 'XDG_CACHE_HOME', 'TIKTOKEN_CACHE_DIR'):\n"
        "    folder = pathlib.Path(os.environ[name])\n"
        "    folder.mkdir(parents=True, exist_ok=True)\n"
        "    folder.joinpath('left-by-hostile').write_text('x')", *HARMLESS),
]  # fmt: skip
