"""Ways of which one is taken, and what they agree on, in each release."""

import ast
from collections.abc import Sequence as Several

from validate_provider.record import Record, replace
from validate_provider.source.definitions import Definitions
from validate_provider.source.frame import Frame, Scope
from validate_provider.source.merging import agreed
from validate_provider.source.nodes import nodes_of
from validate_provider.source.values import (
    Case,
    External,
    OwnFunction,
    Raised,
    Unknown,
    covered,
    joined,
    narrowed,
)

_ABOUT_VALUES = frozenset(
    {"collections", "dataclasses", "enum", "json", "pydantic", "re", "typing", "urllib"}
)
"""Modules whose functions look at what they are given, and at nothing else."""


class Branch(Record):
    """One of several ways to go on."""

    names: Scope
    """What is bound at its start."""
    body: list[ast.stmt]
    alive: int = -1
    """The releases that can take it."""


class Reason(Record):
    """What decides which branch is taken."""

    condition: str
    """For people."""
    outside: bool
    """It depends on the machine: on what is installed, on the environment."""


class End(Record):
    """How one of several branches ended."""

    names: Scope
    alive: int
    """The releases that reached its end."""
    left: int
    """The releases that returned, for certain or not."""
    unsure: int
    raised: list[Raised]


class Branches(Definitions):
    """Follows each of several ways, and keeps what they have in common."""

    def _is_outside(self, test: ast.expr, frame: Frame, mask: int) -> bool:
        """Whether a condition depends on the machine, and not on the run config alone."""
        trial = Frame(frame.module, mask, names=dict(frame.names), outer=frame.outer)
        for inner in nodes_of(test):
            if not isinstance(inner, ast.Name):
                continue
            holder = frame.holder(inner.id)
            for case in self.evaluate(inner, trial, mask):
                match case.value:
                    case Unknown(outside=outside):
                        if outside or holder is None or holder.outer is None:
                            return True
                    case OwnFunction():
                        return True
                    case External(dotted) if not dotted.startswith("builtins."):
                        return dotted.partition(".")[0] not in _ABOUT_VALUES
        return False

    def _run_within(self, body: list[ast.stmt], frame: Frame, mask: int) -> None:
        """Follow a branch that only the releases of `mask` take."""
        mask &= frame.alive
        if not mask or not body:
            return
        others = frame.alive & ~mask
        frame.alive = mask
        self.run(body, frame)
        frame.alive |= others

    def _run_either(
        self, branches: Several[Branch], frame: Frame, mask: int, reason: Reason, node: ast.AST
    ) -> None:
        """Follow branches of which one is taken, and keep what they agree on.

        Args:
            branches: For each, the names at its start, and its body.
            frame: The scope.
            mask: The releases in which it can't be told which branch is taken.
            reason: What decides it.
            node: The statement.
        """
        before, unsure, others = dict(frame.names), frame.unsure, frame.alive & ~mask
        raised, returned = frame.raised, len(frame.returned)
        ends: list[End] = []
        for branch in branches:
            frame.names.clear()
            frame.names.update(branch.names)
            frame.alive, frame.unsure, frame.raised = mask & branch.alive, unsure, []
            already = len(frame.returned)
            self.run(branch.body, frame)
            left = covered(tuple(frame.returned[already:])) & mask | mask & ~branch.alive
            ends.append(End(dict(frame.names), frame.alive, left, frame.unsure, frame.raised))
        frame.raised = raised
        survived = 0
        for end in ends:
            survived |= end.alive | end.left
        for one in (one for end in ends for one in end.raised):
            ignored = survived if self.running and one.deliberate and not reason.outside else 0
            if one.mask & ~ignored:
                frame.raised.append(replace(one, mask=one.mask & ~ignored, certain=False))
        alive = 0
        for end in ends:
            alive |= end.alive
            unsure |= end.unsure
        # Where it may have returned, what follows is not reached for certain.
        frame.unsure = unsure | covered(tuple(frame.returned[returned:])) & mask
        frame.alive = alive | others
        frame.names.clear()
        frame.names.update(self._agreed(before, ends, mask, reason, frame, node))

    def _agreed(
        self,
        before: Scope,
        ends: list[End],
        mask: int,
        reason: Reason,
        frame: Frame,
        node: ast.AST,
    ) -> Scope:
        site = frame.module.site(node)
        parts = _by_survivors(ends, mask)
        merged: Scope = {}
        for name in dict.fromkeys(name for end in ends for name in (*before, *end.names)):
            why = f"`{name}` depends on {reason.condition}"
            unknown = Unknown(why, site, reason.outside)
            inside: list[Case] = []
            for part, survivors in parts:
                inside.extend(agreed([s.names.get(name, ()) for s in survivors], part, unknown))
            merged[name] = joined([*narrowed(before.get(name, ()), ~mask), *inside])
        return merged


def _by_survivors(ends: list[End], mask: int) -> list[tuple[int, list[End]]]:
    """Split releases by which branches reach their end; those that none reaches are left out."""
    parts: list[tuple[int, list[End]]] = [(mask, [])]
    for end in ends:
        parts = [
            (part, found)
            for whole, so_far in parts
            for part, found in (
                (whole & end.alive, [*so_far, end]),
                (whole & ~end.alive, so_far),
            )
            if part
        ]
    return [(part, found) for part, found in parts if found]
