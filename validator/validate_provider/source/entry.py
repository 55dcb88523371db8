"""The loader's way in: a package's `provider` module and what its `get_provider_spec` returns."""

from functools import cached_property

from validate_provider.record import replace
from validate_provider.source.frame import Frame
from validate_provider.source.project import Package, Project
from validate_provider.source.reader import Reader
from validate_provider.source.spec import Spec, specs_in
from validate_provider.source.values import (
    Cases,
    Instance,
    OwnFunction,
    OwnModule,
    Partial,
    Raised,
    Sequence,
    Site,
    covered,
    narrowed,
)

FUNCTION = "get_provider_spec"


class Entry:
    """What `module: PACKAGE` of a run config leads to.

    Attributes:
        package: The package.
        project: The folder it was found in.
        reader: Reads it, for the releases in question.
    """

    def __init__(self, package: Package, project: Project, reader: Reader) -> None:
        """Nothing is read before it is asked for."""
        self.package = package
        self.project = project
        self.reader = reader

    @property
    def module(self) -> str:
        """The module that the loader imports."""
        return f"{self.package.dotted}.provider"

    @property
    def start(self) -> Site:
        """Where a finding on the package as a whole stands."""
        for dotted in (self.module, self.package.dotted):
            module = self.reader.sources.module(dotted)
            if module is not None and module.path.is_file():
                return Site(module.shown, 1, 0)
        return Site(self.package.folder.name, 1, 0)

    @cached_property
    def _imported(self) -> tuple[Cases, tuple[Raised, ...]]:
        trunk = self.reader.sources.module(self.package.dotted)
        if trunk is None:
            return (), ()
        frame = Frame(trunk, self.reader.releases)
        cases = self.reader.import_module(self.module, frame, frame.alive, self.start)
        return cases, tuple(frame.raised)

    @property
    def import_failures(self) -> tuple[Raised, ...]:
        """What importing the module raises."""
        return self._imported[1]

    @cached_property
    def function(self) -> Cases:
        """What `get_provider_spec` is, in the releases that have it."""
        found: list[Cases] = []
        for case in self._imported[0]:
            if isinstance(case.value, OwnModule):
                cases, _missing = self.reader.attributes(case.value.module, FUNCTION, case.mask)
                found.append(cases)
        return tuple(case for cases in found for case in cases)

    @property
    def imported(self) -> int:
        """The releases in which the module can be imported."""
        return covered(self._imported[0])

    @cached_property
    def _called(self) -> tuple[Cases, tuple[Raised, ...]]:
        cases: list[Cases] = []
        raised: list[Raised] = []
        for case in self.function:
            if isinstance(case.value, OwnFunction | Partial):
                result, failures = self.reader.call(case.value, (), case.mask)
                cases.append(result)
                raised.extend(failures)
        return tuple(case for group in cases for case in group), tuple(raised)

    @property
    def returned(self) -> Cases:
        """What calling `get_provider_spec()` returns."""
        return self._called[0]

    @property
    def call_failures(self) -> tuple[Raised, ...]:
        """What calling it raises."""
        return self._called[1]

    @cached_property
    def specs(self) -> tuple[Spec, ...]:
        """The provider specs it returns, alone or in a list, as far as they can be read."""
        found: list[Spec] = []
        for case in self.returned:
            match case.value:
                case Instance():
                    found.extend(specs_in(case.value, case.mask, self.reader.contract))
                case Sequence("list", items):
                    for item in items:
                        both = item.mask & case.mask
                        if both and isinstance(item.value, Instance):
                            more = specs_in(item.value, both, self.reader.contract)
                            found.extend(replace(spec, perhaps=item.perhaps) for spec in more)
        return tuple(found)

    def site_of_function(self) -> Site:
        """Where `get_provider_spec` is defined, or the top of its module."""
        for case in narrowed(self.function, self.reader.releases):
            if isinstance(case.value, OwnFunction):
                return case.value.module.site(case.value.node)
        return self.start
