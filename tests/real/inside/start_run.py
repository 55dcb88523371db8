"""Starts the stack installed here with many run configs, one after the other.

    python start_run.py PROBE QUESTIONS.json ANSWERS.json

Run by the Python that the stack is installed in; standard library only, but for PyYAML, which
every stack requires. A question is `[run.yaml, [folders of packages]]`; the answer to it is
`[step, what went wrong]`, the latter empty if the stack came up. Each is asked in a fork.
"""

import asyncio
import importlib
import json
import os
import signal
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
SECONDS = 60


def main():
    """Import the stack once, then fork for each question."""
    sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != HERE]
    sys.path.insert(0, str(Path(sys.argv[1]).parent))
    import probe

    sys.path.pop(0)
    root = probe.find_root(None)
    stack = probe.Stack(root)
    stack.registry()
    answers = []
    for run_yaml, folders in json.loads(Path(sys.argv[2]).read_text()):
        read, write = os.pipe()
        child = os.fork()
        if not child:
            signal.alarm(SECONDS)
            os.chdir(Path(run_yaml).parent)
            sys.path[:0] = folders
            answer = start(root, stack, run_yaml)
            os.write(write, json.dumps(answer).encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as pipe:
            text = pipe.read()
        os.waitpid(child, 0)
        answers.append(json.loads(text) if text else ["hung", "no answer"])
    Path(sys.argv[3]).write_text(json.dumps(answers))


def start(root, stack, run_yaml):
    """Do what the server does with its config; give the step that fails and the error."""
    steps = ["config"]
    try:
        with open(run_yaml) as file:  # noqa: PTH123 - as the server reads it
            config = parsed(root, stack, yaml.safe_load(file))
        steps.append("registry")
        registry = stack.registry(config)
        steps.append("start")
        asyncio.run(started(stack, config, registry))
    except BaseException as error:
        return [steps[-1], f"{type(error).__name__}: {error}"]
    return ["up", ""]


def parsed(root, stack, contents):
    """Make a config of what the file holds, as the server of this release does."""
    if root == "ogx":
        configure = importlib.import_module("ogx.core.configure")
        return configure.parse_and_maybe_upgrade_config(contents)
    replaced = stack.stack.replace_env_vars(contents)
    for name in ("cast_image_name_to_string", "cast_distro_name_to_string"):
        if hasattr(stack.stack, name):
            replaced = getattr(stack.stack, name)(replaced)
    return stack.config_class(**replaced)


async def started(stack, config, registry):
    """Construct the stack with its providers."""
    if hasattr(stack.stack, "Stack"):
        await stack.stack.Stack(config, registry).initialize()
    else:
        await stack.stack.construct_stack(config, registry)


if __name__ == "__main__":
    main()
