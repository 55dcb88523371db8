"""References to environment variables in a config, and how each release reads them."""

import re
from collections.abc import Iterator

from validate_provider.record import Record
from validate_provider.source.values import Site
from validate_provider.source.yaml_file import Listing, Mapping, Node, Scalar

_COLON = r"\${env\.([A-Z0-9_]+)(?:([:+])([^}]*))?}"
"""Up to llama-stack 0.2.12 (distribution/stack.py, replace_env_vars)."""
_COLON_EQUALS = r"\${env\.([A-Z0-9_]+)(?::([=+])([^}]*))?}"
"""From llama-stack 0.2.13 on."""
_MEANT = r"\$?\{env\.(\w+)([^}]*)}"


class Reference(Record):
    """Something that looks like a reference."""

    text: str
    name: str
    rest: str
    """What stands after the name: `:=8080`, `:8080`, `:+x`, or nothing."""
    site: Site

    @property
    def read_early(self) -> bool:
        """Whether a release before 0.2.13 replaces it by what was meant."""
        match = re.fullmatch(_COLON, self.text)
        return bool(match) and not self.rest.startswith((":=", ":+"))

    @property
    def read_late(self) -> bool:
        """Whether a release from 0.2.13 on replaces it."""
        return bool(re.fullmatch(_COLON_EQUALS, self.text))

    @property
    def bare(self) -> bool:
        """Whether it has no default."""
        return self.text.startswith("$") and not self.rest and self.name.isupper()

    @property
    def default(self) -> str | None:
        """What it stands for if the variable is not set; None if that is an error."""
        if self.rest.startswith((":=", ":+")):
            return self.rest[2:] if self.rest.startswith(":=") else ""
        if self.rest.startswith((":", "+")):
            return self.rest[1:] if self.rest.startswith(":") else ""
        return None

    def written(self, *, early: bool) -> str:
        """How it is written for releases before 0.2.13, or for those from then on."""
        value = self.rest.lstrip(":=+")
        conditional = "+" in self.rest[: len(self.rest) - len(value)]
        if not self.rest:
            sign = ""
        elif early:
            sign = "+" if conditional else ":"
        else:
            sign = ":+" if conditional else ":="
        return f"${{env.{self.name.upper()}{sign}{value}}}"


def references(node: Node | None) -> Iterator[Reference]:
    """All that looks like a reference in a node, at any depth."""
    match node:
        case Mapping(entries):
            for _, value in entries.values():
                yield from references(value)
        case Listing(items):
            for item in items:
                yield from references(item)
        case Scalar(str(text), site):
            for match in re.finditer(_MEANT, text):
                yield Reference(match.group(), match.group(1), match.group(2), site)
