"""The profiles of one support that solve all ties but one, as rational functions of one probability.

``solver.n_player.roots.one_parameter`` says what for. Polynomials are found by their values at ``t = 0, 1, 2, ...``,
each from determinants of integers. Letters as there: ``x = X / E`` is the mix of player ``a``, ``y = Y / D`` that of
``b``, and ``c`` plays its first action in play with probability ``t``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.common.arrays import ExactArray, exact_array
from solver.common.linear import determinant
from solver.common.tolerances import NEAREST_DOUBLE
from solver.n_player.relaxation.integers import IntegerGame, Support
from solver.n_player.roots.polynomials import (
    NARROW,
    Polynomial,
    Root,
    bounds,
    interpolated,
    product,
    scaled_value,
    without_common,
)
from solver.n_player.tree.spread import Point


@dataclass(frozen=True, eq=False)
class Family:
    """The profiles that solve all ties but one, as polynomials in ``t``.

    Attributes:
        x, e, y, d: numerators and denominator of the mixes of ``a`` and of ``b``.
        exceptional: zero where ``x`` or ``y`` is not determined.
        left: the tie left over; ``()`` where it holds for all ``t``.
        conditions: not negative at an equilibrium: probabilities, and by how much actions out of play are worse.
    """

    support: Support
    n_actions: tuple[int, ...]
    roles: tuple[int, int, int]
    x: tuple[Polynomial, ...]
    e: Polynomial
    y: tuple[Polynomial, ...]
    d: Polynomial
    exceptional: Polynomial
    left: Polynomial
    conditions: tuple[Polynomial, ...]

    @classmethod
    def of(cls, game: IntegerGame, support: Support, roles: tuple[int, int, int]) -> Family | None:
        """Polynomials by their values at ``t = 0, 1, 2, ...``; ``None`` where a determinant is zero throughout."""
        a, b, c = roles
        m, n = len(support[a]), len(support[b])
        # Payoffs (own actions, S_a, S_b, S_c without the own axis) at what the others have in play.
        tables = {i: table_of(game, support, i, roles) for i in range(len(support))}
        ties = {i: gaps(tables[i], support[i], support[i][1:]) for i in roles}
        # A determinant has at most the degree of its rows together, and one more value than that fixes a polynomial.
        of_y = [cramer((ties[a] @ mix_of(t))[: n - 1]) for t in range(n)]
        # Common factors cancel in Y / D; what they are zero at is kept as exceptional, since there the equations say
        # nothing.
        for_y, (d, *y) = without_common([interpolated(values) for values in zip(*of_y, strict=True)])
        if not d:
            return None
        of_x = []
        for t in range(n + (m - n) * _degree([d, *y])):
            from_c = np.tensordot(ties[c], _at(y, t), axes=(2, 0))[: m - n]
            of_x.append(cramer(np.concatenate([(ties[b] @ mix_of(t)).reshape(n - 1, m), from_c])))
        for_x, (e, *x) = without_common([interpolated(values) for values in zip(*of_x, strict=True)])
        if not e:
            return None
        in_x, in_y = _degree([e, *x]), _degree([d, *y])
        # Players with one action in play face all three mixes, those of the family two each.
        nodes = range(2 + max(in_x, in_y, in_x + in_y - (len(support) == 3)))
        rows = [_left_and_worse(tables, support, roles, mix_of(t), _at(x, t), _at(y, t)) for t in nodes]
        left, *worse = (interpolated(values) for values in zip(*rows, strict=True))
        # A numerator times its denominator has the sign of the number.
        both = product(d, e)
        signs = {a: d, b: e}
        out_of_play = [i for i, own in enumerate(support) for _ in range(len(tables[i]) - len(own))]
        conditions = (
            *(product(p, e) for p in x),
            *(product(p, d) for p in y),
            *(product(p, signs.get(i, both)) for p, i in zip(worse, out_of_play, strict=True)),
        )
        n_actions = game.payoffs[0].shape
        return cls(support, n_actions, roles, tuple(x), e, tuple(y), d, product(for_x, for_y), left, conditions)

    def is_feasible(self, root: Root) -> bool:
        """Whether the profile at a root is an equilibrium."""
        if root.sign(self.d) == 0 or root.sign(self.e) == 0:
            return False
        return all(root.sign(p) >= 0 for p in self.conditions)

    def point(self, root: Root) -> Point:
        """The equilibrium at a root at which neither denominator is zero."""
        # Far narrower than a double, and narrower still where large coefficients widen a quotient beyond that.
        width = NARROW
        while (mixes := self._mixes(root := root.narrowed(width))) is None:
            width *= NARROW
        profile, radius = [], 0.0
        exact = []
        for i, own in enumerate(self.support):
            row, rational = np.zeros(self.n_actions[i]), [Fraction(0)] * self.n_actions[i]
            for action, (low, high) in zip(own, mixes.get(i, [(Fraction(1), Fraction(1))]), strict=True):
                row[action], rational[action] = max(float(low), 0.0), low
                radius = max(radius, float(high - low) + 2 * NEAREST_DOUBLE)
            profile.append(row)
            exact.append(tuple(rational))
        return Point(tuple(profile), radius, tuple(exact) if root.is_exact else None)

    def _mixes(self, root: Root) -> dict[int, list[tuple[Fraction, Fraction]]] | None:
        """Bounds on the probabilities of the three players; ``None`` where they are further apart than doubles."""
        a, b, c = self.roles
        t = (root.low, root.high)
        e, d = bounds(self.e, *t), bounds(self.d, *t)
        if not root.is_exact and (e[0] <= 0 <= e[1] or d[0] <= 0 <= d[1]):
            return None
        mixes = {
            a: [_quotient(bounds(p, *t), e) for p in self.x],
            b: [_quotient(bounds(p, *t), d) for p in self.y],
            c: [t, (1 - t[1], 1 - t[0])],
        }
        return mixes if all(high - low < NEAREST_DOUBLE for own in mixes.values() for low, high in own) else None


def mix_of(t: int) -> ExactArray:
    """The mix of ``c`` at an integer ``t``."""
    return np.array([t, 1 - t], dtype=object)


def _degree(polynomials: Sequence[Polynomial]) -> int:
    """The highest of their degrees; zero has that of a constant."""
    return max(1, *map(len, polynomials)) - 1


def _at(polynomials: Sequence[Polynomial], t: int) -> ExactArray:
    """``(K,)`` values at an integer."""
    return exact_array([scaled_value(p, t) for p in polynomials], (len(polynomials),))


def _left_and_worse(
    tables: Mapping[int, ExactArray],
    support: Support,
    roles: tuple[int, int, int],
    z: ExactArray,
    x: ExactArray,
    y: ExactArray,
) -> list[int]:
    """At one ``t``: the tie left over, then by how much every action out of play is worse, both times denominators."""
    a, b, c = roles
    left, worse = 0, []
    for i, own in enumerate(support):
        table = tables[i]
        if i != c:
            table = table @ z
        if i != b:
            table = table @ y
        if i != a:
            table = table @ x
        first = int(table[own[0]])
        if i == (c if len(x) == len(y) else a):
            left = first - int(table[own[-1]])
        worse += [first - int(table[k]) for k in range(len(table)) if k not in own]
    return [left, *worse]


def table_of(game: IntegerGame, support: Support, player: int, roles: tuple[int, int, int]) -> ExactArray:
    """``(A_player, |S_first other|, ...)``: payoffs at what the others have in play, in the order of ``roles``."""
    n = game.payoffs[player].shape[player]
    window = game.payoffs[player][np.ix_(*[range(n) if i == player else own for i, own in enumerate(support)])]
    others = [i for i in roles if i != player]
    pure = [i for i in range(len(support)) if i not in roles and i != player]
    table = np.transpose(window, [player, *others, *pure]).astype(object)
    return table.reshape(table.shape[: 1 + len(others)])


def gaps(table: ExactArray, own: Sequence[int], others: Sequence[int]) -> ExactArray:
    """What the first action in play earns more than each of ``others``."""
    return np.asarray(table[own[0]][None] - table[list(others)])


def cramer(ties: ExactArray) -> list[int]:
    """The determinant, then the numerators, of ``ties @ w = 0`` with ``w`` of sum 1; ``ties`` is ``(k - 1, k)``."""
    k = ties.shape[1]
    matrix = [[int(v) for v in row] for row in ties] + [[1] * k]
    columns = []
    for j in range(k):
        swapped = [[*row[:j], 0, *row[j + 1 :]] for row in matrix]
        swapped[-1][j] = 1
        columns.append(determinant(swapped))
    return [determinant(matrix), *columns]


def _quotient(above: tuple[Fraction, Fraction], below: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    """Bounds on a quotient, from those on both of its numbers; 0 is not between those on the second."""
    ends = [p / q for p in above for q in below]
    return min(ends), max(ends)
