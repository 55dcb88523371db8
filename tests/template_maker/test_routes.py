"""Which requests lead to a method."""

import ast

import pytest

from template_maker.release import Function
from template_maker.routes import routes_of_api, routes_of_method
from tests.template_maker.stack import sources


def method(decorators: str) -> Function:
    [found] = ast.parse(f"{decorators}\nasync def run_shield(self): ...").body
    assert isinstance(found, Function)
    return found


@pytest.mark.parametrize(
    ("decorators", "routes"),
    [
        ("", []),
        ("@other(route='/a')", []),
        ("@webmethod(route='/a/b', method='POST')", ["POST /v1/a/b"]),
        ("@webmethod(route='/a')", ["POST /v1/a"]),
        ("@webmethod(route='/a', method='PUT')", ["POST /v1/a"]),
        ("@webmethod(route='/a/{b:path}', method='DELETE')", ["DELETE /v1/a/{b}"]),
        ("@webmethod(route='/a', method='GET', level=LLAMA_STACK_API_V1ALPHA)", ["GET /v1alpha/a"]),
        (
            "@webmethod(route='/b', method='GET', deprecated=True)\n@webmethod(route='/a')",
            ["POST /v1/a"],
        ),
        ("@webmethod(route='/old/a', method='GET', deprecated=True)", ["GET /v1/old/a"]),
    ],
)
def test_by_a_decorator(decorators: str, routes: list[str]) -> None:
    assert routes_of_method(method(decorators)) == routes


ROUTER = """
def create_router(impl):
    router = APIRouter(prefix=f"/{LLAMA_STACK_API_V1}", tags=["Safety"])

    @router.post("/safety/run-shield", summary="x")
    async def run_shield(request):
        return await _answered(impl.run_shield(request))

    @router.get("/shields/{shield_id:path}")
    @router.get("/shields", include_in_schema=False)
    async def anything(request):
        return await impl.find(request)

    @other.get("/elsewhere")
    async def elsewhere(request):
        return await impl.elsewhere(request)

    return router
"""


@pytest.mark.parametrize(
    ("path", "protocol"),
    [
        ("llama_stack_api/safety/fastapi_routes.py", "llama_stack_api.safety.api"),
        ("llama_stack_api/safety/fastapi_routes.py", "llama_stack_api.safety"),
    ],
)
def test_by_a_router(path: str, protocol: str) -> None:
    assert routes_of_api(sources({path: ROUTER}), protocol) == {
        "run_shield": ["POST /v1/safety/run-shield"],
        "find": ["GET /v1/shields", "GET /v1/shields/{shield_id}"],
    }


def test_without_a_router() -> None:
    assert routes_of_api(sources({}), "llama_stack.apis.safety.safety") == {}
