"""Which answers can be used."""

import keyword

import pytest

from new_provider.answers import AnswerError, settle
from new_provider.questions import QUESTIONS
from new_provider.usable import RESERVED, check_name


@pytest.mark.parametrize("name", ["a", "acme", "my-back-end", "vllm2", "s3-eu-1", "a" * 30])
def test_name(name):
    assert check_name(name) == name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Acme", "say 'acme'"),
        ("my_backend", "say 'my-backend'"),
        ("My Backend", "say 'my-backend'"),
        ("-acme", "say 'acme'"),
        ("acme--two", "say 'acme-two'"),
        ("acme\n", "say 'acme'"),
        ("3scale", "a letter first"),
        ("açme", "lower-case letters"),
        ("a\u0430cme", "lower-case letters"),
        ("../acme", "lower-case letters"),
        ("a/b", "lower-case letters"),
        ("{{ name }}", "lower-case letters"),
        ("a\0b", "lower-case letters"),
        ("", "lower-case letters"),
        ("a" * 31, "31 characters long; 30 is the most"),
        ("class", "word of Python, YAML or Windows"),
        ("match", "word of Python, YAML or Windows"),
        ("none", "word of Python, YAML or Windows"),
        ("on", "word of Python, YAML or Windows"),
        ("con", "word of Python, YAML or Windows"),
        ("lpt1", "word of Python, YAML or Windows"),
        ("json", "module of Python's own"),
        ("llama-stack-provider-acme", "say 'acme'"),
        ("llama_stack_provider_acme", "say 'acme'"),
        ("ogx-provider-acme", "say 'acme'"),
    ],
)
def test_wrong_name(name, says):
    with pytest.raises(ValueError, match=says):
        check_name(name)


def test_reserved_words_are_those_that_could_be_names():
    assert "class" in RESERVED
    assert "_" not in RESERVED
    assert {word for word in keyword.kwlist if word.islower()} <= RESERVED


def test_defaults():
    answers = settle({"name": "my-backend"}, None)

    assert answers.project == "llama-stack-provider-my-backend"
    assert answers.as_data() == {
        "name": "my-backend",
        "api": "inference",
        "kind": "remote",
        "target": "llama-stack-0.7",
        "found_by": "module",
        "container": "no",
        "description": "My Backend inference for Llama Stack",
        "author": "",
    }


def test_kind_follows_from_the_api():
    assert settle({"name": "acme", "api": "files"}, None).cell.kind == "inline"


def test_ogx_packages_are_named_for_ogx():
    assert settle({"name": "acme", "target": "ogx>=1.5"}, None).project == "ogx-provider-acme"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "name is missing"),
        ({"name": "acme", "nam": "x"}, "there is no question 'nam'"),
        (
            {"name": "acme", "api": "vectors"},
            "scoring, skills, telemetry; did you mean 'vector_io'?",
        ),
        ({"name": "acme", "api": "prompts"}, "no release can load a provider of it"),
        ({"name": "acme", "api": "container_runtime"}, "in a run config of ogx 1.2.0-1.5.0"),
        (
            {"name": "acme", "api": "skills", "target": "llama-stack"},
            "can load no provider of skills",
        ),
        ({"name": "acme", "kind": "both"}, "kind 'both' is none of remote, inline"),
        ({"name": "acme", "target": "llama-stack==0.1.8"}, "target 'llama-stack==0.1.8' has no"),
        (
            {"name": "acme", "api": "safety", "target": "ogx>=1"},
            "target 'ogx>=1' has no template for inline safety; the nearest is 'ogx>=0.8,<1.0'",
        ),
        *(
            (
                {"name": "acme", "api": "vector_io", "target": f"llama-stack=={release}"},
                f"no template for inline vector_io; the nearest is 'llama-stack{nearest}'",
            )
            for release, nearest in (
                ("0.2.2", ">=0.2.3,<0.2.11"),
                ("0.2.11", ">=0.2.13,<0.2.16"),
                ("0.2.12", ">=0.2.13,<0.2.16"),
            )
        ),
        ({"name": "acme", "container": "docker"}, "container 'docker' is none of no, yes"),
        ({"name": "acme", "description": " "}, "description ' ' is empty"),
        ({"name": "acme", "description": "a" * 201}, "201 characters long"),
        ({"name": "acme", "description": "a\nb"}, "one line, without control characters"),
        ({"name": "acme", "description": "a\u202eb"}, "one line, without control characters"),
        ({"name": "acme", "description": "a\udcffb"}, "one line, without control characters"),
        ({"name": "acme", "description": "{{ a }}"}, "marks of the template"),
        ({"name": "acme", "author": "{% raw %}"}, "marks of the template"),
        ({"name": "acme", "author": "a" * 101}, "101 characters long"),
    ],
)
def test_answer_that_can_not_be_used(given, says):
    with pytest.raises(AnswerError, match=says):
        settle(given, None)


@pytest.mark.parametrize("target", ["ogx", "ogx==0.8.0", "ogx>=0.8,<2", "ogx-0.8"])
def test_target_may_admit_more_than_the_package(target):
    answers = settle({"name": "acme", "api": "safety", "target": target}, None)
    assert answers.cell.requirement == "ogx>=0.8,<1.0"


@pytest.mark.parametrize("target", ["llama-stack==0.5.2", "llama-stack-api>=0.5,<0.6"])
def test_line_that_reaches_beyond_its_end(target):
    vectors = settle({"name": "acme", "api": "vector_io", "target": target}, None)
    assert vectors.cell.requirement == "llama-stack>=0.4.4,<0.6"
    assert vectors.as_data()["target"] == "llama-stack-0.4"
    files = settle({"name": "acme", "api": "files", "target": target}, None)
    assert files.cell.requirement == "llama-stack>=0.5,<0.7"


def test_what_is_asked_for_is_as_narrow_as_what_is_given():
    def ask(question, default):
        return {"name": "acme", "api": "safety", "target": "ogx>=1"}.get(question.name, default)

    with pytest.raises(AnswerError, match="no template for inline safety"):
        settle({}, ask)


def test_only_what_is_not_given_is_asked():
    asked = []

    def ask(question, default):
        asked.append((question.name, default))
        return default

    settle({"name": "acme", "target": "ogx"}, ask)

    assert asked == [
        ("api", "inference"),
        ("kind", "remote"),
        ("found_by", "module"),
        ("container", "no"),
        ("description", "Acme inference for OGX"),
        ("author", ""),
    ]


def test_every_default_passes_its_own_check():
    answers = {"name": "acme"}
    for question in QUESTIONS[1:]:
        answers[question.name] = question.default(answers)
        assert question.check(answers[question.name]) == answers[question.name]
