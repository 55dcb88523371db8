"""Which environment variables a stack is asked with: few, and none that may hold a secret."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_OF_ANY_PROGRAM = frozenset(
    {
        "PATH",
        "LANG",
        "LANGUAGE",
        "TZ",
        "TERM",
        # What certificates are checked with, which a company may bring.
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        # Where an interpreter and its libraries are.
        "PYTHONPATH",
        "PYTHONUSERBASE",
        "PYENV_ROOT",
        "PYENV_VERSION",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "DYLD_FALLBACK_LIBRARY_PATH",
        # Windows starts no Python without.
        "COMSPEC",
        "NUMBER_OF_PROCESSORS",
        "PATHEXT",
        "PROCESSOR_ARCHITECTURE",
        "SYSTEMDRIVE",
        "SYSTEMROOT",
        "WINDIR",
    }
)
_UNTIL_THE_PROBE_RUNS = frozenset({"HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"})
"""Packages installed with `pip install --user` are found by these; the probe then changes them."""

QUICK_LOG = {"LLAMA_STACK_LOG_FORMAT": "json", "OGX_LOG_FORMAT": "json"}
"""Known from llama-stack 0.7 and ogx 0.8 on (core `log.py`).

Else the server paints a traceback of each error, and answers nobody for seconds meanwhile.
"""


def passed(environ: Mapping[str, str], named: Sequence[str], temporary: Path) -> dict[str, str]:
    """Give the environment that the provider's interpreter is started with.

    Proxies are not in it unless they are named: their addresses may hold a password.

    Args:
        environ: The environment to take it from.
        named: The variables to pass on besides.
        temporary: The folder for temporary files.
    """
    given = {name: value for name, value in environ.items() if _is_passed(name, named)}
    return given | {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}


def withheld(wanted: Iterable[str], environ: Mapping[str, str], named: Sequence[str]) -> list[str]:
    """Give the variables that were wanted, are there, and were not passed on."""
    return sorted(name for name in set(wanted) if name in environ and not _is_passed(name, named))


def _is_passed(name: str, named: Sequence[str]) -> bool:
    usual = _OF_ANY_PROGRAM | _UNTIL_THE_PROBE_RUNS
    return name in named or name.upper() in usual or name.startswith("LC_")


def homes(home: Path) -> dict[str, str]:
    """Give what keeps all files in a folder of our own, and the stack's telemetry to itself.

    The stacks read `SQLITE_STORE_DIR` in their own configs, and `LLAMA_STACK_CONFIG_DIR`
    (llama-stack, core/utils/config_dirs.py) or `OGX_CONFIG_DIR` (ogx, the same file); the others
    are read by Python, by desktops, and by libraries that keep what they have downloaded.
    """
    own = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "SQLITE_STORE_DIR")
    below = {
        "XDG_CACHE_HOME": ".cache",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "LLAMA_STACK_CONFIG_DIR": ".llama",
        "OGX_CONFIG_DIR": ".ogx",
        "HF_HOME": ".cache/huggingface",
        "TORCH_HOME": ".cache/torch",
        "NLTK_DATA": ".cache/nltk",
        "TIKTOKEN_CACHE_DIR": ".cache/tiktoken",
    }
    kept = dict.fromkeys(own, str(home)) | {name: str(home / at) for name, at in below.items()}
    return kept | {"OTEL_SDK_DISABLED": "true"}
