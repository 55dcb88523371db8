"""The loader's facts read off small loaders: each answer must turn with the code that it is of."""

import ast
import re
import textwrap

import pytest

from validate_provider.contract.extract.apis import read_rule
from validate_provider.contract.extract.digests import digest
from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.flags import add_flags
from validate_provider.contract.extract.hooks import add_hooks
from validate_provider.contract.extract.loader_source import LoaderSource, UnreadableLoaderError
from validate_provider.contract.extract.modules import Reader
from validate_provider.contract.extract.wheels import Source
from validate_provider.contract.releases import Release, Timeline

TIMELINE = Timeline([Release("ogx", "1", "ogx", "", "", ">=3.12")])

PLAIN = {
    "distribution": """
        def get_provider_registry(config=None): ...
        def providable_apis():
            return [api for api in Api if api not in INTERNAL]
        def _load_remote_provider_spec(spec_data, api): ...
    """,
    "resolver": """
        def check_protocol_compliance(obj, protocol):
            hasattr(value, "__webmethod__")
        def instantiate_provider(provider):
            if isinstance(spec, RemoteProviderSpec):
                method = "get_adapter_impl"
            elif routed:
                method = "get_auto_router_impl"
            else:
                method = "get_provider_impl"
        def instantiate_providers(providers): ...
        def topological_sort(providers): ...
    """,
    "stack": """
        def replace_env_vars(config): ...
        async def register_resources(config, impls): ...
    """,
    "utils.dynamic": "def instantiate_class_type(name): ...",
    "routers": """
        def get_routing_table_impl(api):
            tables = {"models": ModelsRoutingTable}
    """,
    "routing_tables.common": """
        async def register_object_with_provider(obj, p):
            if api == Api.inference:
                return await p.register_model(obj)
            elif api == Api.files:
                return await p.register_file(obj)
        async def unregister_object_from_provider(obj, p): ...
        class CommonRoutingTableImpl:
            async def initialize(self):
                for _, p in self.impls_by_provider_id.items():
                    if api == Api.inference:
                        p.model_store = self
                    elif api == Api.scoring:
                        await add(await p.list_scoring_functions())
                        try:
                            await p.guarded()
                        except Exception: ...
    """,
    "routing_tables.models": """
        class ModelsRoutingTable:
            async def refresh(self):
                for provider_id, provider in self.impls_by_provider_id.items():
                    await provider.should_refresh_models()
                    try:
                        await provider.list_models()
                    except Exception: ...
    """,
}


def loader(**changed: str) -> LoaderSource:
    """Return the loader PLAIN with more code at the end of a module, or in a new one."""
    texts = {name: textwrap.dedent(text) for name, text in PLAIN.items()}
    for name, text in changed.items():
        dotted = name.replace("__", ".")
        texts[dotted] = texts.get(dotted, "") + "\n" + textwrap.dedent(text)
    sources = [Source(f"ogx.core.{name}", package=False, text=text) for name, text in texts.items()]
    return LoaderSource(Reader().read(sources), "ogx")


def flags(source: LoaderSource) -> set[str]:
    facts = Facts()
    add_flags(facts, source, 1)
    return {line.split("\t")[1] for line in facts.text(TIMELINE).splitlines() if "\t" in line}


PASSES = """
    def instantiate_provider(provider):
        if remote:
            method = "get_adapter_impl"
            {remote}
        else:
            method = "get_provider_impl"
            {inline}
"""
POLICY = 'if "policy" in inspect.signature(getattr(module, method)).parameters: ...'


@pytest.mark.parametrize(
    ("module", "code", "flag"),
    [
        ("distribution", "def get_external_providers_from_module(): ...", "module-path"),
        (
            "distribution",
            "def get_external_providers_from_dir(c): c.external_providers_dir",
            "directory-path",
        ),
        (
            "distribution",
            "def get_external_providers_from_dir(c): os.path.expanduser(c)",
            "expands-user-dir",
        ),
        (
            "distribution",
            "def _load_remote_provider_spec(d, api): RemoteProviderSpec(api=api, **d)",
            "flat-yaml",
        ),
        (
            "distribution",
            "def _load_remote_provider_spec(d, api): AdapterSpec(**d['adapter'])",
            "adapter-yaml",
        ),
        ("distribution", "def get_provider_registry(c): load_external_apis(c)", "external-apis"),
        (
            "resolver",
            "def instantiate_providers(p):\n    if provider.provider_id is None: ...",
            "null-provider-id",
        ),
        (
            "resolver",
            "def instantiate_providers(p): raise RuntimeError('x')",
            "dependency-runtime-error",
        ),
        (
            "resolver",
            "def instantiate_providers(p): p.set_sibling_providers()",
            "sibling-providers",
        ),
        ("resolver", "def topological_sort(p): raise RuntimeError('x')", "cycle-error"),
        (
            "resolver",
            "def instantiate_provider(p):\n    if spec.module is None: ...",
            "spec-module-required",
        ),
        ("resolver", "def instantiate_provider(p): p.__provider_deps__ = 1", "provider-deps"),
        ("resolver", "def instantiate_provider(p): getattr(p, 'execution_mode')", "worker-mode"),
        (
            "resolver",
            "def instantiate_provider(p): 'metadata_store' in fields",
            "injects-metadata-store",
        ),
        ("resolver", PASSES.format(remote=POLICY, inline="..."), "remote-policy"),
        ("resolver", PASSES.format(remote="...", inline=POLICY), "inline-policy"),
        (
            "resolver",
            PASSES.format(remote="...", inline=POLICY.replace("policy", "route_policy")),
            "route-policy",
        ),
        (
            "resolver",
            "def check_protocol_compliance(o, p): '__webmethod__'; len(method_owners)",
            "sole-owner",
        ),
        ("utils__dynamic", "def instantiate_class_type(n): raise TypeError(n)", "class-check"),
        ("datatypes", "class BuildConfig: ...", "build-config"),
        ("datatypes", "class StackConfig: ...", "stack-config"),
        ("datatypes", "class StackRunConfig:\n    version: str = V", "config-version-text"),
        (
            "server__server",
            "def create_app(c): parse_and_maybe_upgrade_config(c)",
            "sets-config-version",
        ),
        ("server__server", "def create_dynamic_typed_route(f): ...", "dynamic-routes"),
        ("stack", "async def auto_register_tool_groups(): ...", "auto-tool-groups"),
        (
            "stack",
            "async def register_resources(c, i): c.registered_resources",
            "registered-resources",
        ),
        (
            "stack",
            "def replace_env_vars(c): return _convert_string_to_proper_type(result)",
            "converts-every-string",
        ),
        (
            "stack",
            "def replace_env_vars(c): result != config; _convert_string_to_proper_type(result)",
            "converts-replaced-string",
        ),
    ],
)
def test_a_flag_turns_with_the_code(module: str, code: str, flag: str) -> None:
    assert flag not in flags(loader())
    assert flag in flags(loader(**{module: code}))


def test_a_list_of_specs_is_taken_if_it_is_asked_for() -> None:
    taken = "def get_external_providers_from_module():\n    if isinstance(spec, list): ..."
    assert "list-specs" not in flags(loader(distribution=taken.replace("list", "dict")))
    assert "list-specs" in flags(loader(distribution=taken))


def hooks(source: LoaderSource) -> set[str]:
    facts = Facts()
    add_hooks(facts, source, {"models": "inference"}, 1)
    return {
        f"{block.split()[1]} {line.partition(chr(9))[2]}"
        for block in re.split(r"\n(?=\S)", facts.text(TIMELINE))[1:]
        for line in block.splitlines()[1:]
    }


def test_hooks_are_those_that_no_try_guards() -> None:
    assert hooks(loader()) == {
        "inference registers register_model",
        "inference calls await register_model(_)",
        "files registers register_file",
        "files calls await register_file(_)",
        "inference sets model_store",
        "scoring start-up list_scoring_functions",
        "scoring calls await list_scoring_functions()",
    }


def test_what_a_run_config_may_list_is_told_of_the_api_behind_the_table() -> None:
    listing = loader(stack='RESOURCES = [("models", Api.models, "register_model"), ("x", Api.x)]')
    assert hooks(listing) - hooks(loader()) == {"inference resources models"}
    with pytest.raises(UnreadableLoaderError, match="RESOURCES holds"):
        hooks(loader(stack="RESOURCES = [models]"))


def test_a_refresh_counts_if_the_server_refreshes_while_it_starts() -> None:
    refreshing = loader(stack="async def refresh_registry_once(impls): ...")
    assert hooks(refreshing) - hooks(loader()) == {"inference start-up should_refresh_models"}


@pytest.mark.parametrize(
    ("code", "experimental", "level"),
    [
        ("value.__webmethod__.experimental", True, ""),
        ("webmethod.level == OGX_API_V1ALPHA", False, "v1alpha"),
        ("pass", False, ""),
    ],
)
def test_which_methods_the_check_passes_over(code: str, *, experimental: bool, level: str) -> None:
    check = f"def check_protocol_compliance(o, p):\n    hasattr(v, '__webmethods__')\n    {code}"
    rule = read_rule(loader(resolver=check))
    assert (rule.skips_experimental, rule.skipped_level) == (experimental, level)


def test_a_check_of_another_kind_is_not_guessed_at() -> None:
    with pytest.raises(UnreadableLoaderError, match="asks for no webmethod"):
        read_rule(loader(resolver="def check_protocol_compliance(o, p): ..."))


def test_a_loader_without_its_functions_is_not_guessed_at() -> None:
    with pytest.raises(UnreadableLoaderError, match=r"ogx\.core\.stack has no function nothing"):
        loader().needed("stack", "nothing")


def fingerprint(source: str) -> str:
    (node,) = ast.parse(textwrap.dedent(source)).body
    assert isinstance(node, ast.FunctionDef)
    return digest(node)


BEFORE = """
    def f(a, b=1):
        x = ogx.core.f("ogx.core")
        return x
"""


SAME = """
    def f(a: int, b: str = 1) -> int:
        '''Says so.'''
        x: int = ogx.core.f("ogx.core")
        logger.info("done", x=x)
        return x
"""


@pytest.mark.parametrize("source", [SAME, BEFORE.replace("ogx", "llama_stack")])
def test_what_does_nothing_leaves_the_fingerprint_alone(source: str) -> None:
    assert fingerprint(source) == fingerprint(BEFORE)


@pytest.mark.parametrize(
    ("old", "new"), [("b=1", "b=2"), ("return x", "return a"), ("a, b", "b, a"), ("core", "cores")]
)
def test_what_does_something_changes_the_fingerprint(old: str, new: str) -> None:
    assert fingerprint(BEFORE.replace(old, new)) != fingerprint(BEFORE)
