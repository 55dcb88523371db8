"""What calling something gives, in each release."""

import ast
from abc import abstractmethod
from collections.abc import Iterable

from validate_provider.source.changes import MUTATING, changed_names
from validate_provider.source.classes import lines, members
from validate_provider.source.frame import Frame
from validate_provider.source.library import Library
from validate_provider.source.operations import string_method
from validate_provider.source.plain import plain_in
from validate_provider.source.signature import default_of, parameters, refused, stars
from validate_provider.source.values import (
    Arguments,
    Bound,
    Case,
    Cases,
    Constant,
    Coroutine,
    Dictionary,
    EnumMember,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    Raised,
    Sequence,
    Site,
    StackClass,
    StackObject,
    Unknown,
    Value,
    covered,
    joined,
    narrowed,
)

_DEEPEST_CALL = 40


class Calls(Library):
    """Calls the provider's own functions and classes; following their bodies is left to heirs."""

    _calls: list[ast.AST]
    """The functions whose bodies are being followed, innermost last."""

    @abstractmethod
    def run(self, body: list[ast.stmt], frame: Frame) -> None:
        """Follow the statements of a body until every release has left it."""

    def _eval_call(self, node: ast.Call, frame: Frame, mask: int) -> Cases:
        functions = self.evaluate(node.func, frame, mask)
        given = self.arguments(node, frame, mask & covered(functions))
        site = frame.module.site(node)
        results: list[Case] = []
        for function in narrowed(functions, frame.alive):
            match function.value:
                case OwnFunction():
                    results.extend(self.call_own(function.value, given, frame, function.mask, site))
                case StackClass() if function.value.title == "Api":
                    results.extend(self._api_member(given, node, frame, function))
                case OwnClass():
                    self._construct(function.value, given, frame, function.mask, site)
                    made = Case(function.mask, Instance(function.value, given, site))
                    results.extend(narrowed((made,), frame.alive))
                case StackClass() | StackObject():
                    results.append(Case(function.mask, Instance(function.value, given, site)))
                case Bound(owner, name):
                    results.extend(self._method(owner, name, given, node, frame, function.mask))
                case External(dotted):
                    results.extend(self.call_external(dotted, given, node, frame, function.mask))
                case Unknown():
                    results.append(function)
                case _:
                    results.extend(self._unknown(node, frame, function.mask))
        return joined(results)

    def _construct(
        self, cls: OwnClass, given: Arguments, frame: Frame, mask: int, site: Site
    ) -> None:
        """Calling a class calls the `__init__` that is first in its order of lookup."""
        if not given.exact:
            return
        for line in lines(cls, mask, self.contract):
            found = members("__init__", line, self.contract) if not line.unknown else []
            if not found or found[0].site is None or found[0].signature is None:
                continue
            owner = found[0].owner.title
            wrong = refused(f"{owner}.__init__", found[0].signature, given, bound=True)
            if wrong:
                both = found[0].mask & line.mask
                frame.fail(Raised(both, "TypeError", wrong, site, certain=True))

    def _api_member(self, given: Arguments, node: ast.Call, frame: Frame, api: Case) -> Cases:
        """`Api("inference")`: the member of that value."""
        results: list[Case] = []
        for case in narrowed(given.positional[0] if given.positional else (), api.mask):
            match case.value, api.value:
                case Constant(str(name)), StackClass(dotted):
                    has = self.contract.apis().get(name, 0) & case.mask
                    message = f"'{name}' is not a valid Api"
                    frame.fail(
                        Raised(
                            case.mask & ~has,
                            "ValueError",
                            message,
                            frame.module.site(node),
                            certain=True,
                            subject=f"Api.{name}",
                        )
                    )
                    results.append(Case(has, EnumMember(dotted, name)))
                case _:
                    results.extend(self._unknown(node, frame, case.mask))
        return joined(results)

    def arguments(self, node: ast.Call, frame: Frame, mask: int) -> Arguments:
        """What a call passes."""
        exact = True
        positional: list[Cases] = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                exact = False
                self.evaluate(argument.value, frame, mask)
            else:
                positional.append(self.evaluate(argument, frame, mask))
        keywords: dict[str, Cases] = {}
        sites: dict[str, Site] = {}
        for keyword in node.keywords:
            cases = self.evaluate(keyword.value, frame, mask)
            site = frame.module.site(keyword.value)
            splat = {keyword.arg: cases} if keyword.arg is not None else _splatted(cases)
            if splat is None:
                exact = False
                continue
            keywords.update(splat)
            sites.update(dict.fromkeys(splat, site))
        return Arguments(tuple(positional), keywords, sites, exact)

    def _method(
        self,
        owner: Value,
        name: str,
        given: Arguments,
        node: ast.Call,
        frame: Frame,
        mask: int,
    ) -> Cases:
        arguments = [plain_in(cases, mask) for cases in given.positional]
        if isinstance(owner, Constant) and isinstance(owner.value, str) and not given.keywords:
            value = string_method(owner.value, name, arguments)
            if value is not None:
                return (Case(mask, value),)
        if isinstance(owner, Sequence | Dictionary) and name == "copy":
            return (Case(mask, owner),)
        if isinstance(owner, Sequence | Dictionary) and name in MUTATING:
            for changed in changed_names(node):
                holder = frame.holder(changed)
                if holder is not None:
                    holder.bind(changed, self._unknown(node, frame, mask))
        return self._unknown(node, frame, mask)

    def call(
        self,
        function: OwnFunction,
        positional: tuple[Cases, ...],
        mask: int,
    ) -> tuple[Cases, tuple[Raised, ...]]:
        """Call a function from outside, as the loader does.

        Returns:
            What it returns (a coroutine already awaited), and what it raises.
        """
        frame = Frame(function.module, mask)
        site = function.module.site(function.node)
        given = Arguments(positional, {}, {}, exact=True)
        cases = self.call_own(function, given, frame, mask, site)
        return cases, tuple(frame.raised)

    def call_own(
        self,
        function: OwnFunction,
        given: Arguments,
        frame: Frame,
        mask: int,
        site: Site,
    ) -> Cases:
        """Call a function of the provider with arguments; exceptions are noted in `frame`."""
        node = function.node
        harmless = {"staticmethod", "functools.cache", "functools.lru_cache", "functools.wraps"}
        if set(function.decorators) - harmless:
            why = f"`{node.name}` is wrapped by a decorator"
            return (Case(mask, Unknown(why, site)),)
        if node in self._calls or len(self._calls) >= _DEEPEST_CALL:
            return (Case(mask, Unknown(f"`{node.name}` calls itself", site)),)
        if any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in ast.walk(node)):
            return (Case(mask, Unknown(f"`{node.name}` is a generator", site)),)
        inside = Frame(function.module, mask, outer=function.outer)
        inside.unsure = frame.unsure
        inside.guarded = frame.guarded
        self._bind_arguments(function, given, inside, frame, site)
        inside.alive &= frame.alive
        self._calls.append(node)
        try:
            self.run(node.body, inside)
        finally:
            self._calls.pop()
        if inside.alive:
            inside.leave((Case(inside.alive, Constant(None)),))
        for raised in inside.raised:
            frame.fail(raised)
        result = narrowed(inside.result(), frame.alive)
        if function.is_async:
            return (Case(covered(result), Coroutine(result)),) if result else ()
        return result

    def _bind_arguments(
        self,
        function: OwnFunction,
        given: Arguments,
        inside: Frame,
        frame: Frame,
        site: Site,
    ) -> None:
        signature = parameters(function.node.args)
        by_position = [n for n in signature.names if n not in signature.keyword_only]
        named = dict(zip(by_position, given.positional, strict=False))
        named |= {n: cases for n, cases in given.keywords.items() if n in signature.names}
        for name in (*signature.names, *stars(function.node.args)):
            cases = named.get(name)
            if cases is not None:
                inside.bind(name, cases)
                continue
            default = default_of(function.node.args, name)
            if default is not None:
                inside.bind(name, self.evaluate(default, inside, inside.alive))
                continue
            if given.exact and name in signature.required:
                message = f"{function.name}() missing 1 required positional argument: '{name}'"
                frame.fail(Raised(inside.alive, "TypeError", message, site, certain=True))
            unknown = Unknown(f"the argument `{name}` of `{function.name}`", site)
            inside.bind(name, (Case(inside.alive, unknown),))


def _splatted(cases: Iterable[Case]) -> dict[str, Cases] | None:
    """The keyword arguments that `**cases` stands for; None if they can't be listed."""
    keywords: dict[str, Cases] = {}
    for case in cases:
        if not isinstance(case.value, Dictionary):
            return None
        for entry in case.value.entries:
            if not isinstance(entry.key, str):
                return None
            mask = entry.mask & case.mask
            before = narrowed(keywords.get(entry.key, ()), ~mask)
            keywords[entry.key] = joined([*before, Case(mask, entry.value)])
    return keywords
