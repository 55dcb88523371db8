"""What `@dataclass` refuses of a class when it is made."""

import ast

from validate_provider.record import Record

_MUTABLE = {ast.List: "list", ast.Dict: "dict", ast.Set: "set"}


class Refusal(Record):
    """The exception that the decorator raises."""

    exception: str
    message: str
    node: ast.AnnAssign


def refused_field(node: ast.ClassDef) -> Refusal | None:
    """The first field that a dataclass can't have, by what the class statement shows.

    Args:
        node: The class; the fields of its bases are not looked at.
    """
    seen_default = False
    for field in node.body:
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        kind = ast.unparse(field.annotation)
        if "ClassVar" in kind:
            continue
        name = field.target.id
        if type(field.value) in _MUTABLE:
            mutable = _MUTABLE[type(field.value)]
            message = f"mutable default <class '{mutable}'> for field {name} is not allowed"
            return Refusal("ValueError", f"{message}: use default_factory", field)
        if (
            "KW_ONLY" in kind
            or isinstance(field.value, ast.Call)
            or node.bases
            or _by_keyword(node)
        ):
            # What `field(...)` and bases say of the order is not followed.
            return None
        if seen_default and field.value is None:
            message = f"non-default argument '{name}' follows default argument"
            return Refusal("TypeError", message, field)
        seen_default = seen_default or field.value is not None
    return None


def _by_keyword(node: ast.ClassDef) -> bool:
    calls = [call for call in node.decorator_list if isinstance(call, ast.Call)]
    return any(
        keyword.arg in {"kw_only", "init", None} for call in calls for keyword in call.keywords
    )
