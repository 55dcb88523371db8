"""Writing a package with several providers: each as the template writes it, put together.

What copier and cookiecutter make of the template is a package with one provider: a tree can't be
repeated in itself. So each provider is rendered alone, as a package of its own, and becomes a
sub-package here.
"""

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from new_provider.answers import Answers
from new_provider.facts import facts
from new_provider.mappings import Entry, join, read, text_of
from new_provider.render import piece, render, write_text
from new_provider.several import Several
from new_provider.tests_moved import moved


def write(package: Answers | Several, folder: Path) -> None:
    """Write a package into `folder`, which must not exist yet."""
    if isinstance(package, Several):
        render_several(package, folder)
    else:
        render(package, folder)


def render_several(several: Several, folder: Path) -> None:
    """Write the package into `folder`, which must not exist yet."""
    package = _package(several)
    with tempfile.TemporaryDirectory(prefix="new-provider-") as workshop:
        singles: dict[str, Path] = {}
        for name, answers in several.providers.items():
            singles[name] = Path(workshop, name)
            render(answers, singles[name], _own(several.whole, f"{package}.{name}"))
        render(several.whole, folder, _shared(several))
        _clear(folder, package)
        for name, single in singles.items():
            _move_in(several, single, folder, name)
        source = folder / "src" / package
        given = {"_folders": sorted(singles)}
        write_text(source / "__init__.py", piece("several/__init__.py", several.whole, given))
        write_text(folder / "tests" / "__init__.py", "")
        if several.whole.cell.line.lists:
            write_text(source / "provider.py", piece("several/provider.py", several.whole, given))
        readmes = {name: _sections(single) for name, single in singles.items()}
        written = _readme(several, _sections(folder), readmes)
        write_text(folder / "README.md", written)
        for config in ("run.yaml", "build.yaml"):
            if (folder / config).exists():
                write_text(folder / config, _config(several, folder / config, singles))


def _own(whole: Answers, package: str) -> dict[str, Any]:
    """What differs in a provider from a package of its own."""
    return {
        "__dist": whole.project,
        "__package": package,
        "__class": "".join(word.capitalize() for word in whole.name.split("-")),
        "__releases": whole.cell.releases,
        "__run_config": 'Path(__file__).with_name("run.yaml")',
    }


def _shared(several: Several) -> dict[str, Any]:
    """What differs in the files that the providers share from those of the first provider."""
    cells = [it.cell for it in several.providers.values()]
    known = [facts()["_cells"][it.api][it.line.name][it.kind] for it in cells]
    starters = [facts()["_starters"][it["starter"]] for it in known]
    files = {file for it in starters for file in it["files"]}
    starter = starters[0] | {
        "requires": [requirement for it in (*starters, *known) for requirement in it["requires"]],
        "provider_data": any(it["provider_data"] for it in starters),
        "conforms": any(it["conforms"] for it in starters),
    }
    line = facts()["_lines"][several.whole.cell.line.name]
    if several.whole.found_by == "module" and not line["lists"]:
        # `llama stack build` would install what `module:` says, and that is a part of ours.
        line = line | {"builds": ""}
    return {
        "__apis": " ".join(dict.fromkeys(it.api for it in cells)),
        "__releases": several.releases,
        "__generic": "yes" if {"service.py", "intake.py"} & files else "",
        "_starters": facts()["_starters"] | {known[0]["starter"]: starter},
        "_lines": facts()["_lines"] | {several.whole.cell.line.name: line},
    }


def _clear(folder: Path, package: str) -> None:
    """Take away what every provider has of its own."""
    source, tests = folder / "src" / package, folder / "tests"
    for path in [*source.iterdir(), *tests.iterdir()]:
        path.unlink()
    shutil.rmtree(folder / "providers.d", ignore_errors=True)


def _move_in(several: Several, single: Path, folder: Path, name: str) -> None:
    """Make a provider's source and tests folders of the package's."""
    package = _package(several)
    source, tests = folder / "src" / package / name, folder / "tests" / name
    shutil.copytree(single / "src" / f"{package}.{name}", source)
    if (single / "providers.d").exists():
        shutil.copytree(single / "providers.d", folder / "providers.d", dirs_exist_ok=True)
    sources = {it.name: it.read_text("utf-8") for it in (single / "tests").iterdir()}
    modules = {file.removesuffix(".py") for file in sources}
    for file, text in sources.items():
        write_text(tests / file, moved(text, modules))
    write_text(tests / "__init__.py", "")
    config = (single / "run.yaml").read_text("utf-8")
    write_text(tests / "run.yaml", _of_modules(several, config))


def _package(several: Several) -> str:
    return several.project.replace("-", "_")


def _config(several: Several, path: Path, singles: Mapping[str, Path]) -> str:
    """Put the providers' configs together; a provider of ours stands in for the stack's own."""
    whole: dict[str, Entry] = {}
    ours = {answers.cell.api for answers in several.providers.values()}
    for name, single in singles.items():
        text = _of_all(several, name, (single / path.name).read_text("utf-8"))
        config = read(text.splitlines())
        for api in ours.intersection(facts()["_alone"]) - {several.providers[name].cell.api}:
            if "providers" in config:
                config["providers"].keys.pop(api, None)
        join(whole, config)
    # These are the package's, and not those of the first provider.
    shared = read(path.read_text("utf-8").splitlines())
    for key in ("distro_name", "image_name", "storage", "server"):
        if key in shared:
            whole[key] = shared[key]
    return text_of(whole)


def _of_all(several: Several, name: str, text: str) -> str:
    """Say of all providers what is said of one: what the config holds, and its models."""
    text = re.sub(r"\bthis provider( alone)?", "the providers of this package", text)
    text = re.sub(r"the provider (remote|inline)::\S+", "the providers of this package", text)
    one, whole = (
        it.name.replace("-", "_").upper() for it in (several.providers[name], several.whole)
    )
    # The model service beside a provider is none of its own: one will do for all.
    text = re.sub(rf"\b{one}_(MODELS_URL|EMBEDDING_MODEL)\b", rf"{whole}_\1", text)
    return _of_modules(several, text)


def _of_modules(several: Several, text: str) -> str:
    """Name the package where a run config would name a part of it, if the loader takes lists.

    So what `module:` says can be installed, too: `list-deps` prints it as a requirement.
    """
    if several.whole.cell.line.lists:
        package = _package(several)
        for name in several.providers:
            text = text.replace(f"module: {package}.{name}\n", f"module: {package}\n")
    return text


def _sections(project: Path) -> dict[str, str]:
    """Read a README: what stands below each heading, and before the first."""
    text = (project / "README.md").read_text("utf-8")
    first, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    named = [section.partition("\n") for section in sections]
    return {"": first.strip(), **{heading: text.strip("\n") for heading, _, text in named}}


def _readme(
    several: Several, whole: Mapping[str, str], singles: Mapping[str, Mapping[str, str]]
) -> str:
    """Put READMEs together: what is shared at the ends, a section for each provider between."""
    parts = [whole[""], f"## Install\n\n{whole['Install']}"]
    for name, sections in singles.items():
        one = several.providers[name]
        parts.append(f"## {one.cell.kind}::{one.name}\n\n{sections['About']}")
        parts.append(f"### Configure\n\n{sections['Configure']}")
        parts.append(f"### Run\n\n{_of_all(several, name, sections['Run'])}")
        parts.append(f"### Limitations\n\n{sections['Limitations']}")
    if "Run in a container" in whole:
        parts.append(f"## Run in a container\n\n{whole['Run in a container']}")
    alone = "with a run config for each provider alone"
    parts.append(f"## Test\n\n{whole['Test'].replace('with `run.yaml`', alone)}")
    return _of_modules(several, "\n\n".join(parts)) + "\n"
