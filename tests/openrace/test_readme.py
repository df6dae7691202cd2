"""The README's example runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_python_example_of_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(), flags=re.DOTALL)
    assert len(blocks) == 1
    exec(compile(blocks[0], str(README), "exec"), {})  # noqa: S102 - our own example


def test_every_command_of_the_readme_exists() -> None:
    from openrace.cli.app import app

    names = set(re.findall(r"^openrace ([a-z]+) ", README.read_text(), flags=re.MULTILINE))
    assert {"solve", "shift", "story"} <= names
    for name in names:
        assert app[name] is not None
