"""The `skills` API: all that the stack asks of a provider."""

from fastapi import Response, UploadFile
from ogx_api import HealthResponse, HealthStatus, Skills
from ogx_api.skills import (
    ListSkillsRequest,
    ListSkillsResponse,
    ListSkillVersionsRequest,
    ListSkillVersionsResponse,
    Skill,
    SkillDeleteResponse,
    SkillUpdateRequest,
    SkillVersion,
    SkillVersionCreateRequest,
    SkillVersionDeleteResponse,
)

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Skills{{ cookiecutter.__suffix }}(Skills):
    """The `skills` API, by {{ cookiecutter.__class }}.

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

    async def create_skill(self, file: UploadFile) -> Skill:
        """Answer `POST /v1alpha/skills`."""
        raise NotImplementedError("create_skill is not written yet")

    async def list_skills(self, request: ListSkillsRequest) -> ListSkillsResponse:
        """Answer `GET /v1alpha/skills`."""
        raise NotImplementedError("list_skills is not written yet")

    async def get_skill(self, skill_id: str) -> Skill:
        """Answer `GET /v1alpha/skills/{skill_id}`."""
        raise NotImplementedError("get_skill is not written yet")

    async def update_skill(self, skill_id: str, request: SkillUpdateRequest) -> Skill:
        """Answer `POST /v1alpha/skills/{skill_id}`."""
        raise NotImplementedError("update_skill is not written yet")

    async def delete_skill(self, skill_id: str) -> SkillDeleteResponse:
        """Answer `DELETE /v1alpha/skills/{skill_id}`."""
        raise NotImplementedError("delete_skill is not written yet")

    async def get_skill_content(self, skill_id: str) -> Response:
        """Answer `GET /v1alpha/skills/{skill_id}/content`."""
        raise NotImplementedError("get_skill_content is not written yet")

    async def create_skill_version(
        self, skill_id: str, request: SkillVersionCreateRequest, file: UploadFile
    ) -> SkillVersion:
        """Answer `POST /v1alpha/skills/{skill_id}/versions`."""
        raise NotImplementedError("create_skill_version is not written yet")

    async def list_skill_versions(self, skill_id: str, request: ListSkillVersionsRequest) -> ListSkillVersionsResponse:
        """Answer `GET /v1alpha/skills/{skill_id}/versions`."""
        raise NotImplementedError("list_skill_versions is not written yet")

    async def get_skill_version(self, skill_id: str, version: str) -> SkillVersion:
        """Answer `GET /v1alpha/skills/{skill_id}/versions/{version}`."""
        raise NotImplementedError("get_skill_version is not written yet")

    async def get_skill_version_content(self, skill_id: str, version: str) -> Response:
        """Answer `GET /v1alpha/skills/{skill_id}/versions/{version}/content`."""
        raise NotImplementedError("get_skill_version_content is not written yet")

    async def delete_skill_version(self, skill_id: str, version: str) -> SkillVersionDeleteResponse:
        """Answer `DELETE /v1alpha/skills/{skill_id}/versions/{version}`."""
        raise NotImplementedError("delete_skill_version is not written yet")
