import ast
import textwrap

import pytest

from validate_provider.contract.extract.shapes import read_aliases, read_class, read_function
from validate_provider.contract.signatures import Field


def shape(source: str):
    (node,) = ast.parse(textwrap.dedent(source)).body
    assert isinstance(node, ast.ClassDef)
    return read_class(node)


def method(body: str) -> str:
    """Return the one fact about the one method of a class."""
    (fact,) = shape("class A:\n" + textwrap.indent(textwrap.dedent(body), "    ")).facts
    return fact


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        ("def f(self, a, *, b=1): return 1", "def f(a, *, b=)"),
        ("async def f(self): ...", "async def f() stub"),
        ("def f(self):\n    'says so'", "def f() stub"),
        ("def f(self):\n    'says so'\n    pass", "def f() stub"),
        ("def f(self): raise NotImplementedError", "def f() raises"),
        ("def f(self):\n    'x'\n    raise NotImplementedError('y')", "def f() raises"),
        ("def f(self): raise ValueError", "def f()"),
        ("def f(self):\n    x = 1\n    raise NotImplementedError", "def f()"),
        ("@staticmethod\ndef f(a): return 1", "def f(a) static"),
        ("@classmethod\ndef f(cls, a): return 1", "def f(a) class"),
        ("@property\ndef f(self): return 1", "def f() property"),
        ("@abstractmethod\ndef f(self): ...", "def f() abstract stub"),
        ("@property\n@abc.abstractmethod\ndef f(self): ...", "def f() property abstract stub"),
        ("@field_validator('x')\ndef f(cls, v): return v", "def f(v) class"),
        ("def __new__(cls, a): return 1", "def __new__(cls, a) static"),
        ("def f(*args): return 1", "def f(*args)"),
        ("@somebodys\ndef f(self): return 1", "def f() wrapped"),
        ("@functools.lru_cache(2)\ndef f(self): return 1", "def f()"),
        ("@webmethod(route='/f')\ndef f(self): ...", "def f() stub webmethod"),
        (
            "@webmethod(level=LLAMA_STACK_API_V1)\n@webmethod(level='v1alpha')\ndef f(self): ...",
            "def f() stub webmethod v1 v1alpha",
        ),
        (
            "@webmethod(route='/f', experimental=True)\n@webmethod()\ndef f(self): ...",
            "def f() stub webmethod experimental",
        ),
        (
            "@webmethod()\n@webmethod(experimental=True)\ndef f(self): ...",
            "def f() stub webmethod",
        ),
        ("x = 1", "attributes x"),
        ("x: ClassVar[int] = 1", "attributes x"),
        ("_x: int = 1", "attributes _x"),
        ("class B: ...", "attributes B"),
    ],
)
def test_one_fact(body: str, fact: str) -> None:
    assert method(body) == fact


def test_what_is_only_for_type_checkers_is_not_there() -> None:
    read = shape("""
        class A:
            if TYPE_CHECKING:
                def f(self): ...
            else:
                def g(self): return 1
            try:
                def h(self): return 1
            except Exception:
                x = 1
    """)
    assert read.facts == ("def g()", "def h()", "attributes x")


def test_setters_and_overloads_say_nothing_new() -> None:
    read = shape("""
        class A:
            @property
            def f(self): return 1
            @f.setter
            def f(self, value): return 1
            @overload
            def g(self, a): ...
            def g(self, a, b=1): return 1
    """)
    assert read.facts == ("def f() property", "def g(a, b=)")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("x: int", Field("int", required=True, default="")),
        ("x: int = 1", Field("int", required=False, default="1")),
        ("x: int | None = None", Field("int | None", required=False, default="None")),
        ("x: int = Field(description='y')", Field("int", required=True, default="")),
        ("x: int = Field(...)", Field("int", required=True, default="")),
        ("x: int = Field(..., gt=1)", Field("int", required=True, default="")),
        ("x: int = Field(1, gt=0)", Field("int", required=False, default="1")),
        ("x: int = Field(default=2)", Field("int", required=False, default="2")),
        ("x: list = Field(default_factory=list)", Field("list", required=False, default="...")),
        ("x: int = ...", Field("int", required=True, default="")),
        (
            "x: Annotated[int, Field(default=3)]",
            Field("Annotated[int, Field(default=3)]", required=False, default="3"),
        ),
        (
            "x: Annotated[int, Field(gt=3)]",
            Field("Annotated[int, Field(gt=3)]", required=True, default=""),
        ),
        ("x: str = 'a = b'", Field("str", required=False, default="...")),
    ],
)
def test_fields(line: str, field: Field) -> None:
    assert shape(f"class A:\n    {line}").fields == {"x": field}


def test_a_private_annotation_binds_nothing() -> None:
    read = shape("class A:\n    _x: int\n    y: ClassVar[int]")
    assert (read.fields, read.facts) == ({}, ())


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ("class A(Protocol): ...", ["protocol"]),
        ("class A(enum.StrEnum): ...", ["enum"]),
        ("class A(metaclass=M): ...", ["metaclass"]),
        ("class A(B, extra='forbid'): ...", ["extra-forbid"]),
        ("class A:\n    model_config = ConfigDict(extra='allow')", ["extra-allow"]),
        ("class A:\n    model_config: ClassVar = {'extra': 'forbid'}", ["extra-forbid"]),
        ("class A:\n    model_config = ConfigDict(frozen=True, extra='ignore')", ["frozen"]),
        ("class A:\n    def __init__(self): ...", ["own-init"]),
        ("class A:\n    def __getattr__(self, n): ...", ["open"]),
        (
            "@runtime_checkable\n@trace_protocol\nclass A: ...",
            ["runtime-checkable", "trace-protocol"],
        ),
        ("@dataclass(frozen=True)\nclass A: ...", ["dataclass", "frozen"]),
        ("@json_schema_type\nclass A: ...", []),
        ("@somebodys\nclass A: ...", ["decorated"]),
    ],
)
def test_flags(source: str, flags: list[str]) -> None:
    facts = shape(source).facts
    assert [fact.removeprefix("is ") for fact in facts if fact.startswith("is ")] == flags


def test_bases_lose_their_type_arguments() -> None:
    assert shape("class A(b.B, Generic[T], C): ...").bases == ("b.B", "Generic", "C")


def test_a_class_without_methods_is_a_mere_model() -> None:
    assert shape("class A:\n    x: int\n    y = 1").model
    assert not shape("class A:\n    def f(self): ...").model


def test_a_function() -> None:
    (node,) = ast.parse("async def f(self, b=1): return 1").body
    assert isinstance(node, ast.AsyncFunctionDef)
    assert read_function(node) == "async def f(self, b=)"


def test_an_alias_that_gives_a_default() -> None:
    tree = ast.parse(
        "A = Annotated[int, Field(default=1)]\nB = Annotated[int, Field(gt=1)]\nC = int"
    )
    assert read_aliases(tree) == {"A": "1"}
