"""Every command's help says what its words mean, and shows no internals."""

from __future__ import annotations

import subprocess
import sys

import pytest

from openrace.cli.app import app, run
from solver.answer.solving import METHODS

COMMANDS = [name for name in app if not name.startswith("-")]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_explains_every_word_and_shows_no_internals(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    told = " ".join(capsys.readouterr().out.replace("│", " ").split()).replace("- ", "-")
    assert f"Usage: openrace {name}" in told
    assert "()" not in told
    assert "and others" not in told
    if "--do" in told:
        assert "merge:LAB+LAB" in told
    if "--method" in told:
        assert all(method in told for method in METHODS)
    if "NAME" in told.split("--")[0]:
        assert "openrace stories" in told


def test_help_does_not_wait_for_numpy() -> None:
    words = "import sys; from openrace.cli.app import run; run(['shift', '--help']); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], stdout=subprocess.DEVNULL, check=False).returncode == 0
