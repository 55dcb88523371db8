"""What the README shows is what the commands print."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.test_cli import run
from tests.written import Written

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_finding_that_it_shows(written: Callable[[str, str], Written], tmp_path: Path) -> None:
    package = tmp_path / "llama-stack-provider-acme"
    shutil.copytree(written("inference", "llama-stack>=0.7,<0.8").folder, package)
    provider = package / "src" / "llama_stack_provider_acme" / "provider.py"
    text = provider.read_text(encoding="utf-8")
    provider.write_text(text.replace("config.AcmeConfig", "config.AcmeConfg"), encoding="utf-8")
    (shown,) = re.findall(r"```console\n\$ validate-provider\n(.*?)```", README, re.DOTALL)
    assert run(package).stdout == shown


def test_the_upgrade_that_it_shows(written: Callable[[str, str], Written]) -> None:
    package = written("inference", "llama-stack>=0.7,<0.8").folder
    ((command, shown),) = re.findall(
        r"```console\n\$ validate-provider (--from .*)\n((?s:.*?))```", README
    )
    assert run(package, *command.split()).stdout == shown


def test_the_options_that_it_names_exist(tmp_path: Path) -> None:
    known = run(tmp_path, "--help").stdout + run(tmp_path, "--help", module="new_provider").stdout
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert named
    assert {option for option in named if option not in known} == set()
