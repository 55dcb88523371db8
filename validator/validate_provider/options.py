"""The words of the command line.

`argparse` reads them: what is nicer to write with costs half as much as a whole check to import.
"""

import argparse
import os
from functools import partial
from typing import NoReturn

from validate_provider.live.terms import LEAST_MEMORY, MEMORY, SECONDS, Terms

PROGRAM = "validate-provider"


class UsageError(Exception):
    """The command was not given right; the text says how, in a line for a person."""


class Options(argparse.Namespace):
    """What was asked for."""

    paths: list[str]
    """As typed; the folder that the command was called in if there are none."""
    against: list[str]
    old: str | None
    new: str | None
    """The releases of `--from` and `--to`."""
    traced: bool
    form: str
    """`text` or `json`."""
    load: bool
    serve: bool
    upstream: str | None
    model: str | None
    embedding_model: str | None
    python: str | None
    timeout: float
    """In seconds."""
    memory_limit: int
    """In MiB; 0 for none."""
    pass_env: list[str]
    settings: dict[str, str] | None
    """The provider's config, as `-c` gives it; None where it was not given."""
    explain: str | None
    list_rules: bool
    version: bool

    @property
    def terms(self) -> Terms:
        """What a stack that is asked may use up and may know."""
        memory = self.memory_limit or None
        return Terms(seconds=self.timeout, memory=memory, variables=self.pass_env)


def parse(arguments: list[str]) -> Options:
    """Read the words after the command's name; `--help` is answered here, and exits.

    Raises:
        UsageError: If they are not right, each alone or together.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = _parser().parse_intermixed_args(arguments[:end], Options())
    # What comes after `--` is a path, whatever it looks like: argparse looks at it all the same.
    options.paths = [*options.paths, *arguments[end + 1 :]] or ["."]
    upgrading = options.old is not None or options.new is not None
    asking = options.load or options.serve
    for given, name in ((options.settings, "--config"), (options.pass_env, "--pass-env")):
        if given and not asking:
            raise UsageError(f"{name} only goes with --load or --serve")
    if (options.upstream or options.model or options.embedding_model) and not options.serve:
        raise UsageError("--upstream, --model and --embedding-model only go with --serve")
    if upgrading and (options.against or asking or options.traced):
        raise UsageError("--from and --to go without --against, --load, --serve and --trace")
    if upgrading and not (options.old and options.new):
        raise UsageError("--from and --to only go together")
    return options


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and what may have been meant."""
        words = message.removeprefix("unrecognized arguments: ")
        if words != message:
            import difflib

            known = [word for action in self._actions for word in action.option_strings]
            unknown = words.split()[0].partition("=")[0]
            near = difflib.get_close_matches(unknown, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            message = f"there is no option {unknown}{hint}"
        raise UsageError(
            f"{message.removeprefix('argument ')} ({PROGRAM} --help lists the options)"
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        PROGRAM,
        usage=f"{PROGRAM} [OPTION]... [PATH]...",
        description="Say for every release of Llama Stack and OGX whether it would load and serve "
        "a provider.",
        epilog="PATH is a provider's project folder (default: this one), a wheel or an sdist, the "
        "name of an installed package, a folder of YAML for external_providers_dir, or a run "
        "config; a run config's packages are looked for at the other paths. Nothing of it is run "
        "or imported, unless --load or --serve is given.",
        # Without a width, a module is imported to ask the terminal, whether or not help is wanted.
        formatter_class=partial(argparse.HelpFormatter, width=80),
        allow_abbrev=False,
        add_help=False,
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help=argparse.SUPPRESS)
    add(
        "--against",
        action="append",
        default=[],
        metavar="WHAT",
        help="releases to check: declared (default: what the package's own dependencies admit), "
        "all, latest, installed, ogx==1.5.0, 'llama-stack>=0.2.16,<0.8'; may be repeated",
    )
    add(
        "--from",
        dest="old",
        metavar="RELEASE",
        help="with --to: tell only what the upgrade would newly break: --from llama-stack==0.7.3 "
        "--to ogx==1.5.0; both also take installed and latest",
    )
    add("--to", dest="new", metavar="RELEASE", help="with --from: the release to go to")
    add(
        "--trace",
        dest="traced",
        action="store_true",
        help="with --against and one release: tell its loader's walk step by step",
    )
    add(
        "--format",
        dest="form",
        choices=("text", "json"),
        default="text",
        help="how to report: text (default) or json",
    )
    add(
        "--load",
        action="store_true",
        help="ask the real stack in the provider's environment, too",
    )
    add(
        "--serve",
        action="store_true",
        help="start the real server in the provider's environment, and make every request of the "
        "API",
    )
    add("--upstream", metavar="URL", help="with --serve: the backend of a remote provider")
    add(
        "-m",
        "--model",
        metavar="MODEL",
        help="with --serve: the model to ask; default: the first that the provider lists",
    )
    add("--embedding-model", metavar="MODEL", help="the same, of models that embed")
    add(
        "--python",
        metavar="PYTHON",
        help="the interpreter that --load and --serve ask, and whose environment --against "
        "installed means; default: the active virtual environment, then a .venv beside the package",
    )
    add(
        "--timeout",
        type=_seconds,
        default=SECONDS,
        metavar="SECONDS",
        help=f"with --load, --serve: how long the stack may take (default: {SECONDS}, at least 1)",
    )
    add(
        "--memory-limit",
        type=_mebibytes,
        default=MEMORY,
        metavar="MIB",
        help="with --load, --serve: the memory that the stack and the provider may take (default: "
        f"{MEMORY}; 0 for no limit); Linux alone can hold them to it",
    )
    add(
        "--pass-env",
        type=_variable,
        action="append",
        default=[],
        metavar="NAME",
        help="with --load, --serve: an environment variable that the provider is given, such as a "
        "key; of the others it gets none that may hold a secret; may be repeated",
    )
    add(
        "-c",
        "--config",
        dest="settings",
        action=_Settings,
        metavar="KEY=VALUE",
        help="with --load, --serve: a config value of the provider; default: its sample_run_config",
    )
    add("--explain", metavar="CODE", help="tell what a rule is about, and end")
    add("--list-rules", action="store_true", help="list all rules, and end")
    add("-V", "--version", action="store_true", help="tell the version, and end")
    add("-h", "--help", action="help", help="tell this, and end")
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 1 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds, 1 or more")
    return seconds


def _mebibytes(text: str) -> int:
    mebibytes = int(text) if text.isdecimal() else -1
    if mebibytes and mebibytes < LEAST_MEMORY:
        raise argparse.ArgumentTypeError(f"'{text}' is neither 0 nor at least {LEAST_MEMORY}")
    return mebibytes


def _variable(name: str) -> str:
    if name not in os.environ:
        raise argparse.ArgumentTypeError(f"there is no variable {name} in the environment")
    return name


class _Settings(argparse.Action):
    """Collects KEY=VALUE."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        key, sign, value = str(values).partition("=")
        if not sign or not key:
            parser.error(f"{option_string}: '{values}' is not KEY=VALUE")
        try:
            setting = _setting(value)
        except ValueError as error:
            parser.error(f"{option_string}: '{values}' is no YAML: {error}")
        namespace.settings = {**(namespace.settings or {}), key: setting}


def _setting(text: str) -> object:
    """Return a config value: a mapping or a list is read as the YAML that it is.

    Raises:
        ValueError: If it begins as one, and is none.
    """
    if not text.startswith(("{", "[")):
        return text
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(getattr(error, "problem", None) or "it can't be read") from None
