"""Values that a stack takes, made of what it says of its types."""

from validate_provider.live.inside.samples import Samples

CHUNKS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"content": {"type": "string"}, "metadata": {"type": "object"}},
        "required": ["content"],
    },
}


def test_a_chunk_tells_of_its_document():
    # Up to llama-stack 0.2.24 the stack cannot take a chunk in that does not.
    made = Samples({}).of_schema("chunks", CHUNKS)

    assert made == [{"content": "Hello there.", "metadata": {"document_id": "hello"}}]


def test_what_may_be_left_out_is():
    made = Samples({}).of_schema("files", CHUNKS)

    assert made == [{"content": "Hello there."}]


def test_what_is_known_by_name_is_given_as_a_mapping_or_as_names():
    samples = Samples({"scoring_functions": {"equality": None}})
    assert samples.of("scoring_functions", dict[str, None]) == {"equality": None}
    assert samples.of("scoring_functions", list[str]) == ["equality"]
    assert Samples({}).of("scoring_functions", list[str]) == []
