"""Faults of a provider that the author's suite finds, each with the tests that must fail."""

from typing import NamedTuple

from tests.real.author_suites import LIFE, Change

LIST, EMBED = "openai_list_files", "openai_embeddings"


class Fault(NamedTuple):
    """A fault, what finds it, and what that says."""

    api: str
    changes: list[Change]
    fails: set[str]
    """All tests that fail; the others pass or are skipped."""
    words: str
    where: str
    """The file that is named, with a line."""
    asked: str = LIFE
    """Which tests are run."""


def _validator(how: str, body: str) -> list[Change]:
    """A validator of the config class that does what it should not."""
    imported = f"from pydantic import {how.partition('(')[0]}, "
    sample = "    @classmethod\n    def sample"
    method = f"    @{how}\n    @classmethod\n    def _changed(cls, value):\n        {body}\n\n"
    return [
        Change("config.py", "from pydantic import ", imported),
        Change("config.py", sample, method + sample),
    ]


def _shutdown(body: str) -> Change:
    return Change("files.py", '"""Close nothing: all that is opened is closed at once."""', body)


def _initialize(body: str) -> Change:
    made = '"""Make the folder and the database, if they are not there."""'
    return Change("files.py", made, f"{made}\n        {body}")


def _listed(body: str) -> Change:
    doc = '"""List files, page by page."""'
    return Change("files.py", doc, f"{doc}\n        {body}")


def _registered(body: str) -> Change:
    return Change(
        "inference.py", "        return model\n", f"        {body}\n        return model\n"
    )


def _embedded(body: str) -> Change:
    doc = '"""Turn texts into vectors."""'
    return Change("inference.py", doc, f"{doc}\n        {body}")


_UNREGISTERS = '"""Forget a model: there is nothing to forget, the service keeps the list."""'
_KEPT = "from pathlib import Path; kept = Path.home() / 'kept'"
_COUNTS = (
    "from pathlib import Path\n"
    "        made = Path.home() / 'made'\n"
    "        with made.open('a') as file: file.write('.')\n"
    "        self.count = len(made.read_text())"
)
"""Counts the starts: the third is the second that registers a model."""
_SAMPLED = 'folder = f"{__distro_dir__}/acme"'

FAULTS = {
    "a sample that wants what the stack does not give": Fault(
        "files",
        [Change("config.py", _SAMPLED, "folder = kwargs['name']")],
        {"sample_run_config"},
        "`AcmeConfig.sample_run_config`, called as by the stack: KeyError: 'name'",
        "config.py",
    ),
    "a sample that no YAML holds": Fault(
        "files",
        [Change("config.py", "return {", "return {'storage_dir': Path('here')} or {")],
        {"sample_run_config"},
        "`AcmeConfig.sample_run_config` gives what no YAML holds: RepresenterError",
        "config.py",
    ),
    "a sample that the class refuses": Fault(
        "files",
        [Change("config.py", 'return {"storage_dir"', 'return {"storage_folder"')],
        {
            "test_the_stack_starts_with_it",
            "sample_run_config",
        },
        "`AcmeConfig.sample_run_config` gives no config: ValidationError",
        "config.py",
    ),
    "a config that is another after a round trip": Fault(
        "files",
        _validator('field_validator("storage_dir")', "return value / 'data'"),
        {"round_trip"},
        "`AcmeConfig` is another after `model_dump` and back: `storage_dir`",
        "config.py",
    ),
    "a config that drops what is misspelt": Fault(
        "files",
        _validator(
            'model_validator(mode="before")',
            "return {key: it for key, it in value.items() if key in cls.model_fields}",
        ),
        {"misspelt_key"},
        '`AcmeConfig` takes a misspelt key, though its extra is "forbid"',
        "config.py",
    ),
    "a secret that is cut": Fault(
        "inference",
        _validator('field_validator("api_key")', "return value and SecretStr('sk')"),
        {"secrets"},
        "`api_key` does not keep its secret",
        "config.py",
    ),
    "a secret that is shown": Fault(
        "inference",
        [
            Change("config.py", "from pydantic import ", "from pydantic import field_serializer, "),
            Change(
                "config.py",
                "    @classmethod\n",
                '    @field_serializer("api_key", when_used="json")\n'
                "    def _shown(self, value):\n"
                "        return value and value.get_secret_value()\n\n"
                "    @classmethod\n",
            ),
        ],
        {"secrets"},
        "`api_key` is shown in plain text",
        "config.py",
    ),
    "a model that is registered once": Fault(
        "inference",
        [
            Change(
                "inference.py", "self.config = config", f"{_COUNTS}\n        self.config = config"
            ),
            _registered("if self.count == 3: raise ValueError('it is there')"),
        ],
        {"register_model"},
        "`register_model`, called again, as the stack starts again: ValueError: it is there",
        "inference.py",
    ),
    "a model that is not unregistered": Fault(
        "inference",
        [Change("inference.py", _UNREGISTERS, "raise KeyError(model_id)")],
        {"unregister_model"},
        "`unregister_model`, called for what was registered: KeyError: 'acme/parrot-1'",
        "inference.py",
    ),
    "a model that is not registered again": Fault(
        "inference",
        [
            Change("inference.py", _UNREGISTERS, f"{_KEPT}\n        kept.touch()"),
            _registered(f"{_KEPT}\n        assert not kept.exists(), 'gone'"),
        ],
        {"register_model"},
        "`register_model`, called again, after it was unregistered: AssertionError: gone",
        "inference.py",
    ),
    "a shutdown that raises": Fault(
        "files",
        [
            _initialize("self.ready = True"),
            _shutdown("if getattr(self, 'ready', False): raise RuntimeError('not now')"),
        ],
        {"shutdown"},
        "`shutdown`, called as the server ends: RuntimeError: not now",
        "files.py",
    ),
    "a shutdown that does not end": Fault(
        "files",
        [
            _initialize("self.ready = True"),
            _shutdown("if getattr(self, 'ready', False): await asyncio.Event().wait()"),
        ],
        {"shutdown"},
        "`shutdown`, called as the server ends, does not come to an end in 5 s",
        "files.py",
    ),
    "a shutdown for one time": Fault(
        "files",
        [_shutdown("vars(self).pop('_store')")],
        {"shutdown_twice"},
        "`shutdown`, called a second time: KeyError: '_store'",
        "files.py",
    ),
    "a shutdown of what is whole": Fault(
        "files",
        [_initialize("self.opened = True"), _shutdown("assert self.opened")],
        {"shutdown_after_failed_initialize"},
        "`shutdown`, called after `initialize` has failed at its first line: AttributeError",
        "files.py",
    ),
    "a server that does not end": Fault(
        "files",
        [_initialize("import threading; threading.Thread(target=threading.Event().wait).start()")],
        {"server_ends"},
        "the server does not end when it is interrupted",
        "",
        "test_it_ends",
    ),
    "a wait in the server's thread": Fault(
        "files",
        [_listed("import time; time.sleep(0.001)")],
        {f"{LIST}_at_once"},
        f"{LIST}: time.sleep waits in the server's own thread",
        "files.py",
        "list_files",
    ),
    "a service that is asked in the server's thread": Fault(
        "inference",
        [_embedded("import urllib.request as it; it.urlopen(f'{self.config.url}/models').read()")],
        {f"{EMBED}_at_once"},
        f"{EMBED}: socket.socket.connect waits in the server's own thread",
        "inference.py",
        "embeddings",
    ),
    "one request at a time": Fault(
        "files",
        [
            _listed(
                "assert not vars(self).get('busy'), 'busy'\n"
                "        self.busy = True\n"
                "        await asyncio.sleep(0.05)\n"
                "        self.busy = False"
            )
        ],
        {f"{LIST}_at_once"},
        "at once: AssertionError: busy",
        "files.py",
        "list_files",
    ),
    "an answer that is None": Fault(
        "files",
        [_listed("return None")],
        {LIST},
        f"{LIST}: wrong: it returns None, not ListOpenAIFileResponse",
        "files.py",
        "list_files",
    ),
    "an error only as it runs": Fault(
        "files",
        [_initialize("open('/nowhere/at/all')")],
        {
            "test_the_stack_starts_with_it",
            "test_reading_and_the_stack_agree",
        },
        "at factory: FileNotFoundError",
        "files.py",
    ),
}
