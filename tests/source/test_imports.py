"""Which imports fail, in which releases, and with what words."""

import sys
from pathlib import Path

import pytest

from tests.source.reading import read
from validate_provider.contract import Contract


def failures(folder: Path, contract: Contract, files: dict[str, str]) -> list[tuple[str, str]]:
    entry = read(folder, {"acme/__init__.py": "", **files}, contract)
    return [
        (raised.says, ", ".join(contract.timeline.ranges(raised.mask)))
        for raised in entry.import_failures
        if raised.certain
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "from llama_stack.providers.datatypes import AdapterSpec",
            [
                ("ModuleNotFoundError: No module named 'llama_stack'", "ogx 0.8.0-1.5.0"),
                (
                    "ModuleNotFoundError: No module named 'llama_stack.providers.datatypes'",
                    "llama-stack 0.4.0-0.7.3, ogx 0.7.1",
                ),
                (
                    (
                        "ImportError: cannot import name 'AdapterSpec' from "
                        "'llama_stack.providers.datatypes'"
                    ),
                    "llama-stack 0.2.23-0.3.5",
                ),
            ],
        ),
        (
            "import ogx_api",
            [
                (
                    "ModuleNotFoundError: No module named 'ogx_api'",
                    "llama-stack 0.2.2-0.7.3, ogx 0.7.1",
                )
            ],
        ),
        (
            "from .nowhere import x",
            [
                (
                    "ModuleNotFoundError: No module named 'acme.nowhere'",
                    "llama-stack 0.2.2-0.7.3, ogx 0.7.1-1.5.0",
                )
            ],
        ),
        (
            "x = undefined",
            [
                (
                    "NameError: name 'undefined' is not defined",
                    "llama-stack 0.2.2-0.7.3, ogx 0.7.1-1.5.0",
                )
            ],
        ),
        ("import numpy, json", []),
        ("try:\n    import ogx_api\nexcept ImportError:\n    pass", []),
    ],
)
def test_an_import_fails_where_the_name_is_not(
    line: str, expected: list[tuple[str, str]], tmp_path: Path, contract: Contract
) -> None:
    assert failures(tmp_path, contract, {"acme/provider.py": line}) == expected


def test_the_package_itself_is_imported_first(tmp_path: Path, contract: Contract) -> None:
    files = {"acme/__init__.py": "import ogx_api", "acme/provider.py": ""}
    assert failures(tmp_path, contract, files)[0][0].endswith("'ogx_api'")


def test_a_missing_name_is_no_missing_module(tmp_path: Path, contract: Contract) -> None:
    """A shim that catches ModuleNotFoundError lets a plain ImportError through."""
    source = """
        try:
            from llama_stack_api import EvaluateRowsRequest
        except ModuleNotFoundError:
            EvaluateRowsRequest = None
    """
    (failure,) = failures(tmp_path, contract, {"acme/provider.py": source})
    assert failure[0].startswith("ImportError: cannot import name 'EvaluateRowsRequest'")
    assert "llama-stack 0.4.0-0.4.7" in failure[1]


def test_modules_that_import_each_other_are_read_once(tmp_path: Path, contract: Contract) -> None:
    files = {
        "acme/provider.py": "from . import other\nx = 1",
        "acme/other.py": "from . import provider\ny = 2",
    }
    assert failures(tmp_path, contract, files) == []


@pytest.mark.parametrize(
    ("line", "certain"),
    [
        ("def broken(:", True),
        ("x = [1, 2", True),
        ("  x = 1", True),
        ("class A", True),
        ("def first[T](items: list[T]) -> T: ...", False),
        ("type Name = str", False),
        ("x = f'{a['b']}'", False),
    ],
)
def test_what_this_python_cannot_parse(
    line: str, *, certain: bool, tmp_path: Path, contract: Contract
) -> None:
    """A stack's Python is 3.12 or later, and may read what an older one can't."""
    files = {"acme/__init__.py": "", "acme/provider.py": f"y = 1\n{line}\n"}
    raised = read(tmp_path, files, contract).import_failures
    if sys.version_info >= (3, 12):
        assert [one.exception.endswith("Error") for one in raised] == [True] * certain
    else:
        (one,) = raised
        assert one.certain is certain
        assert one.site.path == "acme/provider.py"
