"""What stands beside the provider for its requests to be about: a model, and what it works on.

Most APIs but inference need a model. It is an external provider of ours, so that the server has it
too (`live/beside/validate_provider_model`). So are the rows of datasets where the stack's own can't
be had. Files and stores are made by the stack's own.
"""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path
from typing import Any, NamedTuple

from validate_provider.live import probe
from validate_provider.live.inside import in_files, stand_ins

FOLDER = Path(__file__).resolve().parent.parent / "beside"
"""The folder that the model's package is imported from."""
MODULE = "validate_provider_model"
PROVIDER_ID = "canned-model"
PROVIDER_TYPE = "inline::validate-provider-model"
MODELS = {"llm": "canned", "embedding": "canned-embedding"}
"""As the package's `answers.py` calls them, by their kind."""
DATASETS = "datasetio"
ROWS = {"provider_type": "inline::validate-provider-rows", "module": "validate_provider_rows"}
"""The entry of a run config for datasets that are there without anything installed."""
OURS = (("inference", PROVIDER_TYPE, MODULE), (DATASETS, ROWS["provider_type"], ROWS["module"]))
"""API, type and module of what may stand beside any provider."""
SETTINGS = {
    "vector_stores": {
        "default_embedding_model": {"provider_id": PROVIDER_ID, "model_id": MODELS["embedding"]}
    }
}
"""What a run config says of the model, from 0.3 on."""


class Made(NamedTuple):
    """Something that a provider's requests can be about, and the stack's own make."""

    api: str
    """Who has the route to make it."""
    held_by: str
    """The API of the provider that holds it."""
    method: str
    names: tuple[str, ...]
    """The parameters that its id is given for."""


MADE = (
    Made("files", "files", "openai_upload_file", ("file_id", "file_ids", "input_file_id")),
    Made("datasets", "datasetio", "register_dataset", ("dataset_id",)),
    Made(
        "vector_io",
        "vector_io",
        "openai_create_vector_store",
        ("vector_store_id", "vector_store_ids"),
    ),
)
WITHOUT_MODELS = {"files"}
"""APIs no request of which names a model, in any release: by themselves, they want none beside."""
HELD_BY = {"datasetio", "scoring", "vector_io"}
"""APIs with a router of which a provider stands beside, for requests to be about what it holds."""
HOLDER_OF = {"datasetio": "localfs"}
"""The provider that older releases give all of an API to, whatever a request says (llama-stack
0.2.3, distribution/routers/routing_tables.py)."""


def is_wanted(apis: list[str], providers: dict[str, list[dict[str, Any]]]) -> bool:
    """Whether requests may name a model, and nothing that a run config names serves one."""
    return bool(set(apis) - WITHOUT_MODELS) and "inference" not in providers


def with_model(
    apis: list[str], providers: dict[str, list[dict[str, Any]]]
) -> tuple[list[str], dict[str, list[dict[str, Any]]]]:
    """Give what a run config names with the model in it."""
    entry = {
        "provider_id": PROVIDER_ID,
        "provider_type": PROVIDER_TYPE,
        "module": MODULE,
        "config": {},
    }
    return sorted({*apis, "inference"}), {**providers, "inference": [entry]}


class Neighbours(probe.Beside):
    """What stands beside the provider, for the APIs that it depends on, and what it can be about.

    The probe leaves an API that has a router without any provider. Here one of the stack's own
    stands there, if it needs nothing that is not installed, so that there is a dataset or a store.
    """

    packages: Path
    """Where the packages of stand-ins are written."""

    def needed_by(self, spec: Any) -> set[str]:  # noqa: ANN401
        """Give the APIs that a spec depends on, and those that it uses if they are there."""
        used = {it.value for it in getattr(spec, "optional_api_dependencies", None) or []}
        return super().needed_by(spec) | {it for it in used if self._can_be_had(it)}

    def _can_be_had(self, api: str) -> bool:
        """Whether an API has a router, or one of the stack's own that can stand there."""
        return api in self.routers or any(map(self.is_fit, probe.specs_of(self.own, api).values()))

    def bring(self, needed: set[str]) -> None:
        """Bring what serves these APIs, and what that depends on."""
        if self._lacks_rows(needed):
            self.configured = {**self.configured, DATASETS: [ROWS]}
        super().bring(needed)
        if ROWS in self.configured.get(DATASETS, ()) and DATASETS in self.told:
            self.told[DATASETS] = "canned rows"
        for api, [entry] in self.entries.items():
            if entry["provider_type"] == probe.STAND_IN:
                module = stand_ins.write(self.packages, api)
                if self.stack.knows_module:
                    entry["module"] = module
                else:
                    in_files.write(self.packages, api, probe.STAND_IN, module)
        wanted = {self.routers[api] for api in needed if api in self.routers}
        for api in sorted(wanted & set(HELD_BY)):
            specs = probe.specs_of(self.own, api)
            kinds = (kind for kind in sorted(specs) if self.is_fit(specs[kind]))
            kind = next(kinds, None)
            if kind and api not in self.entries:
                self.told[api] = kind
                sample = self.sample_of(specs[kind])
                self.entries[api] = [self.entry_of(kind, sample, HOLDER_OF.get(api, ""))]
                self.bring(self.needed_by(specs[kind]))

    def _lacks_rows(self, needed: set[str]) -> bool:
        """Whether datasets are needed, and the stack has none that could stand here."""
        wanted = DATASETS in {self.routers.get(name, name) for name in needed}
        if not wanted or self.configured.get(DATASETS):
            return False
        return not any(map(self.is_fit, probe.specs_of(self.own, DATASETS).values()))

    def is_fit(self, spec: Any) -> bool:  # noqa: ANN401
        """Whether one of the stack's own can stand here: it has all that it needs."""
        return all(map(is_installed, spec.pip_packages or ())) and super().is_fit(spec)


def is_installed(requirement: str) -> bool:
    """Whether a package is there, in whatever version."""
    name = re.match(r"[\w.-]*", requirement)
    try:
        importlib.metadata.version(name[0] if name else "")
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return False
    return True
