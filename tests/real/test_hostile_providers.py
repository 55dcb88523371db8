"""A provider that does harm is told of, within the time limit, and nothing of it is left over."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.real import packages
from tests.real.hostile import LINE, running_with, survive
from tests.real.hostile_rows import ROWS
from validate_provider.live.asking import Question
from validate_provider.live.load import load
from validate_provider.live.terms import Terms

AT_ONCE = 2


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files that nobody else uses."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("row", ROWS, ids=[row.name.replace(" ", "-") for row in ROWS])
def test_is_survived_side_by_side(row, stack, temporary, tmp_path):
    python = stack(LINE)
    home = set(Path.home().iterdir())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        folders = [tmp_path / str(number) for number in range(AT_ONCE)]
        outcomes = list(pool.map(lambda folder: survive(row, folder, python), folders))
    assert [outcome.wrong for outcome in outcomes] == [""] * AT_ONCE
    assert running_with(str(tmp_path)) == []
    assert list(temporary.iterdir()) == []
    assert set(Path.home().iterdir()) <= home


def test_what_is_left_running_would_be_seen(tmp_path):
    code = "import time; print(flush=True); time.sleep(600)"
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            # Its arguments are not there yet when it has only just become the program.
            assert process.stdout.readline()
            assert len(running_with(str(tmp_path))) == 1
        finally:
            process.kill()
    assert running_with(str(tmp_path)) == []


@pytest.fixture
def asked(stack, tmp_path):
    """Give `asked(terms, **changed)`: what the stack says of a package."""

    def asked(terms, **changed):
        question = Question(
            module=packages.NAME, search_path=[packages.write(tmp_path, LINE, **changed)]
        )
        return load(question, stack(LINE), terms)

    return asked


TELLS = "import os\nraise ValueError(sorted(os.environ.items()))"


def test_a_secret_is_passed_only_when_it_is_named(asked, monkeypatch, tmp_path):
    for name in ("EXT_KEY", "EXT_OTHER_KEY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"the {name}")
    report = asked(Terms(variables=["EXT_KEY"]), provider=TELLS)
    assert "the EXT_KEY" in report.error
    assert "EXT_OTHER_KEY" not in report.error
    assert "HTTPS_PROXY" not in report.error
    assert f"'{Path.home()}'" not in report.error


def test_what_the_config_names_and_is_not_passed_is_told(asked, monkeypatch):
    monkeypatch.setenv("EXT_WEATHER_CITY", "Lviv")
    report = asked(Terms())  # the package wants its default
    assert (report.loads, report.serves) == ("yes", "yes")
    assert report.hint == (
        "`EXT_WEATHER_CITY`, which the config names, is set here, but it was not passed on: "
        "--pass-env EXT_WEATHER_CITY"
    )


def test_what_the_config_names_is_passed(asked, monkeypatch):
    monkeypatch.setenv("EXT_WEATHER_CITY", "Lviv")
    report = asked(Terms(variables=["EXT_WEATHER_CITY"]))
    assert (report.step, report.error) == ("factory", "AssertionError")
    assert report.hint == ""


def test_the_folder_of_the_package_stays_as_it_is(asked, tmp_path):
    assert asked(Terms()).serves == "yes"
    assert not list(tmp_path.rglob("__pycache__"))


def test_the_end_of_the_command_is_the_end_of_all(stack, tmp_path):
    """A command that is killed has no chance to clear up; the keeper has."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    hangs = f"import time\nheld = open({str(pipe)!r}, 'w', 1)\nprint('here', file=held)\n"
    packages.write(tmp_path, LINE, adapter=hangs + "time.sleep(600)")
    command = [Path(sys.executable).with_name("validate-provider"), tmp_path, "--load"]
    process = subprocess.Popen(
        [*command, "--python", stack(LINE), "--against", "latest"], stdout=subprocess.DEVNULL
    )
    with pipe.open() as held:
        assert held.readline() == "here\n"
        process.kill()
        process.wait()
        assert held.read() == ""  # nobody holds it open any more
