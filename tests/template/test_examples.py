"""What docs/examples shows is what its commands write today."""

from template_maker.examples import EXAMPLES, write
from tests.template.conftest import files_of


def test_examples_are_fresh(tmp_path, capsys):
    write(tmp_path)

    written = files_of(tmp_path)
    shown = {path: text for path, text in files_of(EXAMPLES).items() if "__pycache__" not in path}
    del shown["README.md"]
    assert shown.keys() == written.keys()
    assert [path for path in written if written[path] != shown[path]] == []
