"""SPK809: the name of a YAML file is not its `adapter_type`."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.source.directory import SpecFile
from validate_provider.source.yaml_file import Scalar


@file_rule(Severity.WARNING, None)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """The name of a YAML file is not its `adapter_type`.

    The loader registers the provider by the file's name: `remote/inference/acme.yaml` is
    `remote::acme`, whatever `adapter_type` says. A run config that names the other one is told
    that the provider is not available.

    Wrong, in `remote/tool_runtime/weather.yaml`:

        adapter_type: rain

    Right:

        adapter_type: weather
    """
    if file.kind != "remote":
        return
    told: dict[str, tuple[int, Scalar]] = {}
    for part in (alive & file.nested, alive & ~file.nested):
        mapping = file.described_in(part)
        node = mapping.get("adapter_type") if part and mapping else None
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value != file.name:
            mask, first = told.get(node.value, (0, node))
            told[node.value] = (mask | part, first)
    for adapter_type, (mask, first) in told.items():
        yield Fault(
            mask,
            f"a run config must call this provider `{file.provider_type}`, after the file, "
            f"not `remote::{adapter_type}`",
            first.site,
            hint=f"rename the file to `{adapter_type}.yaml`, or write `adapter_type: {file.name}`",
        )
