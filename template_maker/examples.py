"""`python -m template_maker.examples`: write the packages of docs/examples anew.

Its README.md says by which commands.
"""

import shlex
import shutil
from pathlib import Path

from new_provider.cli import main as new_provider

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"


def write(folder: Path) -> None:
    """Run the commands that the README shows, into a folder.

    Raises:
        SystemExit: If one of them fails.
    """
    lines = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [words[1:] for words in map(shlex.split, _indented(lines)) if words]
    for words in commands:
        if code := new_provider([*words, "--no-git", "--no-check", "--into", str(folder)]):
            raise SystemExit(code)


def _indented(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.startswith("    ")]


def main() -> None:
    """Put what is written today in the place of what was."""
    for path in EXAMPLES.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    write(EXAMPLES)


if __name__ == "__main__":
    main()
