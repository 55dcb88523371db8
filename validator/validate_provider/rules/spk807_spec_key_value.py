"""SPK807: a key of a spec in YAML has a value that the loader refuses."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.no_api import no_such_api
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.rules.wording import close_to
from validate_provider.source.directory import SpecFile
from validate_provider.source.yaml_file import Listing, Mapping, Node, Scalar, type_of

_DEPENDENCIES = ("api_dependencies", "optional_api_dependencies")
_STRINGS = ("adapter_type", "config_class", "module")
_MAY_BE_NULL = ("provider_data_validator", "description")


@file_rule(Severity.ERROR, Column.LOADS)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """A key of a spec in YAML has a value that the loader refuses.

    `api_dependencies` and `optional_api_dependencies` list APIs of that very release;
    `pip_packages` lists strings; names of modules and classes are strings.

    Wrong, in `remote/tool_runtime/weather.yaml`:

        api_dependencies: [tools]

    Right:

        api_dependencies: [tool_runtime]
    """
    top = file.top
    if top is None:
        return
    for part in (alive & ~file.flat, alive & file.flat):
        mapping = file.described_in(part)
        if part and mapping is not None:
            yield from _plain_values(file, part, mapping)
        if part:
            yield from _dependencies(file, part, top)


def _plain_values(file: SpecFile, mask: int, mapping: Mapping) -> Iterator[Outcome]:
    for key in (*_STRINGS, *_MAY_BE_NULL, "pip_packages"):
        node = mapping.get(key)
        if node is None:
            continue
        kind = type_of(node)
        if key == "pip_packages":
            wrong = kind != "list" or any(type_of(item) != "str" for item in _items(node))
            wanted = "a list of strings"
        else:
            # Without a module the loader goes on for a while: that is told elsewhere.
            null = key in _MAY_BE_NULL or (key == "module" and not mask & file.nested)
            wrong = kind != "str" and not (null and kind == "NoneType")
            wanted = "a string"
        if wrong and _is_field(file, key, mask):
            message = f"`{key}` must be {wanted}, not {_told(node)}"
            yield Fault(mask, message, node.site, _refused(file, mask, nested=True))


def _dependencies(file: SpecFile, mask: int, top: Mapping) -> Iterator[Outcome]:
    keys = _DEPENDENCIES[:1] if mask & file.nested else _DEPENDENCIES
    for key in keys:
        node = top.get(key)
        if node is None:
            continue
        if not isinstance(node, Listing):
            yield from _no_list(file, mask, key, node)
            continue
        for item in node.items:
            yield from _dependency(file, mask, key, item)


def _no_list(file: SpecFile, mask: int, key: str, node: Node) -> Iterator[Outcome]:
    says = _refused(file, mask, nested=False)
    message = f"`{key}` must be a list of APIs, not {_told(node)}"
    hint = f"write `{key}: []`" if type_of(node) == "NoneType" else ""
    if mask & file.flat:
        yield Fault(mask, message, node.site, says, hint)
    elif isinstance(node, Scalar) and isinstance(node.value, str):
        if node.value:
            # The loader takes the characters for APIs.
            for part, text in no_such_api(node.value[0], mask, file.contract):
                yield Fault(part, message, node.site, text, f"write `{key}: [{node.value}]`")
    elif not isinstance(node, Mapping):
        says = f"TypeError: '{type_of(node)}' object is not iterable"
        yield Fault(mask, message, node.site, says, hint)


def _dependency(file: SpecFile, mask: int, key: str, item: Node) -> Iterator[Outcome]:
    value = item.value if isinstance(item, Scalar) else None
    apis = file.contract.apis()
    name = value if isinstance(value, str) else ""
    unknown = mask & ~apis.get(name, 0)
    loose = name.lower().replace("-", "_")
    if not mask & file.flat:
        # Api('vector-io') finds the member; a spec class does not.
        unknown &= ~(apis.get(loose, 0) & file.contract.flag("external-apis"))
    if not unknown:
        return
    near = close_to(loose, [api for api, there in apis.items() if there & unknown])
    hint = f"did you mean `{near}`?" if near else "leave it out"
    message = f"`{key}` names {_told(item)}, which is no API there"
    if unknown & file.flat:
        yield Fault(unknown, message, item.site, _refused(file, unknown, nested=False), hint)
    elif isinstance(value, str):
        for part, says in no_such_api(value, unknown, file.contract):
            yield Fault(part, message, item.site, says, hint)
    else:
        dynamic = unknown & file.contract.flag("external-apis")
        kind = type_of(item)
        for part, says in (
            (dynamic, f"AttributeError: '{kind}' object has no attribute 'lower'"),
            (unknown & ~dynamic, f"ValueError: {value!r} is not a valid Api"),
        ):
            if part:
                yield Fault(part, message, item.site, says, hint)


def _is_field(file: SpecFile, key: str, mask: int) -> bool:
    """Whether the spec class has the key as a field at all; `adapter_type` is none of inline's."""
    return not (file.kind == "inline" and key == "adapter_type" and mask)


def _refused(file: SpecFile, mask: int, *, nested: bool) -> str:
    old = nested and mask & file.nested
    cls = "AdapterSpec" if old else f"{file.kind.title()}ProviderSpec"
    return f"ValidationError: 1 validation error for {cls}"


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Listing) else ()


def _told(node: Node) -> str:
    match node:
        case Scalar(None):
            return "nothing"
        case Scalar(value):
            return f"`{value}`"
        case _:
            return f"a {type_of(node)}"
