"""One computation of backward induction: its options, the solutions found so far, and what happened on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.common.tolerances import ROUNDING_OF_SUMS, SAME_VALUE
from solver.staged.explore import Explored, magnitudes
from solver.staged.game import MAX_STATES
from solver.staged.induction.combine import Cell, Gathered, Solutions, cells_of
from solver.staged.induction.faces import Faces, Surface, watched
from solver.staged.selection import SELECTIONS, Selection
from solver.staged.strategy import Profile
from solver.staged.valuation import PERCEIVED, Valuation

Weights = tuple[tuple[int, float], ...]
"""Pairs of a number and its weight; weights are positive and sum to 1."""

MAX_KEPT = 64
"""Solutions of one state kept at most."""

MAX_GAMES = 2048
"""Stage games solved in one state at most: combinations of its successors' solutions."""


@dataclass(frozen=True)
class BackwardInduction:
    """Options of backward induction.

    Attributes:
        selection: which equilibria of a stage game are played.
        valuation: beliefs and attitudes to risk at chance moves.
        max_kept: solutions of one state kept at most.
        max_games: stage games of one state solved at most.
        max_states: states at most.
    """

    selection: Selection = SELECTIONS["all"]
    valuation: Valuation = PERCEIVED
    max_kept: int = MAX_KEPT
    max_games: int = MAX_GAMES
    max_states: int = MAX_STATES

    @property
    def takes_all(self) -> bool:
        """Whether no rule leaves equilibria of a stage game out."""
        return not self.selection.words


@dataclass(eq=False)
class Run:
    """The computation.

    Attributes:
        method: its options.
        explored: the game.
        solved: per state its solutions, as far as states are solved; behind them points of their cells that count.
        means: numbers of these points, by state and weights of solutions.
        faces: what is known of ties.
        stage_games: how many stage games were solved.
        thinned, unproven: states of which some solutions were dropped, or a stage game is not proven complete.
    """

    method: BackwardInduction
    explored: Explored
    solved: list[Solutions] = field(default_factory=list)
    means: dict[tuple[int, Weights], int] = field(default_factory=dict)
    faces: Faces = field(default_factory=Faces)
    stage_games: int = 0
    thinned: list[int] = field(default_factory=list)
    unproven: list[int] = field(default_factory=list)

    @cached_property
    def floor(self) -> FloatArray:
        """``(R,)``: what rounding may hide in each row."""
        return ROUNDING_OF_SUMS * magnitudes(self.explored)

    @cached_property
    def watched(self) -> BoolArray:
        """``(S, R)``: for each state the rows on which something earlier may depend."""
        return watched(self.explored, risky=self.method.valuation.risky)

    def below(self, index: int) -> list[Solutions]:
        """Solutions of the successors of a state."""
        return [self.solved[child] for child in self.explored.children[index]]

    def same(self, values: FloatArray) -> FloatArray:
        """``(R,)``: differences up to this between rows of ``values`` ``(S, R)`` are none."""
        return np.asarray(np.maximum(SAME_VALUE * np.abs(values).max(axis=0, initial=0.0), self.floor))

    def cells(self, index: int) -> list[list[Cell]]:
        """Per successor of a state, its solutions as cells."""
        return [cells_of(found, self.same) for found in self.below(index)]

    def apart(self, values: FloatArray) -> BoolArray:
        """``(R,)``: the rows in which solutions ``(S, R)`` differ."""
        return np.asarray(np.ptp(values, axis=0) > self.same(values))

    def close(self, index: int, found: Gathered, corners: Iterable[int], ties: frozenset[int]) -> None:
        """Solutions of state ``index`` are the corners of a cell, if an earlier choice may depend on where on it."""
        members = tuple(sorted(set(corners)))
        if bool((self.apart(np.array([found.values[k] for k in members])) & self.watched[index]).any()):
            found.cells.append(Cell(members, ties))

    def surface(self, index: int, values: FloatArray, ties: frozenset[int]) -> None:
        """Solutions of state ``index`` with these values ``(S, R)`` bound a continuum that is not followed."""
        self.faces.surfaces.append(Surface(index, self.apart(values), ties))

    def tie(self, index: int, values: FloatArray, points: Sequence[Profile]) -> bool:
        """Note a tie in state ``index`` between ``points`` worth ``values`` ``(S, R)``; whether it changes anything."""
        # A tie that changes nobody's payoff and nothing tracked is no choice worth reporting.
        matters = bool(self.apart(values).any())
        if matters:
            self.faces.note_tie(index, points)
        return matters
