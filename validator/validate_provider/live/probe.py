"""Ask the stack installed here whether it loads one provider. Runs by itself, in its Python.

    python probe.py QUESTION.json

Standard library only, nothing of ours, Python 3.10 or later: this file is run by the interpreter
that the stack is installed in. What it finds out goes line by line, as JSON, to the file that
the question names: neither stdout nor stderr, which belong to the provider, and no later than it
is known, since the provider may hang or end the process at any step. `asking.py` writes the
question and reads the answer.

A provider may replace, close or break what it finds in its process. What the answer needs is
therefore taken before the provider is imported, each line holds all that is known so far, and is
signed with the question's token. One that looks for the probe itself can still answer for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import importlib.machinery
import importlib.metadata
import importlib.util
import inspect
import json
import linecache
import os
import re
import sys
import threading
from os import _exit as exit_at_once
from os import close as close_file
from os import fstat
from os import open as open_file
from os import write as write_file
from pathlib import Path
from time import monotonic, sleep
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from types import FrameType

DISTRIBUTIONS = {"ogx": ("ogx", "ogx-api"), "llama_stack": ("llama-stack", "llama-stack-api")}
"""The stack's import package -> the distributions of the stack and of its API package."""

STEPS_OF_FUNCTIONS = {
    "get_provider_registry": "registry",
    "get_external_providers_from_module": "registry",
    "validate_provider": "validate",
    "validate_and_prepare_providers": "validate",
    "sort_providers_by_deps": "dependencies",
    "instantiate_providers": "dependencies",
    "instantiate_class_type": "config-class",
    "check_protocol_compliance": "protocol",
}
"""The loader's own functions -> the step that fails when they are the innermost of the loader's."""
STEPS_OF_LINES = {
    "does not have a 'module' attribute": "module-import",
    "import_module(": "module-import",
    "instantiate_class_type(": "config-class",
    "config_type(": "config",
    "check_protocol_compliance(": "protocol",
    "await fn(": "factory",
    "getattr(module, method)": "factory",
    "impl.__provider_": "factory",
}
"""What stands in the lines of the loader's `instantiate_provider`, in every release -> the step."""

STAND_IN = "inline::stand-in"
MOST_TEXT = 4000
"""Characters told of one error."""
MOST_LINKS = 20
"""Errors told of one chain."""
BYTES_TO_TELL = 64 * 2**20
"""What is kept back of the memory, to tell that there is no more."""
OBJECTS_BETWEEN_COLLECTIONS = 50_000
SECONDS_BETWEEN_LOOKS = 0.002
"""So often it is looked whether the rest of a question is there."""
VARIABLE = re.compile(r"\$\{env\.([A-Za-z_][A-Za-z0-9_]*)")
MAIN_THREAD = threading.main_thread().ident or 0
current_frames = sys._current_frames  # noqa: SLF001


class Answer:
    """The answer, a line of JSON at a time, each of which holds all facts so far."""

    def __init__(self, path: Path, token: str) -> None:
        self.path = path
        self.facts: dict[str, object] = {"token": token}
        self.step = ""
        self.own_folder = ""
        self.provider_id = ""  # as an author would call it: the stack names it in its errors
        self.loop: asyncio.AbstractEventLoop | None = None
        self.watch: Watch | None = None
        self.file = open_file(path, os.O_WRONLY | os.O_APPEND)
        self.known_by = self.mark()

    def mark(self) -> tuple[int, int]:
        """Give what tells the open file from every other."""
        found = fstat(self.file)
        return found.st_dev, found.st_ino

    def say(self, **facts: object) -> None:
        """Write some facts down, if need be to the file opened anew."""
        self.facts = {**self.facts, **facts}
        line = (encode(self.facts) + "\n").encode()
        try:
            ours = self.mark() == self.known_by
        except OSError:
            ours = False
        if ours:
            write_file(self.file, line)
            return
        file = open_file(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        write_file(file, line)
        close_file(file)

    def begin(self, step: str) -> None:
        """Say which step begins, so that it is known if we don't come to its end."""
        self.step = step
        self.say(step=step)


class Watch:
    """Ends the process when its time is over, saying where it is."""

    def __init__(self, seconds: float, answer: Answer) -> None:
        self.left, self.answer = seconds, answer
        self.go_on()

    def go_on(self) -> None:
        """Count the time."""
        self.since = monotonic()
        self.timer = threading.Timer(self.left, say_where_it_hangs, [self.answer])
        self.timer.daemon = True
        self.timer.start()

    def pause(self) -> None:
        """Count no time until it goes on."""
        self.timer.cancel()
        self.timer.join()
        self.left -= monotonic() - self.since


class Stack:
    """The parts of the installed stack that are asked, under the names of its release."""

    def __init__(self, root: str) -> None:
        # Moved in 0.2.17.
        core = f"{root}.core"
        if not importlib.util.find_spec(core):
            core = f"{root}.distribution"
        datatypes = importlib.import_module(f"{core}.datatypes")
        self.core = core
        self.distribution = importlib.import_module(f"{core}.distribution")
        self.dynamic = importlib.import_module(f"{core}.utils.dynamic")
        self.stack = importlib.import_module(f"{core}.stack")
        self.knows_module = "module" in datatypes.Provider.model_fields  # from 0.2.16
        # Renamed in 0.4.0.
        name = "StackConfig" if hasattr(datatypes, "StackConfig") else "StackRunConfig"
        self.config_class = getattr(datatypes, name)
        self.directory: str | None = None
        self.beside: set[tuple[str, str]] = set()
        """The id and the type of each that stands beside the provider."""

    def config(self, apis: list[str], providers: dict[str, list[dict[str, Any]]]) -> Any:  # noqa: ANN401
        """Make the smallest run config with these providers, as the stack makes it of a file."""
        fields = self.config_class.model_fields
        config: dict[str, Any] = {
            # Text up to 0.2.12, a number later.
            "version": "2" if fields["version"].annotation is str else 2,
            "distro_name" if "distro_name" in fields else "image_name": "probe",
            "apis": apis,
            "providers": providers,
        }
        if self.directory:
            config["external_providers_dir"] = self.directory
        if "storage" in fields and fields["storage"].is_required():  # 0.3; later it has a default
            here = Path.cwd()
            # The backends are called as in the stack's own run configs: sample configs name them.
            config["storage"] = {
                "backends": {
                    "kv_default": {"type": "kv_sqlite", "db_path": f"{here}/kv.db"},
                    "sql_default": {"type": "sql_sqlite", "db_path": f"{here}/sql.db"},
                },
                "stores": {
                    "metadata": {"backend": "kv_default", "namespace": "registry"},
                    "inference": {"backend": "sql_default", "table_name": "inference"},
                    "conversations": {"backend": "sql_default", "table_name": "conversations"},
                },
            }
        return self.config_class(**self.stack.replace_env_vars(config))

    def registry(self, config: Any = None) -> Any:  # noqa: ANN401
        """Ask the stack for the specs of all providers, those of the config's modules too."""
        return self.distribution.get_provider_registry(config)

    async def start(self, config: Any, registry: Any, answer: Answer) -> None:  # noqa: ANN401
        """Do what the server does as it starts: validate, instantiate, check, register, refresh."""
        resolve = self.stack.resolve_impls

        async def resolve_and_say_so(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            resolved = await resolve(*args, **options)
            answer.begin("start-up")
            return resolved

        vars(self.stack)["resolve_impls"] = resolve_and_say_so
        if hasattr(self.stack, "Stack"):  # from 0.2.24
            await self.stack.Stack(config, registry).initialize()
        else:
            await self.stack.construct_stack(config, registry)


def main(question: dict[str, Any]) -> None:
    """Answer the question, then end the process and whatever the provider has started in it."""
    answer = Answer(Path(question["answer"]), question["token"])
    os.environ.update(question["environ"])
    os.chdir(question["folder"])
    limit(question["memory"])
    kept = bytes(BYTES_TO_TELL)  # to be there when there is no more; nobody writes to it
    answer.watch = Watch(question["seconds"], answer)
    try:
        ask(question, answer)
        answer.say(ended="ok")
    except BaseException as error:  # a provider may well raise SystemExit
        del kept
        tell(error, answer)
    exit_at_once(0)


def limit(mib: int | None) -> None:
    """Limit what the process may take of memory, and leave no file of it when it crashes."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # none on Windows; a lower one
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if mib and sys.platform == "linux":
            size = mib * 2**20 + BYTES_TO_TELL
            resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def tell(error: BaseException, answer: Answer) -> None:
    """Tell an error; if what is needed for that is broken too, its kind alone."""
    try:
        answer.say(ended="error", step=step_of(error, answer), chain=chain_of(error, answer))
    except BaseException:
        link = {"type": type(error).__name__, "text": "", "where": "", "missing": ""}
        answer.say(ended="error", step=answer.step, chain=[link])


class Asked:
    """The provider that is asked about, as the stack's registry holds it."""

    def __init__(self, stack: Stack, own_registry: Any) -> None:  # noqa: ANN401
        self.stack = stack
        self.own_registry = own_registry
        """What the stack brings by itself."""
        self.registry: Any = own_registry
        """That, and what the run config names besides."""
        self.api = ""
        self.spec: Any = None
        self.entry: dict[str, Any] = {}
        """What stands for it in the run config."""
        self.configured: dict[str, list[dict[str, Any]]] = {}
        """The other providers of the run config, by API."""


def ask(question: dict[str, Any], answer: Answer) -> None:
    """Go the loader's way, saying each step as it begins."""
    if len(roots()) > 1:  # which of them is asked may come later, too
        question = whole(question, answer)
    asked = import_stack(question["root"], answer)
    question = whole(question, answer)
    if question["module"] is None:  # whether the stack starts at all
        answer.begin("start-up")
        run(asked.stack.start(asked.stack.config([], {}), asked.registry, answer), answer)
        return
    look_up(asked, question, answer)
    start(asked, answer)


def whole(question: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """Give a question with what of it comes later: who asks may have begun without knowing it."""
    if not question.get("later"):
        return question
    later = Path(question["later"])
    if answer.watch:
        answer.watch.pause()
    while not later.exists():
        sleep(SECONDS_BETWEEN_LOOKS)
    if answer.watch:
        answer.watch.go_on()
    asked: dict[str, Any] = json.loads(later.read_text(encoding="utf-8"))
    later.unlink()  # the token is in it
    return asked


def import_stack(wanted: str | None, answer: Answer) -> Asked:
    """Import the stack, which lists its own providers."""
    answer.begin("stack-import")
    root = find_root(wanted)
    answer.say(**releases(root))
    gc.disable()  # to look for garbage in what an import makes takes a tenth of its time
    try:
        stack = Stack(root)
    finally:
        gc.freeze()
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # starting it imports, too
        gc.enable()
    # Read now: a provider may break what reading takes.
    linecache.getlines(importlib.import_module(f"{stack.core}.resolver").__file__ or "")
    answer.say(knows_module=stack.knows_module)
    return Asked(stack, stack.registry())


def look_up(asked: Asked, question: dict[str, Any], answer: Answer) -> None:
    """Have the stack ask the provider's package for its spec."""
    asked.stack.directory = question.get("directory")
    if asked.stack.directory:  # specs in files need no `module:`
        answer.say(knows_module=True)
    answer.begin("registry")
    answer.own_folder = put_on_path(question)
    answer.say(imported_from=answer.own_folder)
    write_no_bytecode_below(answer.own_folder)
    asked.api, provider_type = identity(question, answer)
    asked.configured = question["configured"]
    answer.provider_id = provider_type.rpartition("::")[2]
    sampled = question["config"] is None or question["over_sample"]
    asked.entry = {
        "provider_id": answer.provider_id,
        "provider_type": provider_type,
        "config": {} if sampled else question["config"],
    }
    stack = asked.stack
    if not stack.directory:
        asked.entry["module"] = question["module"]
    asked.registry = stack.registry(stack.config([asked.api], {asked.api: [asked.entry]}))
    asked.spec = specs_of(asked.registry, asked.api).get(provider_type)
    if sampled:
        sample = sample_config(stack, asked.spec, answer)
        asked.entry["config"] = {**sample, **question["config"]} if question["config"] else sample
    answer.say(urls=urls_in(asked.entry["config"]))


def start(asked: Asked, answer: Answer) -> None:
    """Start the stack with the provider, and with what it depends on beside it."""
    api, stack = asked.api, asked.stack
    refused: set[str] = set()
    while True:
        beside = Beside(asked, refused)
        beside.bring(beside.needed_by(asked.spec) - {api})
        answer.say(beside=beside.told, needs=beside.lacking)
        answer.begin("run-config")
        config = stack.config(sorted(beside.apis | {api}), {**beside.entries, api: [asked.entry]})
        answer.begin("instantiate")
        try:
            run(stack.start(config, asked.registry, answer), answer)
        except BaseException as error:
            at_fault = beside.at_fault(error)
            if not at_fault:
                raise
            refused.add(at_fault)
        else:
            return


def run(coroutine: Coroutine[Any, Any, None], answer: Answer) -> None:
    """Run a coroutine in a loop that the watch can look into."""
    answer.loop = asyncio.new_event_loop()
    answer.loop.run_until_complete(coroutine)


def find_root(wanted: str | None) -> str:
    """Give the stack's import package; if both are there, the wanted one, or else ogx."""
    here = sorted(roots(), key=lambda root: root != wanted)
    if not here:
        raise ModuleNotFoundError(f"no stack is installed for {sys.executable}")
    return here[0]


def roots() -> list[str]:
    """List the stacks' import packages that are installed."""
    return [root for root in DISTRIBUTIONS if importlib.util.find_spec(root)]


def releases(root: str) -> dict[str, str]:
    """Give the releases of the stack and of its API package, as `distribution version`."""
    stack, api = DISTRIBUTIONS[root]
    # ogx 0.7.1 ships the package `llama_stack`.
    return {"release": installed(stack) or installed("ogx") or root, "api_release": installed(api)}


def installed(distribution: str) -> str:
    """Give `distribution version`, or nothing if it is not installed."""
    try:
        return f"{distribution} {importlib.metadata.version(distribution)}"
    except importlib.metadata.PackageNotFoundError:
        return ""


def put_on_path(question: dict[str, Any]) -> str:
    """Make the provider importable if it is not installed; give the folder it is imported from."""
    package = question["module"].partition("==")[0].partition(".")[0]
    if not importable_from(package):
        sys.path[:0] = question["search_path"]
        importlib.invalidate_caches()
    return importable_from(package)


def write_no_bytecode_below(folder: str) -> None:
    """Leave the provider's own folder as it is: Python would put `__pycache__` in it."""
    loader = importlib.machinery.SourceFileLoader
    write = loader.set_data

    def set_data(self: Any, path: str, data: bytes, **options: Any) -> None:  # noqa: ANN401
        if not (folder and path.startswith(folder + os.sep)):
            write(self, path, data, **options)

    loader.set_data = set_data  # type: ignore[method-assign,assignment]


def importable_from(package: str) -> str:
    """Give the folder of a top-level package, or nothing if it can't be imported."""
    try:
        found = importlib.util.find_spec(package)
    except ValueError:
        return ""
    folders = found.submodule_search_locations if found else None
    return str(next(iter(folders))) if folders else ""


def identity(question: dict[str, Any], answer: Answer) -> tuple[str, str]:
    """Give the API and the type to ask about: the question's, else what the package declares.

    Whatever goes wrong while the package is asked, the loader will say in its own words.
    """
    api, provider_type = question["api"], question["provider_type"]
    if not (api and provider_type):
        try:
            module = importlib.import_module(question["module"].partition("==")[0] + ".provider")
            specs = module.get_provider_spec()
            specs = specs if isinstance(specs, list) else [specs]
            declared = [(spec.api.value, spec.provider_type) for spec in specs]
        except BaseException:
            declared = []
        answer.say(declared=declared[:MOST_LINKS])
        fitting = [it for it in declared if api in (None, it[0]) and provider_type in (None, it[1])]
        if not fitting:  # any will do: the loader won't come to look at them
            return api or "inference", provider_type or "remote::unknown"
        api, provider_type = fitting[0]
    answer.say(api=api, provider_type=provider_type)
    return api, provider_type


def specs_of(registry: Any, api: str) -> dict[str, Any]:  # noqa: ANN401
    """Give the specs that a registry holds for an API, by their types."""
    return next((specs for key, specs in registry.items() if key.value == api), {})


def sample_config(stack: Stack, spec: Any, answer: Answer) -> dict[str, Any]:  # noqa: ANN401
    """Give the sample config of the spec's config class, its variables expanded by the stack.

    The loader never calls `sample_run_config`: what goes wrong is noted, not judged.
    """
    try:
        config_class = stack.dynamic.instantiate_class_type(spec.config_class)
    except BaseException:  # the loader will say it in its own words
        return {}
    if not hasattr(config_class, "sample_run_config"):
        answer.say(sample="there is no `sample_run_config`")
        return {}
    try:
        sample = config_class.sample_run_config(__distro_dir__=str(Path.cwd()))
        answer.say(variables=variables_in(sample))
        expanded: dict[str, Any] = stack.stack.replace_env_vars(sample)
    except BaseException as error:
        said = f"{type(error).__name__}: {text_of(error)}"
        answer.say(sample=f"`sample_run_config` gives none: {said}")
        return {}
    answer.say(sample="")
    return expanded


def urls_in(config: Any) -> list[str]:  # noqa: ANN401
    """List the keys of a config whose values are URLs."""
    if not isinstance(config, dict):  # as the stack will say
        return []
    urls = (key for key, value in config.items() if text_of(value).startswith(("http:", "https:")))
    return [text_of(key) for key in urls]


def variables_in(config: Any) -> list[str]:  # noqa: ANN401
    """List the environment variables that a config refers to."""
    try:
        return sorted(set(VARIABLE.findall(encode(config))))
    except Exception:  # it holds what no config can hold, as the stack will say
        return []


class Beside:
    """What stands beside the provider, for the APIs that it depends on.

    The run config's own providers of an API come first, then the stack's own inline ones, by
    name, then a stand-in. An API that has a router is there without any provider, and so is its
    routing table.
    """

    def __init__(self, asked: Asked, refused: set[str]) -> None:
        self.stack, self.registry = asked.stack, asked.registry
        self.configured = asked.configured
        self.own = asked.own_registry
        self.known = {api.value for api in self.own}
        self.refused = refused
        self.apis: set[str] = set()
        self.entries: dict[str, list[dict[str, Any]]] = {}
        self.told: dict[str, str] = {}
        self.lacking: list[str] = []
        self.routers: dict[str, str] = {}
        for info in self.stack.distribution.builtin_automatically_routed_apis():
            router = info.router_api.value
            self.routers[router] = self.routers[info.routing_table_api.value] = router

    def needed_by(self, spec: Any) -> set[str]:  # noqa: ANN401
        """Give the APIs that a spec depends on, or would use and the run config has."""
        needed, used = (
            {it.value for it in getattr(spec, f"{kind}api_dependencies", None) or []}
            for kind in ("", "optional_")
        )
        return needed | used & set(self.configured)

    def bring(self, needed: set[str]) -> None:
        """Bring what serves these APIs, and what that depends on."""
        for name in sorted(needed):
            api = self.routers.get(name, name)
            if api in self.apis:
                continue
            if name not in self.routers and api not in self.known:
                self.lacking.append(api)  # the stack has it by itself, or will say that it has not
                continue
            self.apis.add(api)
            chosen = self.of_config(api)
            if not chosen and name not in self.routers:
                chosen = [self.of_stack(api)]
            if not chosen:
                continue
            self.entries[api] = [entry for entry, _spec in chosen]
            kinds = [entry["provider_type"] for entry, _spec in chosen]
            self.told[api] = ", ".join(kind for kind in kinds if kind != STAND_IN)
            for _entry, spec in chosen:
                self.bring(self.needed_by(spec))

    def of_config(self, api: str) -> list[tuple[dict[str, Any], Any]]:
        """Give the run config's providers of an API that can be made, each with its spec."""
        found: dict[str, tuple[dict[str, Any], Any]] = {}
        for entry in self.configured.get(api, ()):
            kind = f"{entry.get('provider_type')}"
            if kind in self.refused or kind in found:
                continue
            try:
                config = self.stack.stack.replace_env_vars(entry.get("config") or {})
                made = self.entry_of(kind, config)
                if entry.get("module"):
                    made["module"] = entry["module"]
                    theirs = self.stack.registry(self.stack.config([api], {api: [made]}))
                    specs_of(self.registry, api)[kind] = specs_of(theirs, api)[kind]
                spec = specs_of(self.registry, api)[kind]
                self.stack.dynamic.instantiate_class_type(spec.config_class)(**config)
                found[kind] = made, spec
            except BaseException:  # noqa: S112 - it is another's fault, and another will do
                continue
        return list(found.values())

    def of_stack(self, api: str) -> tuple[dict[str, Any], Any]:
        """Give the first of the stack's own providers of an API that fits, or a stand-in."""
        specs = specs_of(self.own, api)
        kind = next((kind for kind in sorted(specs) if self.is_fit(specs[kind])), "")
        if not kind:
            return self.entry_of(STAND_IN, {}), self.stand_in(api)
        return self.entry_of(kind, self.sample_of(specs[kind])), specs[kind]

    def entry_of(self, kind: str, config: dict[str, Any], name: str = "") -> dict[str, Any]:
        """Give what stands for a provider in the run config that the stack is asked with."""
        name = name or f"beside-{kind}"
        self.stack.beside.add((name, kind))
        return {"provider_id": name, "provider_type": kind, "config": config}

    def is_fit(self, spec: Any) -> bool:  # noqa: ANN401
        """Whether one of the stack's own can stand here, as far as can be told by importing it."""
        kind = spec.provider_type
        if kind in self.refused or not kind.startswith("inline::") or spec.deprecation_error:
            return False
        try:
            importlib.import_module(spec.module)
            self.sample_of(spec)
        except BaseException:
            return False
        return True

    def sample_of(self, spec: Any) -> dict[str, Any]:  # noqa: ANN401
        """Give the config of one of the stack's own providers, or raise."""
        config_class = self.stack.dynamic.instantiate_class_type(spec.config_class)
        sample = config_class.sample_run_config(__distro_dir__=str(Path.cwd()))
        expanded: dict[str, Any] = self.stack.stack.replace_env_vars(sample)
        config_class(**expanded)
        return expanded

    def stand_in(self, api: str) -> Any:  # noqa: ANN401
        """Register a stand-in for an API; give its spec."""
        key = next(key for key in self.registry if key.value == api)
        specs = (spec for of_api in self.own.values() for spec in of_api.values())
        inline = next(type(it) for it in specs if type(it).__name__ == "InlineProviderSpec")
        resolver = importlib.import_module(f"{self.stack.core}.resolver")
        by_api = {key.value: it for key, it in resolver.api_protocol_map().items()}

        async def get_provider_impl(_config: object, _deps: object) -> StandIn:
            return StandIn(api, by_api.get(api))

        module = ModuleType(f"stand_in_for_{api}")
        vars(module).update(get_provider_impl=get_provider_impl, Config=dict)
        sys.modules[module.__name__] = module
        spec = self.registry[key][STAND_IN] = inline(
            api=key,
            provider_type=STAND_IN,
            module=module.__name__,
            config_class=f"{module.__name__}.Config",
            pip_packages=[],
        )
        return spec

    def at_fault(self, error: BaseException) -> str:
        """Give the type of the stack's own provider that could not be made, or nothing."""
        for frame, _line in frames_of(error):
            if frame.f_code.co_name == "instantiate_provider":
                made = frame.f_locals["provider"]
                name, kind = f"{made.provider_id}", f"{made.provider_type}"
                return kind if (name, kind) in self.stack.beside and kind != STAND_IN else ""
        return ""


class StandInError(Exception):
    """A stand-in was asked to do something."""


class StandIn:
    """Stands for the provider of an API: it has all methods, and none of them does anything."""

    def __init__(self, api: str, protocol: object) -> None:
        self._api = api
        self._protocol = protocol

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)

        async def method(*_args: object, **_options: object) -> None:
            raise StandInError(f"`{name}` of {self._api} was called, which is a stand-in")

        if meant := getattr(self._protocol, name, None):  # the loader compares the parameters
            vars(method)["__signature__"] = signature_of_implementation(meant)
        return method


def signature_of_implementation(meant: Any) -> inspect.Signature:  # noqa: ANN401
    """Give the signature that a bound method has which implements one of a protocol.

    Up to 0.3 the server makes a route of it (core/server/server.py): it takes neither `self` nor a
    default that is a field of pydantic, as `model` of `supervised_fine_tune` has in the protocol.
    """
    signature = inspect.signature(meant)
    parameters = [
        it.replace(default=it.default.default) if type(it.default).__name__ == "FieldInfo" else it
        for it in signature.parameters.values()
        if it.name != "self"
    ]
    return signature.replace(parameters=parameters)


def step_of(error: BaseException, answer: Answer) -> str:
    """Name the step that failed: once the stack is started, it is read off the loader's frames."""
    if answer.step != "instantiate":
        return answer.step
    for frame, line in reversed(frames_of(error)):
        module, function = frame.f_globals.get("__name__", ""), frame.f_code.co_name
        if not module.endswith((".stack", ".resolver", ".distribution", ".utils.dynamic")):
            continue
        if function == "instantiate_provider":
            return step_of_instantiating(frame, line, answer)
        if function in STEPS_OF_FUNCTIONS:
            return STEPS_OF_FUNCTIONS[function]
    return answer.step


def step_of_instantiating(frame: FrameType, line: int, answer: Answer) -> str:
    """Name the step that a line of the loader's `instantiate_provider` takes."""
    if frame.f_locals["provider"].provider_id != answer.provider_id:
        return "start-up"  # a routing table or router of the stack's own, which calls ours
    text = linecache.getline(frame.f_code.co_filename, line)
    return next((step for words, step in STEPS_OF_LINES.items() if words in text), "instantiate")


def frames_of(error: BaseException) -> list[tuple[FrameType, int]]:
    """List the frames that an error went through, the innermost last, with their lines."""
    frames, traceback = [], error.__traceback__
    while traceback:
        frames.append((traceback.tb_frame, traceback.tb_lineno))
        traceback = traceback.tb_next
    return frames


def chain_of(error: BaseException | None, answer: Answer) -> list[dict[str, str]]:
    """Tell an error and what it was raised from or during, down to the first."""
    chain: list[dict[str, str]] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen and len(chain) < MOST_LINKS:
        seen.add(id(error))
        own = own_places(error, answer)
        missing = isinstance(error, ModuleNotFoundError) and error.name
        chain.append(
            {
                "type": type(error).__name__,
                "text": text_of(error),
                "where": own[-1] if own else "",
                "missing": text_of(missing) if missing else "",
            }
        )
        error = reason_of(error, answer)
    return chain


def reason_of(error: BaseException, answer: Answer) -> BaseException | None:
    """Give what an error was raised from or during, or the member of a group that tells most.

    What `from None` hides is shown where it alone passed through the provider.
    """
    members: Any = getattr(error, "exceptions", None)
    if isinstance(members, tuple):  # an exception group, from Python 3.11 on
        group: tuple[BaseException, ...] = members
        return next((it for it in group if own_places(it, answer)), group[0])
    hidden = error.__suppress_context__ and error.__cause__ is None
    context = error.__context__
    if hidden and not (context and own_places(context, answer) and not own_places(error, answer)):
        return None
    return error.__cause__ or context


def own_places(error: BaseException, answer: Answer) -> list[str]:
    """List where an error passed through the provider's own package, the innermost last."""
    own = [f"{f.f_code.co_filename}:{n}" for f, n in frames_of(error) if is_own(f, answer)]
    if isinstance(error, SyntaxError) and f"{error.filename}".startswith(answer.own_folder):
        own.append(f"{error.filename}:{error.lineno}")
    return own


def text_of(value: object) -> str:
    """Give the text of an error, even if its class is no good at giving it; no more than a part."""
    try:
        # A text of a class of its own would be cut as that class likes.
        text = str.__str__(str(value))
    except BaseException as worse:
        return f"(its text can't be had: {type(worse).__name__})"
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]} (and so on)"


encode = json.JSONEncoder(default=text_of).encode


def is_own(frame: FrameType, answer: Answer) -> bool:
    """Whether a frame is in the provider's own package."""
    folder = answer.own_folder
    return bool(folder) and frame.f_code.co_filename.startswith(folder + os.sep)


def say_where_it_hangs(answer: Answer) -> None:
    """Say where the main thread is, at best in the provider's own package, and end the process."""
    running = [(frame, frame.f_lineno) for frame in stack_of_main_thread()]
    waiting = [(frame, frame.f_lineno) for frame in waiting_coroutines(answer.loop)]
    everywhere = running + waiting
    own = [(frame, line) for frame, line in everywhere if is_own(frame, answer)]
    frame, line = (own or everywhere)[0]
    answer.say(ended="time", where=f"{frame.f_code.co_filename}:{line}")
    exit_at_once(0)


def stack_of_main_thread() -> Iterator[FrameType]:
    """Yield the frames that the main thread is in, the innermost first."""
    frame = current_frames().get(MAIN_THREAD)
    while frame:
        yield frame
        frame = frame.f_back


def waiting_coroutines(loop: asyncio.AbstractEventLoop | None) -> Iterator[FrameType]:
    """Yield the frames of the coroutines that wait for something, each task's innermost first."""
    for task in asyncio.all_tasks(loop) if loop else ():
        frames: list[FrameType] = []
        coroutine: Any = task.get_coro()
        while frame := getattr(coroutine, "cr_frame", None):
            frames.append(frame)
            coroutine = getattr(coroutine, "cr_await", None)
        yield from reversed(frames)


if __name__ == "__main__":
    ours = Path(__file__).resolve().parent  # Python puts it first; the provider must not see it
    sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != ours]
    written = Path(sys.argv[1])
    asked = json.loads(written.read_text(encoding="utf-8"))
    written.unlink()  # the token is in it
    main(asked)
