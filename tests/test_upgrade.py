"""`--from` and `--to`: only what the new release breaks, and what to write instead."""

import ast
import json
import re
from pathlib import Path

import pytest

from tests.source.reading import write
from tests.test_cli import run

SPEC = """
    from llama_stack_api import Api, RemoteProviderSpec
    def get_provider_spec():
        return RemoteProviderSpec(api=Api.{api}, provider_type="remote::acme", adapter_type="acme",
                                  module="acme", config_class="acme.Config")
"""
INIT = """
    class Config:
        pass
    class Store:
        async def openai_upload_file(self, *args, **kwargs): return kwargs
        async def openai_list_files(self, *args, **kwargs): return kwargs
        async def openai_retrieve_file(self, *args, **kwargs): return kwargs
        async def openai_delete_file(self, *args, **kwargs): return kwargs
        async def openai_retrieve_file_content(self, *args, **kwargs): return kwargs
    async def get_adapter_impl(config, deps):
        return Store()
"""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    files = {
        "pyproject.toml": """
            [project]
            name = "acme"
            dependencies = ["llama-stack-api>=0.7,<0.8"]
            """,
        "acme/__init__.py": INIT,
        "acme/provider.py": SPEC.format(api="files"),
    }
    return write(tmp_path / "project", files)


def between(folder: Path, old: str, new: str, *words: str) -> tuple[int, str]:
    done = run(folder, "--from", old, "--to", new, *words)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_what_an_upgrade_breaks_and_what_to_write_instead(acme: Path) -> None:
    code, told = between(acme, "llama-stack==0.7.3", "ogx==1.5.0")
    assert code == 1
    assert told.startswith(
        "acme/provider.py:2:1: error SPK103 provider-import-fails\n"
        "    from llama_stack_api import Api, RemoteProviderSpec\n"
        "  there is no module `llama_stack_api`\n"
        "  import from `ogx_api` there\n"
        "  for both releases:\n"
        "    try:\n"
        "        from ogx_api import Api, RemoteProviderSpec\n"
        "    except ImportError:\n"
        "        from llama_stack_api import Api, RemoteProviderSpec\n"
    )
    assert "remote::acme (files)   llama-stack 0.7.3  loads: yes" in told
    assert "ogx 1.5.0  loads: no" in told
    assert "going from llama-stack 0.7.3 to ogx 1.5.0 would break it" in told
    assert "(llama-stack-api>=0.7,<0.8) does not admit ogx 1.5.0 yet" in told


def test_the_remedy_is_one(acme: Path) -> None:
    """Written as told, it holds on both releases."""
    _code, told = between(acme, "llama-stack==0.7.3", "ogx==1.5.0")
    (block,) = re.findall(r"^    try:\n(?:.+\n)+?    except.+\n.+\n", told, re.MULTILINE)
    provider = acme / "acme" / "provider.py"
    lines = provider.read_text(encoding="utf-8").split("\n")
    lines[1] = "\n".join(line[4:] for line in block.splitlines())
    ast.parse("\n".join(lines))
    provider.write_text("\n".join(lines), encoding="utf-8")
    code, told = between(acme, "llama-stack==0.7.3", "ogx==1.5.0")
    assert "SPK103" not in told
    assert code == 0
    assert "no findings: going from llama-stack 0.7.3 to ogx 1.5.0 breaks nothing\n" in told


def test_names_that_went_are_told(acme: Path) -> None:
    provider = acme / "acme" / "provider.py"
    text = provider.read_text(encoding="utf-8")
    names = "(\n    Api,\n    Benchmark,\n    RemoteProviderSpec as Spec,\n    Eval,\n)"
    text = text.replace("Api, RemoteProviderSpec\n", f"{names}\n").replace(
        "RemoteProviderSpec(api", "Spec(api"
    )
    provider.write_text(text, encoding="utf-8")
    code, told = between(acme, "llama-stack==0.7.3", "ogx==1.5.0")
    assert code == 1
    assert "but `ogx_api` of ogx 1.5.0 has no `Benchmark` and `Eval`\n  for what is there:" in told
    assert "from ogx_api import Api, RemoteProviderSpec as Spec\n" in told


def test_what_fails_on_both_is_not_news(acme: Path) -> None:
    code, told = between(acme, "ogx==1.4.1", "ogx==1.5.0")
    assert code == 0
    assert "SPK" not in told
    assert (
        "no findings: it fails on ogx 1.4.1 and on ogx 1.5.0 alike; going there breaks nothing more"
    ) in told


def test_what_only_failed_later_may_fail_at_once(acme: Path) -> None:
    """An empty class loads where no method is checked; where they are, it does not."""
    spec = SPEC.format(api="tool_runtime")
    empty = "class Config: pass\nclass Tools: pass\n"
    factory = "async def get_adapter_impl(config, deps):\n    return Tools()\n"
    write(acme, {"acme/__init__.py": empty + factory, "acme/provider.py": spec})
    code, told = between(acme, "llama-stack==0.7.3", "llama-stack==0.6.1")
    assert code == 1
    assert "llama-stack 0.7.3  loads: yes  serves: no   llama-stack 0.6.1  loads: no" in told
    assert "error SPK602" in told


def test_an_api_that_is_gone(acme: Path) -> None:
    shim = SPEC.format(api="eval").replace(
        "from llama_stack_api import Api, RemoteProviderSpec",
        "try:\n        from ogx_api import Api, RemoteProviderSpec\n"
        "    except ImportError:\n        from llama_stack_api import Api, RemoteProviderSpec",
    )
    write(acme, {"acme/provider.py": shim})
    code, told = between(acme, "llama-stack==0.7.3", "ogx==1.5.0")
    assert code == 1
    assert "ogx 1.5.0 takes no providers for the API eval any more" in told


def test_nothing_breaks_within_a_line(acme: Path) -> None:
    code, told = between(acme, "llama-stack==0.7.0", "llama-stack==0.7.3")
    assert code == 0
    assert told.splitlines()[-1] == (
        "no findings: going from llama-stack 0.7.0 to llama-stack 0.7.3 breaks nothing"
    )


def test_what_can_no_longer_be_installed(acme: Path) -> None:
    pyproject = acme / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8").replace('<0.8"', '<0.8", "mcp<2"')
    pyproject.write_text(text, encoding="utf-8")
    code, told = between(acme, "ogx==1.4.1", "ogx==1.5.0")
    assert code == 1
    assert "installs: not on ogx 1.5.0\n  the stack requires mcp>=2" in told
    assert "it fails on ogx 1.4.1 already, and on ogx 1.5.0 in another way" in told


def test_json_says_the_same(acme: Path) -> None:
    code, told = between(acme, "llama-stack==0.7.3", "latest", "--format", "json")
    document = json.loads(told)
    assert code == 1
    assert document["version"] == 1
    assert [finding["code"] for finding in document["findings"]] == ["SPK103"]
    (upgrade,) = document["upgrade"]
    assert (upgrade["from"], upgrade["to"]) == ("llama-stack 0.7.3", "ogx 1.5.0")
    assert (upgrade["breaks"], upgrade["failed_before"], upgrade["unknown"]) == (True, False, False)


def test_what_cannot_be_told_is_not_nothing(acme: Path) -> None:
    spec = SPEC.format(api="files").replace("Api.files", "getattr(Api, __import__('os').name)")
    write(acme, {"acme/provider.py": spec})
    code, told = between(acme, "llama-stack==0.7.0", "llama-stack==0.7.3")
    assert code == 3
    assert "what llama-stack 0.7.3 would do can't be told" in told
    assert "  loads: unknown on llama-stack 0.7.3: " in told


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--from", "llama-stack==0.7.3"], 2, "--from and --to only go together"),
        (["--to", "ogx==1.5.0"], 2, "--from and --to only go together"),
        (["--from", "all", "--to", "ogx==1.5.0"], 2, "'all' means llama-stack 0.2.2-0.7.3, ogx"),
        (["--from", "ogx==1.4.1", "--to", "ogx==9"], 3, "newer than all that are known"),
        (["--from", "ogx==1.4.1", "--to", "numpy"], 2, "names no stack"),
        (["--from", "ogx==1.4.1", "--to", "latest", "--load"], 2, "go without --against, --load"),
        (["--trace"], 2, "--trace walks through one release, not llama-stack 0.7.0-0.7.3, ogx 0."),
    ],
)
def test_a_mistake_gets_one_clear_line(words: list[str], code: int, says: str, acme: Path) -> None:
    done = run(acme, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert says in done.stderr
