"""Start the stack with one provider and make every request of its API, in this process.

    python start.py QUESTION.json

Run by the interpreter that the stack is installed in. The kit is not installed there, and the
package of a provider may have any name: so the modules beside this file are given the names that
they have in the kit, and nothing is put on the path.
"""

import importlib.util
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Answer the question that a file holds."""
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]
    for folder in (HERE.parent.parent, HERE.parent, HERE):
        name = ".".join(folder.relative_to(HERE.parent.parent.parent).parts)
        init = folder / "__init__.py"
        spec = importlib.util.spec_from_file_location(
            name, init, submodule_search_locations=[str(folder)]
        )
        if spec is None or spec.loader is None:
            raise ImportError(name)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    from validate_provider.live.inside.serving import main as serve

    serve(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
