"""The shipped data, against what is known of the releases from running them."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from validate_provider.contract import Call, Contract, Method
from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.calls import spell_call
from validate_provider.contract.table import SHIPPED

FILES = sorted(SHIPPED.rglob("*.txt"))
LARGEST = 2_000_000
"""Bytes that the data may take in the wheel, unpacked."""

ALL_OLD = "0.2.2..ogx0.7.1"
"""Every release whose server is the package `llama_stack`."""


def test_the_data_is_small() -> None:
    assert sum(file.stat().st_size for file in FILES) <= LARGEST


def test_every_release_is_there_and_no_pre_release(contract: Contract) -> None:
    releases = contract.timeline.releases
    assert len(releases) >= 71
    assert releases[0].label == "llama-stack 0.2.2"
    for label in ("llama-stack 0.2.10.1", "llama-stack 0.7.3", "ogx 0.7.1", "ogx 1.5.0"):
        assert contract.timeline.find(label)
    assert not [r.label for r in releases if not r.version.replace(".", "").isdigit()]


def test_every_release_names_the_wheels_it_was_read_from() -> None:
    file = BlockFile(SHIPPED / "releases.txt")
    for key in file:
        wheels = [text for word, text in file.block(key) if word == "wheel"]
        assert wheels
        assert all(" sha256:" in wheel for wheel in wheels)


@pytest.mark.parametrize(
    ("scope", "root", "api_distribution", "api_root"),
    [
        ("0.2.2..0.3.5", "llama_stack", "", ""),
        ("0.4.0..0.7.3", "llama_stack", "llama-stack-api", "llama_stack_api"),
        ("ogx0.7.1", "llama_stack", "llama-stack-api", "llama_stack_api"),
        ("ogx0.8.0..", "ogx", "ogx-api", "ogx_api"),
    ],
)
def test_server_and_api_package_are_paired(
    contract: Contract, scope: str, root: str, api_distribution: str, api_root: str
) -> None:
    for _, release in contract.timeline.members(contract.timeline.parse(scope)):
        assert (release.root, release.api_distribution, release.api_root) == (
            root,
            api_distribution,
            api_root,
        )


def test_the_python_floor(contract: Contract) -> None:
    floors: dict[str, int] = {}
    for mask, release in contract.timeline.members(contract.timeline.everything):
        floors[release.requires_python] = floors.get(release.requires_python, 0) | mask
    assert {floor: contract.timeline.spell(mask) for floor, mask in floors.items()} == {
        ">=3.10": "0.2.2..0.2.11",
        ">=3.11": "0.2.12",
        ">=3.12": "0.2.13..",
    }


def scopes() -> Iterator[tuple[Path, str]]:
    for path in FILES:
        if path.name != "releases.txt":
            file = BlockFile(path)
            for key in file:
                yield from ((path, scope) for scope, _ in file.block(key))


def test_every_set_is_spelled_the_one_way(contract: Contract) -> None:
    timeline = contract.timeline
    wrong = {text for _, text in scopes() if timeline.spell(timeline.parse(text)) != text}
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name + "/" + path.name)
def test_every_line_belongs_to_a_block_and_keys_are_unique(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert not lines[1].startswith(" ")
    keys = list(BlockFile(path))
    assert len(keys) == len(set(keys))
    facts = sum(line.startswith("    ") for line in lines)
    assert facts == sum(len(BlockFile(path).block(key)) for key in keys)
    assert facts + len(keys) + 1 == len(lines)


def bound(contract: Contract, module: str, name: str) -> dict[str, str]:
    """Return target -> the releases in which NAME of MODULE is that."""
    return {b.target: contract.timeline.spell(b.mask) for b in contract.name(module, name)}


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        ("llama_stack.providers.datatypes", "AdapterSpec", "0.2.2..0.2.22"),
        ("llama_stack.providers.datatypes", "remote_provider_spec", "0.2.2..0.2.22"),
        ("llama_stack.providers.datatypes", "RemoteProviderSpec", "0.2.2..0.3.5"),
        ("llama_stack.apis.inference", "Inference", "0.2.2..0.3.5"),
        ("llama_stack.apis.inference", "InferenceProvider", "0.2.8..0.3.5"),
        ("llama_stack_api", "RemoteProviderSpec", "0.4.0..ogx0.7.1"),
        ("llama_stack_api", "AdapterSpec", ""),
        ("llama_stack_api", "Agents", "0.4.0..0.6.1"),
        ("llama_stack_api", "Responses", "0.7.0..ogx0.7.1"),
        ("ogx_api", "RemoteProviderSpec", "ogx0.8.0.."),
        ("ogx_api", "Safety", "ogx0.8.0"),
        ("llama_stack.core.request_headers", "NeedsRequestProviderData", "0.2.17..ogx0.7.1"),
        ("llama_stack.distribution.request_headers", "NeedsRequestProviderData", "0.2.2..0.2.16"),
        ("ogx.core.request_headers", "NeedsRequestProviderData", "ogx0.8.0.."),
        ("llama_stack.distributions", "nobody", ""),
    ],
)
def test_where_a_name_can_be_imported(
    contract: Contract, module: str, name: str, expected: str
) -> None:
    mask = sum(b.mask for b in contract.name(module, name))
    assert contract.timeline.spell(mask) == expected


def test_a_re_export_is_followed_through_every_move(contract: Contract) -> None:
    assert bound(contract, "llama_stack_api", "InferenceProvider") == {
        "llama_stack_api.inference.InferenceProvider": "0.4.0..0.4.7",
        "llama_stack_api.inference.api.InferenceProvider": "0.5.0..ogx0.7.1",
    }
    assert bound(contract, "llama_stack.apis.inference", "BaseModel") == {
        "pydantic.BaseModel": "0.2.2..0.3.5"
    }


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("llama_stack", ALL_OLD),
        ("llama_stack.distribution", "0.2.2..0.2.16"),
        ("llama_stack.core", "0.2.17..ogx0.7.1"),
        ("llama_stack.apis", "0.2.2..0.3.5"),
        ("llama_stack_api", "0.4.0..ogx0.7.1"),
        ("ogx", "ogx0.8.0.."),
        ("ogx_api", "ogx0.8.0.."),
        ("ogx.apis", ""),
        ("llama_stack.providers.registry", ALL_OLD),
    ],
)
def test_where_a_module_exists(contract: Contract, module: str, expected: str) -> None:
    assert contract.timeline.spell(contract.module(module)) == expected


@pytest.mark.parametrize(
    ("module", "since"), [("llama_stack_api", "0.4.0..ogx0.7.1"), ("ogx_api", "ogx0.8.0..")]
)
def test_a_star_import_of_an_api_package_always_fails(
    contract: Contract, module: str, since: str
) -> None:
    missing = 0
    for mask in contract.star(module).phantoms.values():
        missing |= mask
    assert contract.timeline.spell(missing) == since
    assert "Docstring" in contract.star(module).phantoms


FLAGS = {
    "adapter-yaml": "0.2.2..0.2.22",
    "auto-tool-groups": "0.7.0..",
    "build-config": "0.2.2..0.3.5",
    "class-check": "ogx1.3.0..",
    "config-version-text": "0.2.2..0.2.12",
    "converts-every-string": "0.2.13..0.2.19",
    "converts-replaced-string": "0.2.20..",
    "cycle-error": "ogx1.2.0..",
    "dependency-runtime-error": "0.2.21..",
    "directory-path": "0.2.2..",
    "dynamic-routes": "0.2.2..0.6.1",
    "env-colon": "0.2.2..0.2.12",
    "env-colon-equals": "0.2.13..",
    "expands-user-dir": "0.2.7..",
    "external-apis": "0.2.16..",
    "flat-yaml": "0.2.23..",
    "injects-metadata-store": "ogx1.1.0..",
    "injects-vector-stores-config": "0.4.0..",
    "inline-policy": "0.2.10..",
    "list-specs": "0.3.0..",
    "marker-webmethod": "0.2.2..0.2.24",
    "marker-webmethods": "0.3.0..",
    "module-path": "0.2.16..",
    "null-provider-id": "0.2.13..",
    "provider-deps": "ogx1.3.0..",
    "registered-resources": "0.3.0..",
    "remote-policy": "0.3.4..",
    "route-policy": "ogx1.0.3..ogx1.0.4,ogx1.4.0..",
    "sets-config-version": "ogx1.0.0..",
    "sibling-providers": "ogx1.2.0..",
    "skips-experimental": "0.2.2..0.2.24",
    "skips-v1alpha": "0.3.0..",
    "sole-owner": "0.2.11..",
    "spec-module-required": "0.2.16..",
    "stack-config": "0.4.0..",
    "telemetry-enabled": "0.3.0..0.3.5",
    "worker-mode": "ogx1.3.0..",
}


def test_the_flags_are_these_and_no_other(contract: Contract) -> None:
    found = {name: contract.timeline.spell(mask) for name, mask in contract.flags().items()}
    assert found == FLAGS


PROVIDABLE = {
    "0.2.2..0.2.17": "inference safety agents vector_io datasetio scoring eval post_training"
    " tool_runtime telemetry files",
    "0.2.18..0.2.20": "inference safety agents vector_io datasetio scoring eval post_training"
    " tool_runtime telemetry files batches",
    "0.2.21..0.2.22": "inference safety agents vector_io datasetio scoring eval post_training"
    " tool_runtime telemetry files batches prompts",
    "0.2.23..0.2.24": "inference safety agents vector_io datasetio scoring eval post_training"
    " tool_runtime telemetry files batches",
    "0.3.0..0.3.5": "inference safety agents vector_io datasetio scoring eval post_training"
    " tool_runtime files batches",
    "0.4.0..0.6.1": "inference safety agents vector_io datasetio scoring eval post_training"
    " tool_runtime files batches file_processors",
    "0.7.0..ogx0.7.1": "inference safety responses batches vector_io datasetio scoring eval"
    " tool_runtime files file_processors",
    "ogx0.8.0": "inference safety responses batches vector_io tool_runtime files file_processors"
    " messages interactions",
    "ogx1.0.0..ogx1.0.4": "inference responses batches vector_io tool_runtime files"
    " file_processors messages interactions",
    "ogx1.1.0..ogx1.1.3": "inference responses batches vector_io tool_runtime files"
    " file_processors messages interactions skills",
    "ogx1.2.0..": "inference responses batches vector_io tool_runtime files file_processors"
    " messages interactions skills container_runtime",
}


def test_which_apis_can_be_provided(contract: Contract) -> None:
    found: dict[str, set[str]] = {}
    for scope in PROVIDABLE:
        for bit, _ in contract.timeline.members(contract.timeline.parse(scope)):
            names = {name for name, mask in contract.providable().items() if mask & bit}
            found.setdefault(scope, names)
            assert found[scope] == names
    assert found == {scope: set(names.split()) for scope, names in PROVIDABLE.items()}
    assert sum(contract.timeline.parse(s) for s in PROVIDABLE) == contract.timeline.everything


def test_an_api_that_can_be_provided_but_has_no_protocol(contract: Contract) -> None:
    for name, providable in contract.providable().items():
        protocol = sum(mask for mask, _ in contract.protocol(name))
        without = contract.timeline.spell(providable & ~protocol)
        assert without == ("ogx1.2.0.." if name == "container_runtime" else "")


CHECKED = """\
api             0.2.12 0.2.17 0.2.20 0.2.24 0.3.5 0.4.7 0.5.4 0.6.1 0.7.3 ogx0.8.0 ogx1.0.4 ogx1.5.0
inference       6/8    6/8    6/9    6/9    3/4   3/4   0/4   0/4   0/5   0/5      0/5      0/7
safety          1/1    1/1    2/2    2/2    2/2   2/2   0/2   0/2   0/2   0/2      -        -
agents          16/16  17/17  17/17  17/17  5/17  5/5   0/5   0/5   -     -        -        -
vector_io       14/14  14/14  14/14  14/14  18/18 18/18 0/18  0/18  0/18  0/18     0/18     0/18
datasetio       2/2    2/2    2/2    2/2    2/2   2/2   0/2   0/2   0/2   -        -        -
scoring         2/2    2/2    2/2    2/2    2/2   2/2   0/2   0/2   0/2   -        -        -
eval            5/5    5/5    5/5    5/5    0/5   0/5   0/5   0/5   0/5   -        -        -
post_training   6/6    6/6    6/6    6/6    0/6   0/6   0/6   0/6   -     -        -        -
tool_runtime    2/2    2/2    2/2    2/2    2/2   2/2   2/2   2/2   0/2   0/2      0/2      0/2
telemetry       8/8    8/8    8/8    8/8    -     -     -     -     -     -        -        -
files           5/5    5/5    5/5    5/5    5/5   0/5   0/5   0/5   0/5   0/5      0/5      0/5
batches         -      -      4/4    4/4    4/4   0/4   0/4   0/4   0/4   0/4      0/4      0/4
file_processors -      -      -      -      -     0/1   0/1   0/1   0/1   0/1      0/1      0/1
responses       -      -      -      -      -     -     -     -     0/6   0/7      0/7      0/7
messages        -      -      -      -      -     -     -     -     -     0/2      0/2      0/7
interactions    -      -      -      -      -     -     -     -     -     0/1      0/1      0/1
skills          -      -      -      -      -     -     -     -     -     -        -        0/11
"""


def checked_counts() -> Iterator[tuple[str, str, str]]:
    head, *rows = (line.split() for line in CHECKED.splitlines())
    for api, *counts in rows:
        yield from ((api, release, count) for release, count in zip(head[1:], counts, strict=True))


@pytest.mark.parametrize(("api", "release", "count"), list(checked_counts()))
def test_how_many_methods_the_loader_checks(
    contract: Contract, api: str, release: str, count: str
) -> None:
    bit = contract.timeline.parse(release)
    if not contract.providable()[api] & bit:
        assert count == "-"
        return
    checked = sum(bool(mask & bit) for mask in contract.checked(api).values())
    methods = sum(
        any(mask & bit for mask, _ in variants) for variants in contract.methods(api).values()
    )
    assert f"{checked}/{methods}" == count


def test_nothing_is_checked_from_0_7_on(contract: Contract) -> None:
    late = contract.timeline.parse("0.7.0..")
    assert not [api for api in contract.apis() for m in contract.checked(api).values() if m & late]


@pytest.mark.parametrize(
    ("api", "hooks"),
    [
        ("inference", {"should_refresh_models": "0.2.16.."}),
        ("scoring", {"list_scoring_functions": ALL_OLD}),
        ("tool_runtime", {}),
        ("files", {}),
    ],
)
def test_what_the_starting_server_calls(
    contract: Contract, api: str, hooks: dict[str, str]
) -> None:
    found = contract.startup_hooks(api)
    assert {name: contract.timeline.spell(mask) for name, mask in found.items()} == hooks


def test_what_is_called_when_a_resource_comes_or_goes(contract: Contract) -> None:
    found = contract.registration_hooks("tool_runtime")
    assert {name: contract.timeline.spell(mask) for name, mask in found.items()} == {
        "register_tool": "0.2.2..0.2.7",
        "unregister_tool": "0.2.2..0.2.7",
        "register_toolgroup": "0.2.8..",
        "unregister_toolgroup": "0.2.8..",
    }


@pytest.mark.parametrize(
    ("api", "method", "calls"),
    [
        (
            "datasetio",
            "iterrows",
            {ALL_OLD: "await iterrows(dataset_id=, start_index=, limit=)"},
        ),
        ("datasetio", "append_rows", {ALL_OLD: "await append_rows(dataset_id=, rows=)"}),
        (
            "inference",
            "rerank",
            {"0.6.0..": "await rerank(_)", "0.4.0..0.5.4": "await rerank(_, _, _, _)"},
        ),
        (
            "tool_runtime",
            "list_runtime_tools",
            {
                "0.2.2..0.3.5": "await list_runtime_tools(_, _)",
                "0.4.0..": "await list_runtime_tools(_, _, authorization=)",
            },
        ),
        ("files", "openai_upload_file", {"0.4.0..": "await openai_upload_file(_, _)"}),
        ("inference", "register_model", {"0.2.2..": "await register_model(_)"}),
        ("vector_io", "openai_list_vector_stores", {}),
    ],
)
def test_how_a_method_is_called(
    contract: Contract, api: str, method: str, calls: dict[str, str]
) -> None:
    found = contract.calls(api).get(method, ())
    assert {contract.timeline.spell(m): spell_call(method, call) for m, call in found} == calls


def test_every_call_is_awaited(contract: Contract) -> None:
    calls = [
        call for api in contract.providable() for c in contract.calls(api).values() for call in c
    ]
    assert len(calls) > 120
    assert all(call.awaited for _, call in calls)


UNFIT = {
    ("datasetio", "append_rows"): ("0.5.0..ogx0.7.1", "the router passes the old names"),
    ("datasetio", "iterrows"): ("0.5.0..ogx0.7.1", "the router passes the old names"),
    ("inference", "rerank"): ("0.5.0..0.5.4", "the router passes the old parameters in order"),
    ("vector_io", "openai_create_vector_store"): (
        "0.2.15..0.2.24",
        "the router passes provider_vector_db_id as well",
    ),
}
"""Where no call fits the protocol: a provider written to the protocol fails at the request."""


def test_a_call_fits_the_protocol_but_for_these(contract: Contract) -> None:
    unfit: dict[tuple[str, str], int] = {}
    for api, releases in contract.providable().items():
        for name, variants in contract.methods(api).items():
            for mask, method in variants:
                found = without_fitting_call(contract, api, name, method, mask & releases)
                if found:
                    unfit[api, name] = unfit.get((api, name), 0) | found
    spelled = {key: contract.timeline.spell(mask) for key, mask in unfit.items()}
    assert spelled == {key: scope for key, (scope, _reason) in UNFIT.items()}


def without_fitting_call(contract: Contract, api: str, name: str, method: Method, mask: int) -> int:
    """Return the releases of MASK in which the method is called, and never in a way that fits."""
    called, fits = 0, 0
    for scope, call in contract.calls(api).get(name, ()):
        called |= scope & mask
        if binds(method, call):
            fits |= scope
    return called & ~fits


_NONE = inspect.Parameter.empty


def binds(method: Method, call: Call) -> bool:
    """Ask Python itself."""
    kinds = {
        "positional": inspect.Parameter.POSITIONAL_ONLY,
        "normal": inspect.Parameter.POSITIONAL_OR_KEYWORD,
        "star": inspect.Parameter.VAR_POSITIONAL,
        "keyword": inspect.Parameter.KEYWORD_ONLY,
        "starstar": inspect.Parameter.VAR_KEYWORD,
    }
    signature = inspect.Signature(
        [
            inspect.Parameter(p.name, kinds[p.kind], default=None if p.has_default else _NONE)
            for p in method.parameters
        ]
    )
    try:
        signature.bind(*range(call.positional), **dict.fromkeys(call.keywords))
    except TypeError:
        return False
    return True


@pytest.mark.parametrize(
    ("api", "resources"),
    [
        ("inference", {"models": "0.2.2.."}),
        ("vector_io", {"vector_dbs": "0.2.2..0.2.24", "vector_stores": "0.4.3.."}),
        ("tool_runtime", {"tool_groups": "0.2.2..0.6.1"}),
        ("files", {}),
    ],
)
def test_what_a_run_config_may_list(
    contract: Contract, api: str, resources: dict[str, str]
) -> None:
    found = contract.resources(api)
    assert {key: contract.timeline.spell(mask) for key, mask in found.items()} == resources


def test_what_routing_tables_set_on_a_provider(contract: Contract) -> None:
    found = contract.attributes_set("vector_io")
    assert {name: contract.timeline.spell(mask) for name, mask in found.items()} == {
        "vector_db_store": "0.2.2..0.2.24",
        "vector_store_store": "0.3.0..",
    }


@pytest.mark.parametrize(
    ("function", "scopes"),
    [
        ("resolver.validate_provider", ["0.2.2.."]),
        (
            "resolver.check_protocol_compliance",
            ["0.2.2..0.2.10.1", "0.2.11..0.2.24", "0.3.0.."],
        ),
        ("utils.dynamic.instantiate_class_type", ["0.2.2..ogx1.2.5", "ogx1.3.0.."]),
    ],
)
def test_where_a_loader_function_changed(
    contract: Contract, function: str, scopes: list[str]
) -> None:
    masks = sorted(mask for mask, name, _ in contract.digests() if name == function)
    assert [contract.timeline.spell(mask) for mask in masks] == scopes


def test_a_protocol_changed_its_parameters(contract: Contract) -> None:
    found: dict[str, int] = {}
    for mask, method in contract.methods("files")["openai_delete_file"]:
        (parameter,) = method.parameters
        found[parameter.name] = found.get(parameter.name, 0) | mask
    assert {name: contract.timeline.spell(mask) for name, mask in found.items()} == {
        "file_id": "0.2.10..0.3.5",
        "request": "0.4.0..",
    }


def test_the_fields_of_a_spec(contract: Contract) -> None:
    table = contract.class_table("llama_stack.providers.datatypes.AdapterSpec")
    assert table is not None
    required = {
        name: contract.timeline.spell(mask)
        for name, variants in table.fields.items()
        for mask, field in variants
        if field.required
    }
    assert required == {
        "adapter_type": "0.2.2..0.2.22",
        "config_class": "0.2.2..0.2.22",
        "module": "0.2.2..0.2.15",
    }


def test_a_mixin_of_the_server_says_what_must_be_written(contract: Contract) -> None:
    table = contract.class_table("ogx.providers.utils.inference.openai_mixin.OpenAIMixin")
    assert table is not None
    ((_, method),) = table.methods["get_base_url"]
    assert method.abstract
    assert table.attributes or table.fields


def test_an_api_package_is_not_pinned_by_the_server(contract: Contract) -> None:
    found = {
        text: contract.timeline.spell(mask)
        for mask, text in contract.requires("server")
        if text.startswith(("llama-stack-api", "ogx-api"))
    }
    assert found == {"llama-stack-api": "0.4.0..ogx0.7.1", "ogx-api": "ogx0.8.0.."}
