"""One running scope: its names, the releases still running in it, what ended the others."""

from validate_provider.record import replace
from validate_provider.source.merging import one_of
from validate_provider.source.modules import SourceModule
from validate_provider.source.values import (
    Case,
    Cases,
    Instance,
    OwnClass,
    Raised,
    Site,
    Value,
    joined,
    narrowed,
)

Scope = dict[str, Cases]


class Frame:
    """A module, class or function body being read for a set of releases.

    Attributes:
        module: The file it stands in.
        names: What each name of this scope is, in which releases.
        outer: The scope that encloses it, for a function or class body.
        alive: The releases in which reading has not yet raised or returned.
        raised: The exceptions that left this scope, or its innermost `try`.
        returned: The values returned, each in its releases.
        unsure: The releases in which it can't be told whether reading gets here.
        handling: The exceptions that the open `except` clauses have caught, innermost last.
        owners: The scopes that names declared `global` or `nonlocal` belong to.
        marks: What the names were where an import failed perhaps, by the import's place.
        method: The class that defines the method running here, and the object it runs on.
        guarded: How many `try` statements that catch a failing import are open.
    """

    __slots__ = (
        "alive",
        "guarded",
        "handling",
        "is_class",
        "marks",
        "method",
        "module",
        "names",
        "outer",
        "owners",
        "raised",
        "returned",
        "unsure",
    )

    def __init__(
        self,
        module: SourceModule,
        alive: int,
        *,
        names: Scope | None = None,
        outer: "Frame | None" = None,
        is_class: bool = False,
    ) -> None:
        """Open a scope that starts with `names` for the releases of `alive`."""
        self.module = module
        self.alive = alive
        self.names: Scope = {} if names is None else names
        self.outer = outer
        self.is_class = is_class
        self.raised: list[Raised] = []
        self.returned: list[Case] = []
        self.unsure: int = outer.unsure if outer is not None and is_class else 0
        self.guarded = 0
        self.handling: list[Raised] = []
        self.owners: dict[str, Frame] = {}
        self.marks: dict[Site, Scope] = {}
        self.method: tuple[OwnClass, Instance] | None = None

    def fail(self, raised: Raised) -> None:
        """Note an exception; the releases in which it is certain stop here."""
        sure = raised.mask & ~self.unsure if raised.certain else 0
        if sure:
            self.raised.append(replace(raised, mask=sure))
            self.alive &= ~sure
        if raised.mask & ~sure:
            self.raised.append(replace(raised, mask=raised.mask & ~sure, certain=False))

    def bind(self, name: str, cases: Cases) -> None:
        """Give a name a new value in the releases of `cases`, and leave the others alone."""
        if name in self.owners:
            self.owners[name].bind(name, cases)
            return
        mask = 0
        for case in cases:
            mask |= case.mask
        kept = [
            Case(case.mask & ~mask, case.value)
            for case in self.names.get(name, ())
            if case.mask & ~mask
        ]
        self.names[name] = joined([*kept, *cases])

    def bind_value(self, name: str, value: Value, mask: int) -> None:
        """Give a name one value in the releases of `mask`."""
        if mask:
            self.bind(name, (Case(mask, value),))

    def holder(self, name: str) -> "Frame | None":
        """The scope that a name is found in, from here outwards."""
        scope: Frame | None = self
        while scope is not None:
            if name in scope.names and (scope is self or not scope.is_class):
                return scope
            scope = scope.outer
        return None

    def unbind(self, name: str, mask: int) -> None:
        """Forget a name in the releases of `mask`."""
        self.names[name] = narrowed(self.names.get(name, ()), ~mask)

    def leave(self, cases: Cases) -> None:
        """Return: the releases of `cases` stop here, if they have not stopped before."""
        for case in cases:
            self.returned.append(case)
            self.alive &= ~case.mask

    def result(self) -> Cases:
        """What the scope returned."""
        return one_of(self.returned, self.module.site(self.module.tree))
