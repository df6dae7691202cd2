"""Supports of three players whose equations leave one number free: solved exactly, curves of equilibria included.

Let three players mix (any others play one action each), let one of them, ``c``, have two actions in play, and let the
first be played with probability ``t``. The ties of player ``a`` are then linear in the mix ``y`` of player ``b``, with
coefficients linear in ``t``, and the ties of ``b`` are linear in the mix ``x`` of ``a``. With ``m = |S_a|`` and
``n = |S_b|`` actions in play,

* ``m = n``: the ties of ``a`` determine ``y(t)``, those of ``b`` determine ``x(t)``, and the tie of ``c`` is left;
* ``m = n + 1``: all ties of ``a`` but one determine ``y(t)``, those of ``b`` and ``c`` determine ``x(t)``, and one tie
  of ``a`` is left;
* ``m > n + 1``: as many ties of ``a`` are left, which hold together at few ``t`` if at all.

By Cramer's rule ``y = Y(t) / D(t)`` and ``x = X(t) / E(t)`` with polynomials, so the tie left over is a polynomial
in ``t``. Its roots are the candidates; if it is zero throughout, all ``t`` are. Probabilities and the gains of actions
out of play are polynomials too, and their signs at a root, or between neighbouring roots, say where an equilibrium is.
A ``t`` at which ``D`` is zero and ``Y`` is not has no ``y``: ``adj(M) M y = D y``. Where both are zero, ``y`` may be
anything. At such *exceptional* ``t``, and at all candidates of the third case, the mix of ``c`` is known, and the game
between ``a`` and ``b`` is left to the two-player solver.

All arithmetic is in integers. It needs no regular root, so it closes what Krawczyk's test cannot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, permutations

import numpy as np

from solver.game.arrays import ExactArray, FloatArray
from solver.game.clock import Clock
from solver.n_player.relaxation.duality import IntegerGame
from solver.n_player.roots.polynomials import (
    Polynomial,
    Root,
    bounds,
    interpolated,
    product,
    roots_in_unit,
    value,
    without_common,
)
from solver.n_player.tree.spread import near
from solver.n_player.tree.two_left import Fixing, Product, solve_fixing

Support = tuple[tuple[int, ...], ...]
Profile = tuple[FloatArray, ...]
Rational = tuple[tuple[Fraction, ...], ...]

MOST_ACTIONS = 6
"""In play by one player: determinants of this size and polynomials of twice the degree take some ten milliseconds."""

_ROUNDING = 2.0**-52


@dataclass(frozen=True, eq=False)
class AlgebraicPoint:
    """An equilibrium: the nearest doubles, by how much they are off at most, and rationals if it has them."""

    profile: Profile
    radius: float
    exact: Rational | None


@dataclass(frozen=True, eq=False)
class Curve:
    """Equilibria for all ``t`` of an interval, from one end to the other."""

    family: Family
    first: AlgebraicPoint
    last: AlgebraicPoint

    def contains(self, profile: Sequence[FloatArray], tolerance: float) -> bool:
        """Whether a profile lies on it, up to ``tolerance`` for each player's probabilities."""
        c = self.family.roles[2]
        action = self.family.support[c][0]
        ends = sorted(float(end.profile[c][action]) for end in (self.first, self.last))
        t = min(max(float(profile[c][action]), ends[0]), ends[1])
        here = self.family.point(Root((), Fraction(t), Fraction(t)))
        return near(here.profile, profile, tolerance)


@dataclass(frozen=True, eq=False)
class Solved:
    """All equilibria of a support and of its faces on which the ties hold.

    Attributes:
        points: isolated points of the family in ``t``.
        curves: curves in ``t``.
        products: equilibria at values of ``t`` at which ``x`` or ``y`` is not determined.
    """

    points: tuple[AlgebraicPoint, ...]
    curves: tuple[Curve, ...]
    products: tuple[tuple[Fixing, tuple[Product, ...]], ...]

    @property
    def is_resolved(self) -> bool:
        """Whether all products consist of equilibria."""
        return all(p.resolved for _, found in self.products for p in found)


def solve_support(game: IntegerGame, support: Support, clock: Clock | None = None) -> Solved | None:
    """All equilibria in which nobody plays outside ``support`` and all its actions tie; ``None`` where that fails.

    Raises:
        TimeIsUp: the clock has run out.
    """
    fallback: Solved | None = None
    for roles in _roles(support):
        found = _solved(game, support, roles, clock)
        if found is not None and found.is_resolved:
            return found
        fallback = fallback or found
    return fallback


def _solved(game: IntegerGame, support: Support, roles: tuple[int, int, int], clock: Clock | None) -> Solved | None:
    if len(support[roles[0]]) > len(support[roles[1]]) + 1:
        candidates = _candidates(game, support, roles)
        products = None if not candidates else _at_known_mixes(game, support, roles, candidates, clock)
        return None if products is None else Solved((), (), products)
    family = Family.of(game, support, roles)
    products = None if family is None else _at_known_mixes(game, support, roles, family.exceptional, clock)
    if family is None or products is None:
        return None
    if not family.left:
        curves = _curves(family)
        return None if curves is None else Solved(*curves, products)
    points = tuple(family.point(root) for root in roots_in_unit(family.left) if family.is_feasible(root))
    return Solved(points, (), products)


def _candidates(game: IntegerGame, support: Support, roles: tuple[int, int, int]) -> Polynomial:
    """Zero wherever all ties of ``a`` may hold together; ``()`` where that may be everywhere."""
    a, b, _ = roles
    n = len(support[b])
    ties = _gaps(_table(game, support, a, roles), support[a], support[a][1:])
    for_y = [ties @ _mix(t) for t in range(n + 1)]
    d = interpolated([_cramer(rows[: n - 1])[0] for rows in for_y])
    # n ties and the sum, with their right sides, must be dependent.
    bordered = [
        interpolated(
            [
                _determinant([*([*map(int, row), 0] for row in (*rows[: n - 1], rows[k])), [1] * (n + 1)])
                for rows in for_y
            ]
        )
        for k in range(n - 1, len(support[a]) - 1)
    ]
    shared, _ = without_common([p for p in bordered if p])
    return product(d, shared)


def _at_known_mixes(
    game: IntegerGame, support: Support, roles: tuple[int, int, int], zeros: Polynomial, clock: Clock | None
) -> tuple[tuple[Fixing, tuple[Product, ...]], ...] | None:
    """Equilibria at the roots ``t`` of a polynomial; ``None`` if one is no fraction."""
    a, b, c = roles
    out = []
    for root in roots_in_unit(zeros):
        if not root.is_exact:
            return None
        t = root.low
        weights = (t.numerator, t.denominator - t.numerator)
        mix = tuple((action, w) for action, w in zip(support[c], weights, strict=True) if w)
        others = [(i, ((own[0], 1),)) for i, own in enumerate(support) if i not in roles]
        fixing = Fixing((min(a, b), max(a, b)), tuple(sorted([*others, (c, mix)])))
        products = solve_fixing(game, fixing, clock)
        if products is None:
            return None
        out.append((fixing, products))
    return tuple(out)


def _roles(support: Support) -> list[tuple[int, int, int]]:
    """Players ``a``, ``b`` and ``c``: all choices that fit the sizes."""
    mixing = [i for i, own in enumerate(support) if len(own) > 1]
    if len(mixing) != 3:
        return []
    sizes = {i: len(support[i]) for i in mixing}
    return [(a, b, c) for a, b, c in permutations(mixing) if sizes[c] == 2 and sizes[b] <= sizes[a] <= MOST_ACTIONS]


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
        tables = {i: _table(game, support, i, roles) for i in range(len(support))}
        ties = {i: _gaps(tables[i], support[i], support[i][1:]) for i in roles}
        # Degrees: Y and D below n, X and E below 2 n - 1, and what is left over adds up to 3 n - 2.
        nodes = range(3 * n)
        of_y = [_cramer((ties[a] @ _mix(t))[: n - 1]) for t in nodes]
        for_y, (d, *y) = without_common([interpolated(values) for values in zip(*of_y, strict=True)])
        if not d:
            return None
        of_x = []
        for t in nodes:
            from_c = np.tensordot(ties[c], _at(y, t), axes=(2, 0))[: m - n]
            of_x.append(_cramer(np.concatenate([(ties[b] @ _mix(t)).reshape(n - 1, m), from_c])))
        for_x, (e, *x) = without_common([interpolated(values) for values in zip(*of_x, strict=True)])
        if not e:
            return None
        rows = [_left_and_worse(tables, support, roles, _mix(t), _at(x, t), _at(y, t)) for t in nodes]
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

    def point(self, root: Root) -> AlgebraicPoint:
        """The equilibrium at a root."""
        a, b, c = self.roles
        root = root.narrowed()
        t = (root.low, root.high)
        mixes = {
            a: [_quotient(p, self.e, t) for p in self.x],
            b: [_quotient(p, self.d, t) for p in self.y],
            c: [t, (1 - t[1], 1 - t[0])],
        }
        profile, radius = [], 0.0
        exact = []
        for i, own in enumerate(self.support):
            row, rational = np.zeros(self.n_actions[i]), [Fraction(0)] * self.n_actions[i]
            for action, (low, high) in zip(own, mixes.get(i, [(Fraction(1), Fraction(1))]), strict=True):
                row[action], rational[action] = max(float(low), 0.0), low
                radius = max(radius, float(high - low) + _ROUNDING)
            profile.append(row)
            exact.append(tuple(rational))
        return AlgebraicPoint(tuple(profile), radius, tuple(exact) if root.is_exact else None)


def _curves(
    family: Family,
) -> tuple[tuple[AlgebraicPoint, ...], tuple[Curve, ...]] | None:
    """Where the tie left over holds for all ``t``: intervals, and single points, at which there are equilibria."""
    breaks = _breaks([p for p in (*family.conditions, family.d, family.e) if p])
    good = [family.is_feasible(root) for root in breaks]
    open_between = []
    for one, two in pairwise(breaks):
        middle = (one.high + two.low) / 2
        open_between.append(family.is_feasible(Root((), middle, middle)))
    curves: list[Curve] = []
    first: Root | None = None
    for k, root in enumerate(breaks):
        if k and open_between[k - 1]:
            # An end at which a determinant vanishes would be the limit of equilibria without being one.
            if first is None or not good[k]:
                return None
            if k == len(breaks) - 1 or not open_between[k]:
                curves.append(Curve(family, family.point(first), family.point(root)))
        if k < len(breaks) - 1 and open_between[k] and not (k and open_between[k - 1]):
            first = root if good[k] else None
    points = [
        family.point(root)
        for k, root in enumerate(breaks)
        if good[k] and not (k and open_between[k - 1]) and not (k < len(breaks) - 1 and open_between[k])
    ]
    return tuple(points), tuple(curves)


def _breaks(polynomials: Sequence[Polynomial]) -> list[Root]:
    """0, 1 and all roots between them of the polynomials, each once, in order, in intervals that do not meet."""
    whole: Polynomial = (0, -1, 1)
    for p in polynomials:
        whole = product(whole, p)
    roots = [root.narrowed(Fraction(1, 2**20)) for root in roots_in_unit(whole)]
    for k, (one, two) in enumerate(pairwise(roots)):
        left, right = one, two
        while left.high >= right.low:
            left, right = left.halved(), right.halved()
        roots[k], roots[k + 1] = left, right
    return roots


def _mix(t: int) -> ExactArray:
    return np.array([t, 1 - t], dtype=object)


def _at(polynomials: Sequence[Polynomial], t: int) -> ExactArray:
    """``(K,)`` values at an integer."""
    out = np.empty(len(polynomials), dtype=object)
    out[:] = [int(value(p, Fraction(t))) for p in polynomials]
    return out


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


def _table(game: IntegerGame, support: Support, player: int, roles: tuple[int, int, int]) -> ExactArray:
    """``(A_player, |S_first other|, ...)``: payoffs at what the others have in play, in the order of ``roles``."""
    n = game.payoffs[player].shape[player]
    window = game.payoffs[player][np.ix_(*[range(n) if i == player else own for i, own in enumerate(support)])]
    others = [i for i in roles if i != player]
    pure = [i for i in range(len(support)) if i not in roles and i != player]
    table = np.transpose(window, [player, *others, *pure]).astype(object)
    return table.reshape(table.shape[: 1 + len(others)])


def _gaps(table: ExactArray, own: Sequence[int], others: Sequence[int]) -> ExactArray:
    """What the first action in play earns more than each of ``others``."""
    return np.asarray(table[own[0]][None] - table[list(others)])


def _cramer(ties: ExactArray) -> list[int]:
    """The determinant, then the numerators, of ``ties @ w = 0`` with ``w`` of sum 1; ``ties`` is ``(k - 1, k)``."""
    k = ties.shape[1]
    matrix = [[int(v) for v in row] for row in ties] + [[1] * k]
    columns = []
    for j in range(k):
        swapped = [[*row[:j], 0, *row[j + 1 :]] for row in matrix]
        swapped[-1][j] = 1
        columns.append(_determinant(swapped))
    return [_determinant(matrix), *columns]


def _determinant(matrix: list[list[int]]) -> int:
    """By fraction-free elimination (Bareiss 1968)."""
    rows, sign, previous = [list(row) for row in matrix], 1, 1
    for step in range(len(rows)):
        pivot = next((r for r in range(step, len(rows)) if rows[r][step]), None)
        if pivot is None:
            return 0
        if pivot != step:
            rows[step], rows[pivot], sign = rows[pivot], rows[step], -sign
        for row in rows[step + 1 :]:
            for j in range(len(rows) - 1, step - 1, -1):
                row[j] = (row[j] * rows[step][step] - row[step] * rows[step][j]) // previous
        previous = rows[step][step]
    return sign * previous


def _quotient(p: Polynomial, q: Polynomial, t: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    """Bounds on ``p / q`` between the two numbers."""
    if t[0] == t[1]:
        exact = value(p, t[0]) / value(q, t[0])
        return exact, exact
    ends = [above / below for above in bounds(p, *t) for below in bounds(q, *t)]
    return min(ends), max(ends)
