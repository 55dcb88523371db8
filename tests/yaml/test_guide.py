"""The examples of the official guide, old and new, in the shape that a reader copies them in."""

from pathlib import Path

import pytest

from tests.yaml.checking import checked
from tests.yaml.trees import write
from validate_provider.contract import Contract

OLD_REMOTE = """\
adapter:
  adapter_type: custom_ollama
  pip_packages:
  - ollama
  - aiohttp
  config_class: ext_ollama.config.OllamaImplConfig
  module: ext_ollama
api_dependencies: []
optional_api_dependencies: []
"""
NEW_REMOTE = """\
adapter_type: custom_ollama
provider_type: remote::custom_ollama
pip_packages:
- ollama
- aiohttp
config_class: ext_ollama.config.OllamaImplConfig
module: ext_ollama
api_dependencies: []
optional_api_dependencies: []
"""
INLINE = """\
module: ext_vector
config_class: ext_vector.config.VectorStoreConfig
pip_packages:
  - faiss-cpu
  - numpy
api_dependencies:
  - inference
optional_api_dependencies:
  - vector_io
provider_data_validator: ext_vector.validator.VectorStoreValidator
container_image: custom-vector-store:latest  # optional
"""
BUILD = """\
version: 2
distribution_spec:
  description: Use (an external) server for running LLM inference
  container_image: null
  providers:
    inference:
    - provider_type: remote::ramalama
      module: ramalama_stack==0.3.0a0
image_type: venv
image_name: null
external_providers_dir: null
additional_pip_packages:
- aiosqlite
"""
FROM = "llama-stack 0.2.23-0.7.3, ogx 0.7.1-1.5.0"
CASES = {
    "remote/inference/custom_ollama.yaml": [
        (OLD_REMOTE, {"SPK804": FROM}),
        (NEW_REMOTE, {"SPK804": "llama-stack 0.2.2-0.2.22", "SPK805": FROM}),
    ],
    "inline/vector_io/custom.yaml": [
        (INLINE, {"SPK810": "llama-stack 0.2.2-0.7.3, ogx 0.7.1-1.5.0"}),
    ],
}


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [(file, text, told) for file, cases in CASES.items() for text, told in cases],
)
def test_a_spec_in_yaml(
    file: str, text: str, expected: dict[str, str], tmp_path: Path, contract: Contract
) -> None:
    tree = write(tmp_path / "providers.d", {file: text})
    found = checked(contract, "all", tree)
    told: dict[str, int] = {}
    for finding in found.findings:
        told[finding.code] = told.get(finding.code, 0) | finding.releases
    ranges = {code: ", ".join(contract.timeline.ranges(mask)) for code, mask in told.items()}
    assert ranges == expected


def test_the_build_config(tmp_path: Path, contract: Contract) -> None:
    build = write(tmp_path, {"build.yaml": BUILD}) / "build.yaml"
    found = checked(contract, "llama-stack>=0.2.16,<0.4", build)
    assert [finding.message for finding in found.findings] == []
    (provider,) = found.providers
    assert {verdict.why for verdict in provider.verdicts} == {
        "the package `ramalama_stack` is not here; pass its folder too"
    }
