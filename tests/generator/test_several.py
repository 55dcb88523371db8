"""Packages with several providers: what is asked, what is refused, what is written."""

import pytest
import yaml

from new_provider.answers import AnswerError
from new_provider.compose import write
from new_provider.mappings import join, read, text_of
from new_provider.several import Several, settle_package
from new_provider.tests_moved import moved

ACME = {"name": "acme"}


@pytest.fixture
def package(tmp_path):
    """Write a package; return its folder."""

    def make(*apis, **answers):
        write(settle_package(ACME | answers, apis, None), tmp_path / "package")
        return tmp_path / "package"

    return make


def test_kinds_are_said_with_the_api_or_for_all_or_are_those_that_are_meant():
    said = settle_package(ACME, ["inference:inline", "files"], None)
    for_all = settle_package(ACME | {"kind": "remote"}, ["files", "safety:inline"], None)

    assert isinstance(said, Several)
    assert isinstance(for_all, Several)
    assert [it.cell.kind for it in said.providers.values()] == ["inline", "inline"]
    assert [it.cell.kind for it in for_all.providers.values()] == ["remote", "inline"]


def test_one_api_may_say_its_kind_too():
    answers = settle_package(ACME, ["files:remote"], None)

    assert not isinstance(answers, Several)
    assert answers.cell.kind == "remote"


def test_what_they_share_is_asked_once():
    asked = []

    def ask(question, default):
        asked.append((question.name, question.help.partition(":")[0]))
        return default

    settle_package({"name": "acme"}, ["inference", "files", "safety:inline"], ask)

    assert asked == [
        ("kind", "inference"),
        ("target", "Stack to write for"),
        ("found_by", "How a stack finds it. module"),
        ("container", "Whether it gets a Containerfile, for an image of the server with it"),
        ("author", "Who writes it (may be empty)"),
        ("kind", "files"),
    ]


@pytest.mark.parametrize(
    ("apis", "says"),
    [
        (["files", "files:remote"], "files is there twice, and a stack runs one provider of it"),
        (["inference", "inference"], "say inference:remote and inference:inline"),
        (["inference:remote", "inference:remote"], "inference:remote is there twice"),
        (["files", "inference:both"], "the kind is none of remote, inline"),
        (["files:"], "the kind is none of remote, inline"),
        (["files", "prompts"], "no release can load a provider of it"),
        (["files", "skills"], "can load no provider of skills"),
    ],
)
def test_refused(apis, says):
    with pytest.raises(AnswerError, match=says):
        settle_package(ACME, apis, None)


def test_what_no_release_has_together_is_refused():
    with pytest.raises(AnswerError, match=r"no release would load and serve them all \(safety: "):
        settle_package(ACME | {"target": "ogx"}, ["safety:inline", "skills:inline"], None)


@pytest.mark.parametrize("apis", [["files", "vector_io"], ["vector_io", "files"]])
def test_what_the_target_has_not_together_is_refused(apis):
    with pytest.raises(AnswerError, match=r"'llama-stack==0.5.2' has no release that would load"):
        settle_package(ACME | {"target": "llama-stack==0.5.2"}, apis, None)


def test_a_name_must_leave_room_for_the_apis():
    assert settle_package({"name": "a" * 24}, ["files", "eval"], None)
    with pytest.raises(AnswerError, match="31 characters long; 30 is the most"):
        settle_package({"name": "a" * 25}, ["files", "eval"], None)


def test_release_range_is_what_all_have():
    several = settle_package(
        ACME | {"target": "llama-stack-0.2.16"}, ["inference:inline", "files:inline"], None
    )

    assert isinstance(several, Several)
    lower, upper = several.releases.split(",")
    for one in several.providers.values():
        assert one.cell.releases.split(",")[1] == upper or upper < one.cell.releases.split(",")[1]
    assert lower in {one.cell.releases.split(",")[0] for one in several.providers.values()}


@pytest.mark.parametrize(
    ("target", "module"),
    [
        ("llama-stack-0.2.16", "llama_stack_provider_acme.{}"),
        ("llama-stack-0.3", "llama_stack_provider_acme"),
        ("ogx-0.8", "ogx_provider_acme"),
    ],
)
def test_module_is_what_the_loader_takes(target, module, package):
    folder = package("inference:remote", "files:inline", target=target)
    run = yaml.safe_load((folder / "run.yaml").read_text())
    for api in ("inference", "files"):
        [provider] = run["providers"][api]
        assert provider["module"] == module.format(api)
        assert f"module: {module.format(api)}\n" in (folder / "README.md").read_text()
        [alone] = yaml.safe_load((folder / "tests" / api / "run.yaml").read_text())["providers"]
        assert alone == api
    [source] = (folder / "src").iterdir()
    assert (source / "provider.py").exists() == (module == source.name)
    assert (folder / "build.yaml").exists() == (target == "llama-stack-0.3")


def test_a_provider_of_ours_stands_in_for_the_stacks_own(package):
    run = yaml.safe_load((package("vector_io:inline", "files:inline") / "run.yaml").read_text())

    assert [it["provider_id"] for it in run["providers"]["files"]] == ["acme-files"]
    assert [it["provider_id"] for it in run["providers"]["inference"]] == ["models"]
    assert run["vector_stores"]["default_embedding_model"]["provider_id"] == "models"


def test_the_model_service_beside_them_is_one(package):
    text = (package("vector_io:inline", "eval:inline") / "run.yaml").read_text()

    assert text.count("provider_id: models\n") == len(["provider", "model", "default"])
    assert text.count("${env.ACME_MODELS_URL:=") == 1
    assert "_EVAL_MODELS_URL" not in text


def test_container_and_server_are_the_packages_own(package):
    folder = package("inference:remote", "files:inline", container="yes")

    assert "ENV ACME_SERVER_HOST=" in (folder / "Containerfile").read_text()
    assert "host: ${env.ACME_SERVER_HOST:=127.0.0.1}" in (folder / "run.yaml").read_text()


def test_mappings_are_joined_with_their_comments():
    one = read(["# Top", "a: 1", "b:", "  # About c", "  c:", "    - x", "d:", "- y: 1"])
    other = read(
        ["a: 2", "b:", "  c:", "    - x", "    # New", "    - z", "  e: 3", "d:", "- y: 2"]
    )

    join(one, other)

    assert text_of(one).splitlines() == [
        *["# Top", "a: 1", "b:", "  # About c", "  c:", "    - x", "    # New", "    - z"],
        *["  e: 3", "d:", "- y: 1", "- y: 2"],
    ]


def test_tests_import_what_is_beside_them_relatively():
    source = (
        '"""Words."""\n\nimport json\n\nfrom conftest import A\nfrom model import run\n\n'
        "JSON = json\n\n\ndef test() -> None:\n    from_conftest = A, run\n"
    )
    assert moved(source, ["conftest", "model"]) == (
        '"""Words."""\n\nimport json\n\nfrom .conftest import A\nfrom .model import run\n\n'
        "JSON = json\n\n\ndef test() -> None:\n    from_conftest = A, run\n"
    )
    assert moved("import json\n", ["conftest"]) == "import json\n"
