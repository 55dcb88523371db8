"""Where the template is."""

from pathlib import Path


def template() -> Path:
    """Return the folder of the template: the checkout's, or the copy that an installation has.

    The checkout's comes first, for an editable installation has a copy too, which grows stale.
    """
    here = Path(__file__).resolve().parent
    checkout = here.parents[1] / "templates" / "provider"
    installed = here / "templates" / "provider"
    return checkout if (checkout / "copier.yml").is_file() else installed
