"""Faults of openrace are raised, so that a test shows where they are."""

from __future__ import annotations

import pytest

from openrace.cli.app import TRACEBACK


@pytest.fixture(autouse=True)
def _show_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRACEBACK, "1")
