"""Examples in the docstrings of rooms that have no door of their own run as they are written."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import solver

ROOT = Path(str(solver.__file__)).parent
MODULES = [
    *[
        f"solver.{room}.{path.stem}"
        for room in ("continuous", "population", "bayesian")
        for path in sorted((ROOT / room).glob("*.py"))
        if ">>>" in path.read_text(encoding="utf-8")
    ],
    "solver.n_player.quantal",
    "solver.two_player.mixed_commitment",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_print_what_they_say(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted
    assert not found.failed
