from validate_provider.contract import Contract, Field

OLDEST, OLD, API = 0b001, 0b010, 0b100


def test_a_class_table_says_what_its_body_says(tiny: Contract) -> None:
    table = tiny.class_table("llama_stack.Adapter")
    assert table is not None
    assert table.mask == 0b111
    assert table.bases == ((0b111, ("llama_stack.Mixin", "llama_stack.Files")),)
    assert table.flags == {"open": 0b111, "own-init": 0b111}
    assert table.attributes == {"kind": 0b111}
    assert list(table.methods) == ["__init__"]
    assert dict(table.fields["url"]) == {
        API: Field("str", required=True, default=""),
        OLDEST | OLD: Field("str", required=False, default="'http://'"),
    }


def test_what_is_no_class_has_no_table(tiny: Contract) -> None:
    assert tiny.class_table("llama_stack.assist") is None
    assert tiny.class_table("llama_stack.Nobody") is None
    assert tiny.class_table("pydantic.BaseModel") is None


def test_a_function_has_its_parameters(tiny: Contract) -> None:
    ((mask, function),) = tiny.function("llama_stack.assist")
    assert mask == 0b111
    assert [p.name for p in function.parameters] == ["a", "b", "rest", "c", "more"]
    assert tiny.function("llama_stack.Adapter") == ()


def test_a_lineage_is_pythons_own_order(tiny: Contract) -> None:
    adapter, mixin, files, base = (
        f"llama_stack.{n}" for n in ("Adapter", "Mixin", "Files", "Base")
    )
    found = dict(tiny.lineages(adapter, 0b111))
    assert found == {
        OLDEST | OLD: (adapter, mixin, base, files, "typing.Protocol"),
        API: (adapter, mixin, files, base, "typing.Protocol"),
    }


def test_a_lineage_is_asked_for_some_releases_only(tiny: Contract) -> None:
    assert [mask for mask, _ in tiny.lineages("llama_stack.Files", API)] == [API]


def test_methods_of_a_protocol_are_inherited_in_that_order(tiny: Contract) -> None:
    methods = tiny.methods("files")
    assert {mask for mask, _ in methods["get"]} == {0b111}
    assert {mask: m.body for mask, m in methods["list"]} == {OLDEST: "stub", API: "raises"}
    assert {mask for mask, _ in methods["shut"]} == {API}


def test_an_alias_gives_a_field_its_default(tiny: Contract) -> None:
    assert tiny.default_of("llama_stack.Store") == ((OLDEST, "'sqlite'"),)
    assert tiny.default_of("llama_stack.Files") == ()
