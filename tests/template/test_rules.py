"""copier and cookiecutter refuse what new-provider refuses, and offer what it offers."""

import json
import subprocess
import sys

import jinja2
import pytest
import yaml

from new_provider.answers import AnswerError, settle
from new_provider.questions import QUESTIONS
from new_provider.usable import RESERVED
from tests.template.conftest import TEMPLATE

GOOD = [
    {"name": "a"},
    {"name": "my-backend2", "api": "files", "kind": "inline"},
    {"name": "a" * 30, "description": "É 😀 \"'{x}", "author": "Zoë"},
]
BAD = [
    {"name": "Acme"},
    {"name": "-acme"},
    {"name": "acme-"},
    {"name": "a--b"},
    {"name": "a_b"},
    {"name": "acme\n"},
    {"name": "açme"},
    {"name": "3a"},
    {"name": "a" * 31},
    {"name": "class"},
    {"name": "on"},
    {"name": "con"},
    {"name": "com1"},
    {"name": "llama-stack-provider-acme"},
    {"name": "ogx-provider-acme"},
    {"name": "acme", "kind": "local"},
    {"name": "acme", "api": "files", "target": "llama-stack-0.1"},
    {"name": "acme", "target": "llama-stack-0.2.13", "found_by": "module"},
    {"name": "acme", "found_by": "name"},
    {"name": "acme", "container": "docker"},
    {"name": "acme", "description": "a\nb"},
    {"name": "acme", "description": "a\u202eb"},
    {"name": "acme", "description": "a" * 201},
    {"name": "acme", "author": "a\x85b"},
    {"name": "acme", "author": "a" * 101},
]


@pytest.fixture(scope="module")
def questions():
    return yaml.safe_load((TEMPLATE / "questions.yml").read_text())


@pytest.fixture(scope="module")
def context():
    return json.loads((TEMPLATE / "cookiecutter.json").read_text())


def ours(data):
    try:
        return settle(data, None).as_data()
    except AnswerError:
        return None


def hook(data, context, folder):
    """Whether cookiecutter's hook accepts these answers."""
    whole = {**context, **data}
    source = (TEMPLATE / "hooks" / "pre_gen_project.py").read_text()
    script = folder / "hook.py"
    script.write_text(
        jinja2.Environment(autoescape=False).from_string(source).render(cookiecutter=whole)
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode == 0


@pytest.mark.parametrize("data", GOOD)
def test_accepted(data, by_copier, context, tmp_path):
    answers = ours(data)

    assert answers
    assert by_copier(data)
    assert hook(answers, context, tmp_path)


@pytest.mark.parametrize("data", BAD)
def test_refused(data, by_copier, context, tmp_path):
    assert ours(data) is None
    with pytest.raises(ValueError, match=r"Validation error|Invalid choice"):
        by_copier(data)
    given = {
        "api": "inference",
        "kind": "remote",
        "target": "llama-stack-0.7",
        "found_by": "module",
        "container": "no",
        "description": "Words",
        **data,
    }
    assert not hook(given, context, tmp_path)


def test_marks_of_the_template(by_copier):
    # cookiecutter fills them in: it has no place before that to refuse them.
    data = {"name": "acme", "description": "{{ cookiecutter.name }}"}

    assert ours(data) is None
    with pytest.raises(ValueError, match=r"Validation error|Invalid choice"):
        by_copier(data)


def test_reserved_words(questions):
    assert set(yaml.safe_load(questions["reserved"]["default"])) == RESERVED


def test_same_questions(questions, context):
    names = [question.name for question in QUESTIONS]

    assert [name for name in questions if name != "reserved"] == names
    assert [name for name in context if not name.startswith("_")] == names
    for question in QUESTIONS:
        assert questions[question.name]["help"] == question.help
        assert context["__prompts__"][question.name] == question.help
        # A default that depends on other answers leaves cookiecutter no choices to show.
        if question.choices and question.name not in ("kind", "found_by"):
            assert context[question.name] == list(question.choices)
