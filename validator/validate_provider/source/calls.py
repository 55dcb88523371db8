"""What calling something gives, in each release."""

import ast
from abc import abstractmethod
from collections.abc import Iterable

from validate_provider.record import replace
from validate_provider.source.changes import MUTATING, bound_names, changed_names
from validate_provider.source.classes import PLAIN_DECORATORS, AnyClass, lines, signature_of
from validate_provider.source.construction import refusals
from validate_provider.source.containers import Containers
from validate_provider.source.frame import Frame
from validate_provider.source.lookups import may_hold
from validate_provider.source.nodes import nodes_of
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
    Entry,
    EnumMember,
    External,
    Instance,
    Item,
    OwnClass,
    OwnFunction,
    Partial,
    Raised,
    Sequence,
    Signature,
    Site,
    StackClass,
    StackObject,
    Unknown,
    Value,
    covered,
    innermost,
    joined,
    narrowed,
)

_DEEPEST_CALL = 40
_LOADER = ast.Name("loader", ast.Load())
"""Who calls the functions that the loader looks for."""
_HARMLESS = frozenset({"staticmethod", "functools.cache", "functools.lru_cache", "functools.wraps"})
"""Decorators that leave a function to do what it says."""


class Calls(Containers):
    """Calls the provider's own functions and classes; following their bodies is left to heirs."""

    running = False
    """Whether the factory is followed: what it checks then depends on the run config."""

    _calls: list[ast.AST]
    """The functions whose bodies are being followed, innermost last."""

    @abstractmethod
    def run(self, body: list[ast.stmt], frame: Frame) -> None:
        """Follow the statements of a body until every release has left it."""

    @property
    @abstractmethod
    def has_time(self) -> bool:
        """Whether reading may still follow what it need not follow."""

    def _eval_call(self, node: ast.Call, frame: Frame, mask: int) -> Cases:
        match node.func:
            case ast.Attribute(
                value=ast.Call(func=ast.Name(id="super"), args=[], keywords=[]), attr=name
            ) if frame.method is not None:
                return self._call_super(name, node, frame, mask)
        functions = self.evaluate(node.func, frame, mask)
        given = self.arguments(node, frame, mask & covered(functions))
        results: list[Case] = []
        for function in narrowed(functions, frame.alive):
            results.extend(self.call_value(function, given, node, frame))
        return joined(results)

    def call_value(self, function: Case, given: Arguments, node: ast.Call, frame: Frame) -> Cases:
        """Call whatever a name stands for."""
        site = frame.module.site(node)
        match function.value:
            case OwnFunction():
                inside, result = self._follow(function.value, given, frame, function.mask, site)
                if inside is not None:
                    _hand_back(function.value, inside, node, frame)
                return result
            case StackClass() if function.value.title == "Api":
                return self._api_member(given, node, frame, function)
            case OwnClass() | StackClass():
                self._construct(function.value, given, frame, function.mask, site)
                made = Case(function.mask, Instance(function.value, given, site))
                return narrowed((made,), frame.alive)
            case StackObject(dotted):
                self._check_stack_method(dotted, given, frame, function.mask, site)
                made = Case(function.mask, Instance(function.value, given, site))
                return narrowed((made,), frame.alive)
            case Bound(owner, name):
                return self._method(owner, name, given, node, frame, function.mask)
            case External(dotted):
                return self.call_external(dotted, given, node, frame, function.mask)
            case Partial(inner, first):
                whole = Arguments(
                    (*first.positional, *given.positional),
                    first.keywords | given.keywords,
                    first.sites | given.sites,
                    first.exact and given.exact,
                )
                return self.call_value(Case(function.mask, inner), whole, node, frame)
            case Unknown():
                return (function,)
            case _:
                return self._unknown(node, frame, function.mask)

    def _construct(
        self, cls: OwnClass | StackClass, given: Arguments, frame: Frame, mask: int, site: Site
    ) -> None:
        """Calling a class calls the `__init__` that is first in its order of lookup."""
        for line in lines(cls, mask, self.contract):
            if not _is_whole(given, line.mask):
                continue
            for refusal in refusals(line, given, self.contract):
                frame.fail(refusal.raised(site))
            if isinstance(cls, OwnClass):
                made = Instance(cls, given, site)
                self._send(made, "__init__", line.classes, given, frame, line.mask, site)

    def _send(
        self,
        made: Instance,
        name: str,
        classes: tuple[AnyClass, ...],
        given: Arguments,
        frame: Frame,
        mask: int,
        site: Site,
    ) -> Cases:
        """Call a method of an object, the first that `classes` hold; () where it is not read."""
        results: list[Case] = []
        rest = mask & frame.alive
        for cls in classes:
            if not isinstance(cls, OwnClass):
                if not may_hold(cls, name, self.contract):
                    continue
                break
            if cls.open or name in cls.set_on_self:
                break
            for case in narrowed(cls.members.get(name, ()), rest):
                rest &= ~case.mask
                function = case.value
                if isinstance(function, OwnFunction) and _is_method(function) and self.has_time:
                    passed = _with_owner(function, made, given, case.mask)
                    method = (cls, made)
                    result = self.call_own(function, passed, frame, case.mask, site, method)
                    results.extend(result)
            if not rest:
                break
        return joined(results)

    def _call_super(self, name: str, node: ast.Call, frame: Frame, mask: int) -> Cases:
        """`super().name(...)`: the next class in the order of the object's own class."""
        given = self.arguments(node, frame, mask)
        site = frame.module.site(node)
        results: list[Case] = []
        cls, made = frame.method or (None, None)
        if made is not None and isinstance(made.of, OwnClass):
            for line in lines(made.of, mask & frame.alive, self.contract):
                if cls not in line.classes:
                    continue
                above = line.classes[line.classes.index(cls) + 1 :]
                whole = _is_whole(given, line.mask)
                if name == "__init__" and whole:
                    above_it = replace(line, classes=above)
                    for refusal in refusals(above_it, given, self.contract, by_super=True):
                        frame.fail(refusal.raised(site))
                results.extend(self._send(made, name, above, given, frame, line.mask, site))
        rest = mask & frame.alive & ~covered(tuple(results))
        return joined([*results, *self._unknown(node, frame, rest)]) if rest else joined(results)

    def _check_stack_method(
        self, dotted: str, given: Arguments, frame: Frame, mask: int, site: Site
    ) -> None:
        """`Mixin.__init__(self, ...)`: a method of the stack, called through its class."""
        owner, _, name = dotted.rpartition(".")
        table = self.contract.class_table(owner)
        if table is None or not given.positional or not _is_whole(given, mask):
            return
        without_self = replace(given, positional=given.positional[1:])
        for method_mask, method in table.methods.get(name, ()):
            if method.kind == "method" and "wrapped" not in method.markers:
                title = f"{owner.rpartition('.')[2]}.{name}"
                wrong = refused(title, signature_of(method), without_self, bound=True)
                both = method_mask & mask if wrong else 0
                frame.fail(Raised(both, "TypeError", wrong, site, certain=True))

    def _eval_lambda(self, node: ast.Lambda, frame: Frame, mask: int) -> Cases:
        body = ast.copy_location(ast.Return(node.body), node)
        made = ast.FunctionDef("<lambda>", node.args, [body], [], None)
        return (Case(mask, OwnFunction(ast.copy_location(made, node), (), frame)),)

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
                more = _spread(self.evaluate(argument.value, frame, mask), mask)
                exact &= more is not None
                positional.extend(more or ())
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
        match owner:
            case Constant(str(text)) if not given.keywords:
                arguments = [plain_in(cases, mask) for cases in given.positional]
                value = string_method(text, name, arguments)
                if value is not None:
                    return (Case(mask, value),)
            case Sequence() | Dictionary() if name == "copy":
                return (Case(mask, owner),)
            case Sequence() | Dictionary() if name in MUTATING:
                return self.mutate(owner, name, given, node, frame, mask)
            case Dictionary() if name in {"get", "items", "keys", "values"}:
                return self.read_dictionary(owner, name, given, node, frame, mask)
            case OwnClass():
                site = frame.module.site(node)
                made = Instance(owner, Arguments((), {}, {}, exact=False), site)
                return self._send(made, name, (owner,), given, frame, mask, site)
            case Instance(of=OwnClass() as cls):
                site = frame.module.site(node)
                results: list[Case] = []
                for line in lines(cls, mask, self.contract):
                    sent = self._send(owner, name, line.classes, given, frame, line.mask, site)
                    results.extend(sent)
                rest = mask & frame.alive & ~covered(tuple(results))
                return joined([*results, *self._unknown(node, frame, rest)] if rest else results)
        return self._unknown(node, frame, mask)

    def call(
        self,
        function: OwnFunction | Partial,
        positional: tuple[Cases, ...],
        mask: int,
        *,
        running: bool = False,
    ) -> tuple[Cases, tuple[Raised, ...]]:
        """Call a function from outside, as the loader does.

        Args:
            function: The function.
            positional: What is passed.
            mask: The releases.
            running: Whether the run config decides what happens in it.

        Returns:
            What it returns (a coroutine already awaited), and what it raises.
        """
        inner = innermost(function)
        if not isinstance(inner, OwnFunction):
            return (), ()
        frame = Frame(inner.module, mask)
        given = Arguments(positional, {}, {}, exact=True)
        self.running = running
        cases = self.call_value(Case(mask, function), given, ast.Call(_LOADER, [], []), frame)
        self.running = False
        return cases, tuple(frame.raised)

    def call_own(
        self,
        function: OwnFunction,
        given: Arguments,
        frame: Frame,
        mask: int,
        site: Site,
        method: tuple[OwnClass, Instance] | None = None,
    ) -> Cases:
        """Call a function of the provider with arguments; exceptions are noted in `frame`.

        Args:
            function: The function.
            given: What is passed, `self` included.
            frame: Where it is called.
            mask: The releases that call it.
            site: The call.
            method: The class that defines it and the object it runs on, for a method.
        """
        return self._follow(function, given, frame, mask, site, method)[1]

    def _follow(
        self,
        function: OwnFunction,
        given: Arguments,
        frame: Frame,
        mask: int,
        site: Site,
        method: tuple[OwnClass, Instance] | None = None,
    ) -> tuple[Frame | None, Cases]:
        """Call a function: its scope when it ended (None if it was not followed), its result."""
        node = function.node
        if method is None and set(function.decorators) - _HARMLESS:
            why = f"`{node.name}` is wrapped by a decorator"
            return None, (Case(mask, Unknown(why, site)),)
        if node in self._calls or len(self._calls) >= _DEEPEST_CALL:
            return None, (Case(mask, Unknown(f"`{node.name}` calls itself", site)),)
        if any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in nodes_of(node)):
            return None, (Case(mask, Unknown(f"`{node.name}` is a generator", site)),)
        name = f"{method[0].title}.{node.name}" if method else node.name
        wrong = refused(name, parameters(node.args), given) if _is_whole(given, mask) else ""
        if wrong:
            frame.fail(Raised(mask, "TypeError", wrong, site, certain=True))
        inside = Frame(function.module, mask & frame.alive, outer=function.outer)
        inside.unsure = frame.unsure
        inside.guarded = frame.guarded
        inside.method = method
        self._bind_arguments(function, given, inside, site)
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
            result = (Case(covered(result), Coroutine(result)),) if result else ()
        return inside, result

    def _bind_arguments(
        self,
        function: OwnFunction,
        given: Arguments,
        inside: Frame,
        site: Site,
    ) -> None:
        signature = parameters(function.node.args)
        by_position = [n for n in signature.names if n not in signature.keyword_only]
        named = dict(zip(by_position, given.positional, strict=False))
        named |= {n: cases for n, cases in given.keywords.items() if n in signature.names}
        if given.exact:
            named |= _rest(function.node.args, signature, given, inside.alive)
        for name in (*signature.names, *stars(function.node.args)):
            cases = named.get(name)
            if cases is not None:
                inside.bind(name, cases)
                continue
            default = default_of(function.node.args, name)
            if default is not None:
                inside.bind(name, self.evaluate(default, inside, inside.alive))
                continue
            unknown = Unknown(f"the argument `{name}` of `{function.name}`", site)
            inside.bind(name, (Case(inside.alive, unknown),))


def _is_method(function: OwnFunction) -> bool:
    names = {decorator.rpartition(".")[2] for decorator in function.decorators}
    return names <= PLAIN_DECORATORS


def _with_owner(function: OwnFunction, made: Instance, given: Arguments, mask: int) -> Arguments:
    """The arguments that a method gets, the object or its class before the others."""
    names = {decorator.rpartition(".")[2] for decorator in function.decorators}
    if "staticmethod" in names or not isinstance(made.of, OwnClass):
        return given
    first = (Case(mask, made.of if "classmethod" in names else made),)
    return replace(given, positional=(first, *given.positional))


def _is_whole(given: Arguments, mask: int) -> bool:
    """Whether each argument is passed in all releases of `mask`."""
    passed = (*given.positional, *given.keywords.values())
    return given.exact and not any(mask & ~covered(cases) for cases in passed)


def _rest(
    arguments: ast.arguments, signature: Signature, given: Arguments, mask: int
) -> dict[str, Cases]:
    """What `*args` and `**kwargs` take."""
    taken: dict[str, Cases] = {}
    count = len([name for name in signature.names if name not in signature.keyword_only])
    more = given.positional[count:]
    if arguments.vararg is not None and all(len(cases) == 1 for cases in more):
        items = tuple(Item(case.mask, case.value) for cases in more for case in cases)
        taken[arguments.vararg.arg] = (Case(mask, Sequence("tuple", items)),)
    if arguments.kwarg is not None:
        entries = tuple(
            Entry(case.mask, name, case.value)
            for name, cases in given.keywords.items()
            if name not in signature.names
            for case in cases
        )
        taken[arguments.kwarg.arg] = (Case(mask, Dictionary(entries)),)
    return taken


def _hand_back(function: OwnFunction, inside: Frame, node: ast.Call, frame: Frame) -> None:
    """A function that changes its argument changes what the caller's name stands for."""
    changed = changed_names(function.node) - bound_names(*function.node.body)
    names = [a.arg for a in (*function.node.args.posonlyargs, *function.node.args.args)]
    passed = [*zip(names, node.args, strict=False)]
    passed += [(k.arg, k.value) for k in node.keywords if k.arg]
    for name, argument in passed:
        holder = frame.holder(argument.id) if isinstance(argument, ast.Name) else None
        if name in changed and holder is not None and isinstance(argument, ast.Name):
            holder.bind(argument.id, inside.names.get(name, ()))


def _spread(cases: Cases, mask: int) -> list[Cases] | None:
    """The positional arguments that `*cases` stands for; None if they can't be listed."""
    if len(cases) != 1 or not isinstance(cases[0].value, Sequence):
        return None
    items = cases[0].value.items
    if any(item.perhaps or mask & ~item.mask for item in items):
        return None
    return [(Case(mask, item.value),) for item in items]


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
