"""The examples in the documentation of the rules on YAML are planted faults."""

import inspect
import re
import textwrap

import pytest

from tests.yaml.configs import RUN
from tests.yaml.planted_configs import CONFIGS
from tests.yaml.planted_files import FILES
from validate_provider.rules.rule import Rule, yaml_rules

WITHOUT_EXAMPLE = {"SPK801", "SPK827", "SPK841", "SPK842"}
"""What is wrong with these is a file's name, or stands in another file than the YAML."""


def examples(rule: Rule) -> list[tuple[str, str, str]]:
    """What a rule shows: `Wrong` or `Missing`, the file, the text."""
    body = inspect.cleandoc(rule.documentation) + "\n"
    found = re.findall(r"^(Wrong|Missing)\b[^`\n]*in `(.+)`:\n\n((?:    .*\n|\n)+)", body, re.M)
    return [(word, file, textwrap.dedent(text).strip()) for word, file, text in found]


def planted(code: str) -> list[tuple[str, str]]:
    """The files with a fault of that code, each with its text."""
    files = [
        (fault.file, fault.text)
        for fault in FILES.values()
        if fault.code == code and isinstance(fault.text, str)
    ]
    configs = [
        ("run.yaml", RUN.replace(fault.old, fault.new) if fault.old else RUN)
        for fault in CONFIGS.values()
        if fault.code == code
    ]
    return files + configs


@pytest.mark.parametrize("rule", yaml_rules(), ids=lambda rule: rule.code)
def test_the_example_is_a_planted_fault(rule: Rule) -> None:
    shown = examples(rule)
    assert bool(shown) == (rule.code not in WITHOUT_EXAMPLE)
    for word, file, text in shown:
        texts = [textwrap.dedent(other) for name, other in planted(rule.code) if name == file]
        assert texts
        assert any((text in other) == (word == "Wrong") for other in texts), text
