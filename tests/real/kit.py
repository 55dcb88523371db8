"""This kit in the environment of a stack, as if it were installed there."""

from importlib.metadata import distribution
from pathlib import Path

import validate_provider

_NAME = "stack-provider-kit"


def kit_path(folder: Path) -> list[Path]:
    """Return what must be on the path there: the validator, and what is known of the distribution.

    pytest loads the kit's plugin by that, and a package's settings may ask for it by name.

    Args:
        folder: A folder to put what is known into; made if it is not there.
    """
    folder.mkdir(exist_ok=True)
    ours = distribution(_NAME)
    [about] = {
        Path(str(ours.locate_file(file))).parent
        for file in ours.files or ()
        if file.name == "entry_points.txt"
    }
    if not (folder / about.name).exists():
        (folder / about.name).symlink_to(about)
    return [Path(validate_provider.__file__).parents[1], folder]
