{% extends cookiecutter._pieces ~ 'inference/arguments/inference.py' %}
{% block what %}The adapter: answers the stack's inference requests through the service.{% endblock %}
{% block own %}{% from cookiecutter._pieces ~ 'imports.jinja' import moved -%}
from . import to_service, to_stack
from .answers import ChatCompletion, ChatCompletionChunk, Completion, CompletionChunk, ModelList
from .config import {{ cookiecutter.__class }}Config
from .errors import ServiceError
from .service import Service
{%- if line.core_moved %}
{{ moved("NeedsRequestProviderData") }}
{%- endif %}{% endblock %}
{% block opening %}class {{ cookiecutter.__class }}InferenceAdapter(NeedsRequestProviderData, InferenceProvider):{% if line.core_moved %}  # type: ignore[misc, unused-ignore]{% endif %}
    """Inference by an OpenAI-compatible service.{% if line.protocol_reranks %}

    What is not written here, that is reranking, the stack answers with "not implemented".
    {% endif %}"""

{% if line.lists_models %}    # The stack puts the provider_id of the run config in its place, and sets the specification.
    __provider_id__ = "{{ cookiecutter.name }}"
{% else %}    # The stack sets it, for what a request brings in its header.
{% endif %}    __provider_spec__: ProviderSpec

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config, self._callers_key)

    def _callers_key(self) -> SecretStr | None:
        """Return the API key that the request at hand brings in its header, if it brings one."""
        brought = self.get_request_provider_data()
        return brought.{{ cookiecutter.__env.lower() }}_api_key if brought else None

    async def initialize(self) -> None:
        """Open nothing yet: the service may come up later than the stack."""

    async def shutdown(self) -> None:
        """Close the connections to the service."""
        await self._service.close()

    async def health(self) -> HealthResponse:
        """Say whether the service answers."""
        try:
            await self._service.get("models", ModelList)
        except ServiceError as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Models ---------------------------------------------------------------------------
    #
    # The stack calls these {% if line.lists_models %}at start-up and {% endif %}when models come and go, though its protocol does
    # not name them.
{%- if line.lists_models %}

    async def should_refresh_models(self) -> bool:
        """Say whether the stack should call `list_models` again from time to time."""
        return self.config.refresh_models

    async def list_models(self) -> list[Model] | None:
        """List the models of the service, so that nobody has to register them."""
        models = await self._service.get("models", ModelList)
        return [self._model(entry.id) for entry in models.data]

    def _model(self, name: str) -> Model:
        dimension = self.config.embedding_models.get(name)
        return Model(
            identifier=name,
            provider_resource_id=name,
            provider_id=self.__provider_id__,
            model_type=ModelType.llm if dimension is None else ModelType.embedding,
            metadata={} if dimension is None else {"embedding_dimension": dimension},
        )
{%- endif %}

    async def register_model(self, model: Model) -> Model:
        """Accept a model of the run config; the service refuses it if it does not know it."""
        return model

    async def unregister_model(self, model_id: str) -> None:
        """Forget a model: there is nothing to forget, the service keeps the list."""{% endblock %}
{% block backend %}    # YOUR BACKEND: all requests leave for the service by the five methods that begin with
    # "_ask". If your service speaks another dialect than OpenAI's, translate there.

    async def _ask_chat(self, body: dict[str, Any]) -> ChatCompletion:
        answer = await self._service.post("chat/completions", body, ChatCompletion)
        answer.id = _new_id()
        return answer

    async def _ask_chat_pieces(self, body: dict[str, Any]) -> AsyncIterator[ChatCompletionChunk]:
        pieces = await self._service.stream("chat/completions", body | {"stream": True}, ChatCompletionChunk)
        return _renamed(pieces)

    async def _ask_completion(self, body: dict[str, Any]) -> Completion:
        return await self._service.post("completions", body, Completion)

    async def _ask_completion_pieces(self, body: dict[str, Any]) -> AsyncIterator[CompletionChunk]:
        return await self._service.stream("completions", body | {"stream": True}, CompletionChunk)

    async def _ask_embeddings(self, body: dict[str, Any]) -> OpenAIEmbeddingsResponse:
        return await self._service.post("embeddings", body, OpenAIEmbeddingsResponse){% endblock %}
{% block closing %}async def _renamed(pieces: AsyncIterator[ChatCompletionChunk]) -> AsyncIterator[ChatCompletionChunk]:
    """Give all pieces of an answer the same new id."""
    new_id = _new_id()
    async for piece in pieces:
        piece.id = new_id
        yield piece


def _new_id() -> str:
    """Return an id for an answer: the stack keeps chats by it, and not every service makes it unique."""
    return f"chatcmpl-{uuid.uuid4().hex}"


{% endblock %}
