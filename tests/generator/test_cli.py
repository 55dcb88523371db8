"""The command line: what it writes, and what it says when it does not."""

import json
import subprocess
import sys

import pytest

from new_provider.cells import APIS, CELLS
from new_provider.questions import QUESTIONS

QUICK = ("--no-check", "--no-git")


def refused(done, folder):
    """Whether a run was refused as it must be; return the one line that says why."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert not done.stdout
    [line] = done.stderr.splitlines()
    assert line.startswith("new-provider: ")
    assert not list(folder.iterdir())
    return line


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["class"], "word of Python, YAML or Windows"),
        (["json"], "module of Python's own"),
        (["-d", "name=-acme"], "say 'acme'"),
        (["acme--two"], "say 'acme-two'"),
        (["Acme"], "say 'acme'"),
        (["3scale"], "a letter first"),
        (["açmé"], "lower-case letters"),
        (["../acme"], "lower-case letters"),
        (["/tmp/acme"], "lower-case letters"),
        (['a"cme'], "lower-case letters"),
        (["a'cme"], "lower-case letters"),
        (["{{ 7 * 7 }}"], "lower-case letters"),
        (["{% raw %}"], "lower-case letters"),
        (["acme\nacme"], "lower-case letters"),
        (["a" * 300], "300 characters long"),
        ([""], "lower-case letters"),
        (["llama-stack-provider-acme"], "say 'acme'"),
        (["acme", "--api", "vectors"], "none of inference, vector_io, files"),
        (["acme", "--kind", "local"], "none of remote, inline"),
        (["acme", "--target", "llama-stack==0.8.4"], "the nearest is 'llama-stack>=0.7,<0.8'"),
        (["acme", "--target", "latest"], "no stack we know"),
        (["acme", "-d", "description=a\nb"], "one line"),
        (["acme", "-d", "description={{ a }}"], "marks of the template"),
        (["acme", "-d", "author={# a #}"], "marks of the template"),
        (["acme", "-d", "colour=red"], "there is no question 'colour'"),
        (["acme", "-d", "author"], "is no KEY=VALUE"),
        (["acme", "--into", "nowhere"], "nowhere does not exist; name a folder with --into"),
        (["acme", "--data-file", "nowhere.yml"], "nowhere.yml can't be read"),
        (["acme", "beta"], "unexpected extra argument"),
        (["acme", "--colour"], "No such option"),
        ([], "name is missing"),
    ],
)
def test_refused(new_provider, folder, words, says):
    assert says in refused(new_provider(*words, "--defaults"), folder)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name: [acme", "is no YAML"),
        ("- acme", "holds no answers"),
        ("", "holds no answers"),
        ("name: on", "'name' must be text; put it in quotes"),
        ("1: acme", "1 must be text"),
        ('name: "a\\0b"', "lower-case letters"),
        ("colour: red", "there is no question 'colour'"),
    ],
)
def test_refused_data_file(new_provider, folder, tmp_path, content, says):
    data_file = tmp_path / "answers.yml"
    data_file.write_text(content)

    assert says in refused(new_provider("--data-file", str(data_file), "--defaults"), folder)


def test_nobody_to_ask(new_provider, folder):
    line = refused(new_provider("acme", "--api", "files"), folder)

    assert "kind is not given, and there is no terminal to ask on" in line
    assert "--defaults" in line


def test_what_is_there_is_left_alone(new_provider, folder):
    there = folder / "llama-stack-provider-acme"
    there.mkdir()
    (there / "mine").write_text("mine")

    done = new_provider("acme", "--defaults", *QUICK)

    assert done.returncode == 2
    assert "llama-stack-provider-acme is there already" in done.stderr
    assert [path.name for path in there.iterdir()] == ["mine"]


def test_written(new_provider, folder):
    done = new_provider("acme", "--defaults", *QUICK)

    assert (done.returncode, done.stderr) == (0, "")
    what = "remote::acme, for the inference API of llama-stack>=0.7,<0.8"
    assert done.stdout.splitlines() == [
        f"Wrote llama-stack-provider-acme: {what}",
        "",
        "Next:",
        "    cd llama-stack-provider-acme",
        "    python -m pip install --editable '.[dev]'",
        "    pytest",
        "    llama stack run run.yaml",
    ]
    assert [path.name for path in folder.iterdir()] == ["llama-stack-provider-acme"]


def test_checked(new_provider):
    done = new_provider("acme", "--defaults", "--target", "ogx>=1.5", "--no-git")

    assert (done.returncode, done.stderr) == (0, "")
    first, second, *_, last = done.stdout.splitlines()
    assert first.startswith("Wrote ogx-provider-acme")
    assert "remote::acme (inference)" in second
    assert last == "    ogx run run.yaml"


def test_answers_come_from_words_then_data_then_the_file(new_provider, folder, tmp_path):
    data_file = tmp_path / "answers.yml"
    data_file.write_text("name: one\napi: files\nauthor: Zoë\ndescription: From the file\n")
    words = ["three", "-d", "name=two", "-d", "author=Ann = Bob", "--data-file", str(data_file)]

    done = new_provider(*words, "--defaults", *QUICK)

    assert done.returncode == 0, done.stderr
    project = (folder / "llama-stack-provider-three" / "pyproject.toml").read_text()
    assert 'description = "From the file"' in project
    assert 'name = "Ann = Bob"' in project
    assert "fastapi" in project


def test_into(new_provider, folder):
    (folder / "some where").mkdir()

    done = new_provider("acme", "--into", "some where", "--defaults", *QUICK)

    assert (folder / "some where" / "llama-stack-provider-acme" / "run.yaml").is_file()
    assert "cd 'some where/llama-stack-provider-acme'" in done.stdout


def test_dry_run(new_provider, folder):
    done = new_provider("acme", "--api", "files", "--defaults", "--dry-run")

    assert done.returncode == 0
    assert "llama-stack-provider-acme/src/llama_stack_provider_acme/files.py" in done.stdout
    assert not list(folder.iterdir())


def test_container(new_provider, folder):
    done = new_provider("acme", "--container", "--defaults", *QUICK)

    assert done.returncode == 0, done.stderr
    assert (folder / "llama-stack-provider-acme" / "Containerfile").is_file()


def test_list_apis(new_provider):
    done = new_provider("--list-apis")

    assert done.returncode == 0
    table, _ = done.stdout.split("\n\n", 1)
    _, *rows = [row.split() for row in table.splitlines()]
    assert [row[:2] for row in rows] == [
        list(pair) for pair in dict.fromkeys((cell.api, cell.kind) for cell in CELLS)
    ]
    marks = "".join("".join(row[2:]) for row in rows)
    assert marks.count("*") == sum(cell.starter for cell in CELLS)
    assert marks.count("o") == sum(not cell.starter for cell in CELLS)


def test_questions(new_provider):
    done = new_provider("--questions")

    questions = json.loads(done.stdout)
    assert [question["name"] for question in questions] == [question.name for question in QUESTIONS]
    assert [question["required"] for question in questions] == [True] + 7 * [False]
    api = questions[1]
    assert api["choices"] == list(APIS)
    assert api["default"] == "inference"


def test_help_does_not_wait_for_copier():
    seen = "import sys, new_provider.cli; print(sys.modules.keys() & {'copier', 'jinja2', 'yaml'})"

    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
