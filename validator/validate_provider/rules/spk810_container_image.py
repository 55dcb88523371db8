"""SPK810: a spec in YAML has a `container_image`."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.source.directory import SpecFile
from validate_provider.source.yaml_file import plain


@file_rule(Severity.WARNING, None)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """A spec in YAML has a `container_image`.

    The official guide shows one. The loader does not mind, but a stack with this provider can't
    be built, and its dependencies can't be listed (core/build.py).

    Wrong, in `inline/tool_runtime/weather.yaml`:

        container_image: weather:latest

    Right:

        pip_packages: []
    """
    if file.kind != "inline" or file.top is None or not plain(file.top.get("container_image")):
        return
    yield Fault(
        alive,
        "a stack can't be built with it, nor its dependencies listed",
        file.top.site_of("container_image"),
        "ValueError: A stack's dependencies cannot have a container image",
        "leave out `container_image` and list `pip_packages`",
    )
