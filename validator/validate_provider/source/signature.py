"""What a caller may pass to a function, read from its syntax tree."""

import ast

from validate_provider.source.values import Signature


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
