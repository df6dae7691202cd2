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

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, permutations

from solver.common.arrays import FloatArray
from solver.common.clock import Clock
from solver.common.linear import determinant
from solver.n_player.relaxation.integers import IntegerGame, Support
from solver.n_player.roots.family import Family, cramer, gaps, mix_of, table_of
from solver.n_player.roots.polynomials import Polynomial, Root, interpolated, product, roots_in_unit, without_common
from solver.n_player.tree.spread import Point, near
from solver.n_player.tree.two_left import Fixing, Product, solve_fixing

MOST_ACTIONS = 6
"""In play by one player: determinants of this size and polynomials of twice the degree take some ten milliseconds."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Equilibria for all ``t`` of an interval, from one end to the other."""

    family: Family
    first: Point
    last: Point

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
    """All equilibria of a support and of its faces on which the ties hold, and nothing else.

    Attributes:
        points: isolated points of the family in ``t``.
        curves: curves in ``t``.
        products: equilibria at values of ``t`` at which ``x`` or ``y`` is not determined.
    """

    points: tuple[Point, ...]
    curves: tuple[Curve, ...]
    products: dict[Fixing, tuple[Product, ...]]


def solve_support(game: IntegerGame, support: Support, clock: Clock | None = None) -> Solved | None:
    """All equilibria in which no player plays outside ``support`` and all its actions tie; ``None`` where that fails.

    Raises:
        TimeIsUp: the clock has run out.
    """
    # A determinant that is zero throughout, or a fixing that is not solved, depends on who plays which part.
    for roles in _roles(support):
        found = _solved(game, support, roles, clock)
        if found is not None:
            return found
    return None


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
    # Where D or E, without common factors, is zero there is no profile; where a common factor is, products has all.
    points = tuple(family.point(root) for root in roots_in_unit(family.left) if family.is_feasible(root))
    return Solved(points, (), products)


def _candidates(game: IntegerGame, support: Support, roles: tuple[int, int, int]) -> Polynomial:
    """Zero wherever all ties of ``a`` may hold together; ``()`` where that may be everywhere."""
    a, b, _ = roles
    n = len(support[b])
    ties = gaps(table_of(game, support, a, roles), support[a], support[a][1:])
    for_y = [ties @ mix_of(t) for t in range(n + 1)]
    d = interpolated([cramer(rows[: n - 1])[0] for rows in for_y])
    # n ties and the sum, with their right sides, must be dependent.
    bordered = [
        interpolated(
            [
                determinant([*([*map(int, row), 0] for row in (*rows[: n - 1], rows[k])), [1] * (n + 1)])
                for rows in for_y
            ]
        )
        for k in range(n - 1, len(support[a]) - 1)
    ]
    shared, _ = without_common([p for p in bordered if p])
    return product(d, shared)


def _at_known_mixes(
    game: IntegerGame, support: Support, roles: tuple[int, int, int], zeros: Polynomial, clock: Clock | None
) -> dict[Fixing, tuple[Product, ...]] | None:
    """Equilibria at the roots ``t`` of a polynomial; ``None`` if one is no fraction or not solved."""
    a, b, c = roles
    out = {}
    for root in roots_in_unit(zeros):
        if not root.is_exact:
            return None
        t = root.low
        weights = (t.numerator, t.denominator - t.numerator)
        mix = tuple((action, w) for action, w in zip(support[c], weights, strict=True) if w)
        others = [(i, ((own[0], 1),)) for i, own in enumerate(support) if i not in roles]
        fixing = Fixing((min(a, b), max(a, b)), tuple(sorted([*others, (c, mix)])))
        products = solve_fixing(game, fixing, clock)
        if products is None or not all(p.resolved for p in products):
            return None
        out[fixing] = products
    return out


def _roles(support: Support) -> list[tuple[int, int, int]]:
    """Players ``a``, ``b`` and ``c``: all choices that fit the sizes."""
    mixing = [i for i, own in enumerate(support) if len(own) > 1]
    if len(mixing) != 3:
        return []
    sizes = {i: len(support[i]) for i in mixing}
    return [(a, b, c) for a, b, c in permutations(mixing) if sizes[c] == 2 and sizes[b] <= sizes[a] <= MOST_ACTIONS]


def _curves(family: Family) -> tuple[tuple[Point, ...], tuple[Curve, ...]] | None:
    """Where the tie left over holds for all ``t``: single points and intervals at which there are equilibria."""
    breaks = _breaks([p for p in (*family.conditions, family.d, family.e) if p])
    # No condition changes its sign between two neighbouring breaks, so one place speaks for all.
    middles = [(one.high + two.low) / 2 for one, two in pairwise(breaks)]
    sides = pairwise([False, *(family.is_feasible(Root((), t, t)) for t in middles), False])
    ends, points = [], []
    for root, (before, after) in zip(breaks, sides, strict=True):
        if not family.is_feasible(root):
            # An end at which a determinant vanishes would be the limit of equilibria without being one.
            if before or after:
                return None
        elif before != after:
            ends.append(family.point(root))
        elif not before:
            points.append(family.point(root))
    return tuple(points), tuple(Curve(family, *pair) for pair in zip(ends[::2], ends[1::2], strict=True))


def _breaks(polynomials: Sequence[Polynomial]) -> list[Root]:
    """0, 1 and all roots between them of the polynomials, each once, in order; no interval begins at another's root."""
    whole: Polynomial = (0, -1, 1)
    for p in polynomials:
        whole = product(whole, p)
    return roots_in_unit(whole)
