"""How the report for people reads: one root told once, and an end that counts."""

from pathlib import Path

import pytest

from tests.question.test_against import environment
from tests.source.reading import write
from tests.test_cli import run
from tests.test_upgrade import INIT, SPEC
from validate_provider.finding import Finding, Place, Severity
from validate_provider.report.grouping import grouped, shortened, words

OLD_AND_NEW = """
    try:
        from ogx_api import Api, RemoteProviderSpec
    except ImportError:
        from llama_stack_api import Api, RemoteProviderSpec
    def get_provider_spec():
        return RemoteProviderSpec(api=Api.files, provider_type="remote::acme", adapter_type="acme",
                                  module="acme", config_class="acme.Config")
"""


def project(folder: Path, *dependencies: str, spec: str = "", python: str = ">=3.12") -> Path:
    quoted = ", ".join(f'"{text}"' for text in dependencies)
    files = {
        "pyproject.toml": f"""
            [project]
            name = "acme"
            requires-python = "{python}"
            dependencies = [{quoted}]
            """,
        "acme/__init__.py": INIT,
        "acme/provider.py": spec or SPEC.format(api="files"),
    }
    return write(folder / "project", files)


def end(folder: Path, *words: str) -> tuple[int, list[str]]:
    """The exit code, and what stands behind the findings and the providers."""
    done = run(folder, *words)
    lines = done.stdout.splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("remote::acme"))
    return done.returncode, lines[last + 1 :]


def finding(line: int, releases: int, message: str = "it is wrong") -> Finding:
    return Finding(
        code="SPK103",
        name="provider-import-fails",
        severity=Severity.ERROR,
        message=message,
        releases=releases,
        place=Place("provider.py", line, 1),
    )


def test_one_fault_of_one_line_is_one_however_releases_meet_it() -> None:
    old, new, other = finding(1, 0b001, "as before"), finding(1, 0b110), finding(2, 0b001)
    assert grouped((old, other, new)) == [(new, old), (other,)]


@pytest.mark.parametrize("number", [2, 7, 8, 20])
def test_a_long_list_is_cut_only_if_that_hides_three(number: int) -> None:
    names = [f"`name_{count}`" for count in range(number)]
    message = f"`Impl` lacks {', '.join(names[:-1])} and {names[-1]}; define them"
    told = shortened(message)
    if number < 8:
        assert told == message
    else:
        five = ", ".join(names[:5])
        assert told == f"`Impl` lacks {five} and {number - 5} more; define them"


def test_a_list_made_to_slow_its_reader_does_not() -> None:
    endless = "`name`, " * 50_000
    assert shortened(endless) == endless


def test_the_stacks_longest_words_are_cut() -> None:
    short, long = words("ValueError: no\n" + "x" * 1000)
    assert short == "ValueError: no"
    assert (len(long), long[-5:]) == (244, "x ...")


def test_a_fault_that_releases_meet_differently(tmp_path: Path) -> None:
    folder = project(tmp_path, "llama-stack>=0.3")
    spec = folder / "acme" / "provider.py"
    spec.write_text(
        "from llama_stack.providers.datatypes import Api, ProviderSpec\n", encoding="utf-8"
    )
    told = run(folder, "--against", "all").stdout
    assert (
        "acme/provider.py:1:1: error SPK103 provider-import-fails\n"
        "    from llama_stack.providers.datatypes import Api, ProviderSpec\n"
        "  on ogx 0.8.0-1.5.0: there is no module `llama_stack`; import from `ogx_api` there\n"
        "  on llama-stack 0.4.0-0.7.3, ogx 0.7.1: there is no module `llama_stack.providers."
        "datatypes`; import from `llama_stack_api` there\n"
        "  the stack would say: ValueError: get_provider_spec not found."
    ) in told
    assert told.count("get_provider_spec not found") == 1


def test_a_range_that_admits_too_much_is_told_the_one_that_holds(tmp_path: Path) -> None:
    code, lines = end(project(tmp_path, "llama-stack-api>=0.4", "ogx-api"))
    assert code == 1
    told, advice = lines
    assert told.startswith("1 error")
    assert "releases would fail (declared: llama-stack-api>=0.4, ogx-api in " in told
    assert advice == 'what holds: dependencies = ["llama-stack-api>=0.4,<0.8"]'


@pytest.mark.parametrize("declared", ["llama-stack-api", "llama-stack>=0.3,<0.7", "ogx<2", "numpy"])
def test_what_holds_can_be_pasted(declared: str, tmp_path: Path) -> None:
    folder = project(tmp_path, declared, spec=OLD_AND_NEW)
    _code, lines = end(folder, "--against", "all")
    assert lines[-1].startswith("what holds: ")
    for number, advised in enumerate(lines[-1].removeprefix("what holds: ").split(", or ")):
        again = project(tmp_path / str(number), spec=OLD_AND_NEW)
        pyproject = again / "pyproject.toml"
        text = pyproject.read_text(encoding="utf-8")
        pyproject.write_text(text.replace("dependencies = []", advised), encoding="utf-8")
        code, (told,) = end(again)
        assert code == 0
        assert "releases load and serve it (declared: " in told


def test_both_names_are_advised_where_both_hold(tmp_path: Path) -> None:
    folder = project(tmp_path, "llama-stack-api", spec=OLD_AND_NEW)
    code, lines = end(folder, "--against", "all")
    assert code == 1
    assert lines[-1] == (
        'what holds: dependencies = ["llama-stack-api>=0.4,<0.8"], '
        'or dependencies = ["ogx-api>=0.8,<1.6"]'
    )


def test_what_is_promised_is_counted_where_more_was_asked(tmp_path: Path) -> None:
    code, (told, *advice) = end(project(tmp_path, "llama-stack-api>=0.4,<0.8"), "--against", "all")
    assert code == 1
    assert told.endswith(
        "releases would fail (all that are known); of the 20 that llama-stack-api>=0.4,<0.8 in "
        "pyproject.toml:5 admits, none would fail"
    )
    assert not advice


def test_what_cannot_be_installed_is_an_error_of_what_is_declared(tmp_path: Path) -> None:
    folder = project(tmp_path, "llama-stack-api>=0.7,<0.8", python=">=3.9,<3.12")
    code, lines = end(folder)
    assert code == 1
    assert lines[:2] == [
        "installs: not on llama-stack 0.7.0-0.7.3, ogx 0.7.1",
        "  the stack's Python is >=3.12, the package's >=3.9,<3.12; change `requires-python`",
    ]
    assert lines[2].startswith("1 error")
    code, lines = end(folder, "--against", "llama-stack==0.6.1")
    assert code == 0
    assert not any(line.startswith("installs") for line in lines)


def test_what_pip_does_by_itself_is_a_warning(tmp_path: Path) -> None:
    """Where it happens to the newest release that is declared: older ones are chosen by hand."""
    code, lines = end(project(tmp_path, "llama-stack>=0.5,<0.8"))
    assert code == 0
    assert lines[0].startswith("1 warning")
    code, lines = end(project(tmp_path, "llama-stack>=0.5,<0.6"))
    assert code == 0
    assert lines[0] == "installs: only by hand on llama-stack 0.5.0-0.5.4"
    assert lines[1].startswith("  pip puts llama-stack-api 0.7.3 beside it")
    assert lines[2].startswith("2 warnings")
    code, lines = end(project(tmp_path, "llama-stack>=0.5,<0.6", "llama-stack-api<0.7"))
    assert lines[0].startswith("1 warning")


def test_an_installed_server_beside_an_api_package_of_another_time(tmp_path: Path) -> None:
    folder = project(tmp_path, "llama-stack>=0.4,<0.8")
    python = environment(tmp_path / "env", "llama_stack-0.4.7", "llama_stack_api-0.7.3")
    code, lines = end(folder, "--against", "installed", "--python", str(python))
    assert code == 1
    assert lines[0] == "installs: not on llama-stack 0.4.7"
    assert lines[1] == (
        "  llama-stack-api 0.7.3 is installed beside it and has no `Agents`, which the server "
        "imports; install llama-stack-api==0.4.7"
    )
    fitting = environment(tmp_path / "fits", "llama_stack-0.4.7", "llama_stack_api-0.4.7")
    assert end(folder, "--against", "installed", "--python", str(fitting))[0] == 0
