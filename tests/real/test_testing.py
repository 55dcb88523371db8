"""`validate_provider.testing`, run by pytest in the environment of a real stack."""

import os

import pytest

from tests.real import author_suites
from tests.real.author_faults import FAULTS
from tests.real.author_suites import FILES, INFERENCE, NAME, Change

LINE = "llama-stack-0.7.3"
TARGET = "llama-stack>=0.7,<0.8"
TARGETS = {
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    LINE: TARGET,
    "ogx-1.5.0": "ogx-0.8",
}
SUITES = {"files": FILES, "inference": INFERENCE}
ALL = bool(os.environ.get("SERVE_ALL"))
SLICE = ["a sample that no YAML holds", "a wait in the server's thread"]
"""The faults that every run plants, one found in the config and one in the server.

`SERVE_ALL=1` plants them all, and asks every line.
"""
PASSED = "PASSED test_acme.py::TestAcme::test_a"
METHODS = "openai_upload_file", "openai_list_files", "openai_delete_file"


@pytest.fixture
def run(stack, written, tmp_path):
    """Give `run(suite, *options)`: what pytest says of a package with some changes."""

    def run(suite, *options, api="files", changes=(), line=LINE, path=()):
        author_suites.write(written(api, TARGETS[line]), tmp_path, changes)
        python = stack(line, tools=True)
        return author_suites.run(python, tmp_path, suite, *options, path=path)

    return run


@pytest.mark.parametrize("line", TARGETS if ALL else [LINE])
def test_a_written_files_provider_passes_every_test(line, run):
    ran = run(FILES, line=line)
    assert ran.code == 0, ran.said
    for method in METHODS:
        assert f"{PASSED}_method_is_served[inline::acme-files-{method}]" in ran.said
    assert ran.skipped.count("\n") == 0, ran.skipped
    assert "no field of `AcmeConfig` is a SecretStr" in ran.skipped


@pytest.mark.skipif(not ALL, reason="SERVE_ALL=1 asks for it")
@pytest.mark.parametrize("line", [LINE, "ogx-1.5.0"])
def test_a_written_inference_provider_passes_every_test(line, run):
    ran = run(INFERENCE, api="inference", line=line)
    assert ran.code == 0, ran.said
    for item in ("register_model", "unregister_model", "secrets", "openai_embeddings_at_once"):
        assert f"[remote::acme-inference-{item}]" in ran.said
        assert item not in ran.skipped


@pytest.mark.parametrize("name", FAULTS if ALL else SLICE)
def test_a_fault_fails_its_own_test_alone(name, run):
    fault = FAULTS[name]
    ran = run(SUITES[fault.api], "-k", fault.asked, api=fault.api, changes=fault.changes)
    assert ran.failed == fault.fails, ran.said
    assert fault.words in ran.said
    assert not fault.where or f"{NAME}{os.sep}{fault.where}:" in ran.said
    assert ran.code == 1


def test_a_method_that_is_not_there_is_named(run):
    lost = "async def openai_list(self): ...\n    async def _l("
    change = Change("files.py", "async def openai_list_files(", lost)
    ran = run(FILES, changes=[change])
    assert ran.code == 1
    assert {"openai_list_files", "test_reading_finds_no_error"} <= ran.failed
    assert "openai_list_files" in ran.said
    assert "SPK602" in ran.said


@pytest.mark.parametrize(
    ("suite", "says"),
    [
        (
            FILES + "class TestMine(TestAcme):\n    test_reading_finds_no_error = None\n",
            "TestMine replaces test_reading_finds_no_error: mark what stands for it with",
        ),
        (FILES.replace(NAME, "nobody"), "there is no package `nobody` to import here"),
        (
            FILES.replace('")', '", provider="remote::acme")'),
            f"`{NAME}` gives no such provider; it gives inline::acme (files)",
        ),
        (
            FILES.replace('")', '", expected_failures={"openai_list_fils": "why"})'),
            f"expected_failures: no test of {NAME} is openai_list_fils",
        ),
        (
            FILES.replace('")', '", expected_failures={"shutdown": " "})'),
            "expected_failures: shutdown gives no reason",
        ),
    ],
)
def test_what_would_test_less_is_refused(suite, says, run):
    ran = run(suite)
    assert ran.code != 0
    assert says in ran.said


def test_a_method_of_another_release_may_be_expected_to_fail(run):
    excuse = 'expected_failures={"anthropic_messages": "the service has none"}'
    suite = INFERENCE.replace("model=CHAT_MODEL,", f"model=CHAT_MODEL, {excuse},")
    ran = run(suite, "-k", "round_trip", api="inference")
    assert ran.code == 0, ran.said


NEITHER = ["openai_list_files", "inline::acme-files-shutdown_twice"]


@pytest.mark.parametrize("item", NEITHER if ALL else NEITHER[:1])
def test_an_expected_failure_must_fail(item, run):
    suite = FILES.replace('")', f'", expected_failures={{"{item}": "not yet"}})')
    ran = run(suite, "-k", f"{item.rpartition('-')[2]} and not at_once")
    assert ran.code == 1
    assert "[XPASS(strict)] not yet" in ran.said


def test_an_expected_failure_that_fails_is_no_failure(run):
    suite = FILES.replace('")', '", expected_failures={"shutdown_twice": "once is enough"})')
    fault = FAULTS["a shutdown for one time"]
    ran = run(suite, "-k", "shutdown", changes=fault.changes)
    assert (ran.code, "XFAIL" in ran.said) == (0, True), ran.said


SEVERAL = Change(
    "provider.py",
    "    return InlineProviderSpec(",
    "    return [_spec('inline::acme'), _spec('inline::other')]\n\n\n"
    "def _spec(kind):\n    return InlineProviderSpec(",
)
OF_ITS_KIND = Change("provider.py", 'provider_type="inline::acme"', "provider_type=kind")


ONLY = [', provider="inline::other"', ""]


@pytest.mark.parametrize("only", ONLY if ALL else ONLY[:1])
def test_each_provider_of_a_package_is_tested(only, run):
    suite = FILES.replace('")', f'"{only})')
    ran = run(suite, "-k", "starts or round_trip", changes=[SEVERAL, OF_ITS_KIND])
    assert ran.code == 0, ran.said
    for kind, passed in {"inline::acme": not only, "inline::other": True}.items():
        for item in (f"test_the_stack_starts_with_it[{kind}-files]", f"[{kind}-files-round_trip]"):
            assert (item in ran.said) == passed


BACKEND = "model=CHAT_MODEL,\n    upstream={}"
CONFIG = INFERENCE[INFERENCE.index("    config=") : INFERENCE.index("    model=")]


BACKENDS = ['fixture("service")', '"http://127.0.0.1:1/v1"']


@pytest.mark.parametrize("upstream", BACKENDS if ALL else BACKENDS[:1])
def test_the_backend_is_where_it_is_said_to_be(upstream, run):
    suite = INFERENCE.replace(CONFIG, "").replace("model=CHAT_MODEL", BACKEND.format(upstream))
    ran = run(suite, "-k", "openai_chat_completion and not at_once", api="inference")
    assert ran.code == 0, ran.said
    served = f"{PASSED}_method_is_served[remote::acme-inference-openai_chat_completion]"
    assert (served in ran.said) == ("fixture" in upstream), ran.said


def test_a_fixture_that_is_not_there_is_named(run):
    ran = run(INFERENCE.replace('fixture("service")', 'fixture("servant")'), api="inference")
    assert "fixture 'servant' not found" in ran.said


COUNTS = Change(
    "__init__.py",
    "    impl = ",
    "    with open({!r}, 'a') as counted:\n        counted.write('started\\n')\n    impl = ",
)


@pytest.mark.parametrize("dist", ["load", "loadgroup"] if ALL else ["load"])
def test_processes_of_xdist_share_what_the_stack_said(dist, run, tmp_path):
    started = tmp_path / "started"
    counts = COUNTS._replace(new=COUNTS.new.format(str(started)))
    options = ["-p", "xdist.plugin", "-n", "2", "--dist", dist, "-vv"]
    ran = run(FILES, *options, changes=[counts], path=[author_suites.xdist(tmp_path)])
    assert ran.code == 0, ran.said
    assert dist == "loadgroup" or ("[gw0]" in ran.said and "[gw1]" in ran.said), ran.said
    # Load, the process inside, two servers; its life: used, and with a failed `initialize`.
    assert started.read_text().count("started") == 6
