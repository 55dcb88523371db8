"""The `agents` API: all that the stack asks of a provider."""

from collections.abc import AsyncIterator

from llama_stack.apis.agents import (
    Agent,
    AgentConfig,
    AgentCreateResponse,
    Agents,
    AgentSessionCreateResponse,
    AgentStepResponse,
    AgentToolGroup,
    AgentTurnResponseStreamChunk,
    Document,
    Session,
    Turn,
)
from llama_stack.apis.agents.openai_responses import (
    ListOpenAIResponseInputItem,
    ListOpenAIResponseObject,
    OpenAIResponseInput,
    OpenAIResponseInputTool,
    OpenAIResponseObject,
    OpenAIResponseObjectStream,
    OpenAIResponseText,
)
from llama_stack.apis.common.responses import Order, PaginatedResponse
from llama_stack.apis.inference import ToolConfig, ToolResponse, ToolResponseMessage, UserMessage
from llama_stack.providers.datatypes import HealthResponse, HealthStatus

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Agents{{ cookiecutter.__suffix }}(Agents):
    """The `agents` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config

    async def initialize(self) -> None:
        """Open what the backend needs; the stack waits for it."""

    async def shutdown(self) -> None:
        """Close what `initialize` opened."""

    async def health(self) -> HealthResponse:
        """Say whether the backend answers, once there is one to ask."""
        return HealthResponse(status=HealthStatus.NOT_IMPLEMENTED)

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def create_agent(self, agent_config: AgentConfig) -> AgentCreateResponse:
        """Answer `POST /v1/agents`."""
        raise NotImplementedError("create_agent is not written yet")

    async def create_agent_turn(
        self,
        agent_id: str,
        session_id: str,
        messages: list[UserMessage | ToolResponseMessage],
        stream: bool | None = False,
        documents: list[Document] | None = None,
        toolgroups: list[AgentToolGroup] | None = None,
        tool_config: ToolConfig | None = None,
    ) -> Turn | AsyncIterator[AgentTurnResponseStreamChunk]:
        """Answer `POST /v1/agents/{agent_id}/session/{session_id}/turn`."""
        raise NotImplementedError("create_agent_turn is not written yet")

    async def resume_agent_turn(
        self,
        agent_id: str,
        session_id: str,
        turn_id: str,
        tool_responses: list[ToolResponse],
        stream: bool | None = False,
    ) -> Turn | AsyncIterator[AgentTurnResponseStreamChunk]:
        """Answer `POST /v1/agents/{agent_id}/session/{session_id}/turn/{turn_id}/resume`."""
        raise NotImplementedError("resume_agent_turn is not written yet")

    async def get_agents_turn(self, agent_id: str, session_id: str, turn_id: str) -> Turn:
        """Answer `GET /v1/agents/{agent_id}/session/{session_id}/turn/{turn_id}`."""
        raise NotImplementedError("get_agents_turn is not written yet")

    async def get_agents_step(self, agent_id: str, session_id: str, turn_id: str, step_id: str) -> AgentStepResponse:
        """Answer `GET /v1/agents/{agent_id}/session/{session_id}/turn/{turn_id}/step/{step_id}`."""
        raise NotImplementedError("get_agents_step is not written yet")

    async def create_agent_session(self, agent_id: str, session_name: str) -> AgentSessionCreateResponse:
        """Answer `POST /v1/agents/{agent_id}/session`."""
        raise NotImplementedError("create_agent_session is not written yet")

    async def get_agents_session(self, session_id: str, agent_id: str, turn_ids: list[str] | None = None) -> Session:
        """Answer `GET /v1/agents/{agent_id}/session/{session_id}`."""
        raise NotImplementedError("get_agents_session is not written yet")

    async def delete_agents_session(self, session_id: str, agent_id: str) -> None:
        """Answer `DELETE /v1/agents/{agent_id}/session/{session_id}`."""
        raise NotImplementedError("delete_agents_session is not written yet")

    async def delete_agent(self, agent_id: str) -> None:
        """Answer `DELETE /v1/agents/{agent_id}`."""
        raise NotImplementedError("delete_agent is not written yet")

    async def list_agents(self, start_index: int | None = None, limit: int | None = None) -> PaginatedResponse:
        """Answer `GET /v1/agents`."""
        raise NotImplementedError("list_agents is not written yet")

    async def get_agent(self, agent_id: str) -> Agent:
        """Answer `GET /v1/agents/{agent_id}`."""
        raise NotImplementedError("get_agent is not written yet")

    async def list_agent_sessions(
        self, agent_id: str, start_index: int | None = None, limit: int | None = None
    ) -> PaginatedResponse:
        """Answer `GET /v1/agents/{agent_id}/sessions`."""
        raise NotImplementedError("list_agent_sessions is not written yet")

    async def get_openai_response(self, response_id: str) -> OpenAIResponseObject:
        """Answer `GET /v1/openai/v1/responses/{response_id}`."""
        raise NotImplementedError("get_openai_response is not written yet")

    async def create_openai_response(
        self,
        input: str | list[OpenAIResponseInput],
        model: str,
        instructions: str | None = None,
        previous_response_id: str | None = None,
        store: bool | None = True,
        stream: bool | None = False,
        temperature: float | None = None,
        text: OpenAIResponseText | None = None,
        tools: list[OpenAIResponseInputTool] | None = None,
        max_infer_iters: int | None = 10,
    ) -> OpenAIResponseObject | AsyncIterator[OpenAIResponseObjectStream]:
        """Answer `POST /v1/openai/v1/responses`."""
        raise NotImplementedError("create_openai_response is not written yet")

    async def list_openai_responses(
        self,
        after: str | None = None,
        limit: int | None = 50,
        model: str | None = None,
        order: Order | None = Order.desc,
    ) -> ListOpenAIResponseObject:
        """Answer `GET /v1/openai/v1/responses`."""
        raise NotImplementedError("list_openai_responses is not written yet")

    async def list_openai_response_input_items(
        self,
        response_id: str,
        after: str | None = None,
        before: str | None = None,
        include: list[str] | None = None,
        limit: int | None = 20,
        order: Order | None = Order.desc,
    ) -> ListOpenAIResponseInputItem:
        """Answer `GET /v1/openai/v1/responses/{response_id}/input_items`."""
        raise NotImplementedError("list_openai_response_input_items is not written yet")
