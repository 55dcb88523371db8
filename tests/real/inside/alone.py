"""For providers that are without what they need: third-party packages, services, keys.

Modules that are not installed are replaced by stand-ins that allow everything, and nothing is
reached over the network. Where a provider then still can't be made, for want of a service, a key,
another provider or a config of its own, the loader's own check is done on a bare instance of its
class: whether the loader takes the class is known, whether the stack starts with it is not.

Runs in the stack's interpreter; standard library only.
"""

import ast
import asyncio
import importlib
import importlib.machinery
import importlib.util
import inspect
import os
import re
import socket
import sys
import textwrap
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

STACKS = ("llama_stack", "llama_stack_api", "ogx", "ogx_api")
THE_LOADER = (".resolver", ".dynamic", ".distribution")
THE_PROBE = ("probe", "serve", "__main__")
VARIABLE = re.compile(r"\$\{env\.([A-Z0-9_]+)\}")
A_MISTAKE = (AttributeError, ImportError, NameError, SyntaxError, TypeError)
"""What a factory raises because of how it is written, whatever it is given."""


def prepare(probe: ModuleType) -> None:
    """Change this process, and the probe in it, so that it can ask about such a provider."""
    unplug()
    sys.meta_path.append(Finder())
    strict = probe.ask

    def ask(question: dict[str, Any], answer: Any) -> None:
        set_variables(question["search_path"])
        try:
            strict(question, answer)
        except Exception as error:
            step = probe.step_of(error, answer)
            if step == "start-up" and not isinstance(error, A_MISTAKE):
                answer.begin("start-up")
            elif wants_something(step, error):
                answer.begin("instantiate")
                check_bare(probe, question, answer)
                answer.begin("start-up")
            else:
                raise
            # As far as it can be asked: no more is said of the start than what it wanted.
            answer.say(ended="time", where=f"{type(error).__name__}: {probe.text_of(error)}")
            os._exit(0)

    vars(probe)["ask"] = ask


def wants_something(step: str, error: Exception) -> bool:
    """Whether a provider may be right, and only wants what isn't here."""
    if step == "factory":
        if isinstance(error, AttributeError) and error.obj is None:  # something not configured
            return True
        return not isinstance(error, A_MISTAKE) and type(error).__name__ != "PydanticUserError"
    return step in {"config", "dependencies"}


def set_variables(folders: Sequence[str]) -> None:
    """Set the variables that sample configs want and have no default for."""
    for folder in folders:
        for file in Path(folder).rglob("*.py"):
            for name in VARIABLE.findall(file.read_text(encoding="utf-8")):
                os.environ.setdefault(name, "http://localhost:1")


def unplug() -> None:
    """Let nothing be reached but this machine itself."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1"}:
            raise ConnectionRefusedError("nothing is reached from here")
        connect(self, address)

    def look_up_here(host: Any, *args: Any, **options: Any) -> Any:
        if host not in {"localhost", "127.0.0.1", "::1", None}:
            raise socket.gaierror(socket.EAI_NONAME, "nothing is reached from here")
        return look_up(host, *args, **options)

    socket.socket.connect = connect_here  # type: ignore[method-assign]
    socket.getaddrinfo = look_up_here
    if importlib.util.find_spec("tiktoken"):  # ogx downloads an encoding as it starts
        vars(importlib.import_module("tiktoken"))["get_encoding"] = Thing


class Anything(type):
    """A class that has every attribute."""

    def __getattr__(cls, name: str) -> Any:
        return anything(name)

    def __call__(cls, *args: Any, **options: Any) -> Any:
        return the_decorated(args) or super().__call__(*args, **options)

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class Thing(metaclass=Anything):
    """An object that allows everything."""

    def __init__(self, *args: Any, **options: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Thing()

    def __call__(self, *args: Any, **_options: Any) -> Any:
        return the_decorated(args) or Thing()

    def __class_getitem__(cls, item: Any) -> Any:
        return cls

    def __getitem__(self, item: Any) -> Any:
        return Thing()

    def __setitem__(self, item: Any, value: Any) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __await__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> None:
        pass

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(self, *error: Any) -> None:
        pass

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return {"type": "any"}


def the_decorated(args: Sequence[Any]) -> Any:
    """What a decorator was given, if this looks like the call of one."""
    return args[0] if len(args) == 1 and isinstance(args[0], FunctionType | type) else None


def anything(name: str) -> Any:
    """Stand in for a name of a module that is not installed."""
    if name.startswith("__"):
        raise AttributeError(name)
    if name.endswith(("Error", "Exception", "Warning")):
        return type(name, (Exception,), {})
    return Anything(name, (Thing,), {})


class StandIn(ModuleType):
    """A module that is not installed."""

    def __getattr__(self, name: str) -> Any:
        made = anything(name)
        setattr(self, name, made)
        return made


class Finder:
    """Finds, after all others, what providers and the stack import and nobody has installed."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a stand-in, unless a part of a package is wanted that is there."""
        top, _, inner = name.partition(".")
        known = sys.modules.get(top)
        if inner and getattr(known, "__file__", None) and not isinstance(known, StandIn):
            return None
        if top in STACKS or top in sys.stdlib_module_names or not self._wanted_by_a_provider():
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]

    def _wanted_by_a_provider(self) -> bool:
        """Whether a provider imports it, or the stack for one; a library can do without.

        Neither the probe nor the loader finds any: what a spec names must be there.
        """
        frame = sys._getframe(2)
        while frame.f_back and frame.f_globals.get("__name__", "").startswith("importlib"):
            frame = frame.f_back
        module = sys.modules.get(frame.f_globals.get("__name__", ""))
        if module is None or module.__name__ in THE_PROBE:
            return False
        if module.__name__.partition(".")[0] in STACKS:
            return not module.__name__.endswith(THE_LOADER)
        return "site-packages" not in (getattr(module, "__file__", None) or "")

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Make it."""
        return StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""


def check_bare(probe: ModuleType, question: dict[str, Any], answer: Any) -> None:
    """Do the loader's own check on an instance that nobody has set up.

    Raises:
        Exception: What the loader would say.
    """
    stack = probe.Stack(probe.find_root(question["root"]))
    api, provider_type = question["api"], question["provider_type"]
    ours = {"provider_id": "ours", "provider_type": provider_type, "module": question["module"]}
    config = stack.config([api], {api: [ours | {"config": {}}]})
    spec = probe.specs_of(stack.registry(config), api).get(provider_type)
    answer.begin("module-import")
    module = importlib.import_module(spec.module)
    answer.begin("config-class")
    stack.dynamic.instantiate_class_type(spec.config_class)
    answer.begin("factory")
    remote = type(spec).__name__ == "RemoteProviderSpec"
    factory = getattr(module, "get_adapter_impl" if remote else "get_provider_impl")
    made = implementation(factory)
    bare = made.__new__(made)
    for name, value in (("__provider_id__", answer.provider_id), ("__provider_spec__", spec)):
        object.__setattr__(bare, name, value)  # pydantic's own would want it set up
    answer.begin("protocol")
    resolver = importlib.import_module(f"{stack.stack.__name__.rpartition('.')[0]}.resolver")
    protocols = resolver.api_protocol_map_for_compliance_check
    by_api = protocols(config) if inspect.signature(protocols).parameters else protocols()
    resolver.check_protocol_compliance(bare, by_api[spec.api])


def implementation(factory: Callable[..., Awaitable[Any]]) -> type:
    """Tell the class that a factory makes its result of, from how it is written.

    Raises:
        LookupError: It is written in another way than those of the stacks are.
    """
    assert asyncio.iscoroutinefunction(factory)
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(factory))).body
    names = dict(vars(sys.modules[factory.__module__]))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            package = vars(sys.modules[factory.__module__])["__package__"]
            module = importlib.import_module(source, package)
            names |= {a.asname or a.name: getattr(module, a.name, None) for a in node.names}
    returned = {ast.dump(n.value) for n in ast.walk(tree) if isinstance(n, ast.Return) and n.value}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(name)], value=ast.Call(func=ast.Name(called))):
                wanted = ast.dump(ast.Name(name, ast.Load())) in returned
            case ast.Return(value=ast.Call(func=ast.Name(called))):
                wanted = True
            case _:
                continue
        if wanted and isinstance(names.get(called), type):
            found: type = names[called]
            return found
    raise LookupError(f"can't tell what {factory.__module__}.{factory.__name__} makes")
