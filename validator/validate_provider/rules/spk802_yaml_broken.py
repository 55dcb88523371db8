"""SPK802: the file is not valid YAML."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, file_rule
from validate_provider.source.directory import SpecFile


@file_rule(Severity.ERROR, Column.LOADS)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """The file is not valid YAML.

    The loader reads every file of `external_providers_dir` with `yaml.safe_load`, whether a run
    config names its provider or not: one that can't be read stops the whole stack.

    Wrong, in `remote/tool_runtime/weather.yaml`:

        pip_packages: [x

    Right:

        pip_packages: [x]
    """
    if file.yaml.too_much:
        yield Doubt(alive, file.yaml.too_much, file.yaml.start)
    elif file.yaml.broken:
        yield Fault(
            alive,
            "it can't be read, which stops the stack, whichever providers its config names",
            file.yaml.broken.site,
            file.yaml.broken.says,
            "write one YAML document, in UTF-8",
        )
