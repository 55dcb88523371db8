"""The stack's own inline providers, declared as external ones: they are right in the stack."""

from pathlib import Path

NAME = "ext_wrapped"

SPEC = """
def get_provider_spec():
    from {root}.core.distribution import get_provider_registry

    own = {{api.value: specs for api, specs in get_provider_registry().items()}}
    spec = own[{api!r}]["inline::{kind}"]
    return spec.model_copy(update={{"provider_type": "inline::ext-wrapped"}})
"""


def write(folder: Path, line: str, api: str, kind: str) -> Path:
    """Write a package that declares one of the stack's own; give the folder to import it from."""
    root = "ogx" if line.startswith("ogx-") else "llama_stack"
    package = folder / "src" / NAME
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "provider.py").write_text(SPEC.format(root=root, api=api, kind=kind))
    return package.parent
