"""What stops a server from starting, and what doesn't: read, and seen on real stacks."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest

from tests.real.comparing import Comparison, Pair
from tests.real.corpora.ground import Case, Ground, label
from tests.real.forked import Forks
from tests.real.installed import installed
from tests.rules.mutation import checked
from tests.rules.of_protocol import HEAD, write_for
from tests.yaml.checking import checked as yaml_checked
from validate_provider.contract import Contract
from validate_provider.finding import Answer
from validate_provider.live import asking
from validate_provider.live.asking import Question
from validate_provider.live.contained import Ended
from validate_provider.live.load import load

LINES = ("llama-stack-0.5.4", "llama-stack-0.7.3", "ogx-1.5.0")
ALL_LISTED = """
async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None, authorization=None):
    from types import SimpleNamespace

    return SimpleNamespace(data=[])
"""
GROUP = '\n        toolgroup_id="acme::tools",'
MODEL = """
from typing import Any

from pydantic import BaseModel, ConfigDict


class AcmeImpl(BaseModel):
    {body}

    def __init__(self, config):
        super().__init__()
"""


SLOTS = """
class AcmeImpl:
    __slots__ = (
        '__provider_id__', '__provider_spec__', '__provider_config__', '__provider_deps__'{more}
    )

    def __init__(self, config):
        ...
"""


class Provider(NamedTuple):
    """A provider that has all that its protocol asks for, but for what is changed."""

    api: str
    changed: Mapping[str, str] = {}
    spec: str = ""
    head: str = HEAD
    says: str = ""
    """What the stack says; empty if the server starts."""


def method(text: str) -> dict[str, str]:
    """A method's text, by its name."""
    return {text.partition("def ")[2].partition("(")[0]: text}


PLAIN = "TypeError: object {} can't be used in 'await' expression"
LACKS = "AttributeError: 'AcmeImpl' object has no attribute '{}'"
LISTED = method(ALL_LISTED.strip())
PROVIDERS = {
    "inference": Provider("inference"),
    "inference without should_refresh_models": Provider(
        "inference", {"should_refresh_models": ""}, says=LACKS.format("should_refresh_models")
    ),
    "inference that returns nothing": Provider(
        "inference", method("async def should_refresh_models(self):\n    ...")
    ),
    "inference without list_models": Provider("inference", {"list_models": ""}),
    "inference with a plain hook": Provider(
        "inference",
        method("def should_refresh_models(self):\n    return False"),
        says=PLAIN.format("bool"),
    ),
    "inference with a hook of one parameter": Provider(
        "inference",
        method("async def should_refresh_models(self, model):\n    return False"),
        says="TypeError: AcmeImpl.should_refresh_models() missing 1 required positional argument: "
        "'model'",
    ),
    "inference with a hook that raises": Provider(
        "inference",
        method("async def should_refresh_models(self):\n    raise NotImplementedError"),
        says="NotImplementedError",
    ),
    "inference as a model": Provider(
        "inference",
        head=MODEL.format(body="pass"),
        says='ValueError: "AcmeImpl" object has no field "model_store"',
    ),
    "inference as a model with the field": Provider(
        "inference", head=MODEL.format(body="model_store: Any = None")
    ),
    "inference as an open model": Provider(
        "inference", head=MODEL.format(body='model_config = ConfigDict(extra="allow")')
    ),
    "inference as a frozen model": Provider(
        "inference",
        head=MODEL.format(
            body="model_config = ConfigDict(frozen=True)\n    model_store: Any = None"
        ),
        says="ValidationError: 1 validation error for AcmeImpl",
    ),
    "inference in slots": Provider("inference", head=SLOTS.format(more=", 'model_store'")),
    "inference in slots without the store": Provider(
        "inference", head=SLOTS.format(more=""), says=LACKS.format("model_store")
    ),
    "scoring": Provider("scoring"),
    "scoring without list_scoring_functions": Provider(
        "scoring", {"list_scoring_functions": ""}, says=LACKS.format("list_scoring_functions")
    ),
    "scoring that lists nothing at all": Provider(
        "scoring",
        method("async def list_scoring_functions(self):\n    ..."),
        says="TypeError: 'NoneType' object is not iterable",
    ),
    "scoring with a plain hook": Provider(
        "scoring",
        method("def list_scoring_functions(self):\n    return []"),
        says=PLAIN.format("list"),
    ),
    "tools": Provider("tool_runtime"),
    "tools that can't be registered": Provider("tool_runtime", {"register_toolgroup": ""}),
    "a tool group": Provider("tool_runtime", LISTED, GROUP),
    "a tool group that can't be registered": Provider(
        "tool_runtime",
        {**LISTED, "register_toolgroup": ""},
        GROUP,
        says=LACKS.format("register_toolgroup"),
    ),
    "a tool group with a plain hook": Provider(
        "tool_runtime",
        {**LISTED, **method("def register_toolgroup(self, group):\n    ...")},
        GROUP,
        says=PLAIN.format("NoneType"),
    ),
    "a tool group registered with two arguments": Provider(
        "tool_runtime",
        {**LISTED, **method("async def register_toolgroup(self, group, more):\n    ...")},
        GROUP,
        says="TypeError: AcmeImpl.register_toolgroup() missing 1 required positional argument: "
        "'more'",
    ),
    "a tool group without a list of tools": Provider(
        "tool_runtime",
        {"list_runtime_tools": ""},
        GROUP,
        says=LACKS.format("list_runtime_tools"),
    ),
    "a tool group that lists nothing at all": Provider(
        "tool_runtime", {}, GROUP, says="AttributeError: 'NoneType' object has no attribute 'data'"
    ),
    "a tool group listed as in 0.3": Provider(
        "tool_runtime",
        method("async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None): ..."),
        GROUP,
        says="TypeError: AcmeImpl.list_runtime_tools() got an unexpected keyword argument "
        "'authorization'",
    ),
    "a tool group that can't be taken away": Provider(
        "tool_runtime", {**LISTED, "unregister_toolgroup": ""}, GROUP
    ),
}


@pytest.fixture(scope="module")
def comparison(
    tmp_path_factory: pytest.TempPathFactory, contract: Contract
) -> Iterator[Comparison]:
    forks = Forks(tmp_path_factory.mktemp("home"))
    ground = Ground(tmp_path_factory.mktemp("packages"), contract, PythonOf())
    yield Comparison(ground, forks)
    forks.close()


class PythonOf(dict[str, Path]):
    """The Python of a line's environment, once it is asked for."""

    def __missing__(self, line: str) -> Path:
        self[line] = installed(line)
        return self[line]

    def __contains__(self, line: object) -> bool:
        return isinstance(line, str)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_start_is_foreseen(
    name: str, line: str, comparison: Comparison, tmp_path: Path, contract: Contract
) -> None:
    provider = PROVIDERS[name]
    release = contract.timeline.find(label(line))
    if not contract.providable()[provider.api] & release:
        pytest.skip(f"{line} has no {provider.api}")
    if provider.spec and not contract.flag("auto-tool-groups") & release:
        pytest.skip(f"{line} registers no tool group by itself")
    folder = write_for(
        contract,
        provider.api,
        label(line),
        tmp_path,
        head=provider.head,
        spec=provider.spec,
        changed=provider.changed,
    )
    (pair,) = comparison.pairs("start-up", Case(name, folder, (line,), config={}))
    assert not pair.report.stack_broken
    assert answers(pair) == (Answer.YES, Answer.NO if provider.says else Answer.YES)
    assert (pair.verdict.loads, pair.verdict.serves) == answers(pair)
    assert pair.verdict.stack_says.startswith(provider.says)
    assert str(pair.report.error or "").startswith(provider.says)
    assert bool(pair.report.error) == bool(provider.says)


def answers(pair: Pair) -> tuple[Answer, Answer]:
    """What the real stack answered."""
    return pair.report.loads, pair.report.serves


@pytest.mark.parametrize("line", [line for line in LINES if line != "llama-stack-0.5.4"])
@pytest.mark.parametrize("changed", [{}, {"unregister_toolgroup": ""}], ids=["whole", "without"])
def test_a_tool_group_is_taken_away_at_the_second_start(
    line: str, changed: dict[str, str], tmp_path: Path, contract: Contract
) -> None:
    given = {**LISTED, **changed}
    folder = write_for(contract, "tool_runtime", label(line), tmp_path, spec=GROUP, changed=given)
    question = Question(
        module="acme",
        api="tool_runtime",
        provider_type="remote::acme",
        config={},
        search_path=(folder,),
    )
    with patch.object(asking, "run", partial(twice, asking.run)):
        report = load(question, installed(line))
    says = LACKS.format("unregister_toolgroup") if changed else ""
    assert str(report.error or "") == says
    told = checked(folder, contract, label(line).replace(" ", "==")).findings
    expected = "`AcmeImpl` lacks `unregister_toolgroup`"
    assert [f.message for f in told if f.code == "SPK702"] == ([expected] if changed else [])


def twice(
    run: Callable[..., Ended],
    command: Sequence[str],
    folder: Path,
    environ: Mapping[str, str],
    seconds: float,
) -> Ended:
    """Start the stack, and start it again on what it has stored; the second answer stays."""
    written = Path(command[2])
    question = written.read_text(encoding="utf-8")
    run(command, folder, environ, seconds)
    answer = Path(json.loads(question)["answer"])
    assert '"ended": "ok"' in answer.read_text(encoding="utf-8")
    answer.write_text("", encoding="utf-8")
    written.write_text(question, encoding="utf-8")
    return run(command, folder, environ, seconds)


LISTED_IN_CONFIG = """
import asyncio, importlib.util, os, sys
spec = importlib.util.spec_from_file_location("probe", sys.argv[1])
probe = importlib.util.module_from_spec(spec)
sys.modules["probe"] = probe
spec.loader.exec_module(probe)
sys.path.insert(0, sys.argv[2])
os.environ["SQLITE_STORE_DIR"] = os.environ["HOME"] = os.getcwd()
stack = probe.Stack(probe.find_root(None))
provider = {"provider_id": "acme", "provider_type": "remote::acme", "module": "acme", "config": {}}
config = stack.config(["inference"], {"inference": [provider]})
given = config.model_dump()
model = {"model_id": "m", "provider_id": "acme", "model_type": "llm"}
given["registered_resources"]["models"] = [model]
config = stack.config_class(**given)
try:
    asyncio.run(stack.stack.Stack(config, stack.registry(config)).initialize())
    print("started")
except Exception as error:
    print(f"{type(error).__name__}: {error}")
"""


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    "written", ["async def register_model(self, model):\n    return model", ""]
)
def test_a_model_that_the_config_lists_is_registered(
    line: str, written: str, tmp_path: Path, contract: Contract
) -> None:
    folder = write_for(
        contract, "inference", label(line), tmp_path / "acme", changed={"register_model": written}
    )
    home = tmp_path / "home"
    home.mkdir()
    command = [installed(line), "-c", LISTED_IN_CONFIG, asking.PROBE, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=home)
    says = "" if written else LACKS.format("register_model")
    assert done.stdout.splitlines()[-1] == (says or "started")
    run = folder / "run.yaml"
    run.write_text(RUN, encoding="utf-8")
    found = yaml_checked(contract, label(line).replace(" ", "=="), run, folder)
    assert [f.stack_says for f in found.findings if f.code == "SPK861"] == ([says] if says else [])
    (verdict,) = found.providers[0].verdicts
    assert (verdict.loads, verdict.serves) == (Answer.YES, Answer.NO if says else Answer.YES)


RUN = """
version: 2
image_name: acme
providers:
  inference:
  - {provider_id: acme, provider_type: "remote::acme", module: acme, config: {}}
registered_resources:
  models:
  - {model_id: m, provider_id: acme, model_type: llm}
"""
