"""One equilibrium of a game of two players, by complementary pivoting (Lemke and Howson 1964).

Letters: player 1 has ``m`` actions with labels ``0..m-1``, player 2 has ``n`` with labels ``m..m+n-1``. With positive
payoffs ``A`` and ``B``, ``P = {x >= 0, B'x <= 1}`` and ``Q = {y >= 0, A y <= 1}`` are polytopes. A point of ``P`` has
label ``i`` if ``x_i = 0`` and label ``m + j`` if action ``j`` is a best reply to it; likewise in ``Q``. A pair of
corners other than the origins that carries every label is an equilibrium, once both are divided by their sums.

From the pair of origins, which has all labels, one label is dropped: an edge leads to a corner that has some label
twice, an edge away from its other owner leads on, and so forth until the dropped label comes back. No corner is met
twice, so the path ends (von Stengel 2002, Handbook of Game Theory 3, chapter 45). Where payoffs tie a corner has many
tableaux, and a path may run in circles among them; so ties of the ratio test are broken lexicographically, as if the
right-hand sides were ``1 + e, 1 + e^2, ...`` for some tiny ``e`` (the same chapter, section 3.6).

Each pivot costs ``O(m (m + n))`` and ``O(n (m + n))``; a hundred plans a side take some hundred pivots, a tenth of a
second, where paths of Newton's method or of logit equilibria take minutes. Some games have paths that are exponentially
long (Savani and von Stengel 2006, Econometrica 74), so pivots are counted.

What it misses: every equilibrium at which none of the paths followed ends; with one dropped label that is all but one.
Which one is found depends on the label; it is no selection rule. The point is checked by its regret in the original
payoffs, so rounding in the tableaux can lose a point but never invent one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.errors import GameError
from solver.common.tolerances import PLAYED
from solver.common.words import count
from solver.game.normal_form import NormalForm
from solver.game.points import certify, one_point
from solver.game.profile import regret
from solver.game.solution import Equilibrium, Solution

Pair = tuple[FloatArray, FloatArray]

SMALLEST_PIVOT = 1e-9
"""Entries of the entering column below this are zero: payoffs are between 1 and 2 at the start."""
TIE = 1e-11
"""Ratios that differ by less than this share of themselves are tied."""


@dataclass(frozen=True)
class ComplementaryPath:
    """The end of a Lemke-Howson path, from the first label whose path ends in a certified equilibrium.

    Attributes:
        max_pivots: per path; a longer one is given up.
        max_paths: labels tried, spread evenly over all.
    """

    max_pivots: int = 20_000
    max_paths: int = 16

    def __call__(self, game: NormalForm) -> Solution:
        """Search ``game``; the status is ``not-proven`` with a point, ``failed`` without.

        Raises:
            GameError: not two players.
        """
        if game.n_players != 2:
            raise GameError(
                f"Lemke-Howson was given a game of {game.n_players} players",
                "two players",
                "call solve without a method: it chooses one that fits",
            )
        n_labels = sum(game.n_actions)
        found, tried = None, 0
        for label in np.unique(np.linspace(0, n_labels - 1, min(self.max_paths, n_labels)).astype(int)):
            tried += 1
            found = self._from(game, int(label))
            if found is not None:
                break
        method, advice = "one equilibrium by complementary pivoting", "Try the method 'one'"
        searched = f"{count(tried, 'path')} of complementary pivoting"
        searched += f", at most {self.max_pivots:,} pivots each" if found is None else ""
        return one_point(game, found, method=method, searched=searched, advice=advice)

    def _from(self, game: NormalForm, label: int) -> Equilibrium | None:
        end = follow(game.payoffs[0], game.payoffs[1], label, self.max_pivots)
        if end is None:
            return None
        exact = _solved_on_supports(game, end)
        best = min([end] if exact is None else [end, exact], key=lambda pair: regret(game.payoffs, pair))
        return certify(game, list(best))


def follow(row: FloatArray, column: FloatArray, label: int, max_pivots: int) -> Pair | None:
    """The equilibrium at the end of the path on which ``label`` is dropped first.

    Args:
        row: ``(m, n)`` payoffs of player 1.
        column: ``(m, n)`` payoffs of player 2.
        label: one of ``0..m+n-1``.
        max_pivots: pivots at most.

    Returns:
        Mixed actions ``(m,)`` and ``(n,)``, right up to rounding; ``None`` if the path is longer, or lost in rounding.
    """
    m, n = row.shape
    # Rows are inequalities, columns labels; the last column is the right-hand side.
    in_p = np.hstack([_positive(column).T, np.eye(n), np.ones((n, 1))])
    in_q = np.hstack([np.eye(m), _positive(row), np.ones((m, 1))])
    tableaux = (_Tableau(in_p, np.arange(m, m + n)), _Tableau(in_q, np.arange(m)))
    entering, side = label, 0 if label < m else 1
    for _ in range(max_pivots):
        leaving = tableaux[side].enter(entering)
        if leaving is None:
            return None
        if leaving == label:
            x, y = tableaux[0].values(m + n)[:m], tableaux[1].values(m + n)[m:]
            return None if min(x.sum(), y.sum()) <= 0 else (x / x.sum(), y / y.sum())
        entering, side = leaving, 1 - side
    return None


class _Tableau:
    """A basic solution of one polytope, and its inequalities solved for the basic variables."""

    def __init__(self, rows: FloatArray, basis: IntArray) -> None:
        self.rows, self.basis = rows, basis.copy()
        # The columns of the first basis are the coefficients of the powers of e in the right-hand side.
        self.order = np.concatenate([[rows.shape[1] - 1], basis])

    def enter(self, label: int) -> int | None:
        """Bring a variable into the basis; the label of the one that leaves, ``None`` where none can."""
        column = self.rows[:, label].copy()
        left = np.flatnonzero(column > SMALLEST_PIVOT)
        for tied in self.order:
            if len(left) <= 1:
                break
            ratios = self.rows[left, tied] / column[left]
            least = float(ratios.min())
            left = left[ratios <= least + TIE * max(1.0, abs(least))]
        if not len(left):
            return None
        # Rows still tied are the same up to rounding; the largest pivot is the steadiest.
        k = int(left[column[left].argmax()])
        self.rows[k] /= column[k]
        column[k] = 0.0
        self.rows -= np.outer(column, self.rows[k])
        np.maximum(self.rows[:, -1], 0.0, out=self.rows[:, -1])
        leaving, self.basis[k] = int(self.basis[k]), label
        return leaving

    def values(self, n_labels: int) -> FloatArray:
        """``(m + n,)`` values of all variables."""
        values = np.zeros(n_labels)
        values[self.basis] = self.rows[:, -1]
        return values


def _positive(own: FloatArray) -> FloatArray:
    """Payoffs between 1 and 2: best replies stay, and both polytopes are bounded."""
    width = float(np.ptp(own))
    return np.asarray((own - own.min()) / (width or 1.0) + 1.0, dtype=np.float64)


def _solved_on_supports(game: NormalForm, pair: Pair) -> Pair | None:
    """The point solved again from its supports, without the rounding that has added up in the tableaux."""
    rows, columns = (np.flatnonzero(own > PLAYED) for own in pair)
    y = _indifferent(game.payoffs[0][np.ix_(rows, columns)])
    x = _indifferent(game.payoffs[1][np.ix_(rows, columns)].T)
    if x is None or y is None:
        return None
    found = np.zeros(len(pair[0])), np.zeros(len(pair[1]))
    found[0][rows], found[1][columns] = x, y
    return found


def _indifferent(own: FloatArray) -> FloatArray | None:
    """A mixture of the columns under which all rows pay the same; ``None`` if some share is negative."""
    k, n = own.shape
    scaled = _positive(own)
    system = np.block([[scaled, -np.ones((k, 1))], [np.ones((1, n)), np.zeros((1, 1))]])
    shares: FloatArray = np.linalg.lstsq(system, np.append(np.zeros(k), 1.0))[0][:n]
    return (
        None if shares.min() < -PLAYED or shares.sum() <= 0 else np.maximum(shares, 0.0) / np.maximum(shares, 0).sum()
    )
