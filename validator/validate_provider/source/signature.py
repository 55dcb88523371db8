"""What a caller may pass to a function, read from its syntax tree."""

import ast

from validate_provider.source.values import Arguments, Signature


def parameters(arguments: ast.arguments, *, skip_first: bool = False) -> Signature:
    """The parameters of a function.

    Args:
        arguments: Its `args` in the syntax tree.
        skip_first: Leave the first one out (`self` or `cls`).
    """
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    names = [argument.arg for argument in positional]
    needed = names[:required]
    positional_only = [argument.arg for argument in arguments.posonlyargs]
    if skip_first and names:
        first, names = names[0], names[1:]
        needed = [name for name in needed if name != first]
        positional_only = [name for name in positional_only if name != first]
    keyword_only = [argument.arg for argument in arguments.kwonlyargs]
    needed += [
        argument.arg
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    ]
    return Signature(
        names=(*names, *keyword_only),
        required=tuple(needed),
        keyword_only=tuple(keyword_only),
        positional_only=tuple(positional_only),
        star=arguments.vararg is not None,
        double_star=arguments.kwarg is not None,
    )


def refused(name: str, signature: Signature, given: Arguments, *, bound: bool = False) -> str:
    """Why a call raises TypeError, in Python's words; empty if the arguments fit.

    Args:
        name: What Python calls the function.
        signature: What it takes, without `self`.
        given: What is passed.
        bound: Whether it is a method, whose `self` Python counts as well.
    """
    count = len(given.positional)
    positional = [p for p in signature.names if p not in signature.keyword_only]
    for keyword in given.keywords:  # Python looks at these first
        if keyword not in signature.names and not signature.double_star:
            return f"{name}() got an unexpected keyword argument '{keyword}'"
        if keyword in positional[:count] and keyword not in signature.positional_only:
            return f"{name}() got multiple values for argument '{keyword}'"
    if count > len(positional) and not signature.star:
        needed = sum(p in signature.required for p in positional)
        least, most, gets = needed + bound, len(positional) + bound, count + bound
        takes = f"from {least} to {most}" if least < most else str(most)
        plural = "" if takes == "1" else "s"
        were = "was" if gets == 1 else "were"
        return f"{name}() takes {takes} positional argument{plural} but {gets} {were} given"
    for kind, missing in (
        ("positional", [p for p in positional[count:] if p in signature.required]),
        ("keyword-only", [p for p in signature.keyword_only if p in signature.required]),
    ):
        absent = [f"'{p}'" for p in missing if p not in given.keywords]
        if absent:
            plural = "" if len(absent) == 1 else "s"
            return (
                f"{name}() missing {len(absent)} required {kind} argument{plural}: {_and(absent)}"
            )
    return ""


def _and(names: list[str]) -> str:
    """Names as Python lists them: 'a', then 'a' and 'b', then 'a', 'b', and 'c'."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def stars(arguments: ast.arguments) -> list[str]:
    """The names of `*args` and `**kwargs`, where there are such parameters."""
    return [star.arg for star in (arguments.vararg, arguments.kwarg) if star]


def default_of(arguments: ast.arguments, name: str) -> ast.expr | None:
    """The default value of a parameter, if it has one."""
    plain = [*arguments.posonlyargs, *arguments.args]
    first = len(plain) - len(arguments.defaults)
    for index, argument in enumerate(plain):
        if argument.arg == name and index >= first:
            return arguments.defaults[index - first]
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if argument.arg == name:
            return default
    return None
