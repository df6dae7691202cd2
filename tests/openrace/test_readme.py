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
    from openrace.shell.app import app

    shell = next(b for b in re.findall(r"```\n(.*?)```", README.read_text(), flags=re.DOTALL) if "openrace games" in b)
    for name in re.findall(r"^openrace (\S+)", shell, flags=re.MULTILINE):
        assert app[name] is not None
