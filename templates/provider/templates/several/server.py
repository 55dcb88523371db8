"""The real {{ cookiecutter.__product }} server, with this provider alone in it."""

from contextlib import AbstractContextManager
from pathlib import Path

import httpx

{% if cookiecutter._uses_root -%}
from ..server import ROOT as ROOT
{% endif -%}
from ..server import running as start


def running(home: Path, **environment: str) -> AbstractContextManager[httpx.Client]:
    """Start the server with the run config beside this file, and yield a client of it."""
    return start(home, Path(__file__).parent / "run.yaml", **environment)
