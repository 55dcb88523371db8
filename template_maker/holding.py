"""For which releases of its line a skeleton is right: it is written for the newest of them."""

from template_maker.errors import CannotMakeError
from template_maker.lines import Cell, releases_of
from template_maker.parts import Parts
from validate_provider.contract import Contract


class HoleError(CannotMakeError):
    """The releases for which a skeleton is right are not one unbroken run."""


def holding(cell: Cell, parts: Parts, contract: Contract) -> int:
    """Return the releases that have all that is imported, and call no hook that is not written."""
    found = cell.releases
    for module, name in parts.imports:
        if contract.is_stack(module):
            found &= sum(bound.mask for bound in contract.name(module, name))
    written = {part.name for part in (*parts.hooks, *parts.methods)}
    for hooks in (contract.startup_hooks(cell.api), contract.registration_hooks(cell.api)):
        for hook, mask in hooks.items():
            if hook not in written:
                found &= ~mask
    return found


def specifier(cell: Cell, releases: int, contract: Contract) -> str:
    """Return a specifier for RELEASES, which has the bounds of the line where it reaches them.

    So it admits the releases of the line that are still to come.

    Raises:
        HoleError: RELEASES is not an unbroken run.
    """
    of_line = list(contract.timeline.members(releases_of(cell.line, contract)))
    inside = [place for place, (bit, _) in enumerate(of_line) if bit & releases]
    first, last = inside[0], inside[-1]
    if len(inside) != last - first + 1:
        raise HoleError(f"{cell.api} on {cell.line.name}: {contract.timeline.spell(releases)}")
    lower, _, upper = cell.line.releases.partition(",")
    if first:
        lower = f">={of_line[first][1].version}"
    if last + 1 < len(of_line):
        upper = f"<{of_line[last + 1][1].version}"
    return f"{lower},{upper}"
