"""What is said of a dotted name in a spec that leads out of the package."""

from validate_provider.rules.wording import close_to
from validate_provider.source.provider import Provider


def not_of_this_package(dotted: str, provider: Provider) -> str:
    """Why nothing can be told of it, and what was perhaps meant.

    Args:
        dotted: The name as the spec has it; its module is of no package that is read.
        provider: The provider whose spec names it.
    """
    top, dot, rest = dotted.partition(".")
    own = provider.entry.package.dotted.partition(".")[0]
    near = f"; did you mean `{own}{dot}{rest}`?" if close_to(top, [own]) else ""
    return f"`{dotted}` is not of this package{near}"
