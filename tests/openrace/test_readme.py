"""The README's example runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from matplotlib import pyplot as plt

README = Path(__file__).parents[2] / "README.md"


def test_the_python_example_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(), flags=re.DOTALL)
    assert len(blocks) == 1
    exec(compile(blocks[0], str(README), "exec"), {})  # noqa: S102 - our own example
    assert (tmp_path / "map.png").exists()
    plt.close("all")


def test_every_command_of_the_readme_exists() -> None:
    from openrace.cli.app import app

    names = set(re.findall(r"^openrace ([a-z]+) ", README.read_text(), flags=re.MULTILINE))
    assert {"solve", "shift", "story"} <= names
    for name in names:
        assert app[name] is not None
