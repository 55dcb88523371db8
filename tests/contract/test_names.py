import pytest

from validate_provider.contract import Bound, Contract

BOTH_OLD, OLDEST, OLD, API, NEW = 0b0011, 0b0001, 0b0010, 0b0100, 0b1000
FILES = "llama_stack.apis.files.files"


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        (FILES, "Files", [Bound(BOTH_OLD, "class", f"{FILES}.Files")]),
        (FILES, "BaseModel", [Bound(BOTH_OLD, "external", "pydantic.BaseModel")]),
        (FILES, "Model", [Bound(BOTH_OLD, "external", "pydantic.BaseModel")]),
        (FILES, "os", [Bound(BOTH_OLD, "external", "os")]),
        (FILES, "np", [Bound(BOTH_OLD, "external", "numpy")]),
        (FILES, "numpy", []),
        (FILES, "File", []),
        (FILES, "pydantic", []),
        (FILES, "__name__", [Bound(BOTH_OLD, "value", f"{FILES}.__name__")]),
        (FILES, "__all__", []),
        ("llama_stack", "apis", [Bound(BOTH_OLD, "module", "llama_stack.apis")]),
        ("llama_stack", "core", [Bound(API, "module", "llama_stack.core")]),
        ("llama_stack.core", "this", [Bound(API, "module", "llama_stack.core.log")]),
        ("nowhere", "Files", []),
        ("llama_stack_client", "Files", []),
    ],
)
def test_what_a_name_is(tiny: Contract, module: str, name: str, expected: list[Bound]) -> None:
    assert list(tiny.name(module, name)) == expected


def test_a_name_may_be_two_things_in_two_releases(tiny: Contract) -> None:
    assert set(tiny.name(FILES, "assist")) == {
        Bound(OLDEST, "function", f"{FILES}.assist"),
        Bound(OLD, "maybe", f"{FILES}.assist"),
    }


def test_re_exports_are_followed_to_the_definition(tiny: Contract) -> None:
    definition = (Bound(API, "class", "llama_stack_api.files.Files"),)
    assert tiny.name("llama_stack_api", "Files") == definition
    assert tiny.name("llama_stack.core", "Files") == definition
    assert tiny.name("llama_stack.core", "Old") == definition


def test_a_star_import_brings_what_all_allows(tiny: Contract) -> None:
    package = "llama_stack.apis.files"
    assert tiny.name(package, "Files") == (Bound(BOTH_OLD, "class", f"{FILES}.Files"),)
    assert tiny.name(package, "Secret") == (Bound(OLDEST, "class", f"{FILES}.Secret"),)
    assert tiny.name(package, "_Open") == (Bound(BOTH_OLD, "class", f"{FILES}._Open"),)
    assert tiny.name(package, "_Hidden") == ()


def test_a_name_of_the_module_itself_outranks_a_star_import(tiny: Contract) -> None:
    assert set(tiny.name("llama_stack.apis.files", "Extra")) == {
        Bound(OLD, "value", "llama_stack.apis.files.Extra"),
        Bound(OLDEST, "class", f"{FILES}.Extra"),
    }


def test_a_circle_of_imports_binds_something_unknown(tiny: Contract) -> None:
    (bound,) = tiny.name("llama_stack.circle", "Round")
    assert (bound.mask, bound.kind) == (BOTH_OLD, "value")


def test_a_name_from_an_open_module_is_bound_to_something(tiny: Contract) -> None:
    assert tiny.open("llama_stack_api.anything") == API
    assert tiny.name("llama_stack.core", "Whatever") == (
        Bound(API, "value", "llama_stack_api.anything.Whatever"),
    )


def test_what_a_star_import_of_a_module_does(tiny: Contract) -> None:
    star = tiny.star(FILES)
    assert star.names["Secret"] == OLDEST
    assert "_Hidden" not in star.names
    assert star.phantoms == {"Gone": OLD}
    assert tiny.star("llama_stack.apis.files").phantoms == {}


def test_all_names_of_a_module(tiny: Contract) -> None:
    names = tiny.names("llama_stack.apis.files")
    assert names["Files"] == BOTH_OLD
    assert names["Secret"] == OLDEST
    assert "_Hidden" not in names
    assert "files" not in names  # a submodule


def test_which_modules_exist(tiny: Contract) -> None:
    assert tiny.module("llama_stack") == 0b0111
    assert tiny.module("llama_stack.core") == API
    assert tiny.module("ogx_api") == NEW
    assert tiny.module("llama_stack.nothing") == 0
    assert tiny.module("os") == 0


@pytest.mark.parametrize("dotted", ["llama_stack", "llama_stack.x", "ogx_api", "ogx.core.y"])
def test_what_belongs_to_the_stack(tiny: Contract, dotted: str) -> None:
    assert tiny.is_stack(dotted)


@pytest.mark.parametrize("dotted", ["llama_stack_client", "ogxx.y", "pydantic", ""])
def test_what_does_not_belong_to_the_stack(tiny: Contract, dotted: str) -> None:
    assert not tiny.is_stack(dotted)
