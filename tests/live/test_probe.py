"""The probe runs in a Python of which nothing is known but that a stack is installed in it."""

import ast
import sys
from pathlib import Path

import validate_provider.live
from validate_provider.live import probe
from validate_provider.live.asking import PROBE


def test_imports_the_standard_library_alone():
    imported = set()
    for node in ast.walk(ast.parse(PROBE.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_is_understood_by_python_3_10():
    ast.parse(PROBE.read_text(), feature_version=(3, 10))


def test_no_neighbour_hides_a_module_of_the_standard_library():
    """Python puts the folder of the script that it runs first on its path."""
    neighbours = {path.stem for path in Path(validate_provider.live.__file__).parent.iterdir()}
    assert neighbours.isdisjoint(sys.stdlib_module_names)


ELSEWHERE: dict[str, object] = {}
exec(  # as a stack's file would, which is none of the provider's
    compile(
        "def hiding(deed):\n    try:\n        try:\n            deed()\n"
        "        except KeyError:\n            raise ValueError('lost') from None\n"
        "    except ValueError as error:\n        return error\n",
        "elsewhere.py",
        "exec",
    ),
    ELSEWHERE,
)


def test_what_others_hide_of_the_provider_is_shown(tmp_path):
    answer = probe.Answer(_touched(tmp_path / "answer"), "token")
    error = ELSEWHERE["hiding"](lambda: {}["key"])
    assert [link["type"] for link in probe.chain_of(error, answer)] == ["ValueError"]
    answer.own_folder = str(Path(__file__).parent)
    chain = probe.chain_of(error, answer)
    assert [link["type"] for link in chain] == ["ValueError", "KeyError"]
    assert chain[-1]["where"].startswith(f"{__file__}:")


def _touched(path):
    path.touch()
    return path
