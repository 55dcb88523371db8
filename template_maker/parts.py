"""What a skeleton is made of: the methods of one cell, each with its signature and its words."""

from validate_provider.record import Record


class Part(Record):
    """One method of a skeleton."""

    name: str
    signature: str
    """From the opening bracket on: `(self, shield: Shield) -> None`."""
    is_async: bool
    doc: str
    body: str
    """One statement; empty if the docstring is all."""
    overrides: bool = False
    """Whether it differs from the protocol on purpose."""


class Attribute(Record):
    """What the protocol declares and the stack fills in."""

    name: str
    annotation: str


class Parts(Record):
    """All of a skeleton but its lifecycle."""

    protocol: str
    """The name of the protocol."""
    attributes: tuple[Attribute, ...]
    hooks: tuple[Part, ...]
    """What the stack calls at start-up and when resources come and go."""
    methods: tuple[Part, ...]
    inherited: tuple[str, ...]
    """The methods that are left to the protocol, whose own bodies say "not implemented"."""
    health: bool
    """Whether the release asks a provider for its health."""
    imports: tuple[tuple[str, str], ...]
    """(module, name) of each name used."""
