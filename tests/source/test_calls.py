"""What calls of the provider's own code give and raise, in each release."""

from pathlib import Path

import pytest

from tests.fine.plain import API_SHIM, CONFIG, PLAIN, dedented
from tests.rules.test_mutations import checked
from tests.source.reading import write
from validate_provider.contract import Contract
from validate_provider.replay.packages import Verdict
from validate_provider.source.modules import Sources

NEW = "ogx==1.5.0"
FACTORY = """
    async def get_adapter_impl(config, deps):
        from .impl import AcmeImpl

        impl = AcmeImpl(config)
        await impl.initialize()
        return impl
"""
METHODS = dedented(PLAIN["impl.py"]).partition("self.config = config")[2]


def verdict(folder: Path, contract: Contract, files: dict[str, str], against: str = NEW) -> Verdict:
    package = PLAIN | {"__init__.py": dedented(FACTORY)} | files
    found = checked(
        write(folder, {f"acme/{name}": text for name, text in package.items()}), contract, against
    )
    (one,) = found.providers[0].verdicts
    return one


def implementation(init: str, initialize: str, *, bases: str = "", before: str = "") -> str:
    """An implementation with these bodies of `__init__` and `initialize`."""
    return (
        f"{before}\nclass AcmeImpl({bases}):\n    def __init__(self, config):\n        {init}\n"
        f"    async def initialize(self):\n        {initialize}\n{METHODS}"
    )


BASES = """
from pydantic import BaseModel
class Base:
    pass
class Derived(Base):
    pass
class Model(BaseModel):
    retries: int = 3
class Needs:
    def __init__(self, config, name):
        pass
class Nothing:
    pass
class Fields(BaseModel):
    url: str
    name: str = "acme"
"""


MRO = "TypeError: Cannot create a consistent method resolution\norder (MRO) for bases Base, Derived"
FIELD = (
    "PydanticUserError: Field 'retries' defined on a base class was overridden by a "
    "non-annotated attribute. All field definitions, including overrides, require a type "
    "annotation."
)


@pytest.mark.parametrize(
    ("impl", "says"),
    [
        (
            implementation("self.config = config", "self.config.nope"),
            "AttributeError: 'AcmeConfig' object has no attribute 'nope'",
        ),
        (
            implementation("config.nope", "pass"),
            "AttributeError: 'AcmeConfig' object has no attribute 'nope'",
        ),
        (
            implementation("pass", "pass").replace("initialize", "start"),
            "AttributeError: 'AcmeImpl' object has no attribute 'initialize'",
        ),
        (
            implementation("pass", "pass", bases="Base, Derived", before=BASES),
            MRO,
        ),
        (
            implementation("pass", "pass", bases="Base, Base", before=BASES),
            "TypeError: duplicate base class Base",
        ),
        (
            BASES + "class Other(Model):\n    retries = 5\n" + implementation("pass", "pass"),
            FIELD,
        ),
        (
            implementation("super().__init__(config)", "pass", bases="Needs", before=BASES),
            "TypeError: Needs.__init__() missing 1 required positional argument: 'name'",
        ),
        (
            implementation("Nothing(config)", "pass", before=BASES),
            "TypeError: Nothing() takes no arguments",
        ),
        (
            implementation("super().__init__(config)", "pass", bases="Nothing", before=BASES),
            "TypeError: object.__init__() takes exactly one argument (the instance to initialize)",
        ),
        (
            implementation("Fields(config)", "pass", before=BASES),
            "TypeError: BaseModel.__init__() takes 1 positional argument but 2 were given",
        ),
        (
            implementation("Fields(name='x')", "pass", before=BASES),
            "ValidationError: 1 validation error for Fields\nurl\n  Field required [type=missing]",
        ),
        (
            implementation("self.url = config.url", "pass")
            + "    @property\n    def url(self):\n        return ''\n",
            "AttributeError: property 'url' of 'AcmeImpl' object has no setter",
        ),
        (
            implementation("nobody(config)", "pass"),
            "NameError: name 'nobody' is not defined",
        ),
        (
            implementation("pass", "pass").replace("def initialize(self", "def initialize(self, x"),
            "TypeError: AcmeImpl.initialize() missing 1 required positional argument: 'x'",
        ),
    ],
)
def test_the_factory_fails(impl: str, says: str, tmp_path: Path, contract: Contract) -> None:
    told = verdict(tmp_path, contract, {"impl.py": impl})
    assert (told.code, told.stack_says) == ("SPK503", says)


@pytest.mark.parametrize(
    "impl",
    [
        implementation("self.config = config", "self.config.url"),
        implementation("self.config = config", "self.config.model_dump()"),
        implementation("self.__dict__.update(a=1)", "self.__class__"),
        implementation("pass", "pass", bases="Derived, Base", before=BASES),
        implementation("super().__init__(config, 'x')", "pass", bases="Needs", before=BASES),
        implementation("super().__init__()", "pass", bases="Nothing", before=BASES),
        implementation("Fields(url='x')", "pass", before=BASES),
        implementation("Fields(**config.model_dump())", "pass", before=BASES),
        implementation("self.cache = {}", "self.cache['a'] = 1; self.cache['a']"),
        implementation(
            "pass", "pass", before=BASES + "class Other(Model):\n    retries: int = 5\n"
        ),
        implementation("if not config.url: raise ValueError('no url')", "pass"),
        implementation("assert config.url", "pass"),
        implementation("self.url = config.url", "pass")
        + "    @property\n    def url(self):\n        return self._url\n"
        + "    @url.setter\n    def url(self, value):\n        self._url = value\n",
    ],
)
def test_the_factory_works(impl: str, tmp_path: Path, contract: Contract) -> None:
    told = verdict(tmp_path, contract, {"impl.py": impl})
    assert (told.loads.value, told.serves.value, told.stack_says) == ("yes", "yes", "")


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("import os\nif not os.environ.get('ACME_KEY'):", "RuntimeError"),
        ("try:\n    import kfp\nexcept ImportError:", "RuntimeError"),
        ("import shutil\nif shutil.which('acme') is None:", "RuntimeError"),
    ],
)
def test_what_depends_on_the_machine_is_unknown(
    condition: str, why: str, tmp_path: Path, contract: Contract
) -> None:
    lines = [*condition.splitlines(), "    raise RuntimeError"]
    body = "\n        ".join(lines)
    told = verdict(tmp_path, contract, {"impl.py": implementation(body, "pass")})
    assert (told.loads.value, told.why) == ("unknown", why)


def test_a_mixin_of_the_stack_is_called_as_it_is_defined(
    tmp_path: Path, contract: Contract
) -> None:
    module = "llama_stack.providers.utils.inference.model_registry"
    before = f"from {module} import ModelRegistryHelper"
    init = "ModelRegistryHelper.__init__(self, models=[])"
    impl = implementation(init, "pass", bases="ModelRegistryHelper", before=before)
    told = verdict(tmp_path, contract, {"impl.py": impl}, "llama-stack==0.3.5")
    says = "TypeError: ModelRegistryHelper.__init__() got an unexpected keyword argument 'models'"
    assert told.stack_says == says


def test_an_item_that_is_there_perhaps_is_unknown(tmp_path: Path, contract: Contract) -> None:
    source = dedented(
        API_SHIM,
        """
        def _spec(name):
            return RemoteProviderSpec(
                api=Api.tool_runtime,
                provider_type=f"remote::{name}",
                adapter_type=name,
                module="acme",
                config_class="acme.config.AcmeConfig",
            )
        def get_provider_spec():
            specs = [_spec("acme")]
            try:
                import kfp
                specs.append(_spec("kfp"))
            except ImportError:
                pass
            return specs
        """,
    )
    files = {f"acme/{name}": text for name, text in (PLAIN | {"provider.py": source}).items()}
    found = checked(write(tmp_path, files), contract, NEW)
    told = {p.provider_type: [(v.loads.value, v.why) for v in p.verdicts] for p in found.providers}
    assert told == {
        "remote::acme": [("yes", "")],
        "remote::kfp": [("unknown", "`specs` depends on whether `kfp` is there")],
    }


def test_a_field_that_is_no_config_field_may_be_taken_all_the_same(
    tmp_path: Path, contract: Contract
) -> None:
    config = dedented(CONFIG) + "    model_config = {'extra': 'allow'}\n"
    impl = implementation("config.nope", "pass")
    told = verdict(tmp_path, contract, {"config.py": config, "impl.py": impl})
    assert told.loads.value == "yes"


TWO = dedented(PLAIN["impl.py"]) + dedented(PLAIN["impl.py"]).replace("AcmeImpl", "OtherImpl")
EITHER = """
    async def get_adapter_impl(config, deps):
        from .impl import AcmeImpl, OtherImpl

        if config.url == "a":
            impl = AcmeImpl(config)
        elif config.url == "b":
            return OtherImpl(config)
        else:
            raise ValueError(config.url)
        return impl
"""


@pytest.mark.parametrize(
    ("old", "new", "loads", "findings"),
    [
        ("", "", "yes", []),
        ("class OtherImpl:\n", "class OtherImpl:\n    __slots__ = ('config',)\n", "unknown", []),
        (
            "    def __init__(",
            "    __slots__ = ('config',)\n    def __init__(",
            "no",
            ["SPK508", "SPK508"],
        ),
    ],
)
def test_each_implementation_that_may_be_returned_is_judged(
    old: str, new: str, loads: str, findings: list[str], tmp_path: Path, contract: Contract
) -> None:
    files = PLAIN | {"__init__.py": dedented(EITHER), "impl.py": TWO.replace(old, new)}
    found = checked(write(tmp_path, {f"acme/{n}": t for n, t in files.items()}), contract, NEW)
    (one,) = found.providers[0].verdicts
    assert one.loads.value == loads
    assert [finding.code for finding in found.findings] == findings


def test_an_exception_raised_again_ends_the_factory(tmp_path: Path, contract: Contract) -> None:
    factory = """
        async def get_adapter_impl(config, deps):
            from .impl import AcmeImpl

            try:
                impl = AcmeImpl(config)
                await impl.config.connect()
                return impl
            except Exception as error:
                print(error)
                raise
    """
    config = dedented(CONFIG) + "    async def connect(self):\n        open(self.url)\n"
    files = {"__init__.py": dedented(factory), "config.py": config}
    assert verdict(tmp_path, contract, files).loads.value == "yes"


def test_a_module_that_nobody_imports_is_not_read(tmp_path: Path, contract: Contract) -> None:
    files = PLAIN | {f"unused{number}.py": "def (" for number in range(50)}
    project = write(tmp_path, {f"acme/{name}": text for name, text in files.items()})
    found = checked(project, contract, NEW)
    (sources,) = found.sources
    assert isinstance(sources, Sources)
    read = {module.dotted for module in sources.followed}
    assert read == {"acme", "acme.provider", "acme.config", "acme.impl"}
