"""The text of a skeleton, formatted for whatever name."""

import pytest

from template_maker.errors import CannotMakeError
from template_maker.formatting import UnevenError, template_of
from template_maker.text import Name
from template_maker.words import of_hook, of_method


def test_names_become_the_words_of_the_template() -> None:
    def write(name: Name) -> str:
        return f"class {name.provider}Safety{name.suffix}( Safety ):\n  x = '1'\n"

    assert template_of(write) == (
        'class {{ cookiecutter.__class }}Safety{{ cookiecutter.__suffix }}(Safety):\n    x = "1"\n'
    )


def test_imports_are_sorted() -> None:
    text = "import os\nfrom b import d\nfrom b import c\nfrom .config import e\nfrom a import b\n"
    assert template_of(lambda _: text) == (
        "import os\n\nfrom a import b\nfrom b import c, d\n\nfrom .config import e\n"
    )


def test_a_text_that_breaks_its_lines_by_the_name_is_refused() -> None:
    with pytest.raises(UnevenError):
        template_of(lambda name: f"call({name.provider}, {'x' * 90})\n")


@pytest.mark.parametrize("mark", ["{{", "{%", "{#"])
def test_what_the_template_would_run_is_refused(mark: str) -> None:
    with pytest.raises(CannotMakeError, match="in the text"):
        template_of(lambda _: f'x = "{mark}"\n')


@pytest.mark.parametrize(
    ("routes", "sentence"),
    [
        ([], "Answer the stack's `run_it`."),
        (["GET /a"], "Answer `GET /a`."),
        (["GET /a", "POST /b"], "Answer `GET /a` and `POST /b`."),
        (["GET /a", "GET /" + "b" * 100], "Answer `GET /a`."),
        (["GET /" + "b" * 120], "Answer the stack's `run_it`."),
    ],
)
def test_what_a_method_says(routes: list[str], sentence: str) -> None:
    assert of_method("run_it", routes) == sentence


@pytest.mark.parametrize(
    ("hook", "part"),
    [
        ("register_vector_db", "a vector database "),
        ("unregister_toolgroup", "a tool group "),
        ("list_scoring_functions", "the scoring functions "),
        ("should_refresh_models", "again from time to time"),
        ("warm_up", "the stack's `warm_up`"),
    ],
)
def test_what_a_hook_says(hook: str, part: str) -> None:
    assert part in of_hook(hook)
