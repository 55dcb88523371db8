{% extends cookiecutter._pieces ~ 'inference/arguments/inference.py' %}
{% block what %}The implementation: answers the stack's inference requests by models in this process.{% endblock %}
{% block own %}from . import to_service, to_stack
from .answers import ChatCompletion, ChatCompletionChunk, Completion, CompletionChunk
from .config import {{ cookiecutter.__class }}Config
from .model import CHAT_MODEL, EMBEDDING_MODEL
from .service import Service{% endblock %}
{% block opening %}class {{ cookiecutter.__class }}InferenceImpl(InferenceProvider):
    """Inference in the server's own process.{% if line.protocol_reranks %}

    What is not written here, that is reranking, the stack answers with "not implemented".
    {% endif %}"""

{% if line.lists_models %}    # The stack puts the provider_id of the run config in its place.
    __provider_id__ = "{{ cookiecutter.name }}"

{% endif %}    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config)

    async def initialize(self) -> None:
        """Load nothing: the models are there already."""

    async def shutdown(self) -> None:
        """Free nothing: the models hold nothing but memory."""

    async def health(self) -> HealthResponse:
        """Say that all is well: what runs in this process is there as long as it is asked."""
        return HealthResponse(status=HealthStatus.OK)

    # -- Models ---------------------------------------------------------------------------
    #
    # The stack calls these {% if line.lists_models %}at start-up and {% endif %}when models come and go, though its protocol does
    # not name them.
{%- if line.lists_models %}

    async def should_refresh_models(self) -> bool:
        """Say that the stack need not call `list_models` again: there are always the same."""
        return False

    async def list_models(self) -> list[Model] | None:
        """List the models, so that nobody has to register them."""
        dimension = {"embedding_dimension": self.config.embedding_dimension}
        return [
            self._model(CHAT_MODEL, ModelType.llm, {}),
            self._model(EMBEDDING_MODEL, ModelType.embedding, dimension),
        ]

    def _model(self, name: str, kind: ModelType, metadata: dict[str, Any]) -> Model:
        return Model(
            identifier=name,
            provider_resource_id=name,
            provider_id=self.__provider_id__,
            model_type=kind,
            metadata=metadata,
        )
{%- endif %}

    async def register_model(self, model: Model) -> Model:
        """Accept a model of the run config, which is one of ours under another name."""
        if model.provider_resource_id not in (CHAT_MODEL, EMBEDDING_MODEL):
            raise ValueError(f"there is no model {model.provider_resource_id}")
        return model

    async def unregister_model(self, model_id: str) -> None:
        """Forget a model: there is nothing to forget, the stack keeps the names."""{% endblock %}
{% block backend %}    # Both dialects, the stack's own and OpenAI's, come to these five methods.

    async def _ask_chat(self, body: dict[str, Any]) -> ChatCompletion:
        return ChatCompletion.model_validate(await self._service.chat(body))

    async def _ask_chat_pieces(self, body: dict[str, Any]) -> AsyncIterator[ChatCompletionChunk]:
        return _typed(ChatCompletionChunk, await self._service.chat_pieces(body))

    async def _ask_completion(self, body: dict[str, Any]) -> Completion:
        return Completion.model_validate(await self._service.completion(body))

    async def _ask_completion_pieces(self, body: dict[str, Any]) -> AsyncIterator[CompletionChunk]:
        return _typed(CompletionChunk, await self._service.completion_pieces(body))

    async def _ask_embeddings(self, body: dict[str, Any]) -> OpenAIEmbeddingsResponse:
        return OpenAIEmbeddingsResponse.model_validate(await self._service.embeddings(body)){% endblock %}
{% block closing %}async def _typed(kind: type[Answer], pieces: AsyncIterator[dict[str, Any]]) -> AsyncIterator[Answer]:
    async for piece in pieces:
        yield kind.model_validate(piece)


{% endblock %}
