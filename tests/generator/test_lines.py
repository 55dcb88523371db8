"""Which line a target means."""

import re

import pytest

from new_provider.lines import LINES, NoLineError, line_of


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("llama-stack>=0.7,<0.8", "llama-stack-0.7"),
        ("llama-stack", "llama-stack-0.7"),
        ("llama-stack>=0.2.16", "llama-stack-0.7"),
        ("llama-stack==0.7.3", "llama-stack-0.7"),
        ("llama_stack_api~=0.7.1", "llama-stack-0.7"),
        ("llama-stack-0.7", "llama-stack-0.7"),
        ("llama-stack==0.2.22", "llama-stack-0.2.16"),
        ("llama-stack==0.2.24", "llama-stack-0.2.23"),
        ("llama-stack>0.2.22,<0.3", "llama-stack-0.2.23"),
        ("llama-stack<0.3", "llama-stack-0.2.23"),
        ("llama-stack==0.2.*", "llama-stack-0.2.23"),
        ("llama-stack==0.2.12", "llama-stack-0.2.2"),
        ("llama-stack==0.2.15", "llama-stack-0.2.13"),
        ("llama-stack==0.3.5", "llama-stack-0.3"),
        ("llama-stack==0.4.7", "llama-stack-0.4"),
        ("llama-stack>=0.4", "llama-stack-0.7"),
        ("llama-stack==0.6.1", "llama-stack-0.5"),
        ("llama-stack>=0.2.17,<0.2.20", "llama-stack-0.2.16"),
        ("ogx", "ogx-0.8"),
        ("ogx>=1.5", "ogx-0.8"),
        ("ogx-api==1.0.4", "ogx-0.8"),
        ("OGX > 1.2", "ogx-0.8"),
        ("ogx>=1.90", "ogx-0.8"),
        ("ogx>1", "ogx-0.8"),
        ("ogx==0.8.0", "ogx-0.8"),
    ],
)
def test_target(target, name):
    assert line_of(target).name == name


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("llama-stack==0.2.1", "the nearest is 'llama-stack>=0.2.2,<0.2.13'"),
        ("llama-stack>=0.8", "the nearest is 'llama-stack>=0.7,<0.8'"),
        ("ogx==0.7.1", "the nearest is 'ogx>=0.8,<2'"),
        ("ogx>=2", "the nearest is 'ogx>=0.8,<2'"),
        ("ollama", "no stack we know"),
        ("llama-stack[server]", "a stack and its releases only"),
        ("ogx; python_version > '3'", "a stack and its releases only"),
        ("ogx @ https://localhost/ogx.whl", "a stack and its releases only"),
        ("ogx===one", "no requirement on a stack"),
        ("ogx 1.5", "no requirement on a stack"),
        ("", "no requirement on a stack"),
    ],
)
def test_target_without_a_line(target, says):
    with pytest.raises(NoLineError, match=re.escape(says)):
        line_of(target)


def test_lines_of_a_distribution_come_newest_first():
    for distribution in {line.distribution for line in LINES}:
        floors = [line.floor for line in LINES if line.distribution == distribution]
        assert floors == sorted(floors, reverse=True)
