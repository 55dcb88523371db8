"""The packages that are checked."""

import shutil
import subprocess
import sys
from pathlib import Path

_PYPROJECT = """\
[project]
name = "wide"
version = "0.1"
dependencies = ["llama-stack-api>=0.7,<0.8"]
"""
_PROVIDER = """\
from llama_stack_api import Api, RemoteProviderSpec
{imports}

def get_provider_spec():
    return RemoteProviderSpec(
        api=Api.files,
        provider_type="remote::wide",
        adapter_type="wide",
        module="wide",
        config_class="wide.Config",
    )
"""
_INIT = """\
from pydantic import BaseModel


class Config(BaseModel):
    url: str = "http://127.0.0.1"


class Files:
    async def openai_upload_file(self, *given, **named): return {}
    async def openai_list_files(self, *given, **named): return {}
    async def openai_retrieve_file(self, *given, **named): return {}
    async def openai_delete_file(self, *given, **named): return {}
    async def openai_retrieve_file_content(self, *given, **named): return {}


async def get_adapter_impl(config, deps):
    return Files()
"""
_MODULE = '''\
"""A module of the usual sort."""

import logging

logger = logging.getLogger(__name__)
LIMIT = {number}


class Thing{number}:
    """Something with a method."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit

    def below(self, value: int) -> bool:
        """Tell whether a value is below the limit."""
        if value < self.limit:
            logger.debug("%s is below %s", value, self.limit)
            return True
        return False
'''


def written_package(folder: Path, api: str = "inference", kind: str = "remote") -> Path:
    """Write a package as `new-provider` does."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "new_provider", "acme", "--api", api, "--kind", kind]
    options = ["--defaults", "--no-check", "--no-git", "--into", str(folder)]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
    return folder / "llama-stack-provider-acme"


def copied_template(folder: Path) -> Path:
    """Copy the repository's template: of a git repository, copier would make a clone first."""
    repository = Path(__file__).parents[1]
    shutil.copytree(repository / "templates", folder / "templates")
    shutil.copy(repository / "copier.yml", folder)
    return folder


def wide_package(folder: Path, *, modules: int, needed: int) -> Path:
    """Write a package of so many modules, of which `provider.py` imports the first few."""
    package = folder / "src" / "wide"
    package.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(_PYPROJECT)
    (package / "__init__.py").write_text(_INIT)
    imports = "\n".join(f"import wide.module{number}" for number in range(needed))
    (package / "provider.py").write_text(_PROVIDER.format(imports=imports))
    for number in range(modules):
        (package / f"module{number}.py").write_text(_MODULE.format(number=number))
    return folder
