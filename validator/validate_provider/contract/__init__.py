"""The loader's contract: what every release of the stack has, expects, checks and calls.

Facts are extracted from the published wheels (see `contract.extract`), kept as text in `data/`,
and hold in sets of releases; this package answers questions about them. How the data is spelled
and refreshed, and what is known not to be exact: docs/contract.md.
"""

from validate_provider.contract.blocks import ContractError
from validate_provider.contract.calls import Call
from validate_provider.contract.definitions import ClassTable
from validate_provider.contract.names import Bound, StarImport
from validate_provider.contract.releases import Release, Timeline
from validate_provider.contract.signatures import Field, Method, Parameter
from validate_provider.contract.table import Contract, load

__all__ = [
    "Bound",
    "Call",
    "ClassTable",
    "Contract",
    "ContractError",
    "Field",
    "Method",
    "Parameter",
    "Release",
    "StarImport",
    "Timeline",
    "load",
]
