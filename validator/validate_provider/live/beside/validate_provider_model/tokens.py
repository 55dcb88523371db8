"""Tokenizers that need no network.

What stores text for search cuts it into tokens of `cl100k_base`, which `tiktoken` fetches the first
time (llama-stack 0.6.0 and later, providers/utils/memory/vector_store.py; from 0.7.0 on as the
provider starts). A token is a byte here: how a text is cut does not matter to who answers.
"""

from __future__ import annotations

_PATTERN = r"[\s\S]"


def need_no_network() -> None:
    """Give `tiktoken` each of its encodings, so that it has none to fetch."""
    try:
        import tiktoken
        from tiktoken import registry
    except ImportError:  # the stack has no use for it then
        return
    bytes_alone = {bytes([number]): number for number in range(256)}
    for name in tiktoken.list_encoding_names():
        registry.ENCODINGS.setdefault(
            name,
            tiktoken.Encoding(
                name, pat_str=_PATTERN, mergeable_ranks=bytes_alone, special_tokens={}
            ),
        )
