"""`--load` says of a provider what the real stack does with it, and why."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real import packages
from validate_provider.finding import Answer
from validate_provider.live import asking
from validate_provider.live.asking import Question
from validate_provider.live.load import Step, load
from validate_provider.live.terms import Terms

OLD, MIDDLE, NEW = "llama-stack-0.2.22", "llama-stack-0.7.3", "ogx-1.5.0"
LINES = [OLD, MIDDLE, NEW]
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.fixture
def ask(stack, tmp_path):
    """Give `ask(line, ...)`: what the real stack of a line says of a package written for it."""

    def ask(line, api="tool_runtime", *, seconds=60, question=None, **changed):
        folder = packages.write(tmp_path, line, api, **changed)
        asked = Question(
            module=packages.NAME,
            api=api,
            provider_type="remote::weather",
            **{"search_path": [folder]} | (question or {}),
        )
        return load(asked, stack(line), Terms(seconds=seconds))

    return ask


def outcome(report):
    return report.step, report.loads, report.serves


def release(line):
    return line.replace("-", " ") if line.startswith("ogx") else line.replace("stack-", "stack ")


@pytest.mark.parametrize("line", LINES)
def test_a_good_provider_loads_and_serves(line, ask, tmp_path):
    report = ask(line)
    assert outcome(report) == (Step.OK, YES, YES)
    assert report.release == release(line)
    assert (report.error, report.hint, report.cause) == ("", "", None)
    assert report.imported_from == tmp_path / "src" / packages.NAME


@pytest.mark.parametrize("line", LINES)
def test_a_missing_import_is_shown_behind_what_the_stack_says(line, ask):
    spec = "import weather_sdk\n" + packages.spec(line, "tool_runtime")
    report = ask(line, provider=spec)
    assert outcome(report) == (Step.REGISTRY, NO, NO)
    assert report.error.startswith("ValueError: get_provider_spec not found.")
    assert str(report.cause) == "ModuleNotFoundError: No module named 'weather_sdk'"
    assert report.cause.where.endswith(f"{packages.NAME}{os.sep}provider.py:1")
    assert "`weather_sdk` is not installed beside the stack" in report.hint


@pytest.mark.parametrize("line", LINES)
def test_a_missing_config_class(line, ask):
    report = ask(line, config=packages.CONFIG.replace("class Config", "class WeatherConfig"))
    assert outcome(report) == (Step.CONFIG_CLASS, NO, NO)
    assert report.error == ("AttributeError: module 'ext_weather.config' has no attribute 'Config'")


@pytest.mark.parametrize("line", LINES)
def test_a_factory_that_is_not_async(line, ask):
    report = ask(line, __init__=packages.FACTORY.replace("async def", "def"))
    assert outcome(report) == (Step.FACTORY, NO, NO)
    assert report.error == "TypeError: object Adapter can't be used in 'await' expression"


@pytest.mark.parametrize("line", [MIDDLE, NEW])
def test_a_good_inference_provider_loads_and_serves(line, ask):
    assert outcome(ask(line, "inference")) == (Step.OK, YES, YES)


@pytest.mark.parametrize("line", [MIDDLE, NEW])
def test_a_missing_start_up_hook_loads_but_does_not_serve(line, ask):
    adapter = packages.INFERENCE.replace("should_refresh_models", "refreshes")
    report = ask(line, "inference", adapter=adapter)
    assert outcome(report) == (Step.START_UP, YES, NO)
    assert report.error == (
        "AttributeError: 'Adapter' object has no attribute 'should_refresh_models'"
    )


def test_a_missing_method_where_the_release_checks_it(ask):
    report = ask(OLD, adapter=packages.TOOLS.replace("invoke_tool", "invoke"))
    assert outcome(report) == (Step.PROTOCOL, NO, NO)
    assert report.error == (
        "ValueError: Provider `weather (Api.tool_runtime)` does not implement the following "
        "methods:\n[('invoke_tool', 'missing')]"
    )


@pytest.mark.parametrize(
    ("changed", "step", "hint"),
    [
        ({"provider": None}, Step.REGISTRY, "the package `ext_weather` has no module `provider`"),
        ({"provider": "def get_provider_spec(:"}, Step.REGISTRY, ""),
        ({"provider": "def get_provider_spec():\n    return None"}, Step.VALIDATE, ""),
        (
            {"__init__": "import weather_sdk", "provider": None},
            Step.REGISTRY,
            "`weather_sdk` is not installed beside the stack; it is imported at",
        ),
        (
            {"adapter": "import weather_sdk"},
            Step.FACTORY,
            "`weather_sdk` is not installed beside the stack; it is imported at",
        ),
        ({"config": packages.CONFIG.replace("city: str", "city: int")}, Step.CONFIG, ""),
        ({"__init__": ""}, Step.FACTORY, ""),
    ],
)
def test_each_fault_is_told_at_its_step(changed, step, hint, ask):
    report = ask(MIDDLE, **changed)
    assert outcome(report) == (step, NO, NO)
    assert report.hint.startswith(hint)
    assert bool(report.hint) == bool(hint)


def test_a_wrong_spec_module_is_told_at_its_step(ask):
    spec = packages.spec(MIDDLE, "tool_runtime").replace(
        'module="ext_weather"', 'module="ext_wether"'
    )
    report = ask(MIDDLE, provider=spec)
    assert outcome(report) == (Step.MODULE_IMPORT, NO, NO)
    assert report.error == "ModuleNotFoundError: No module named 'ext_wether'"


@pytest.mark.parametrize(
    ("module", "hint"),
    [
        ("ext_weather>=1", "`ext_weather>=1` is not an import name"),
        ("ext_wether", "`ext_wether` is neither installed beside the stack nor in the folders"),
    ],
)
def test_a_wrong_module_string(module, hint, stack, tmp_path):
    folder = packages.write(tmp_path, MIDDLE)
    report = load(Question(module=module, search_path=[folder]), stack(MIDDLE))
    assert outcome(report) == (Step.REGISTRY, NO, NO)
    assert report.hint.startswith(hint)


@pytest.mark.parametrize("module", ["ext_weather", "ext_weather==0.1.0"])
def test_the_package_itself_says_what_it_provides(module, stack, tmp_path):
    folder = packages.write(tmp_path, MIDDLE)
    report = load(Question(module=module, search_path=[folder]), stack(MIDDLE))
    assert (report.api, report.provider_type) == ("tool_runtime", "remote::weather")
    assert report.declared == (("tool_runtime", "remote::weather"),)
    assert outcome(report) == (Step.OK, YES, YES)


def test_what_a_config_is_wanted_for_and_nobody_gave_is_unknown(ask):
    config = packages.CONFIG.replace("sample_run_config", "sample")
    report = ask(MIDDLE, config=config)
    assert outcome(report) == (Step.CONFIG, UNKNOWN, UNKNOWN)
    assert "there is no `sample_run_config`" in report.hint


def test_a_sample_that_wants_a_variable_is_unknown(ask):
    config = packages.CONFIG.replace(":=Kyiv", "")
    report = ask(MIDDLE, config=config)
    assert outcome(report) == (Step.CONFIG, UNKNOWN, UNKNOWN)
    assert "EXT_WEATHER_CITY" in report.hint


def test_a_config_that_is_given_is_used(ask):
    report = ask(MIDDLE, question={"config": {"city": ["not", "a", "text"]}})
    assert outcome(report) == (Step.CONFIG, NO, NO)


@pytest.mark.parametrize(
    ("over", "expected"), [(True, (Step.OK, YES, YES)), (False, (Step.CONFIG, NO, NO))]
)
def test_a_config_goes_over_the_sample_where_that_is_asked(over, expected, ask):
    config = packages.CONFIG.replace("    city: str", "    city: str\n    unit: str = 'K'")
    seen = "    assert (config.city, config.unit) == ('Kyiv', 'C')\n    return"
    factory = packages.FACTORY.replace("    return", seen)
    question = {"config": {"unit": "C"}, "over_sample": over}
    report = ask(MIDDLE, question=question, config=config, __init__=factory)
    assert outcome(report) == expected, report


def test_a_service_that_is_not_there_is_no_fault(ask):
    calls = "    import socket\n    socket.create_connection(('127.0.0.1', 1))\n    return"
    factory = packages.FACTORY.replace("    return", calls)
    report = ask(MIDDLE, question={"config": {"city": "http://127.0.0.1:1"}}, __init__=factory)
    assert outcome(report) == (Step.FACTORY, UNKNOWN, UNKNOWN)
    assert "(`city`) can't be reached" in report.hint
    assert "-c city=URL" in report.hint


def needing(line, apis, api="tool_runtime"):
    """The text of a `provider.py` whose spec depends on other APIs."""
    listed = ", ".join(f"Api.{name}" for name in apis.split())
    return packages.spec(line, api).replace(
        "api=", f"api_dependencies=[{listed}],\n        api=", 1
    )


@pytest.mark.parametrize("line", [MIDDLE, NEW])
def test_what_a_provider_depends_on_is_the_stacks_own(line, ask):
    seen = "    [made] = deps.values()\n    assert type(made).__name__ == 'LocalfsFilesImpl'\n"
    checks = packages.FACTORY.replace("    return", seen + "    return")
    report = ask(line, provider=needing(line, "files"), __init__=checks)
    assert outcome(report) == (Step.OK, YES, YES)
    assert report.beside == (("files", "inline::localfs"),)


@pytest.mark.parametrize("line", [OLD, MIDDLE])  # the old one compares the stand-in's methods
def test_where_the_stacks_own_cannot_be_made_there_is_a_stand_in(line, ask):
    inner = "llama_stack.providers.inline.files.localfs.files"  # imported by its factory
    spec = f"import sys\nsys.modules['{inner}'] = None\n" + needing(line, "files")
    report = ask(line, provider=spec)
    assert outcome(report) == (Step.OK, YES, YES)
    assert report.beside == (("files", ""),)


@pytest.mark.parametrize("used", [False, True])
def test_where_the_stack_has_none_a_stand_in_says_that_it_is_one(used, ask):
    called = "    [made] = deps.values()\n    await made.list()\n    return"
    calls = packages.FACTORY.replace("    return", called)
    broken = "import sys\nsys.modules['llama_stack.providers.inline.files.localfs'] = None\n"
    spec = broken + needing(MIDDLE, "files")
    report = ask(MIDDLE, provider=spec, __init__=calls if used else packages.FACTORY)
    assert report.beside == (("files", ""),)
    if used:
        assert outcome(report) == (Step.FACTORY, UNKNOWN, UNKNOWN)
        assert "only a stand-in was beside it" in report.hint
    else:
        assert outcome(report) == (Step.OK, YES, YES)


def test_a_provider_that_depends_on_a_routed_api_gets_its_router(ask):
    spec = packages.spec(MIDDLE, "tool_runtime")
    needs = spec.replace("api=", "api_dependencies=[Api.inference, Api.models],\n        api=")
    assert outcome(ask(MIDDLE, provider=needs)) == (Step.OK, YES, YES)


BESIDE = """
from llama_stack_api import Api, InlineProviderSpec


def get_provider_spec():
    return InlineProviderSpec(
        api=Api.files,
        provider_type="inline::shelf",
        module="ext_shelf",
        config_class="ext_shelf.provider.Config",
        pip_packages=[],
    )


class Config:
    def __init__(self, name):
        self.name = name
"""
MADE = """
class Shelf:
    def __init__(self, name):
        self.name = name


async def get_provider_impl(config, deps):
    {deed}
    return Shelf(config.name)
"""
SHELF = {
    "provider_id": "shelf",
    "provider_type": "inline::shelf",
    "module": "ext_shelf",
    "config": {"name": "${env.EXT_SHELF_NAME:=oak}"},
}
SEEN = "    assert [it.name for it in deps.values()] == ['oak']\n    return"
ASKS = packages.FACTORY.replace("    return", SEEN)


@pytest.fixture
def configured(ask, tmp_path):
    """Give `configured(apis, ...)`: what is said beside the shelf of a run config."""

    def configured(apis, deed="pass", entry=SHELF, **changed):
        folder = tmp_path / "shelf" / "ext_shelf"
        folder.mkdir(parents=True)
        (folder / "provider.py").write_text(BESIDE)
        (folder / "__init__.py").write_text(MADE.format(deed=deed))
        question = {
            "configured": {"files": [entry]},
            "search_path": [tmp_path / "src", tmp_path / "shelf"],
        }
        return ask(MIDDLE, question=question, **{"provider": needing(MIDDLE, apis)} | changed)

    return configured


def test_the_run_configs_own_providers_stand_beside_it(configured):
    report = configured("files", __init__=ASKS)
    assert outcome(report) == (Step.OK, YES, YES)
    assert report.beside == (("files", "inline::shelf"),)


@pytest.mark.parametrize(
    ("deed", "entry"),
    [
        ("raise ValueError('no wood')", SHELF),
        ("pass", SHELF | {"config": {"height": 2}}),
        ("pass", SHELF | {"module": "ext_self"}),
        ("pass", SHELF | {"config": {"name": "${env.EXT_SHELF_NAME}"}}),
    ],
)
def test_where_one_of_the_run_config_fails_the_stacks_own_stands_in(deed, entry, configured):
    report = configured("files", deed, entry)
    assert outcome(report) == (Step.OK, YES, YES)
    assert report.beside == (("files", "inline::localfs"),)


def test_one_that_it_does_not_depend_on_stays_away(configured):
    assert configured("inference").beside == ()


@pytest.mark.parametrize("has", [False, True])
def test_what_it_would_use_is_there_if_the_run_config_has_it(has, ask, configured):
    optional = "optional_api_dependencies=[Api.files],\n        api="
    spec = packages.spec(MIDDLE, "tool_runtime").replace("api=", optional, 1)
    report = configured("", provider=spec) if has else ask(MIDDLE, provider=spec)
    assert outcome(report) == (Step.OK, YES, YES)
    assert report.beside == ((("files", "inline::shelf"),) if has else ())


def test_an_exception_group_is_followed_to_the_member_that_tells_most(ask):
    group = "import asyncio\nraise ExceptionGroup('two', [OSError('far'), deed()])\n"
    own = "def deed():\n    try: {}['key']\n    except KeyError as error: return error\n"
    report = ask(MIDDLE, adapter=own + group)
    assert outcome(report) == (Step.FACTORY, NO, NO)
    assert [link.type for link in report.chain] == ["ExceptionGroup", "KeyError"]
    assert report.cause.where.endswith(f"{packages.NAME}{os.sep}adapter.py:2")


@pytest.mark.parametrize("how", ["", " from None"])
def test_what_the_provider_hides_itself_stays_hidden(how, ask):
    hides = f"try: {{}}['key']\nexcept KeyError: raise ValueError('lost'){how}\n"
    report = ask(MIDDLE, adapter=hides)
    assert [it.type for it in report.chain] == ["ValueError", *([] if how else ["KeyError"])]


def test_a_release_without_the_module_key_is_not_judged_by_it(ask):
    report = ask("llama-stack-0.2.12")
    assert (report.loads, report.serves) == (UNKNOWN, UNKNOWN)
    assert "does not know `module:`" in report.hint


# The probe's watch, called as it is when the time is up: so no test has to wait for that.
TIME_IS_UP = """
import asyncio, threading
[watch] = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
time_is_up = threading.Thread(target=watch.function, args=watch.args)
"""


@pytest.mark.parametrize(
    ("where", "step"), [("provider", Step.REGISTRY), ("adapter", Step.INSTANTIATE)]
)
def test_a_provider_that_hangs(where, step, ask):
    report = ask(MIDDLE, **{where: TIME_IS_UP + "time_is_up.start(); threading.Event().wait()"})
    assert outcome(report) == (step, UNKNOWN, UNKNOWN)
    assert f"at step `{step}`, waiting at " in report.hint
    assert report.hint.endswith(f"{where}.py:5")


def test_a_provider_that_waits_for_ever_in_a_coroutine(ask):
    waits = "async def get_adapter_impl(config, deps):\n    {}; await asyncio.Event().wait()"
    in_a_thread = "asyncio.get_running_loop().call_soon(time_is_up.start)"
    report = ask(MIDDLE, __init__=TIME_IS_UP + waits.format(in_a_thread))
    assert outcome(report) == (Step.INSTANTIATE, UNKNOWN, UNKNOWN)
    assert report.hint.endswith("__init__.py:6")


def test_a_provider_that_waits_at_start_up_has_loaded(ask):
    waits = packages.INFERENCE.replace(
        "return False", "time_is_up.start(); await asyncio.Event().wait()"
    )
    report = ask(MIDDLE, "inference", adapter=TIME_IS_UP + waits)
    assert outcome(report) == (Step.START_UP, YES, UNKNOWN)


def test_no_time_at_all_is_unknown_not_broken(ask):
    report = ask(MIDDLE, seconds=0)
    assert (report.loads, report.serves, report.stack_broken) == (UNKNOWN, UNKNOWN, False)
    assert report.hint.startswith("it did not come to an end in the time given")


def test_a_python_that_does_not_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS_OF_GRACE", 0)
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nsleep 600\n")
    python.chmod(0o755)
    report = load(Question(module="anything"), python, Terms(seconds=0))
    assert outcome(report) == (Step.STACK_IMPORT, UNKNOWN, UNKNOWN)
    assert not report.stack_broken


def test_a_provider_that_exits(ask):
    report = ask(MIDDLE, provider="import sys\nsys.exit('not today')")
    assert outcome(report) == (Step.REGISTRY, NO, NO)
    assert report.error == "SystemExit: not today"
    assert "provider.py:2" in report.hint


@pytest.mark.parametrize(
    ("deed", "how"),
    [("os._exit(0)", "exit code 0"), ("os.kill(os.getpid(), 11)", "signal SIGSEGV")],
)
def test_a_provider_that_ends_the_process(deed, how, ask):
    report = ask(MIDDLE, provider=f"import os\nprint('farewell', flush=True)\n{deed}\n")
    assert outcome(report) == (Step.REGISTRY, NO, NO)
    assert f"in step `registry` ({how})" in report.hint
    assert "farewell" in report.printed


def test_a_provider_that_prints_without_end(ask):
    floods = "import sys\nfor _ in range(20000):\n    print('x' * 1000)\n"
    report = ask(MIDDLE, adapter=floods + packages.TOOLS)
    assert outcome(report) == (Step.OK, YES, YES)
    assert len(report.printed) <= 4000


def test_a_provider_that_closes_what_is_open(ask):
    closes = "import os\nos.closerange(1, 1000)\n"
    assert outcome(ask(MIDDLE, adapter=closes + packages.TOOLS))[1:] != (UNKNOWN, UNKNOWN)


@pytest.fixture
def held_open(tmp_path):
    """A pipe that a provider, or what it has started, holds open for as long as it runs."""
    fifo = tmp_path / "held-open"
    os.mkfifo(fifo)
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    yield HeldOpen(fifo, reading)
    os.close(reading)


class HeldOpen:
    def __init__(self, fifo: Path, reading: int) -> None:
        self.by_the_provider = f"import os\nheld = os.open({str(fifo)!r}, os.O_WRONLY)\n"
        self.reading = reading

    def next(self) -> bytes:
        """What is written next; nothing if nobody holds it open any more."""
        ready, _, _ = select.select([self.reading], [], [], 60)
        assert ready
        return os.read(self.reading, 100)


def test_what_a_provider_starts_is_ended_with_it(ask, held_open):
    starts = held_open.by_the_provider + (
        "import subprocess, sys\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        "subprocess.Popen(sleep, pass_fds=[held])\n"
        "os.write(held, b'started')\n"
    )
    report = ask(MIDDLE, adapter=starts + packages.TOOLS)
    assert outcome(report) == (Step.OK, YES, YES)
    assert held_open.next() == b"started"
    assert held_open.next() == b""


def test_an_interruption_leaves_nothing_running(stack, tmp_path, held_open):
    hangs = held_open.by_the_provider + (
        "os.write(held, b'here')\nimport threading\nthreading.Event().wait()\n"
    )
    packages.write(tmp_path, MIDDLE, adapter=hangs)
    command = ["validate-provider", tmp_path, "--load", "--python", stack(MIDDLE)]
    process = subprocess.Popen(
        [Path(sys.executable).parent / command[0], *command[1:], "--against", "latest"],
        stdout=subprocess.DEVNULL,
    )
    assert held_open.next() == b"here"
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    assert held_open.next() == b""


@pytest.fixture
def first_on_path(tmp_path, monkeypatch):
    """Give `first_on_path(name, text)`: put a module before all that is installed."""

    def put(name, text):
        folder = tmp_path / "first"
        folder.mkdir()
        (folder / f"{name}.py").write_text(text)
        monkeypatch.setenv("PYTHONPATH", str(folder))

    return put


@pytest.mark.parametrize("line", ["llama-stack-0.5.4", MIDDLE])
def test_a_stack_that_a_newer_mcp_has_broken_is_told_from_the_provider(line, ask, first_on_path):
    first_on_path("mcp", "class ClientSession: ...\n")  # as mcp 2 is: without `McpError`
    report = ask(line)
    assert outcome(report) == (Step.STACK_IMPORT, UNKNOWN, UNKNOWN)
    assert report.stack_broken
    assert report.release == release(line)
    assert report.error.startswith("ImportError: cannot import name 'McpError' from 'mcp'")
    assert "pip install 'mcp<2'" in report.hint


def test_a_python_without_a_stack():
    report = load(Question(module="anything"), Path(sys.executable))
    assert outcome(report) == (Step.STACK_IMPORT, UNKNOWN, UNKNOWN)
    assert "no stack is installed" in report.error
    assert report.hint == "install the stack beside the provider"


def test_a_python_that_cannot_run_the_question(tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'I am no Python' >&2\nexit 3\n")
    python.chmod(0o755)
    report = load(Question(module="anything"), python)
    assert outcome(report) == (Step.STACK_IMPORT, UNKNOWN, UNKNOWN)
    assert report.hint == "the question could not be put to this Python: I am no Python"
