from validate_provider.contract import Contract


def test_apis(tiny: Contract) -> None:
    assert tiny.apis() == {"files": 0b1111, "models": 0b1111}
    assert tiny.providable() == {"files": 0b0111}
    assert tiny.routed_by("files") == ((0b0100, "models"),)


def test_what_the_loader_checks_and_calls(tiny: Contract) -> None:
    assert tiny.protocol("files") == ((0b0111, "llama_stack.Files"),)
    assert tiny.private_protocol("files") == ()
    assert tiny.checked("files") == {"get": 0b0011, "list": 0b0001}
    assert tiny.startup_hooks("files") == {"wake": 0b1100}
    assert tiny.checked("nothing") == {}


def test_what_else_is_called(tiny: Contract) -> None:
    assert tiny.registration_hooks("files") == {"register_file": 0b1111, "unregister_file": 0b1100}
    assert tiny.attributes_set("files") == {"file_store": 0b0001}


def test_digests(tiny: Contract) -> None:
    assert list(tiny.digests()) == [(0b0011, "resolver.f", "0123")]


def test_flags(tiny: Contract) -> None:
    assert tiny.flag("module-path") == 0b1100
    assert tiny.flag("no-such-flag") == 0
    assert tiny.flags() == {"module-path": 0b1100}


def test_requirements(tiny: Contract) -> None:
    assert tiny.requires("server") == ((0b0111, "httpx"),)
    assert tiny.requires("api") == ()
