"""How a router calls its providers, read off small ones: each call must turn with the code."""

import ast
import textwrap

import pytest

from validate_provider.contract.calls import Call, parse_call, spell_call
from validate_provider.contract.extract.calls import ModuleCalls
from validate_provider.contract.extract.loader_source import UnreadableLoaderError

CALLS = {
    "score()": Call(0, (), awaited=False, iterated=False),
    "await score(_)": Call(1, (), awaited=True, iterated=False),
    "await score(_, _, rows=, limit=)": Call(2, ("rows", "limit"), awaited=True, iterated=False),
    "async for await score(rows=)": Call(0, ("rows",), awaited=True, iterated=True),
    "async for score()": Call(0, (), awaited=False, iterated=True),
}


@pytest.mark.parametrize("text", CALLS)
def test_a_call_is_one_line(text: str) -> None:
    assert parse_call(text) == ("score", CALLS[text])
    assert spell_call("score", CALLS[text]) == text


def router(*statements: str) -> set[str]:
    """Return the calls of a router with a method that is made of STATEMENTS."""
    body = textwrap.indent("\n".join(statements), " " * 8)
    code = f"""
class Router:
    async def score(self, rows):
{body}
"""
    return spelled(code)


def spelled(code: str) -> set[str]:
    calls = ModuleCalls(ast.parse(textwrap.dedent(code))).of_classes()
    return {spell_call(name, call) for owner, name, call in calls if owner == "Router"}


GET = "p = await self.routing_table.get_provider_impl(rows)"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([GET, "return await p.score(rows)"], {"await score(_)"}),
        ([GET, "await p.score(rows, limit=1)"], {"await score(_, limit=)"}),
        ([GET, "return p.score(rows)"], {"score(_)"}),
        ([GET, "async for x in await p.score(rows): ..."], {"async for await score(_)"}),
        ([GET, "async for x in p.score(rows): ..."], {"async for score(_)"}),
        ([GET, "await asyncio.wait_for(p.health(), 1)"], {"await health()"}),
        (
            [GET, "given = dict(rows=rows, limit=1)", "await p.score(**given)"],
            {"await score(rows=, limit=)"},
        ),
        (
            [GET, "given = dict(rows=rows)", "async def go():", "    await p.score(**given)"],
            {"await score(rows=)"},
        ),
        (["return await self.get_provider_impl(rows).score(rows)"], {"await score(_)"}),
        (["p = self.impls_by_provider_id[rows]", "await p.score()"], {"await score()"}),
        (
            ["for p in self.impls_by_provider_id.values():", "    await p.score()"],
            {"await score()"},
        ),
        (
            ["for _, p in self.impls_by_provider_id.items():", "    await p.score()"],
            {"await score()"},
        ),
        (
            ["p, model = await self.routing_table.get_provider_impl(rows)", "await p.score(model)"],
            {"await score(_)"},
        ),
        (["await self.routing_table.score(rows)"], set()),
        (["for p in self.others.values():", "    await p.score()"], set()),
        (["p = await self.find(rows)", "await p.score(rows)"], set()),
    ],
)
def test_what_is_called_on_a_provider(statements: list[str], expected: set[str]) -> None:
    assert router(*statements) == expected


def test_a_provider_is_followed_through_the_functions_of_the_module() -> None:
    assert spelled("""
        async def send(provider, rows):
            await provider.not_of_a_class(rows)

        class Router:
            async def pick(self, rows):
                if rows:
                    return await self.again(rows)
                return self.impls_by_provider_id[rows], rows
            async def again(self, rows):
                provider = await self.routing_table.get_provider_impl(rows)
                return provider, rows
            async def score(self, rows):
                chosen, resource = await self.pick(rows)
                return await self.pass_on(resource, target=chosen)
            async def pass_on(self, resource, target):
                return await target.score(resource)
        """) == {"await score(_)"}


@pytest.mark.parametrize("given", ["*rows", "**rows", "**self.given"])
def test_arguments_that_cannot_be_read_are_not_guessed_at(given: str) -> None:
    with pytest.raises(UnreadableLoaderError, match="score is called with arguments"):
        router(GET, f"await p.score({given})")


def test_who_only_passes_on_adds_nothing() -> None:
    assert router(GET, "await p.score(rows=rows)", "await p.score(**rows)") == {
        "await score(rows=)"
    }


ROUTES = """
    def create_router(impl: Files, limit: int = 1) -> APIRouter:
        @router.get("/files")
        async def list_files(request):
            return await impl.list_files(request)

        @router.post("/files")
        async def upload_file(request, file):
            return await impl.upload_file(request, file=file)

        return router

    async def other(impl):
        await impl.never()
"""


def test_what_the_routes_of_an_api_call() -> None:
    calls = ModuleCalls(ast.parse(textwrap.dedent(ROUTES))).of_routes()
    assert [spell_call(name, call) for name, call in calls] == [
        "await list_files(_)",
        "await upload_file(_, file=)",
    ]


def test_routes_of_another_form_are_not_guessed_at() -> None:
    with pytest.raises(UnreadableLoaderError, match="no create_router"):
        list(ModuleCalls(ast.parse("router = APIRouter()")).of_routes())
