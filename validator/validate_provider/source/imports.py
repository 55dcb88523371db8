"""Import statements of the provider, in each release."""

import ast

from validate_provider.record import replace
from validate_provider.source.frame import Frame
from validate_provider.source.lookups import Lookups
from validate_provider.source.modules import SourceModule
from validate_provider.source.plain import plain
from validate_provider.source.values import (
    Case,
    Cases,
    Constant,
    External,
    OwnModule,
    Raised,
    Site,
    StackModule,
    covered,
    joined,
    narrowed,
)


class Imports(Lookups):
    """Binds what import statements bind."""

    def import_names(self, node: ast.ImportFrom, frame: Frame, module: str) -> None:
        """Bind the names of `from module import ...`."""
        site = frame.module.site(node)
        modules = self.import_module(module, frame, frame.alive, site)
        for alias in node.names:
            if alias.name == "*":
                stars = self._star(modules, frame, site)
                self._rebind(stars, frame)
                frame.module.stars.extend(stars)
                continue
            site = frame.module.site(alias)
            cases: list[Case] = []
            for case in narrowed(modules, frame.alive):
                cases.extend(self._member(case, module, alias.name, frame, site))
            frame.bind(alias.asname or alias.name, joined(cases))

    def _star(self, modules: Cases, frame: Frame, site: Site) -> Cases:
        """`from module import *`; it raises where `__all__` names what is not there."""
        for case in modules:
            if isinstance(case.value, StackModule):
                dotted = case.value.dotted
                for name, mask in self.contract.star(dotted).phantoms.items():
                    message = f"module '{dotted}' has no attribute '{name}'"
                    both = mask & case.mask & frame.alive
                    frame.fail(Raised(both, "AttributeError", message, site, certain=True))
            elif isinstance(case.value, OwnModule) and case.value.module.state == "done":
                self._check_listed(case.value.module, case.mask, frame, site)
        return narrowed(modules, frame.alive)

    def _check_listed(self, own: SourceModule, mask: int, frame: Frame, site: Site) -> None:
        """Each name in `__all__` must be there: a name of the module, or a module below it."""
        for listed in narrowed(own.names.get("__all__", ()), mask):
            names = plain(listed.value)
            for name in names if isinstance(names, list) and not own.open else ():
                missing = listed.mask & ~covered(self.module_name(own, str(name), listed.mask))
                if missing and not self.sources.module(f"{own.dotted}.{name}"):
                    message = f"module '{own.dotted}' has no attribute '{name}'"
                    frame.fail(Raised(missing, "AttributeError", message, site, certain=True))

    def _rebind(self, stars: Cases, frame: Frame) -> None:
        """What stands in the module already is replaced by what a star brings of its name."""
        for name in list(frame.names):
            for star in stars:
                found: Cases = ()
                match star.value:
                    case StackModule(dotted) if not name.startswith("_"):
                        found = self.stack_name(dotted, name, star.mask)
                    case OwnModule(other) if self.is_public(other, name, star.mask):
                        found = self.module_name(other, name, star.mask)
                frame.bind(name, found)

    def _member(self, case: Case, module: str, name: str, frame: Frame, site: Site) -> Cases:
        """What `from module import name` binds; a missing name raises ImportError."""
        match case.value:
            case StackModule(dotted):
                found = self.stack_name(dotted, name, case.mask)
            case OwnModule(own):
                found = self.module_name(own, name, case.mask)
                rest = case.mask & ~covered(found)
                if rest and self.sources.module(f"{own.dotted}.{name}"):
                    more = self.import_module(f"{own.dotted}.{name}", frame, rest, site)
                    return joined([*found, *more])
                if rest and own.state == "running" and not own.broken:
                    message = (
                        f"cannot import name '{name}' from partially initialized module "
                        f"'{module}' (most likely due to a circular import)"
                    )
                    raised = Raised(rest, "ImportError", message, site, certain=True)
                    frame.fail(replace(raised, subject=f"{module}.{name}"))
                    return found
            case External(dotted):
                if f"{dotted}.{name}" == "typing.TYPE_CHECKING":
                    return (Case(case.mask, Constant(value=False)),)
                return (Case(case.mask, External(f"{dotted}.{name}")),)
            case _:
                return (case,)
        missing = case.mask & ~covered(found)
        message = f"cannot import name '{name}' from '{module}'"
        frame.fail(
            Raised(missing, "ImportError", message, site, certain=True, subject=f"{module}.{name}")
        )
        return found

    def _run_import(self, node: ast.Import, frame: Frame) -> None:
        for alias in node.names:
            site = frame.module.site(alias)
            modules = self.import_module(alias.name, frame, frame.alive, site)
            if alias.asname:
                frame.bind(alias.asname, modules)
                continue
            top = alias.name.partition(".")[0]
            mask = covered(modules) & frame.alive
            frame.bind(top, self.import_module(top, frame, mask, site))

    def _run_importfrom(self, node: ast.ImportFrom, frame: Frame) -> None:
        if node.module == "__future__":
            for alias in node.names:
                frame.names[alias.name] = (Case(-1, External(f"__future__.{alias.name}")),)
            return
        if not node.level:
            self.import_names(node, frame, node.module or "")
            return
        parts = frame.module.package.split(".")
        if node.level > len(parts):
            message = "attempted relative import beyond top-level package"
            site = frame.module.site(node)
            frame.fail(Raised(frame.alive, "ImportError", message, site, certain=True))
            return
        base = ".".join(parts[: len(parts) - node.level + 1])
        self.import_names(node, frame, f"{base}.{node.module}" if node.module else base)
