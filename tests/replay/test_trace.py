"""`--trace`: the loader's walk, step by step."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.source.reading import write
from tests.test_cli import run
from tests.written import Written
from validate_provider.contract import Contract
from validate_provider.finding import Answer
from validate_provider.replay.trace import Stage, Step, _stage_of, trace
from validate_provider.rules.rule import package_rules
from validate_provider.source.project import find_project

FILES = {
    "acme/__init__.py": """
        class Config:
            pass
        class Files:
            pass
        async def get_adapter_impl(config, deps):
            return Files()
        """,
    "acme/provider.py": """
        from ogx_api import Api, RemoteProviderSpec
        def get_provider_spec():
            return RemoteProviderSpec(api=Api.files, provider_type="remote::acme",
                                      adapter_type="acme", module="acme",
                                      config_class="acme.Config")
        """,
}


def steps(folder: Path, contract: Contract, release: str = "ogx 1.5.0") -> dict[Stage, Step]:
    (walk,) = trace(find_project(folder), contract, contract.timeline.find(release), folder)
    assert [step.stage for step in walk.steps] == list(Stage)
    return {step.stage: step for step in walk.steps}


def test_a_walk_to_the_end(written: Callable[[str, str], Written], contract: Contract) -> None:
    folder = written("inference", "llama-stack>=0.7,<0.8").folder
    walk = steps(folder, contract, "llama-stack 0.7.3")
    assert {step.answer for step in walk.values()} == {Answer.YES}
    module = "llama_stack_provider_acme"
    assert walk[Stage.FIND].found == (f"{module}.provider is src/{module}/provider.py",)
    assert walk[Stage.REGISTER].found == ("remote::acme for the API inference",)
    (factory,) = walk[Stage.FACTORY].found
    assert factory.startswith(f"{module}.get_adapter_impl is src/{module}/__init__.py:")
    (told,) = walk[Stage.PROTOCOL].found
    assert told.startswith("InferenceProvider has 5 methods; the loader looks at none of them")


@pytest.mark.parametrize(
    ("stage", "file", "old", "new"),
    [
        (Stage.FIND, "provider", "from ogx_api", "from llama_stack_api"),
        (Stage.CALL, "provider", "def get_provider_spec", "def provider_spec"),
        (Stage.CALL, "provider", 'provider_type="remote::acme",', ""),
        (Stage.IMPORT, "provider", 'module="acme"', 'module="acme.gone"'),
        (Stage.CONFIG, "provider", "acme.Config", "acme.Settings"),
        (Stage.FACTORY, "__init__", "get_adapter_impl", "get_impl"),
        (Stage.IMPLEMENTATION, "__init__", "return Files()", "return None"),
    ],
)
def test_the_first_that_fails_is_marked(
    stage: Stage, file: str, old: str, new: str, tmp_path: Path, contract: Contract
) -> None:
    write(tmp_path, FILES)
    path = tmp_path / "acme" / f"{file}.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    walk = steps(tmp_path, contract)
    order = list(Stage)
    answers = [walk[one].answer for one in order]
    at = order.index(stage)
    assert answers == [Answer.YES] * at + [Answer.NO] + [None] * (len(order) - at - 1)
    assert walk[stage].findings


def test_what_fails_only_later_stops_nobody(tmp_path: Path, contract: Contract) -> None:
    walk = steps(write(tmp_path, FILES), contract)
    assert walk[Stage.PROTOCOL].answer is Answer.NO
    assert walk[Stage.START].answer is not None


def test_what_is_unknown_is_marked(tmp_path: Path, contract: Contract) -> None:
    write(tmp_path, FILES)
    source = "import os\ndef get_provider_spec():\n    return os.environ['SPEC']\n"
    (tmp_path / "acme" / "provider.py").write_text(source, encoding="utf-8")
    done = run(tmp_path, "--trace", "--against", "ogx==1.5.0")
    assert done.returncode == 3
    assert "  ?   call get_provider_spec()" in done.stdout
    assert "can't be told: what `get_provider_spec` returns" in done.stdout


def test_every_step_of_the_loader_has_rules() -> None:
    """And what the loader never looks at belongs to no step."""
    stages = {rule.code: _stage_of(rule) for rule in package_rules()}
    assert set(stages.values()) == {*Stage, None}
    assert {code[:4] for code, stage in stages.items() if stage is None} == {"SPK9"}


def test_the_walk_as_text_and_as_json(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    done = run(tmp_path, "--trace", "--against", "ogx==1.5.0")
    assert done.returncode == 1
    first, second, *_ = done.stdout.splitlines()
    assert first == "remote::acme (files) as ogx 1.5.0 loads it"
    assert second == " ok   find the provider module   acme.provider is acme/provider.py"
    assert "FAIL  compare with the protocol  Files has 5 methods; the loader looks at none" in (
        done.stdout
    )
    done = run(tmp_path, "--trace", "--against", "ogx==1.5.0", "--format", "json")
    (walk,) = json.loads(done.stdout)["trace"]
    assert walk["provider"] == "remote::acme (files)"
    assert [step["answer"] for step in walk["steps"]][:8] == ["yes"] * 7 + ["no"]


def test_a_run_config_walks_through_what_it_names(
    written: Callable[[str, str], Written],
) -> None:
    folder = written("inference", "llama-stack>=0.7,<0.8").folder
    done = run(folder, "run.yaml", "--trace", "--against", "llama-stack==0.7.3")
    assert done.returncode == 0
    assert done.stdout.startswith("remote::acme (inference) as llama-stack 0.7.3 loads it\n ok ")
