"""The stacks' own providers, each in a package of its own as if it came from outside.

Their files are read from an installed stack, and `<stack>.providers.remote` and `.inline` get
another name; nothing of them is kept here.
"""

import json
import re
import subprocess
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.real.corpora.ground import Case, Ground

LINES = (
    "llama-stack-0.2.22",
    "llama-stack-0.3.5",
    "llama-stack-0.5.4",
    "llama-stack-0.7.3",
    "ogx-1.5.0",
)
_RELATIVE = re.compile(r"^( *from )(\.+)", re.MULTILINE)
_MOVED = re.compile(r"\b(llama_stack|ogx)\.providers\.(remote|inline)\b")
_ASK = """
import importlib, json, pkgutil, sys
root = "ogx" if importlib.util.find_spec("ogx") else "llama_stack"
registry = importlib.import_module(root + ".providers.registry")
specs = []
for module in sorted(m.name for m in pkgutil.iter_modules(registry.__path__)):
    for spec in importlib.import_module(f"{registry.__name__}.{module}").available_providers():
        fields = spec.model_dump(mode="json", exclude_unset=True)
        specs.append({"class": type(spec).__name__, "fields": fields})
datatypes = {"ogx": "ogx_api", "llama_stack": "llama_stack_api"}[root]
if not importlib.util.find_spec(datatypes):
    datatypes = "llama_stack.providers.datatypes"
providers = importlib.import_module(root + ".providers").__path__[0]
json.dump({"specs": specs, "datatypes": datatypes, "providers": providers}, sys.stdout)
"""


def cases(ground: Ground) -> Iterator[Case]:
    """One project for each line, of as many packages as the stack has providers."""
    for line in LINES:
        if line in ground.pythons:
            yield case(line, ground)


def case(line: str, ground: Ground, apis: Collection[str] = ()) -> Case:
    """Write the providers of one line; those of some APIs only, if any are named."""
    folder = ground.place(line)
    write(folder, ground.pythons[line], apis)
    return Case("its own providers", folder, (line,), alone=True)


def write(project: Path, python: Path, apis: Collection[str] = ()) -> None:
    """Write the providers of the stack that is installed in a Python."""
    asked = subprocess.run(
        [python, "-c", "import importlib.util\n" + _ASK], capture_output=True, text=True, check=True
    )
    answer = json.loads(asked.stdout.splitlines()[-1])
    for kind in ("remote", "inline"):
        _copy(Path(answer["providers"]), kind, project / "intree")
    (project / "intree" / "__init__.py").touch()
    for spec in answer["specs"]:
        if apis and spec["fields"]["api"] not in apis:
            continue
        kind, _, name = spec["fields"]["provider_type"].partition("::")
        words = (kind, spec["fields"]["api"], name)
        package = project / re.sub(r"\W", "__", "_".join(words))  # `sqlite-vec`, `sqlite_vec`
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "provider.py").write_text(_provider(spec, answer["datatypes"]), "utf-8")


def _copy(providers: Path, kind: str, target: Path) -> None:
    """Copy the providers of one kind, and change what they import of each other."""
    stack = providers.parent.name
    for file in sorted((providers / kind).rglob("*.py")):
        inner = file.relative_to(providers)
        absolute = partial(_absolute, file=inner, stack=stack)
        text = _RELATIVE.sub(absolute, file.read_text("utf-8"))
        copy = target / inner
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_MOVED.sub(r"intree.\2", text), "utf-8")


def _absolute(found: re.Match[str], file: Path, stack: str) -> str:
    """Make a relative import absolute if it climbs out of the providers into the stack."""
    above = len(found[2]) - len(file.parts)
    return found[0] if above < 0 else found[1] + (f"{stack}.providers.", f"{stack}.")[above]


def _provider(spec: dict[str, Any], datatypes: str) -> str:
    fields = {name: _moved(value) for name, value in spec["fields"].items()}
    names = ["Api", spec["class"]]
    arguments = [f"api=Api.{fields.pop('api')}"]
    if "adapter" in fields:
        names.append("AdapterSpec")
        arguments.append(f"adapter=AdapterSpec({_keywords(fields.pop('adapter'))})")
    arguments.append(_keywords(fields))
    return (
        f"from {datatypes} import {', '.join(names)}\n\n\n"
        f"def get_provider_spec():\n    return {spec['class']}({', '.join(arguments)})\n"
    )


def _moved(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _moved(inner) for name, inner in value.items()}
    return _MOVED.sub(r"intree.\2", value) if isinstance(value, str) else value


def _keywords(fields: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in fields.items())
