"""A small provider of inference, and the faults that are planted in it."""

from tests.real.small.package import Fault, Small

ADAPTER = """
import asyncio
import time

from ROOT import Model, ModelType, OpenAIChatCompletion, OpenAIChatCompletionChunk
from ROOT import OpenAICompletion, OpenAIEmbeddingsResponse


class Adapter:
    def __init__(self, config):
        self.lock = None

    def model(self, name, kind, **metadata):
        return Model(
            identifier=name,
            provider_resource_id=name,
            provider_id=self.__provider_id__,
            model_type=kind,
            metadata=metadata,
        )

    async def list_models(self):
        return [
            self.model("talker", ModelType.llm),
            self.model("embedder", ModelType.embedding, embedding_dimension=2),
        ]

    async def should_refresh_models(self):
        return False

    async def register_model(self, model):
        return model

    async def unregister_model(self, model_id):
        pass

    def made(self, params, kind, **choice):
        choice = {"index": 0, "finish_reason": "stop", **choice}
        return {"id": "1", "object": kind, "created": 1, "model": params.model, "choices": [choice]}

    async def openai_chat_completion(self, params):
        if params.stream:
            return self.pieces(params)
        said = {"role": "assistant", "content": "Hello."}
        return OpenAIChatCompletion(**self.made(params, "chat.completion", message=said))

    async def pieces(self, params):
        for text in ("Hel", "lo."):
            said = {"role": "assistant", "content": text}
            yield OpenAIChatCompletionChunk(
                **self.made(params, "chat.completion.chunk", delta=said)
            )

    async def openai_completion(self, params):
        if params.stream:
            return self.whole(params)
        return OpenAICompletion(**self.made(params, "text_completion", text="Hello."))

    async def whole(self, params):
        yield OpenAICompletion(**self.made(params, "text_completion", text="Hello."))

    async def openai_embeddings(self, params):
        texts = params.input if isinstance(params.input, list) else [params.input]
        data = [{"index": at, "embedding": [0.6, 0.8]} for at, _ in enumerate(texts)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return OpenAIEmbeddingsResponse(data=data, model=params.model, usage=usage)
"""
CHAT, COMPLETE, EMBED = "openai_chat_completion", "openai_completion", "openai_embeddings"
_PIECES = "return self.pieces(params)"
_WHOLE = 'return OpenAIChatCompletion(**self.made(params, "chat.completion", message=said))'
_EMBEDDED = "return OpenAIEmbeddingsResponse(data=data, model=params.model, usage=usage)"

SMALL = Small(
    api="inference",
    lines=("ogx-1.5.0", "llama-stack-0.7.3"),
    adapter=ADAPTER,
    served=(CHAT, COMPLETE, EMBED),
    lacks=(
        "anthropic_count_tokens",
        "anthropic_messages",
        "openai_chat_completions_with_reasoning",
        "rerank",
    ),
    faults={
        "no stream though it is asked for": Fault(
            f"if params.stream:\n            {_PIECES}", "", CHAT, "streamed"
        ),
        "a stream though it is not": Fault(_WHOLE, _PIECES, CHAT, ""),
        "completions that ignore the stream": Fault(
            "return self.whole(params)",
            'return OpenAICompletion(**self.made(params, "text_completion", text="Hello."))',
            COMPLETE,
            "streamed",
        ),
        "an empty stream": Fault('("Hel", "lo.")', "()", CHAT, "nothing comes"),
        "a stream that breaks off": Fault(
            'for text in ("Hel", "lo."):',
            'for text in ("Hel", 1 / 0):',
            CHAT,
            "ZeroDivisionError",
        ),
        "a chat by its parts": Fault(
            f"{CHAT}(self, params)", f"{CHAT}(self, model, messages)", CHAT, "argument"
        ),
        "no answer to a chat": Fault(_WHOLE, "return None", CHAT, "None"),
        "embeddings without a frame": Fault(_EMBEDDED, "return data", EMBED, ""),
        "embeddings of words": Fault("[0.6, 0.8]", '["a", "b"]', EMBED, "ValidationError"),
        "a coroutine nobody waits for": Fault(_WHOLE, "return asyncio.sleep(0, said)", CHAT, ""),
    },
)
