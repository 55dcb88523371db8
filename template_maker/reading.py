"""From a cell to the parts of its skeleton: the protocol, the hooks, and how they are called."""

import ast
import copy
from collections.abc import Iterator

from template_maker import words
from template_maker.annotations import Reducer, today
from template_maker.called import Called, callers_signature
from template_maker.errors import CannotMakeError
from template_maker.lines import Cell
from template_maker.parts import Attribute, Part, Parts
from template_maker.places import Place, Places
from template_maker.release import Function, Sources, functions
from template_maker.routes import routes_of_api, routes_of_method
from validate_provider.contract import Contract


class UnreadableCellError(CannotMakeError):
    """The stack writes a cell's methods in a way that this program must learn to read."""


class Reading:
    """Reads one cell.

    Args:
        cell: The API and the line.
        contract: What the stack expects and calls.
        sources: The newest release of the cell.
    """

    def __init__(self, cell: Cell, contract: Contract, sources: Sources) -> None:
        self._cell = cell
        self._contract = contract
        self._sources = sources
        self._places = Places(contract, sources, cell.bit, cell.releases)
        self._imports: dict[str, Place] = {}

    def parts(self) -> Parts:
        """Return the parts.

        Raises:
            NoPlaceError: A name in a signature can't be imported.
            UnreadableCellError: A hook is declared nowhere.
        """
        protocol = self._one(self._contract.protocol(self._cell.api))
        module, _, name = protocol.rpartition(".")
        declared = dict(self._declared(protocol))
        routes = routes_of_api(self._sources, module)
        inherited = tuple(n for n, (_, method) in declared.items() if self._is_left_out(n, method))
        return Parts(
            protocol=self._use(module, name),
            attributes=tuple(self._attributes(protocol)),
            hooks=tuple(self._hooks(declared)),
            methods=tuple(
                self._method(owner, method, routes.get(name) or routes_of_method(method))
                for name, (owner, method) in declared.items()
                if name not in inherited
            ),
            inherited=inherited,
            health=self._health(),
            imports=tuple((place.module, place.name) for place in self._imports.values()),
        )

    # The protocol.

    def _declared(self, dotted: str) -> Iterator[tuple[str, tuple[str, Function]]]:
        """Yield name -> (module, method) for each method of a class, inherited ones first."""
        for _, lineage in self._contract.lineages(dotted, self._cell.bit):
            for ancestor in reversed(lineage):
                module, _, name = ancestor.rpartition(".")
                found = self._sources.classes(module).get(name)
                for method in functions(found).values() if found else ():
                    yield method.name, (module, method)

    def _attributes(self, dotted: str) -> Iterator[Attribute]:
        """Yield what a protocol declares without a value: a subclass without it is abstract."""
        module, _, name = dotted.rpartition(".")
        for node in self._sources.classes(module)[name].body:
            match node:
                case ast.AnnAssign(target=ast.Name(id=target), annotation=annotation, value=None):
                    found = self._reducer(module).annotation(annotation)
                    yield Attribute(target, ast.unparse(found))

    def _is_left_out(self, name: str, method: Function) -> bool:
        """Tell a method that need not be there, as its own body says "not implemented".

        If it says nothing else in some release of the line, mypy takes it for abstract there.
        """
        body = [n for n in method.body if not _is_text(n)]
        if not body or not isinstance(body[0], ast.Raise):
            return False
        line = self._cell.releases
        bodies = self._contract.methods(self._cell.api)[name]
        bare = sum(mask for mask, variant in bodies if variant.body != "real")
        return not (bare | self._contract.checked(self._cell.api).get(name, 0)) & line

    def _method(self, module: str, method: Function, routes: list[str]) -> Part:
        calls = self._contract.calls(self._cell.api).get(method.name, ())
        here = [call for mask, call in calls if mask & self._cell.bit]
        called = callers_signature(method, here)
        return Part(
            name=method.name,
            signature=self._signature(module, method, called),
            is_async=isinstance(method, ast.AsyncFunctionDef),
            doc=words.of_method(method.name, routes),
            body=words.not_written(method.name),
            overrides=bool(called.instead),
        )

    def _signature(self, module: str, method: Function, called: Called) -> str:
        reducer = self._reducer(module)
        arguments = copy.deepcopy(method.args)  # the tree is read again for other cells
        if called.instead:
            arguments = self._instead(module, method, called)
        else:
            _reduce_arguments(arguments, reducer)
        for name in called.more:
            arguments.args.append(ast.arg(name, ast.parse("str | None", mode="eval").body))
            arguments.defaults.append(ast.Constant(None))
        returns = reducer.annotation(copy.deepcopy(method.returns) or ast.Constant(None))
        return f"({ast.unparse(arguments)}) -> {ast.unparse(returns)}"

    def _instead(self, module: str, method: Function, called: Called) -> ast.arguments:
        """Return the parameters that the router passes: fields of the request it was given."""
        request = method.args.args[1]
        given = self._reducer(module, note=False).annotation(
            request.annotation or ast.Constant(None)
        )
        model = self._places.definition(module, ast.unparse(given)).target
        owner, _, class_name = model.rpartition(".")
        reducer = self._reducer(owner)
        fields = _fields(self._sources.classes(owner)[class_name])
        arguments = ast.arguments([], [ast.arg("self")], None, [], [], None, [])
        for name in called.instead:
            if name not in fields:
                raise UnreadableCellError(f"{method.name} is called with {name}, of no known type")
            annotation, value = copy.deepcopy(fields[name])
            default = reducer.default(value) if value else None
            arguments.args.append(ast.arg(name, reducer.annotation(annotation, default)))
            if default:
                arguments.defaults.append(default)
        return arguments

    # What the stack calls besides.

    def _hooks(self, protocol: dict[str, tuple[str, Function]]) -> Iterator[Part]:
        api, bit = self._cell.api, self._cell.bit
        at_start = [n for n, mask in self._contract.startup_hooks(api).items() if mask & bit]
        registering = self._contract.registration_hooks(api)
        wanted = [*at_start, *(name for name, mask in registering.items() if mask & bit)]
        declared = {
            name: found for dotted in self._private() for name, found in self._declared(dotted)
        }
        named = next((t for m, t in self._contract.private_protocol(api) if m & bit), None)
        ours = [name for name, _ in self._declared(named)] if named else []
        for name in dict.fromkeys([*(n for n in ours if n not in wanted), *wanted]):
            if name in protocol:
                continue
            module, method = declared[name] if name in declared else _undeclared(name, declared)
            asks = len(method.args.args) == 1
            yield Part(
                name=name,
                signature=self._signature(module, method, Called((), ())),
                is_async=True,
                doc=words.of_hook(name),
                body=_least_answer(method) if asks else words.not_written(name),
            )

    def _private(self) -> Iterator[str]:
        """Yield each protocol for what the routing tables call, not only those of the loader."""
        module = self._datatypes()
        for name in self._sources.classes(module):
            if name.endswith("ProtocolPrivate"):
                yield f"{module}.{name}"

    def _health(self) -> bool:
        module = self._datatypes()
        if not any(b.mask & self._cell.bit for b in self._contract.name(module, "HealthResponse")):
            return False
        self._use(module, "HealthResponse")
        self._use(module, "HealthStatus")
        return True

    def _datatypes(self) -> str:
        """Return the module of what providers and the stack have in common."""
        root = self._cell.newest.api_root
        return f"{root}.datatypes" if root else f"{self._cell.newest.root}.providers.datatypes"

    # Names.

    def _reducer(self, module: str, *, note: bool = True) -> Reducer:
        def meaning(name: str) -> str | None:
            place = self._places.of(module, name)
            return f"{place.module}.{place.name}" if place else None

        return Reducer(
            meaning,
            (lambda name: self._use(module, name)) if note else (lambda name: name),
            self._use_place,
        )

    def _use(self, module: str, name: str) -> str:
        place = self._places.of(module, name)
        return name if place is None else self._use_place(place)

    def _use_place(self, place: Place) -> str:
        found = today(place)
        if isinstance(found, str):
            return found
        if self._imports.setdefault(found.name, found) != found:
            raise UnreadableCellError(
                f"{found.name} is both {self._imports[found.name]} and {found}"
            )
        return found.name

    def _one(self, texts: tuple[tuple[int, str], ...]) -> str:
        return next(text for mask, text in texts if mask & self._cell.bit)


def _reduce_arguments(arguments: ast.arguments, reducer: Reducer) -> None:
    """Rewrite the annotations and defaults of a signature in their place."""
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(plain) - len(arguments.defaults)) + arguments.defaults
    everything = [*zip(plain, defaults, strict=True)]
    everything += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    reduced: dict[str, ast.expr | None] = {}
    for argument, default in everything:
        reduced[argument.arg] = reducer.default(default) if default else None
        if argument.annotation:
            argument.annotation = reducer.annotation(argument.annotation, reduced[argument.arg])
    kept = [reduced[argument.arg] for argument in plain]
    arguments.defaults = [default for default in kept if default]
    arguments.kw_defaults = [reduced[argument.arg] for argument in arguments.kwonlyargs]


def _fields(model: ast.ClassDef) -> dict[str, tuple[ast.expr, ast.expr | None]]:
    """Return the annotation and the value of each field of a pydantic model."""
    return {
        node.target.id: (node.annotation, node.value)
        for node in model.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _undeclared(name: str, declared: dict[str, tuple[str, Function]]) -> tuple[str, Function]:
    """Make up the signature of an `unregister_x` that is called but declared nowhere.

    It is called with the id of what `register_x` was called with (`unregister_scoring_function`,
    llama-stack 0.2.22 to 0.7.3, core/routing_tables/common.py).
    """
    module, opposite = declared.get(name.removeprefix("un"), ("", None))
    if opposite is None:
        raise UnreadableCellError(f"{name} is called but declared nowhere")
    parameter = f"{opposite.args.args[1].arg}_id"
    made = copy.deepcopy(opposite)
    made.name = name
    made.args.args[1:] = [ast.arg(parameter, ast.Name("str"))]
    return module, made


def _least_answer(method: Function) -> str:
    """Return the statement that answers a question of the starting stack with the least."""
    returns = ast.unparse(method.returns) if method.returns else "None"
    if returns.endswith("| None"):
        return "return None"
    return {"bool": "return False", "None": ""}.get(returns, "return []")


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
