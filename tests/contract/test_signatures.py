import inspect
from typing import Any

import pytest

from validate_provider.contract.signatures import (
    Field,
    parse_field,
    parse_method,
    spell_field,
    spell_method,
)

KINDS = {
    "positional": inspect.Parameter.POSITIONAL_ONLY,
    "normal": inspect.Parameter.POSITIONAL_OR_KEYWORD,
    "star": inspect.Parameter.VAR_POSITIONAL,
    "keyword": inspect.Parameter.KEYWORD_ONLY,
    "starstar": inspect.Parameter.VAR_KEYWORD,
}

LINES = [
    "def f()",
    "def f(a)",
    "def f(a, b=)",
    "def f(a, /)",
    "def f(a, /, b)",
    "def f(a, b=, /, c=, *, d, e=)",
    "def f(*args)",
    "def f(*args, k=)",
    "def f(*, k)",
    "def f(a, *args, k, **kwargs)",
    "async def f(**kwargs) class abstract raises webmethod v1 v1alpha experimental",
    "def f() static stub wrapped",
    "def f() property",
]


@pytest.mark.parametrize("line", LINES)
def test_a_method_is_spelled_as_it_was_read(line: str) -> None:
    name, method = parse_method(line)
    assert spell_method(name, method) == line


@pytest.mark.parametrize("line", LINES)
def test_parameters_mean_what_python_means_by_them(line: str) -> None:
    name, method = parse_method(line)
    signature = line.partition("def ")[2].rpartition(")")[0] + ")"
    source = f"def {signature.replace('=', '=1')}: ..."
    names: dict[str, Any] = {}
    exec(source, names)
    expected = [
        (p.name, p.kind, p.default is not p.empty)
        for p in inspect.signature(names[name]).parameters.values()
    ]
    assert [(p.name, KINDS[p.kind], p.has_default) for p in method.parameters] == expected


def test_what_else_is_said_of_a_method() -> None:
    _, method = parse_method(LINES[10])
    assert method.is_async
    assert method.abstract
    assert (method.kind, method.body) == ("class", "raises")
    assert method.markers == ("webmethod", "v1", "v1alpha", "experimental")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("x: int", Field("int", required=True, default="")),
        ("x: dict[str, int] = {}", Field("dict[str, int]", required=False, default="{}")),
        (
            "x: Annotated[int, Field(gt=1)]",
            Field("Annotated[int, Field(gt=1)]", required=True, default=""),
        ),
    ],
)
def test_a_field_is_spelled_as_it_was_read(line: str, field: Field) -> None:
    assert parse_field(line) == ("x", field)
    assert spell_field("x", field) == line
