"""What reading says is what the real loader says."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.real.forked import Forks
from tests.rules.test_fine import FINE, write_fine
from tests.rules.test_mutations import API, GUIDE, MUTATIONS, OGX, checked, plant
from tests.written import Written
from validate_provider.contract import Contract
from validate_provider.finding import Answer
from validate_provider.live import asking
from validate_provider.live.asking import Question
from validate_provider.live.load import LoadReport, load
from validate_provider.replay import Replay, Verdict

Stack = Callable[[str], Path]
LINES = {
    GUIDE: ["llama-stack-0.2.17", "llama-stack-0.2.22"],
    API: ["llama-stack-0.7.3"],
    OGX: ["ogx-1.0.4", "ogx-1.5.0"],
}
PUBLISHED = {
    "ramalama-stack": (
        "0.2.5",
        {"llama-stack-0.2.20": "yes", "llama-stack-0.7.3": "no", "ogx-1.5.0": "no"},
    ),
    "llama-stack-provider-csoai": (
        "0.1.0",
        {"llama-stack-0.2.20": "no", "llama-stack-0.7.3": "yes", "ogx-1.5.0": "no"},
    ),
}


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    waiting = Forks(tmp_path_factory.mktemp("home"))
    yield waiting
    waiting.close()


@pytest.fixture(autouse=True)
def _stacks_are_imported_once(forks: Forks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_run", forks.run)


def read(folder: Path, line: str, contract: Contract) -> tuple[Replay, Verdict]:
    """What reading says of the one provider of a project, for one release."""
    distribution, _, version = line.rpartition("-")
    found = checked(folder, contract, f"{distribution}=={version}")
    (provider,) = found.providers
    (verdict,) = provider.verdicts
    return found, verdict


def asked(found: Replay, python: Path, config: dict[str, str] | None = None) -> LoadReport:
    """What the real stack says of it."""
    (provider,) = found.providers
    known = provider.provider_type != "?"
    question = Question(
        module=provider.package.dotted,
        api=provider.api if known else None,
        provider_type=provider.provider_type if known else None,
        config=config,
        search_path=(provider.package.root,),
    )
    return load(question, python, seconds=120)


def agree(verdict: Verdict, report: LoadReport) -> None:
    assert not report.stack_broken, report.error
    if verdict.loads is not Answer.UNKNOWN:
        assert report.loads is verdict.loads, report.error
    # A method that only a request needs is not missed at start-up.
    at_request = verdict.code in {"SPK602", "SPK603"} and verdict.loads is Answer.YES
    if verdict.serves is not Answer.UNKNOWN and not at_request:
        assert report.serves is verdict.serves, report.error


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (name, line)
        for name, mutation in MUTATIONS.items()
        if mutation.against == "declared"
        for line in LINES[mutation.target][-1:]
    ],
)
def test_a_planted_fault_fails_in_the_real_loader(
    name: str,
    line: str,
    written: Callable[[str, str], Written],
    stack: Stack,
    tmp_path: Path,
    contract: Contract,
) -> None:
    mutation = MUTATIONS[name]
    package = tmp_path / "package"
    shutil.copytree(written(mutation.api, mutation.target).folder, package)
    plant(package, mutation)
    found, verdict = read(package, line, contract)
    report = asked(found, stack(line), {})
    agree(verdict, report)
    if report.loads is Answer.NO:
        said = verdict.stack_says.partition("\n")[0]
        assert said.partition(":")[0] in {part.type for part in report.chain}
        assert any(str(part).startswith(said.rstrip(".")) for part in report.chain), report.chain


@pytest.mark.parametrize(
    ("api", "target", "line"),
    [
        (api, target, line)
        for api in ("inference", "files")
        for target, lines in LINES.items()
        for line in lines
    ],
)
def test_a_freshly_written_package_loads(
    api: str,
    target: str,
    line: str,
    written: Callable[[str, str], Written],
    stack: Stack,
    contract: Contract,
) -> None:
    found, verdict = read(written(api, target).folder, line, contract)
    report = asked(found, stack(line))
    assert (report.loads, report.serves) == (Answer.YES, Answer.YES), report.error
    agree(verdict, report)


@pytest.mark.parametrize("name", FINE)
def test_an_odd_package_loads_all_the_same(
    name: str, stack: Stack, tmp_path: Path, contract: Contract
) -> None:
    line = "ogx-1.5.0"
    found, verdict = read(write_fine(name, tmp_path), line, contract)
    report = asked(found, stack(line), {})
    assert (report.loads, report.serves) == (Answer.YES, Answer.YES), report.error
    agree(verdict, report)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A published package, fetched and unpacked."""

    def fetched(name: str) -> Path:
        folder = tmp_path_factory.mktemp("published")
        wanted = f"{name}=={PUBLISHED[name][0]}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        options = ["--only-binary=:all:", "--ignore-requires-python", "--dest", str(folder)]
        subprocess.run([*command, *options, wanted], check=True, capture_output=True, text=True)
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder / "unpacked")
        return folder / "unpacked"

    return fetched


@pytest.mark.parametrize("line", ["llama-stack-0.2.20", "llama-stack-0.7.3", "ogx-1.5.0"])
@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_package(
    name: str,
    line: str,
    published: Callable[[str], Path],
    stack: Stack,
    tmp_path: Path,
    contract: Contract,
) -> None:
    found, verdict = read(published(name), line, contract)
    assert verdict.loads == PUBLISHED[name][1][line]
    identity = tmp_path / "did.json"
    identity.write_text("{}")
    config = {"did_json": str(identity)} if name.endswith("csoai") else None
    agree(verdict, asked(found, stack(line), config))
