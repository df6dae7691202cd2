"""One node's linear program: is the relaxation empty, and between which values must a weight lie?

The program maximises the smallest row: ``max t`` with ``R W >= t``, ``sum W = 1``, ``t <= 0``. Its multipliers are a
proof of emptiness when the optimum is below zero, and dual simplex may stop as soon as it is: every dual feasible point
is such a proof. All right sides but one are zero, so the program is as degenerate as can be; a small fixed cost per
column, drawn once, breaks the ties (without it warm starts cycle).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.nplayer.duality import ExactRelaxation
from solver.nplayer.lp import BASIC, Basis, LinearProgram, Solver
from solver.nplayer.relaxation import Relaxation

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

JITTER = 1e-5
"""Largest cost of a column: it must stay well below ``STOP_AT``."""

STOP_AT = 2e-4
"""Dual simplex stops here: far enough below zero for a proof to survive rounding to integers."""


PENALTY = 1e4
"""Price of breaking a row by one while bounding a weight; it keeps the program feasible where the cell is empty."""

_BELIEF = 1e-13


@dataclass(frozen=True, eq=False)
class Frame:
    """The rows and columns of one program and the basis to start it from.

    Attributes:
        rows: ``(R, 4)``, see ``solver.nplayer.relaxation``.
        columns: ``(C,)`` flat profile indices.
        basis: statuses of the columns and then ``t``, of the rows and then the sum; ``None`` to start cold.
    """

    rows: IntArray
    columns: IntArray
    basis: Basis | None = None

    def with_rows(self, rows: IntArray) -> Frame:
        """More rows, slack in the basis."""
        basis = self.basis
        if basis is not None:
            fresh = np.full(len(rows), BASIC, dtype=np.int8)
            basis = Basis(basis.columns, np.concatenate([basis.rows[:-1], fresh, basis.rows[-1:]]))
        return Frame(np.vstack([self.rows, rows]), self.columns, basis)

    def slimmed(self, basis: Basis, keep_rows: NDArray[np.bool_], keep_columns: NDArray[np.bool_]) -> Frame:
        """After a solve: drop what is not wanted, except where that would leave the basis with a wrong size."""
        rows = keep_rows | (basis.rows[:-1] != BASIC)
        columns = keep_columns | (basis.columns[:-1] == BASIC)
        kept = Basis(basis.columns[np.append(columns, True)], basis.rows[np.append(rows, True)])
        return Frame(self.rows[rows], self.columns[columns], kept)


@dataclass(frozen=True, eq=False)
class Judgement:
    """What one program told.

    Attributes:
        empty: whether emptiness is *proven*; the multipliers are the proof.
        multipliers: ``(R,)`` of the rows, clipped at zero.
        weights: ``(C,)`` a point of the relaxation up to tolerance, or ``None`` where the program did not finish.
        basis: to go on from.
    """

    empty: bool
    multipliers: FloatArray
    weights: FloatArray | None
    basis: Basis | None


def jitter(n_columns: int) -> FloatArray:
    """The fixed small cost of every column of a relaxation with ``n_columns`` columns in all."""
    return np.random.default_rng(0).uniform(0.5, 1.0, n_columns) * JITTER


def judge(
    relaxation: Relaxation,
    exact: ExactRelaxation,
    frame: Frame,
    live: NDArray[np.bool_],
    costs: FloatArray,
    solver: Solver,
) -> Judgement:
    """Solve the program of ``frame`` with the columns outside ``live`` ``(C,)`` fixed at zero."""
    n_rows, n_columns = len(frame.rows), len(frame.columns)
    program = _program(relaxation, frame, live, costs)
    solver.load(program, frame.basis)
    for stop_at in (STOP_AT, np.inf):
        optimum = solver.run(stop_at)
        if optimum is None:
            break
        multipliers = np.maximum(optimum.multipliers[:n_rows], 0.0)
        aggregated = (multipliers @ program.matrix[:n_rows, :n_columns])[live]
        # Worth an exact proof only where floats already believe it.
        if aggregated.max() < -_BELIEF and exact.lower_bound(frame.rows, multipliers, frame.columns[live]) > 0:
            return Judgement(True, multipliers, None, optimum.basis)
        if optimum.finished:
            weights = np.where(live, np.maximum(optimum.point[:n_columns], 0.0), 0.0)
            return Judgement(False, multipliers, weights / weights.sum(), optimum.basis)
    return Judgement(False, np.zeros(n_rows), None, None)


def _program(relaxation: Relaxation, frame: Frame, live: NDArray[np.bool_], costs: FloatArray) -> LinearProgram:
    n_rows, n_columns = len(frame.rows), len(frame.columns)
    matrix = np.empty((n_rows + 1, n_columns + 1))
    matrix[:n_rows, :n_columns] = relaxation.matrix(frame.rows, frame.columns)
    matrix[:n_rows, n_columns], matrix[n_rows, n_columns], matrix[n_rows, :n_columns] = -1.0, 0.0, 1.0
    row_lower, row_upper = np.zeros(n_rows + 1), np.full(n_rows + 1, np.inf)
    row_lower[-1] = row_upper[-1] = 1.0
    return LinearProgram(
        cost=np.append(costs[frame.columns], -1.0),
        lower=np.append(np.zeros(n_columns), -2.0),
        upper=np.append(live.astype(np.float64), 0.0),
        matrix=matrix,
        row_lower=row_lower,
        row_upper=row_upper,
    )


def smallest(
    relaxation: Relaxation, exact: ExactRelaxation, frame: Frame, objectives: IntArray, solver: Solver
) -> list[Fraction]:
    """Proven lower bounds on each row of ``objectives`` ``(K, C)`` (entries 0 or 1) over the relaxation; 0 if unknown.

    Rows may be broken at a price, so an empty cell has bounds too: huge ones, which together exceed one.
    """
    n_rows, n_columns = len(frame.rows), len(frame.columns)
    program = _program(relaxation, frame, np.ones(n_columns, dtype=bool), np.zeros(int(np.prod(exact.n_corners))))
    solver.load(program, frame.basis)
    out = []
    solver.use_primal(True)
    for objective in objectives:
        solver.change_cost(np.append(objective, -PENALTY).astype(np.float64))
        optimum = solver.run()
        bound = Fraction(0)
        if optimum is not None and optimum.value > 1e-9:
            multipliers = np.maximum(optimum.multipliers[:n_rows], 0.0)
            bound = max(bound, exact.lower_bound(frame.rows, multipliers, frame.columns, objective))
        out.append(bound)
    solver.use_primal(False)
    return out
