"""The linear program of a node or of a leaf cell through HiGHS, with warm starts; only this file imports ``highspy``.

``max t`` with ``R W >= t``, ``sum W = 1``, ``W >= 0`` and ``t <= 0``: some ``t`` always fits, so there is an optimum.
HiGHS has ``t`` as its last column and the sum as its first row, so that rows can be added at the end.

Only bounds that are proven elsewhere are trusted: a caller takes the multipliers of the rows and checks in integers
what they prove (``solver.n_player.relaxation.duality``), so tolerances here decide how often a proof is found and
never whether it is right. A program that HiGHS does not finish has no solution (``None``), and callers must then
split, not discard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.common.clock import Clock
from solver.common.quiet import library_output_on_stderr
from solver.n_player.relaxation.rows import SparseRows

with library_output_on_stderr():
    import highspy

StatusArray = NDArray[np.int8]

BASIC = 1
"""HiGHS's number for a variable that is in the basis."""

_STATUSES = [highspy.HighsBasisStatus(k) for k in range(5)]
_ITERATION_LIMIT = 5_000
_TOLERANCE = 1e-9
_DEVEX = 1


@dataclass(frozen=True)
class Basis:
    """Status numbers of columns ``(C,)`` and rows ``(R,)``."""

    columns: StatusArray
    rows: StatusArray


@dataclass(frozen=True)
class Optimum:
    """Where a run ended.

    Attributes:
        weights: ``(C,)`` of the columns, none negative; they mean nothing where the run stopped at the objective bound.
        shortfall: by how much the smallest row is below zero.
        multipliers: ``(R,)`` of the rows, those of a dual feasible point.
        finished: whether the run ended at the optimum.
    """

    weights: FloatArray
    shortfall: float
    multipliers: FloatArray
    finished: bool


class Solver:
    """One HiGHS object: pass a program, run it, add rows or change bounds, and run again from there."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        with library_output_on_stderr():
            self._highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy leaves this constructor bare
            self._highs.setOptionValue("output_flag", False)
        options: list[tuple[str, bool | int | float | str]] = [
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("primal_feasibility_tolerance", _TOLERANCE),
            ("dual_feasibility_tolerance", _TOLERANCE),
            ("simplex_iteration_limit", _ITERATION_LIMIT),
            # Callers bring their own fixed perturbation, which survives from node to node; HiGHS's would not.
            ("dual_simplex_cost_perturbation_multiplier", 0.0),
            # Steepest edge would compute its weights anew at every warm start.
            ("simplex_dual_edge_weight_strategy", _DEVEX),
            # Payoffs are normalised already; scaling again costs iterations, not only its own time.
            ("simplex_scale_strategy", 0),
        ]
        for option, value in options:
            self._highs.setOptionValue(option, value)
        self.n_solved = 0

    def load(self, rows: SparseRows, costs: FloatArray, live: BoolArray, basis: Basis | None = None) -> None:
        """Pass a program, with a basis to start from where one is known.

        Args:
            rows: ``R``.
            costs: ``(C,)`` small ones of the columns.
            live: ``(C,)``; the other columns are fixed at zero.
            basis: statuses of the columns and then ``t``, of the sum and then the rows.
        """
        n_rows, n_columns = len(rows.starts) - 1, len(costs)
        rows = _with_shortfall(rows, n_columns)
        self._highs.passModel(
            n_columns + 1,
            n_rows + 1,
            n_columns + len(rows.values),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.append(costs, -1.0),
            np.append(np.zeros(n_columns), -2.0),
            np.append(live.astype(np.float64), 0.0),
            np.append(1.0, np.zeros(n_rows)),
            np.append(1.0, np.full(n_rows, np.inf)),
            np.append(0, n_columns + rows.starts[:-1]).astype(np.int32),
            np.append(np.arange(n_columns), rows.columns).astype(np.int32),
            np.append(np.ones(n_columns), rows.values),
            np.zeros(n_columns + 1, dtype=np.int32),
        )
        if basis is not None:
            start = highspy.HighsBasis()
            start.col_status = [_STATUSES[k] for k in basis.columns]
            start.row_status = [_STATUSES[k] for k in basis.rows]
            # HiGHS mends an "alien" basis, one of the wrong size, at the cost of a factorisation.
            n_basic = int(np.count_nonzero(basis.columns == BASIC) + np.count_nonzero(basis.rows == BASIC))
            start.valid, start.alien = True, n_basic != n_rows + 1
            self._highs.setBasis(start)

    def add_rows(self, rows: SparseRows, n_columns: int) -> None:
        """More rows on the ``n_columns`` columns; the next run goes on from the last basis."""
        n, rows = len(rows.starts) - 1, _with_shortfall(rows, n_columns)
        self._highs.addRows(
            n,
            np.zeros(n),
            np.full(n, np.inf),
            len(rows.values),
            rows.starts[:-1].astype(np.int32),
            rows.columns.astype(np.int32),
            rows.values,
        )

    def change_bounds(self, columns: IntArray, upper: FloatArray, rows: IntArray, lower: FloatArray) -> None:
        """Other upper bounds of some columns, and other lower bounds of some rows less ``t``."""
        n = len(columns)
        self._highs.changeColsBounds(n, columns.astype(np.int32), np.zeros(n), upper)
        for row, bound in zip(rows.tolist(), lower.tolist(), strict=True):
            self._highs.changeRowBounds(1 + row, bound, np.inf)

    def run(self, stop_at: float = np.inf) -> Optimum | None:
        """Solve; dual simplex may stop when its objective passes ``stop_at``. ``None`` if HiGHS did not get there.

        Raises:
            TimeIsUp: the clock has run out.
        """
        self._clock.check()
        # Any dual feasible point proves a bound, so a node that is empty needs no optimum.
        self._highs.setOptionValue("objective_bound", stop_at)
        self._highs.run()
        self.n_solved += 1
        status = self._highs.getModelStatus()
        if status not in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveBound}:
            return None
        solution = self._highs.getSolution()
        # The multiplier of the sum is the bound itself and proves nothing.
        return Optimum(
            np.maximum(solution.col_value[:-1], 0.0),
            -solution.col_value[-1],
            np.array(solution.row_dual[1:]),
            status == highspy.HighsModelStatus.kOptimal,
        )

    def basis(self) -> Basis:
        """Where the last run stopped."""
        basis = self._highs.getBasis()
        return Basis(_numbers(basis.col_status), _numbers(basis.row_status))


def _numbers(statuses: Sequence[highspy.HighsBasisStatus]) -> StatusArray:
    return np.fromiter(map(int, statuses), dtype=np.int8, count=len(statuses))


def _with_shortfall(rows: SparseRows, n_columns: int) -> SparseRows:
    """``R W - t`` for the rows ``R W``."""
    ends = rows.starts[1:]
    return SparseRows(
        rows.starts + np.arange(len(rows.starts)),
        np.insert(rows.columns, ends, n_columns),
        np.insert(rows.values, ends, -1.0),
    )
