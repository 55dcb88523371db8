"""Class tables and functions: what the stack's own classes have, in which releases.

A block of a definitions file is a class, a function or a type alias, named by the module that
defines it; the facts of a class are

    bases typing.Protocol       its bases in order; `?text` for one that can't be resolved
    is protocol own-init        what else is true of it, see `ClassTable.flags`
    def register(model)         a method, see `signatures`
    field name: str = ''        an annotated field
    attributes A B              other names bound in its body

of a function only its `def`, and of an alias `default X`: a field annotated with it needs no
value.
"""

from collections.abc import Mapping
from pathlib import Path

from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.names import ROOTS
from validate_provider.contract.releases import Timeline
from validate_provider.contract.signatures import Field, Method, parse_field, parse_method
from validate_provider.record import Record

Lineage = tuple[str, ...]
"""A class and its ancestors, nearest first, in the order Python looks a method up."""


class ClassTable(Record):
    """One class of the stack: what its own body says, ancestors not included."""

    name: str
    """Dotted definition: `llama_stack_api.inference.api.Inference`."""
    mask: int
    """The releases that define it."""
    bases: tuple[tuple[int, tuple[str, ...]], ...]
    methods: Mapping[str, tuple[tuple[int, Method], ...]]
    fields: Mapping[str, tuple[tuple[int, Field], ...]]
    attributes: Mapping[str, int]
    """Names bound in the body to something that is neither method nor annotated field."""
    flags: Mapping[str, int]
    """`protocol`, `enum`, `dataclass`, `frozen`, `open` (has `__getattr__`), `own-init`,
    `extra-allow`, `extra-forbid`, `trace-protocol`, `runtime-checkable`, `metaclass`,
    `decorated` (by something that may change it)."""


class Definitions:
    """Answers what a class or function of the stack looks like."""

    def __init__(self, folder: Path, timeline: Timeline) -> None:
        self._timeline = timeline
        self._files = {root: BlockFile(folder / f"{root}.txt") for root in ROOTS}
        self._tables: dict[str, ClassTable | None] = {}

    def class_table(self, dotted: str) -> ClassTable | None:
        """Return the class, or None if the contract holds no table of it."""
        if dotted not in self._tables:
            self._tables[dotted] = self._read(dotted)
        return self._tables[dotted]

    def function(self, dotted: str) -> tuple[tuple[int, Method], ...]:
        """Return the function's signatures; empty if the contract doesn't hold it."""
        facts = [f for f in self._block(dotted) if f[1].startswith(("def ", "async "))]
        if self.class_table(dotted) is not None:
            return ()
        return tuple((self._timeline.parse(s), parse_method(f)[1]) for s, f in facts)

    def default_of(self, dotted: str) -> tuple[tuple[int, str], ...]:
        """Return the default that a type alias gives to a field; empty if it gives none."""
        return tuple(
            (self._timeline.parse(scope), fact.removeprefix("default "))
            for scope, fact in self._block(dotted)
            if fact.startswith("default ")
        )

    def lineages(self, dotted: str, mask: int) -> list[tuple[int, Lineage]]:
        """Return the method resolution order of a class, for each part of MASK where it differs.

        A base without a table stands in it by its name alone, without ancestors.
        """
        table = self.class_table(dotted)
        if table is None:
            return [(mask, (dotted,))]
        found: list[tuple[int, Lineage]] = []
        for scope, bases in table.bases:
            if scope & mask:
                found += self._lineages(dotted, bases, scope & mask)
        return found

    def methods(self, dotted: str, mask: int) -> dict[str, tuple[tuple[int, Method], ...]]:
        """Return every method of a class in MASK, inherited ones from stack classes included."""
        found: dict[str, list[tuple[int, Method]]] = {}
        for scope, lineage in self.lineages(dotted, mask):
            unseen: dict[str, int] = {}  # releases in which no nearer ancestor has the method
            for ancestor in lineage:
                table = self.class_table(ancestor)
                for name, variants in table.methods.items() if table else ():
                    left = unseen.get(name, scope)
                    for variant_mask, method in variants:
                        if variant_mask & left:
                            add_variant(found.setdefault(name, []), variant_mask & left, method)
                            unseen[name] = unseen.get(name, scope) & ~variant_mask
        return {name: tuple(variants) for name, variants in found.items()}

    def _lineages(
        self, dotted: str, bases: tuple[str, ...], mask: int
    ) -> list[tuple[int, Lineage]]:
        parts: list[tuple[int, list[Lineage]]] = [(mask, [])]
        for base in bases:
            parts = [
                (scope & base_scope, [*above, lineage])
                for scope, above in parts
                for base_scope, lineage in self.lineages(base, scope)
                if scope & base_scope
            ]
        return [(scope, (dotted, *_merge([*above, bases]))) for scope, above in parts]

    def _block(self, dotted: str) -> list[tuple[str, str]]:
        file = self._files.get(dotted.partition(".")[0])
        return file.block(dotted) if file else []

    def _read(self, dotted: str) -> ClassTable | None:
        bases: list[tuple[int, tuple[str, ...]]] = []
        methods: dict[str, list[tuple[int, Method]]] = {}
        fields: dict[str, list[tuple[int, Field]]] = {}
        attributes: dict[str, int] = {}
        flags: dict[str, int] = {}
        covered = 0
        for scope, fact in self._block(dotted):
            mask = self._timeline.parse(scope)
            word, _, rest = fact.partition(" ")
            match word:
                case "bases":
                    bases.append((mask, tuple(rest.split())))
                    covered |= mask
                case "def" | "async":
                    name, method = parse_method(fact)
                    methods.setdefault(name, []).append((mask, method))
                case "field":
                    name, field = parse_field(rest)
                    fields.setdefault(name, []).append((mask, field))
                case "attributes" | "is":
                    table = attributes if word == "attributes" else flags
                    for name in rest.split():
                        table[name] = table.get(name, 0) | mask
        if not bases:
            return None
        return ClassTable(
            name=dotted,
            mask=covered,
            bases=tuple(bases),
            methods={name: tuple(variants) for name, variants in methods.items()},
            fields={name: tuple(variants) for name, variants in fields.items()},
            attributes=attributes,
            flags=flags,
        )


def add_variant(variants: list[tuple[int, Method]], mask: int, method: Method) -> None:
    """Add the releases of MASK to the variant that is the same METHOD, or a new variant."""
    for index, (before, known) in enumerate(variants):
        if known == method:
            variants[index] = (before | mask, known)
            return
    variants.append((mask, method))


def _merge(sequences: list[tuple[str, ...]]) -> Lineage:
    """Return Python's linearisation (C3) of the ancestors' own orders."""
    remaining = [list(sequence) for sequence in sequences if sequence]
    order: list[str] = []
    while remaining:
        for sequence in remaining:
            head = sequence[0]
            if not any(head in other[1:] for other in remaining):
                break
        else:  # Python itself would refuse such bases
            head = remaining[0][0]
        order.append(head)
        remaining = [[x for x in sequence if x != head] for sequence in remaining]
        remaining = [sequence for sequence in remaining if sequence]
    return tuple(order)
