"""What tests of sweeps share: a small game, a small grid, and the bytes of a store."""

from __future__ import annotations

from pathlib import Path

from games.parts.game import Game
from openrace.questions.load import load
from openrace.sweeps.axis import read_axis
from openrace.sweeps.design import Grid
from openrace.sweeps.layout import DONE
from openrace.sweeps.store import PARTIAL

SETTINGS = ("calendar.slots=4", "calendar.horizon=8")
QUESTION = "open:7@1"


def small_game() -> Game:
    """Alice and Bob with five plans each."""
    return load("alice-bob", SETTINGS)


def small_grid(n: int = 6) -> Grid:
    """Prestige by frontier penalty."""
    return Grid((read_axis(f"alice.prestige=0:4:{n}"), read_axis(f"alice.frontier_penalty=0:3:{n}")))


def contents(path: Path) -> dict[str, bytes]:
    """Every file of a directory, hidden ones included, by its place in it."""
    return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def done_marks(path: Path) -> list[Path]:
    """The files that say which blocks of a store are finished."""
    return sorted(p for p in (path / DONE).glob("c.*") if p.suffix != PARTIAL)
