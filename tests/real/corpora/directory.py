"""Trees of YAML, with and without a fault, on every line."""

from collections.abc import Iterator

from tests.real.corpora.ground import Case, Ground
from tests.yaml.planted_files import BOTH, FILES
from tests.yaml.trees import FLAT, FLAT_INLINE, INLINE, NESTED, REMOTE, write, write_package

TREES: dict[str, tuple[str, str | bytes]] = {
    **{name: (planted.file, planted.text) for name, planted in FILES.items()},
    "both layouts": (REMOTE, BOTH),
    "the layout up to 0.2.22": (REMOTE, NESTED),
    "the layout from 0.2.23 on": (REMOTE, FLAT),
    "an inline provider": (INLINE, FLAT_INLINE),
    "a config class that is not there": (REMOTE, BOTH.replace("config.Config", "config.Conf")),
    "a config class without a dot": (INLINE, FLAT_INLINE.replace("ext_weather.config.", "")),
}


def cases(ground: Ground) -> Iterator[Case]:
    """One for each tree."""
    for name in TREES:
        yield case(name, ground)


def case(name: str, ground: Ground) -> Case:
    """Write one of them, and the package that it names."""
    folder = ground.place(name)
    file, text = TREES[name]
    package = write_package(folder)
    tree = write(folder / "providers.d", {file: text})
    return Case(name, package, tuple(ground.bits), config={}, directory=tree)
