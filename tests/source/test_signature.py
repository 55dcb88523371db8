"""Why a call is refused: what we say is what Python itself says."""

import ast
import inspect

import pytest

from validate_provider.source.signature import parameters, refused
from validate_provider.source.values import Arguments

FUNCTIONS = [
    "def f(): ...",
    "def f(a): ...",
    "def f(a, b=1): ...",
    "def f(a, b, c): ...",
    "def f(a, b, c, d): ...",
    "def f(a, *, b): ...",
    "def f(a, *, b, c=1): ...",
    "def f(*a, b=1): ...",
    "def f(a, **more): ...",
    "def f(a=1, *rest, **more): ...",
]
CALLS = ["", "1", "1, 2", "1, 2, 3", "1, a=2", "a=1", "a=1, b=2", "1, b=2", "c=1", "1, 2, 3, x=4"]


@pytest.mark.parametrize("code", FUNCTIONS)
@pytest.mark.parametrize("call", CALLS)
def test_a_function_is_refused_in_the_words_of_python(code: str, call: str) -> None:
    (node,) = ast.parse(code).body
    assert isinstance(node, ast.FunctionDef)
    given = ast.parse(f"f({call})", mode="eval").body
    assert isinstance(given, ast.Call)
    keywords = {keyword.arg: () for keyword in given.keywords if keyword.arg}
    arguments = Arguments(((),) * len(given.args), keywords, {}, exact=True)
    names: dict[str, object] = {}
    exec(code, names)
    assert refused("f", parameters(node.args), arguments) == said_by_python(names["f"], call)


def said_by_python(function: object, call: str) -> str:
    assert inspect.isfunction(function)
    try:
        eval(f"f({call})", {"f": function})
    except TypeError as error:
        return str(error)
    return ""
