"""Packages that others have published, fetched as `published/pins.txt` says; none is kept here."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.real.corpora.ground import Case, Ground
from validate_provider.contract import Contract
from validate_provider.finding import Answer
from validate_provider.inputs.find import find_inputs
from validate_provider.replay.packages import ProviderVerdicts, Verdict, replay

FOLDER = Path(__file__).parents[1] / "published"


def pins() -> dict[str, str]:
    """Each package and version that is looked at -> the requirement with its hash."""
    lines = (FOLDER / "pins.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    return {line.split()[0].replace("==", " "): line for line in pinned}


def cases(ground: Ground) -> Iterator[Case]:
    """One for each of them."""
    for name in pins():
        yield case(name, ground)


def case(name: str, ground: Ground) -> Case:
    """Fetch one of them."""
    return Case(name, wheel(name, ground), tuple(ground.bits), config_of(name, ground), alone=True)


def wheel(name: str, ground: Ground) -> Path:
    """Fetch the wheel of one of them."""
    folder = ground.place(name)
    folder.mkdir()
    wanted = folder / "wanted.txt"
    wanted.write_text(pins()[name], encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    options = ["--only-binary=:all:", "--ignore-requires-python", "--require-hashes"]
    which = ["--dest", str(folder), "--requirement", str(wanted)]
    subprocess.run([*command, *options, *which], check=True, capture_output=True, text=True)
    (found,) = folder.glob("*.whl")
    return found


def config_of(name: str, ground: Ground) -> Mapping[str, str] | None:
    """What the provider must be given that its own sample does not give it."""
    if not name.startswith("llama-stack-provider-csoai"):
        return None
    identity = ground.folder / "did.json"
    identity.write_text(json.dumps({}), encoding="utf-8")
    return {"did_json": str(identity)}


def snapshot(package: str, ground: Ground) -> str:
    """What reading says of all versions of a package, for all releases there are."""
    told = [f"# What reading says of {package} for all releases. Written by"]
    told.append("# `python -m tests.real.agreement --corpus published --write`.")
    for name in pins():
        if name.partition(" ")[0] == package:
            told += ["", name]
            with find_inputs([str(wheel(name, ground))], ground.folder) as inputs:
                for project in inputs.projects:
                    everything = ground.contract.timeline.everything
                    found = replay(project, ground.contract, everything, project.root)
                    for provider in found.providers:
                        told += _verdicts(provider, ground.contract)
    return "\n".join(told) + "\n"


def _verdicts(provider: ProviderVerdicts, contract: Contract) -> Iterator[str]:
    yield f"  {provider.provider_type} ({provider.api})"
    releases: dict[str, int] = {}
    for verdict in provider.verdicts:
        words = _in_words(verdict)
        releases[words] = releases.get(words, 0) | verdict.releases
    for words, mask in sorted(releases.items(), key=lambda item: item[1] & -item[1]):
        yield f"    {', '.join(contract.timeline.ranges(mask))}"
        yield f"      {words}"


def _in_words(verdict: Verdict) -> str:
    if verdict.loads is Answer.NO:
        return f"does not load: {verdict.code} {verdict.stack_says.partition(chr(10))[0]}"
    why = f"{verdict.code} {verdict.why or verdict.stack_says}".strip().partition("\n")[0]
    if (verdict.loads, verdict.serves) == (Answer.YES, Answer.YES):
        return "loads and serves"
    reason = f": {why}" if why else ""
    return f"loads: {verdict.loads}, serves: {verdict.serves}{reason}"
