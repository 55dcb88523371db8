"""The processes of a run share what was made once, and no other run does."""

from types import SimpleNamespace

import pytest

from validate_provider.testing.once import once, run_folder


def request_of(folder, **config):
    factory = SimpleNamespace(getbasetemp=lambda: folder)
    return SimpleNamespace(config=SimpleNamespace(**config), getfixturevalue=lambda _: factory)


def test_a_process_of_xdist_shares_the_folder_of_its_run(tmp_path):
    assert run_folder(request_of(tmp_path / "popen-gw0", workerinput={})) == tmp_path


def test_a_run_that_a_test_of_xdist_starts_shares_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    assert run_folder(request_of(tmp_path)) == tmp_path


def test_it_is_made_once(tmp_path):
    made = iter(["first", "second"])
    assert [once(tmp_path, "it", lambda: next(made)) for _ in range(2)] == ["first", "first"]


def test_what_fails_is_tried_again(tmp_path):
    def fail():
        raise ValueError("not yet")

    with pytest.raises(ValueError, match="not yet"):
        once(tmp_path, "it", fail)
    assert once(tmp_path, "it", lambda: "made") == "made"
