"""What tests of sweeps share: a small game, a small grid, and the bytes of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.analysis.sign_map import SignMap, sign_maps
from openrace.concepts.choice import Choice
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.sweeps.axis import Axis, as_axis, read_axis
from openrace.sweeps.cells.games import CellGames
from openrace.sweeps.cells.making import cells_of
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


def grid(*axes: Axis | str) -> Grid:
    """The grid of some axes."""
    return Grid(tuple(as_axis(axis) for axis in axes))


def sign_map(*asked: Any, choice: Choice | None = None, **known: Any) -> SignMap:
    """The map under one concept."""
    (found,) = sign_maps(*asked, concept=(choice or Choice(),), **known)
    return found


def contents(path: Path) -> dict[str, bytes]:
    """Every file of a directory, hidden ones included, by its place in it."""
    return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def done_marks(path: Path) -> list[Path]:
    """The files that say which blocks of a store are finished."""
    return sorted(p for p in (path / DONE).glob("c.*") if p.suffix != PARTIAL)


def cells_of_plans(
    question: Question, paths: tuple[str, ...], low: FloatArray, high: FloatArray
) -> tuple[CellGames, ...]:
    """The builders of a question about games of plans."""
    return tuple(builder for builder in cells_of(question, paths, low, high) if isinstance(builder, CellGames))
