"""Faults against the protocol and at start-up: SPK6xx and SPK7xx."""

from tests.rules.mutation import (
    GUIDE,
    GUIDE_RELEASES,
    OGX,
    OGX_RELEASES,
    SEVEN,
    SPEC,
    Mutation,
)

PLANTED: dict[str, Mutation] = {
    "an api without a protocol": Mutation(
        "SPK601",
        SPEC,
        "api=Api.inference",
        "api=Api.container_runtime",
        "ogx 1.2.0-1.5.0",
        "KeyError: <Api.container_runtime: 'container_runtime'>",
        target=OGX,
        against="ogx>=1.2",
    ),
    "a method missing where it is checked": Mutation(
        "SPK602",
        "inference.py",
        "async def openai_embeddings(",
        "async def embed(",
        GUIDE_RELEASES,
        "ValueError: Provider `acme (Api.inference)` does not implement the following methods:\n"
        "[('openai_embeddings', 'not_actually_implemented')]",
        target=GUIDE,
    ),
    "a method missing where nothing is checked": Mutation(
        "SPK602", "inference.py", "async def openai_embeddings(", "async def embed(", SEVEN
    ),
    "a parameter missing where it is checked": Mutation(
        "SPK603",
        "inference.py",
        "    async def openai_embeddings(\n        self,\n        model:",
        "    async def openai_embeddings(\n        self,\n        model_id:",
        GUIDE_RELEASES,
        "ValueError: Provider `acme (Api.inference)` does not implement the following methods:\n"
        "[('openai_embeddings', 'signature_mismatch')]",
        target=GUIDE,
    ),
    "a parameter too many": Mutation(
        "SPK603",
        "inference.py",
        "async def openai_embeddings(self, params:",
        "async def openai_embeddings(self, model: str, params:",
        SEVEN,
    ),
    "a plain method": Mutation(
        "SPK604",
        "inference.py",
        '        return await self._service.post("embeddings"',
        '        return self._service.post("embeddings"',
        SEVEN,
        also=("async def openai_embeddings(", "def openai_embeddings("),
    ),
    "no should_refresh_models": Mutation(
        "SPK701",
        "inference.py",
        "async def should_refresh_models(",
        "async def refresh(",
        SEVEN,
        "AttributeError: 'AcmeInferenceAdapter' object has no attribute 'should_refresh_models'",
    ),
    "no should_refresh_models on ogx": Mutation(
        "SPK701",
        "inference.py",
        "async def should_refresh_models(",
        "async def refresh(",
        OGX_RELEASES,
        "AttributeError: 'AcmeInferenceAdapter' object has no attribute 'should_refresh_models'",
        target=OGX,
    ),
    "no register_model": Mutation(
        "SPK702", "inference.py", "async def register_model(", "async def enrol(", SEVEN
    ),
    "a generator that is awaited": Mutation(
        "SPK604",
        "inference.py",
        '        return await self._service.post("embeddings"',
        '        yield await self._service.post("embeddings"',
        OGX_RELEASES,
        target=OGX,
    ),
    "what the protocol says and the router does not": Mutation(
        "SPK605",
        "inference.py",
        "    async def should_refresh_models(",
        "    async def rerank(self, request: Any) -> Any:\n"
        "        return request\n\n"
        "    async def should_refresh_models(",
        "llama-stack 0.5.0-0.5.4",
        "TypeError: AcmeInferenceAdapter.rerank() takes 2 positional arguments but 5 were given",
        target="llama-stack>=0.5,<0.7",
        also=("async def rerank(\n", "async def rank(\n"),
        against="llama-stack>=0.5,<0.7",
    ),
    "the parameter of an older release": Mutation(
        "SPK606",
        "files.py",
        "async def openai_retrieve_file(self, request: RetrieveFileRequest)",
        "async def openai_retrieve_file(self, file_id: str)",
        SEVEN,
        api="files",
    ),
    "a protocol before the base that implements it": Mutation(
        "SPK607",
        "inference.py",
        "class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider):",
        "class Embeddings:\n"
        "    async def openai_embeddings(self, given: Any) -> Any:\n"
        "        return given\n\n\n"
        "class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider, Embeddings):",
        SEVEN,
        also=("async def openai_embeddings(self, params", "async def embed(self, params"),
    ),
    "an adapter without the protocol among its bases": Mutation(
        "SPK608",
        "inference.py",
        "class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider):",
        "class AcmeInferenceAdapter(NeedsRequestProviderData):",
        SEVEN,
        also=("async def rerank(", "async def rank("),
    ),
    "a start-up hook that is not async": Mutation(
        "SPK703",
        "inference.py",
        "async def should_refresh_models(self) -> bool:",
        "def should_refresh_models(self) -> bool:",
        SEVEN,
        "TypeError: object bool can't be used in 'await' expression",
        also=("return self.config.refresh_models", "return False"),
    ),
    "a start-up hook with a parameter": Mutation(
        "SPK703",
        "inference.py",
        "async def should_refresh_models(self) -> bool:",
        "async def should_refresh_models(self, model: str) -> bool:",
        OGX_RELEASES,
        "TypeError: AcmeInferenceAdapter.should_refresh_models() missing 1 required positional "
        "argument: 'model'",
        target=OGX,
    ),
    "a start-up hook that raises": Mutation(
        "SPK703",
        "inference.py",
        "        return self.config.refresh_models",
        '        raise NotImplementedError("not yet")',
        SEVEN,
        "NotImplementedError: not yet",
    ),
    "a registration hook with two parameters": Mutation(
        "SPK704",
        "inference.py",
        "    async def register_model(self, model: Model) -> Model:",
        "    async def register_model(self, model: Model, provider: str) -> Model:",
        SEVEN,
        "TypeError: AcmeInferenceAdapter.register_model() missing 1 required positional argument: "
        "'provider'",
    ),
    "a registration hook that is not async": Mutation(
        "SPK704",
        "inference.py",
        "    async def register_model(self, model: Model) -> Model:",
        "    def register_model(self, model: Model) -> None:",
        SEVEN,
        "TypeError: object NoneType can't be used in 'await' expression",
        also=("        return model\n", ""),
    ),
}
