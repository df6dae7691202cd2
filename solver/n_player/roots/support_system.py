"""The polynomial system of one support, with its first and second derivatives, in floats or in integers.

Fix for every player a set ``S_i`` of actions that are all best replies while no other is played. With ``r_i`` the
first action of ``S_i`` the equations are ``u_i(a) - u_i(r_i) = 0`` for the other ``a`` in ``S_i``, and probabilities
that sum to one: ``n = sum of |S_i|`` equations in as many unknowns. Expected payoffs are multilinear, so the second
derivative is constant for three players.

The same numpy code runs on floats and on Python integers; ``dtype`` of the payoffs decides.
Unknowns are ordered by player, then by action in ``S_i``; equations likewise, with the sum in the place of ``r_i``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray
from solver.game.profile import contracted
from solver.n_player.relaxation.integers import Profile, Support

Array = NDArray[Any]
"""Floats, or objects that add and multiply like them."""


def over_actions(x: FloatArray, support: Support, n_actions: Sequence[int]) -> Profile:
    """The unknowns ``x`` ``(n,)`` of a support as one vector ``(A_i,)`` per player."""
    out = tuple(np.zeros(n) for n in n_actions)
    first = 0
    for own, played in zip(out, support, strict=True):
        own[list(played)] = x[first : first + len(played)]
        first += len(played)
    return out


@dataclass(frozen=True, eq=False)
class SupportSystem:
    """The equations of one support.

    Attributes:
        ties: per player ``(|S_i| - 1, |S_0|, ..., |S_{N-1}|)`` with own axis 1 + i dropped: payoff of each action
            less that of ``r_i``, at the actions of the others' supports.
        sizes: ``|S_i|``.
    """

    ties: tuple[Array, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, payoffs: Iterable[Array], support: Sequence[Sequence[int]]) -> SupportSystem:
        """From payoffs ``(A_0, ..., A_{N-1})`` per player, all in one unit each."""
        ties = []
        for i, own in enumerate(payoffs):
            window = own[np.ix_(*[list(s) for s in support])]
            first = np.moveaxis(window, i, 0)
            ties.append(first[1:] - first[:1])
        return cls(tuple(ties), tuple(len(s) for s in support))

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each player's unknowns, and their number."""
        return [0, *np.cumsum(self.sizes).tolist()]

    def residual(self, x: Array, one: int = 1) -> Array:
        """``(n,)`` equations at the unknowns ``x`` ``(n,)``, of which each player's sum to ``one``.

        All equations are of the degree of the ties in ``x`` and ``one``: integers over a common denominator will do.
        """
        cuts, parts = self.starts, []
        for i in range(len(self.sizes)):
            own = x[cuts[i] : cuts[i + 1]]
            sums = (own.sum() - one) * one ** (len(self.sizes) - 2)
            parts.extend([np.array([sums], dtype=x.dtype), self._average(i, x, ())])
        return np.concatenate(parts)

    def jacobian(self, x: Array, one: int = 1) -> Array:
        """``(n, n)`` derivative of the equations in ``x``."""
        cuts = self.starts
        n = cuts[-1]
        out = np.zeros((n, n), dtype=np.int64).astype(x.dtype)
        for i in range(len(self.sizes)):
            out[cuts[i], cuts[i] : cuts[i + 1]] = one ** (len(self.sizes) - 2)
            for j in range(len(self.sizes)):
                if j != i:
                    out[cuts[i] + 1 : cuts[i + 1], cuts[j] : cuts[j + 1]] = self._average(i, x, (j,))
        return out

    def hessian(self, x: Array) -> Array:
        """``(n, n, n)``: derivative of ``jacobian`` in the last index; independent of ``x`` for three players."""
        cuts, players = self.starts, range(len(self.sizes))
        n = cuts[-1]
        out = np.zeros((n, n, n), dtype=np.int64).astype(x.dtype)
        for i in players:
            for j in players:
                for k in players:
                    if len({i, j, k}) == 3:
                        block = self._average(i, x, tuple(sorted((j, k))))
                        rows = slice(cuts[i] + 1, cuts[i + 1])
                        out[rows, cuts[j] : cuts[j + 1], cuts[k] : cuts[k + 1]] = (
                            block if j < k else np.swapaxes(block, 1, 2)
                        )
        return out

    def _average(self, i: int, x: Array, keep: tuple[int, ...]) -> Array:
        """Player ``i``'s ties with all players averaged out except ``i`` and the players in ``keep``."""
        cuts, out = self.starts, self.ties[i]
        others = [j for j in range(len(self.sizes)) if j != i]
        for place in range(len(others) - 1, -1, -1):
            j = others[place]
            if j not in keep:
                out = contracted(out, 1 + place, x[cuts[j] : cuts[j + 1]])
        return np.asarray(out)

    def newton(self, start: NDArray[np.float64], max_iterations: int = 30) -> NDArray[np.float64] | None:
        """A root near ``start`` in floats, of either sign; ``None`` without convergence to rounding level."""
        x = start.astype(np.float64)
        for _ in range(max_iterations):
            residual = self.residual(x)
            # Least squares: where roots form a continuum the nearest one will do.
            step = np.linalg.lstsq(self.jacobian(x), -residual, rcond=1e-12)[0]
            x = x + step
            if not np.all(np.isfinite(x)) or np.abs(x).max() > 10:
                return None
            if np.abs(step).max() < 1e-14 or (np.abs(step).max() < 1e-11 and np.abs(residual).max() < 1e-14):
                break
        return x if np.abs(self.residual(x)).max() < 1e-12 else None
