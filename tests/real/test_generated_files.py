"""The files providers that are written, on real servers: once more, and behind another."""

import pytest

from stacks import client
from stacks.environments import version
from tests.real.targets import TARGETS, stacks
from validate_provider.live.server import Server

CONTENT = bytes(range(256)) * 5
KEEP_EXPIRY = ("llama-stack-0.2.16", "llama-stack-0.3", "ogx-1.5")
"""Stacks that pass on how long an uploaded file is to be kept; the others lose it on the way."""
PURPOSE = {"purpose": "assistants"}


@pytest.fixture(params=stacks(["llama-stack-0.2.22", "llama-stack-0.7.3"]))
def line(request):
    return request.param


@pytest.fixture
def server(line, stack, written, tmp_path):
    """Start the line's server with the package's own run config, each time on what it kept."""

    def start(kind="inline", **environ):
        project, _ = written("files", TARGETS[line], kind)
        home = tmp_path / kind
        home.mkdir(exist_ok=True)
        run = project / "run.yaml"
        environ["ACME_STORAGE_DIR"] = str(tmp_path / "storage")
        return Server(stack(line), run, path=[project / "src"], environ=environ, home=home)

    return start


@pytest.fixture
def files(line):
    old = line.startswith("llama-stack") and version(line) < (0, 3)
    return "/v1/openai/v1/files" if old else "/v1/files"


@pytest.fixture
def unknown_status(line):
    """What the line answers to an unknown id: before 0.2.18 it has no 404 for it."""
    return 400 if line == "llama-stack-0.2.17" else 404


def test_files_survive_a_restart(server, files, unknown_status, tmp_path):
    with server() as first:
        [listed] = client.get(f"{first.url}/v1/providers")["data"]
        assert (listed["provider_id"], listed["provider_type"]) == ("acme", "inline::acme")

        one = client.upload(first.url + files, PURPOSE, name="../one.bin", content=CONTENT)
        assert (one["filename"], one["bytes"], one["purpose"]) == ("one.bin", 1280, "assistants")
        two = client.upload(first.url + files, PURPOSE, name="two.txt", content=b"two")
        expiring = {**PURPOSE, "expires_after[anchor]": "created_at"}
        three = client.upload(
            first.url + files,
            {**expiring, "expires_after[seconds]": "3600"},
            name="three.txt",
            content=b"",
        )
        assert client.get_bytes(f"{first.url}{files}/{one['id']}/content") == CONTENT

    with server() as second:
        page = client.get(f"{second.url}{files}?order=asc&limit=2")
        assert (page["data"], page["has_more"]) == ([one, two], True)
        rest = client.get(f"{second.url}{files}?order=asc&limit=2&after={two['id']}")
        assert (rest["data"], rest["has_more"]) == ([three], False)
        assert client.get(f"{second.url}{files}?purpose=assistants")["data"] == [three, two, one]

        assert client.get(f"{second.url}{files}/{one['id']}") == one
        assert client.get_bytes(f"{second.url}{files}/{one['id']}/content") == CONTENT

        assert client.delete(f"{second.url}{files}/{one['id']}")["deleted"] is True
        for gone in (one["id"], "file-0", "..%2Ffiles.db"):
            with pytest.raises(client.HTTPError) as unknown:
                client.get(f"{second.url}{files}/{gone}")
            assert unknown.value.status in (unknown_status, 404)

    kept = {path.name for path in (tmp_path / "storage" / "files").iterdir()}
    assert kept == {two["id"], three["id"]}


@pytest.mark.parametrize("line", stacks(["ogx-1.5.0"]), indirect=True)
def test_files_of_another_stack(server, files, line):
    old = line.startswith("llama-stack-0.2.")
    with server() as far, server("remote", ACME_URL=far.url + files.removesuffix("/files")) as near:
        [listed] = client.get(f"{near.url}/v1/providers")["data"]
        assert listed["provider_type"] == "remote::acme"

        expiring = {"expires_after[anchor]": "created_at", "expires_after[seconds]": "3600"}
        fields = {**PURPOSE, **expiring}
        one = client.upload(near.url + files, fields, name="one.bin", content=CONTENT)
        assert (one["filename"], one["bytes"], one["purpose"]) == ("one.bin", 1280, "assistants")
        if line.startswith(KEEP_EXPIRY):
            assert one["expires_at"] == one["created_at"] + 3600
        two = client.upload(near.url + files, PURPOSE, name="two.txt", content=b"two")
        assert client.get(f"{far.url}{files}")["data"] == [two, one]

        page = client.get(f"{near.url}{files}?order=asc&limit=1&purpose=assistants")
        assert (page["data"], page["has_more"]) == ([one], True)
        rest = client.get(f"{near.url}{files}?order=asc&limit=1&after={one['id']}")
        assert (rest["data"], rest["has_more"]) == ([two], False)

        assert client.get(f"{near.url}{files}/{one['id']}") == one
        assert client.get_bytes(f"{near.url}{files}/{one['id']}/content") == CONTENT

        assert client.delete(f"{near.url}{files}/{one['id']}")["deleted"] is True
        for gone in (one["id"], "file-0"):
            with pytest.raises(client.HTTPError) as unknown:
                client.get(f"{near.url}{files}/{gone}")
            assert unknown.value.status == (400 if old else 404)
