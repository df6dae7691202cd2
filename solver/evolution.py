"""Evolution in symmetric two-player games: evolutionarily stable strategies and replicator dynamics.

A population plays against itself with payoffs ``a[i, j]`` of action ``i`` against ``j``. A mix ``x`` is *evolutionarily
stable* when every small group of mutants ``y`` earns less than the incumbents (Maynard Smith and Price 1973): ``x`` is
a best reply to itself, and ``x a y > y a y`` for every other best reply ``y`` to ``x``.

With the *carrier* ``C`` (actions in ``x``) and the *extended carrier* ``B`` (best replies to ``x``) the second
condition is a quadratic form on directions ``d = y - x`` whose entries sum to zero and are at least zero outside ``C``:
``-d a d`` must be positive. Eliminating the free directions leaves a matrix that must be strictly copositive (Haigh
1975; Abakuks 1980), decided here by principal submatrices (Kaplan 2000).

Letters: ``n`` actions; ``a`` ``(n, n)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from solver.errors import GameError, TooLargeError
from solver.normal_form import NormalForm

FloatArray = NDArray[np.float64]

MAX_ACTIONS = 14
"""All ``2**n - 1`` carriers are tried: some seconds at 14."""

_ZERO = 1e-9
"""In units of the payoff range; decisions closer than this are called ties."""


@dataclass(frozen=True)
class StableStrategies:
    """All evolutionarily stable strategies of a symmetric two-player game.

    Complete up to rounding: every carrier is tried except those that contain, or lie in the extended carrier of, a
    stable one found (Bishop and Cannings 1976).

    What it misses: stable *sets* (continua of neutrally stable mixes); they are not reported.
    """

    def __call__(self, game: NormalForm) -> tuple[FloatArray, ...]:
        """The stable mixes ``(n,)``, small carriers first.

        Raises:
            GameError: the game is not symmetric with two players.
            TooLargeError: more than ``MAX_ACTIONS`` actions.
        """
        a = symmetric_payoffs(game)
        if len(a) > MAX_ACTIONS:
            raise TooLargeError(f"{len(a)} actions", f"at most {MAX_ACTIONS}", "remove dominated actions first")
        a = (a - a.min(axis=0)) / (float((a - a.min(axis=0)).max()) or 1.0)
        stable: list[FloatArray] = []
        reach: list[frozenset[int]] = []
        for size in range(1, len(a) + 1):
            for carrier in combinations(range(len(a)), size):
                own = frozenset(carrier)
                if any(own <= r or frozenset(np.flatnonzero(x)) <= own for r, x in zip(reach, stable, strict=True)):
                    continue
                x = _candidate(a, carrier)
                if x is None:
                    continue
                extended = tuple(np.flatnonzero(a @ x >= x @ a @ x - _ZERO).tolist())
                if _resists(a, carrier, extended):
                    stable.append(x)
                    reach.append(frozenset(extended))
        return tuple(stable)


def is_stable(game: NormalForm, mix: FloatArray) -> bool:
    """Whether one mix ``(n,)`` of a symmetric game is evolutionarily stable, up to rounding."""
    a = symmetric_payoffs(game)
    a = (a - a.min(axis=0)) / (float((a - a.min(axis=0)).max()) or 1.0)
    values = a @ mix
    if values.max() > mix @ values + _ZERO:
        return False
    carrier = tuple(np.flatnonzero(mix > _ZERO).tolist())
    return _resists(a, carrier, tuple(np.flatnonzero(values >= values.max() - _ZERO).tolist()))


def symmetric_payoffs(game: NormalForm) -> FloatArray:
    """``a`` ``(n, n)`` of a symmetric two-player game.

    Raises:
        GameError: two players with the same actions and transposed payoffs are needed.
    """
    symmetric = game.n_players == 2 and game.n_actions[0] == game.n_actions[1]
    if not symmetric or np.abs(game.payoffs[0] - game.payoffs[1].T).max() > game.resolution * game.payoff_range:
        raise GameError(
            f"{game!r}", "a symmetric two-player game: equal actions, transposed payoffs", "give both labs equal terms"
        )
    return np.asarray(game.payoffs[0], dtype=np.float64)


@dataclass(frozen=True)
class Replicator:
    """Replicator dynamics ``x_i' = x_i ((a x)_i - x a x)`` (Taylor and Jonker 1978), by Runge-Kutta of order four.

    What it misses: nothing is proven about where the flow goes after ``time``; actions absent at the start stay absent.

    Attributes:
        time: how long, in units of one over the payoff range.
        step: of the integration, in the same unit.
    """

    time: float = 200.0
    step: float = 0.05

    def __call__(self, game: NormalForm, start: FloatArray) -> FloatArray:
        """``(T, n)`` mixes at every step from ``start`` on."""
        a = symmetric_payoffs(game) / game.payoff_range
        x = np.array(start, dtype=np.float64)
        path = [x]
        for _ in range(round(self.time / self.step)):
            k1 = _flow(a, x)
            k2 = _flow(a, x + self.step / 2 * k1)
            k3 = _flow(a, x + self.step / 2 * k2)
            k4 = _flow(a, x + self.step * k3)
            x = np.maximum(x + self.step / 6 * (k1 + 2 * k2 + 2 * k3 + k4), 0.0)
            x = x / x.sum()
            path.append(x)
        return np.array(path)


def _flow(a: FloatArray, x: FloatArray) -> FloatArray:
    values = a @ x
    return np.asarray(x * (values - x @ values), dtype=np.float64)


def _candidate(a: FloatArray, carrier: tuple[int, ...]) -> FloatArray | None:
    """The mix with this carrier at which its actions tie and no other does better, if it is unique."""
    k, c = len(carrier), list(carrier)
    system = np.zeros((k + 1, k + 1))
    system[:k, :k], system[:k, k], system[k, :k] = a[np.ix_(c, c)], -1.0, 1.0
    if np.linalg.cond(system) > 1e12:
        # A stable strategy makes the form definite on its carrier, hence this matrix regular.
        return None
    solved = np.linalg.solve(system, np.append(np.zeros(k), 1.0))
    if solved[:k].min() <= _ZERO:
        return None
    x = np.zeros(len(a))
    x[c] = solved[:k]
    return x if (a @ x).max() <= solved[k] + _ZERO else None


def _resists(a: FloatArray, carrier: tuple[int, ...], extended: tuple[int, ...]) -> bool:
    """Whether ``-d a d > 0`` for all ``d`` that sum to zero over ``extended`` and are at least zero off ``carrier``."""
    reference, free = carrier[0], list(carrier[1:])
    others = [i for i in extended if i not in carrier]
    order = free + others
    if not order:
        return True
    basis = np.zeros((len(a), len(order)))
    for column, i in enumerate(order):
        basis[i, column], basis[reference, column] = 1.0, -1.0
    form = -basis.T @ (a + a.T) @ basis / 2
    n_free = len(free)
    if n_free:
        inner = form[:n_free, :n_free]
        if np.linalg.eigvalsh(inner).min() <= _ZERO:
            return False
        # Free directions are chosen as badly as possible: the Schur complement.
        form = form[n_free:, n_free:] - form[n_free:, :n_free] @ np.linalg.solve(inner, form[:n_free, n_free:])
    return _is_strictly_copositive(form)


def _is_strictly_copositive(form: FloatArray) -> bool:
    """Kaplan (2000): no principal submatrix has a positive eigenvector with an eigenvalue at most zero."""
    n = len(form)
    for size in range(1, n + 1):
        for rows in combinations(range(n), size):
            values, vectors = np.linalg.eigh(form[np.ix_(rows, rows)])
            for value, vector in zip(values, vectors.T, strict=True):
                if value <= _ZERO and (np.all(vector > _ZERO) or np.all(vector < -_ZERO)):
                    return False
    return True
