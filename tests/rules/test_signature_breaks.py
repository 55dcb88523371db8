"""A provider written for the release before a silent change of signatures, seen by those after.

From llama-stack 0.4.0 on ever fewer of these are noticed by the loader; a request finds them.
"""

import re
from pathlib import Path

import pytest

from tests.rules.mutation import checked
from tests.rules.of_protocol import write_for
from validate_provider.contract import Contract

BREAKS: dict[tuple[str, str, str], dict[str, str]] = {
    ("llama-stack 0.2.24", "llama-stack 0.3.0", "agents"): {
        "create_openai_response": "SPK603 0.3.0..0.6.1",
    },
    ("llama-stack 0.2.24", "llama-stack 0.3.0", "files"): {
        "openai_upload_file": "SPK603 0.3.0..0.3.5, SPK606 0.4.0..",
    },
    ("llama-stack 0.2.24", "llama-stack 0.3.0", "inference"): {
        "openai_chat_completion": "SPK603 0.3.0..",
        "openai_completion": "SPK603 0.3.0..",
        "openai_embeddings": "SPK603 0.3.0..",
    },
    ("llama-stack 0.2.24", "llama-stack 0.3.0", "vector_io"): {
        "openai_cancel_vector_store_file_batch": "SPK602 0.3.0..",
        "openai_create_vector_store": "SPK602 0.3.0..0.4.7, SPK606 0.5.0..",
        "openai_create_vector_store_file_batch": "SPK602 0.3.0..",
        "openai_list_files_in_vector_store_file_batch": "SPK602 0.3.0..",
        "openai_retrieve_vector_store_file_batch": "SPK602 0.3.0..",
    },
    ("llama-stack 0.3.5", "llama-stack 0.4.0", "agents"): {
        "create_openai_response": "SPK603 0.4.0..0.6.1",
    },
    ("llama-stack 0.3.5", "llama-stack 0.4.0", "batches"): {
        "cancel_batch": "SPK606 0.4.0..",
        "create_batch": "SPK603 0.4.0..",
        "list_batches": "SPK606 0.4.0..",
        "retrieve_batch": "SPK606 0.4.0..",
    },
    ("llama-stack 0.3.5", "llama-stack 0.4.0", "files"): {
        "openai_delete_file": "SPK606 0.4.0..",
        "openai_list_files": "SPK606 0.4.0..",
        "openai_retrieve_file": "SPK606 0.4.0..",
        "openai_retrieve_file_content": "SPK606 0.4.0..",
        "openai_upload_file": "SPK606 0.4.0..",
    },
    ("llama-stack 0.3.5", "llama-stack 0.4.0", "safety"): {
        "run_moderation": "SPK603 0.5.0..ogx0.8.0",
    },
    ("llama-stack 0.3.5", "llama-stack 0.4.0", "tool_runtime"): {
        "invoke_tool": "SPK603 0.4.0..",
        "list_runtime_tools": "SPK603 0.4.0..",
    },
    ("llama-stack 0.3.5", "llama-stack 0.4.0", "vector_io"): {
        "insert_chunks": "SPK603 0.4.0..0.4.7,0.6.0..",
        "openai_retrieve_vector_store_file_contents": "SPK603 0.4.0..",
        "query_chunks": "SPK603 0.4.0..0.4.7,0.6.0..",
    },
    ("llama-stack 0.4.7", "llama-stack 0.5.0", "agents"): {
        "create_openai_response": "SPK603 0.5.0..0.6.1",
        "delete_openai_response": "SPK606 0.5.0..0.6.1",
        "get_openai_response": "SPK606 0.5.0..0.6.1",
        "list_openai_response_input_items": "SPK606 0.5.0..0.6.1",
        "list_openai_responses": "SPK606 0.5.0..0.6.1",
    },
    ("llama-stack 0.4.7", "llama-stack 0.5.0", "eval"): {
        "evaluate_rows": "SPK603 0.5.0..ogx0.7.1",
        "job_cancel": "SPK603 0.5.0..ogx0.7.1",
        "job_result": "SPK603 0.5.0..ogx0.7.1",
        "job_status": "SPK603 0.5.0..ogx0.7.1",
        "run_eval": "SPK603 0.5.0..ogx0.7.1",
    },
    ("llama-stack 0.4.7", "llama-stack 0.5.0", "inference"): {
        "rerank": "SPK603 0.6.0..",
    },
    ("llama-stack 0.4.7", "llama-stack 0.5.0", "post_training"): {
        "cancel_training_job": "SPK606 0.5.0..0.6.1",
        "get_training_job_artifacts": "SPK606 0.5.0..0.6.1",
        "get_training_job_status": "SPK606 0.5.0..0.6.1",
        "preference_optimize": "SPK603 0.5.0..0.6.1",
        "supervised_fine_tune": "SPK603 0.5.0..0.6.1",
    },
    ("llama-stack 0.4.7", "llama-stack 0.5.0", "safety"): {
        "run_moderation": "SPK606 0.5.0..ogx0.8.0",
        "run_shield": "SPK603 0.5.0..ogx0.8.0",
    },
    ("llama-stack 0.4.7", "llama-stack 0.5.0", "scoring"): {
        "score": "SPK603 0.5.0..ogx0.7.1",
        "score_batch": "SPK603 0.5.0..ogx0.7.1",
    },
    ("llama-stack 0.5.4", "llama-stack 0.6.0", "file_processors"): {
        "process_file": "SPK606 0.6.0..",
    },
    ("llama-stack 0.5.4", "llama-stack 0.6.0", "vector_io"): {
        "insert_chunks": "SPK603 0.6.0..",
        "openai_attach_file_to_vector_store": "SPK606 0.6.0..",
        "openai_search_vector_store": "SPK606 0.6.0..",
        "openai_update_vector_store": "SPK606 0.6.0..",
        "openai_update_vector_store_file": "SPK603 0.6.0..",
        "query_chunks": "SPK603 0.6.0..",
    },
    ("llama-stack 0.6.1", "llama-stack 0.7.0", "datasetio"): {
        "append_rows": "SPK603 0.7.0..ogx0.7.1",
    },
    ("llama-stack 0.6.1", "llama-stack 0.7.0", "inference"): {
        "openai_chat_completions_with_reasoning": "SPK608 0.7.0..",
    },
    ("llama-stack 0.7.3", "ogx 0.8.0", "responses"): {
        "compact_openai_response": "SPK602 ogx0.8.0..",
    },
    ("ogx 1.0.4", "ogx 1.1.0", "messages"): {
        "cancel_message_batch": "SPK602 ogx1.1.0..",
        "create_message_batch": "SPK602 ogx1.1.0..",
        "list_message_batches": "SPK602 ogx1.1.0..",
        "retrieve_message_batch": "SPK602 ogx1.1.0..",
        "retrieve_message_batch_results": "SPK602 ogx1.1.0..",
    },
    ("ogx 1.1.3", "ogx 1.2.0", "inference"): {
        "anthropic_count_tokens": "SPK608 ogx1.2.0..",
        "anthropic_messages": "SPK608 ogx1.2.0..",
    },
}
"""(before, after, API) -> method -> code, and where it is told from the release after on."""

UNBROKEN: dict[tuple[str, str], dict[str, str]] = {
    ("llama-stack 0.5.0", "datasetio"): {
        "append_rows": "the router went on to pass what it did",
        "iterrows": "the router went on to pass what it did",
    },
}
"""(after, API) -> method that changed -> why one written for the release before still works."""

_CODES = {"SPK602", "SPK603", "SPK605", "SPK606", "SPK608"}


def told(folder: Path, contract: Contract, since: int) -> dict[str, str]:
    """What is told of each method in the releases of SINCE: codes, and where."""
    found: dict[str, dict[str, int]] = {}
    for finding in checked(folder, contract, "all").findings:
        if finding.code in _CODES and finding.releases & since:
            named = finding.message.partition("lacks")[2] or finding.message
            for method in re.findall(r"`(\w+)[`(]", named.partition(" must take")[0]):
                codes = found.setdefault(method, {})
                codes[finding.code] = codes.get(finding.code, 0) | finding.releases & since
    return {
        method: ", ".join(
            f"{code} {contract.timeline.spell(mask)}" for code, mask in sorted(codes.items())
        )
        for method, codes in found.items()
    }


def changed(contract: Contract, api: str, before: int, after: int) -> set[str]:
    """The methods of a protocol that are new, or have other parameters than before."""
    return {
        name
        for name, variants in contract.methods(api).items()
        for mask, method in variants
        if mask & after
        and not any(
            scope & before and old.parameters == method.parameters for scope, old in variants
        )
    }


@pytest.mark.parametrize(("before", "after", "api"), BREAKS)
def test_a_provider_for_the_release_before(
    before: str, after: str, api: str, tmp_path: Path, contract: Contract
) -> None:
    timeline = contract.timeline
    since = timeline.everything & ~(timeline.find(after) - 1)
    methods = changed(contract, api, timeline.find(before), timeline.find(after))
    found = told(write_for(contract, api, before, tmp_path), contract, since)
    expected = BREAKS[before, after, api]
    assert {name: found[name] for name in methods if name in found} == expected
    assert methods - set(expected) == set(UNBROKEN.get((after, api), {}))


def test_the_router_goes_on_as_before_where_the_protocol_alone_changed(
    tmp_path: Path, contract: Contract
) -> None:
    folder = write_for(contract, "datasetio", "llama-stack 0.4.7", tmp_path)
    (provider,) = checked(folder, contract, "llama-stack>=0.4,<0.8").providers
    assert [(v.loads, v.serves) for v in provider.verdicts] == [("yes", "yes")]


def test_who_follows_the_protocol_there_fails(tmp_path: Path, contract: Contract) -> None:
    folder = write_for(contract, "datasetio", "llama-stack 0.7.3", tmp_path)
    found = checked(folder, contract, "llama-stack>=0.7,<0.8")
    assert "SPK605" in {f.code for f in found.findings if f.severity == "error"}
    (verdict,) = found.providers[0].verdicts
    assert (verdict.loads, verdict.serves) == ("yes", "no")


@pytest.mark.parametrize(
    ("api", "release", "where"),
    [
        ("agents", "llama-stack 0.6.1", "0.7.0.."),
        ("responses", "llama-stack 0.7.3", "0.2.16..0.6.1"),
        ("skills", "ogx 1.1.0", "0.2.16..ogx1.0.4"),
    ],
)
def test_an_api_that_came_or_went(
    api: str, release: str, where: str, tmp_path: Path, contract: Contract
) -> None:
    (provider,) = checked(write_for(contract, api, release, tmp_path), contract, "all").providers
    gone = 0
    for verdict in provider.verdicts:
        if "AttributeError" in verdict.stack_says and api in verdict.stack_says:
            assert verdict.loads == "no"
            gone |= verdict.releases
    assert contract.timeline.spell(gone) == where
