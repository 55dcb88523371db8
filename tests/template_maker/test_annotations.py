"""Annotations and defaults, as one writes them today."""

import ast

import pytest

from template_maker.annotations import Reducer, today
from template_maker.errors import CannotMakeError
from template_maker.places import Place

TYPING = ("Annotated", "Any", "AsyncIterator", "Callable", "Dict", "List", "Literal", "Optional")
MEANINGS = {
    **{name: f"typing.{name}" for name in (*TYPING, "Union")},
    "t": "typing",
    "Body": "fastapi.Body",
    "Order": "stack.common.Order",
    "Message": "stack.inference.Message",
    "Upload": "fastapi.UploadFile",
}


class Noted:
    """A reducer, and the places that it used."""

    def __init__(self) -> None:
        self.places: set[Place] = set()
        self.reducer = Reducer(MEANINGS.get, self._use, self._use_place)

    def _use(self, name: str) -> str:
        dotted = MEANINGS.get(name)
        return self._use_place(Place(*dotted.rsplit(".", 1))) if dotted else name

    def _use_place(self, place: Place) -> str:
        found = today(place)
        if isinstance(found, str):
            return found
        self.places.add(found)
        return found.name


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def annotation(text: str, default: str | None = None) -> str:
    value = expression(default) if default else None
    return ast.unparse(Noted().reducer.annotation(expression(text), value))


@pytest.mark.parametrize(
    ("written", "reduced"),
    [
        ("str", "str"),
        ("None", "None"),
        ("Message", "Message"),
        ("Upload", "UploadFile"),
        ("Annotated[str, Body(...)]", "str"),
        ("Annotated[list[Message] | None, Body()]", "list[Message] | None"),
        ("Optional[str]", "str | None"),
        ("Optional[Union[str, int]]", "str | int | None"),
        ("Union[None, str, int]", "str | int | None"),
        ("str | None | str", "str | None"),
        ("List[Dict[str, Any]]", "list[dict[str, Any]]"),
        ("dict", "dict[str, Any]"),
        ("list | None", "list[Any] | None"),
        ("list[dict]", "list[dict[str, Any]]"),
        ("Literal['Any', 'x']", "Literal['Any', 'x']"),
        ("t.Optional[t.List[int]]", "list[int] | None"),
        ("'Message'", "Message"),
        ("list['Message']", "list[Message]"),
        ("Callable[[str, Message], None]", "Callable[[str, Message], None]"),
        ("tuple[str, ...]", "tuple[str, ...]"),
    ],
)
def test_an_annotation(written: str, reduced: str) -> None:
    assert annotation(written) == reduced


@pytest.mark.parametrize(
    ("written", "default", "reduced"),
    [
        ("str", "None", "str | None"),
        ("str | None", "None", "str | None"),
        ("Optional[str]", "None", "str | None"),
        ("str", "'a'", "str"),
    ],
)
def test_none_as_a_default_makes_optional(written: str, default: str, reduced: str) -> None:
    assert annotation(written, default) == reduced


@pytest.mark.parametrize(
    ("written", "reduced"),
    [
        ("None", "None"),
        ("20", "20"),
        ("Order.desc", "Order.desc"),
        ("2 * 86400", "2 * 86400"),
        ("Body(20)", "20"),
        ("Body(default=Order.desc)", "Order.desc"),
        ("Body(None, alias='x')", "None"),
        ("Body(...)", None),
        ("Body()", None),
    ],
)
def test_a_default(written: str, reduced: str | None) -> None:
    found = Noted().reducer.default(expression(written))
    assert (ast.unparse(found) if found else None) == reduced


def test_only_what_is_left_is_imported() -> None:
    noted = Noted()
    text = "Annotated[Optional[AsyncIterator[Message]], Body(Order.desc)]"
    noted.reducer.annotation(expression(text))
    assert noted.places == {
        Place("collections.abc", "AsyncIterator"),
        Place("stack.inference", "Message"),
    }


def test_what_is_no_annotation_is_not_passed_on() -> None:
    with pytest.raises(CannotMakeError, match="an annotation that is"):
        annotation("make_type()")
