"""Write a provider, validate it, and have a real Llama Stack server answer through it."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from demo import screen
from stacks import client
from stacks.environments import StackUnavailableError, cache, environment
from stacks.model_service import CHAT_MODEL, ModelService, reply_to
from validate_provider.live.server import Server, ServerError

LINE = "llama-stack-0.7.3"
FOLDER = Path("build", "demo")
PACKAGE = FOLDER / "llama-stack-provider-acme"
MESSAGE = "hello from a provider made a minute ago"


class DemoError(Exception):
    """Something went otherwise than it must; the text says what."""


def main() -> int:
    """Run the demo: 0 if all went as it must, 1 if not, 130 if it was interrupted."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended too
    try:
        python = prepare()
        write()
        validate(python)
        serve(python)
    except (DemoError, StackUnavailableError, ServerError, client.HTTPError) as error:
        screen.failed("\n".join([str(error), *getattr(error, "__notes__", [])]))
        return 1
    except KeyboardInterrupt:
        return 130
    screen.done(f"Done. The provider is in {PACKAGE}: make it yours.")
    return 0


def prepare() -> Path:
    """Build the stack's environment, or take the one built before; give its Python."""
    screen.step(f"1. A real stack: {LINE}, from its lock")
    screen.result(f"in {cache()} (built once)")
    python = environment(LINE)
    version = subprocess.check_output([python, "--version"], text=True).strip()
    screen.result(f"{version}: {python}")
    return python


def write() -> None:
    """Write a remote inference provider."""
    screen.step("2. Write a provider")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    run("new-provider", "acme", "--api", "inference", "--kind", "remote", "--defaults", cwd=FOLDER)


def validate(python: Path) -> None:
    """Validate it: by reading it, then by asking the stack."""
    screen.step("3. Would a stack load it, and serve it? Read only, then asked for real")
    run("validate-provider", str(PACKAGE))
    run("validate-provider", "--load", "--python", str(python), str(PACKAGE))


def run(program: str, *arguments: str, cwd: Path | None = None) -> None:
    """Run one of the kit's commands and show what it prints.

    Raises:
        DemoError: If it does not exit with 0.
    """
    screen.command([program, *arguments])
    installed = Path(sys.executable).parent / program
    ran = subprocess.run(
        [installed.absolute(), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=cwd,
    )
    screen.result(ran.stdout)
    if ran.returncode != 0:
        raise DemoError(f"{program} ended with exit code {ran.returncode}")


def serve(python: Path) -> None:
    """Start the real server with the provider in it, and ask it through HTTP."""
    screen.step("4. Start a model service on this machine, and the real server with the provider")
    with ModelService() as service:
        screen.result(f"model service: {service.url}")
        run_config = PACKAGE / "run.yaml"
        environ = {"ACME_URL": service.url}
        screen.command([f"ACME_URL={service.url}", "llama", "stack", "run", str(run_config)])
        with Server(python, run_config, path=[PACKAGE / "src"], environ=environ) as server:
            screen.result(f"Llama Stack: {server.url}")
            ask(server.url)


def ask(url: str) -> None:
    """Ask the server what it has, and for a chat completion, whole and streamed."""
    screen.step("5. Ask the server")
    screen.request("GET /v1/providers")
    providers = client.get(f"{url}/v1/providers")["data"]
    listed = [f"{it['provider_id']}: {it['provider_type']} ({it['api']})" for it in providers]
    screen.result("\n".join(listed))
    expect("acme: remote::acme (inference)", listed)

    screen.request("GET /v1/models")
    models = [model["id"] for model in client.get(f"{url}/v1/models")["data"]]
    screen.result("\n".join(models))
    model = f"acme/{CHAT_MODEL}"
    expect(model, models)

    route = f"{url}/v1/chat/completions"
    body = {"model": model, "messages": [{"role": "user", "content": MESSAGE}]}
    screen.request(f"POST /v1/chat/completions: {MESSAGE}")
    answer = client.post(route, body)["choices"][0]["message"]["content"]
    screen.result(answer)
    expect(reply_to(MESSAGE), [answer])

    screen.request(f"POST /v1/chat/completions, streamed: {MESSAGE}")
    deltas = [
        choice["delta"].get("content") or ""
        for event in client.stream(route, body | {"stream": True})
        for choice in event["choices"]
    ]
    screen.result(" | ".join(delta.strip() for delta in deltas if delta))
    expect(reply_to(MESSAGE), ["".join(deltas)])


def expect(wanted: str, answers: list[str]) -> None:
    """Check an answer.

    Raises:
        DemoError: If what is wanted is not among the answers.
    """
    if wanted not in answers:
        raise DemoError(f"the server should have answered {wanted!r}")


if __name__ == "__main__":
    sys.exit(main())
