"""Nodes where at most two players still choose: the two-player solver, then the others' consent.

Fix the strategies of all players but two. The equilibria of the whole game with these strategies are the equilibria of
the two-player game between the rest in which no fixed player would rather do something else. The exact two-player
solver lists all of the former as products of two faces (``solver.two_player.all_equilibria``); a fixed player's gain
from a deviation is linear in either mix, so on a product of faces it is decided at pairs of corners:

* no gain at any pair: the whole product stays;
* one deviation gains at every pair: the product goes;
* otherwise, if one of the two faces is a point, the other is cut by a linear inequality: its corners without gain, and
  the points without gain between corners on either side, span exactly what remains;
* otherwise, if it gains nowhere less than nothing, its gain is zero exactly between corners at which it is zero: the
  product falls into smaller ones, and these are looked at in the same way;
* otherwise what remains is the part of the product where the gains that are left, bilinear forms, are not positive. If
  they are all negative at a pair of corners, as a single one is, the part has the dimension of the product and is kept
  with these conditions; if not, the product stays *unresolved*.

This settles in one stroke what a relaxation cannot: faces of equilibria of positive dimension, which ties produce.
Arithmetic is rational. A corner carries the set of what vanishes at it; a cut makes new corners on edges alone, which
these sets show (Fukuda and Prodon 1996, proposition 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import BoolArray, ExactArray
from solver.common.clock import Clock
from solver.common.linear import independent
from solver.n_player.relaxation.integers import IntegerGame, Rational, RationalProfile
from solver.two_player.exact.corners import Corner

MOST_SPLIT = 10
"""Corners of the smaller face at most where a product falls apart: the pieces may be as many as sets of corners."""


@dataclass(frozen=True)
class Fixing:
    """Two players who choose, and ``(player, mix)`` of all others, players ascending.

    A mix is ``((action, weight), ...)`` with positive integers that are proportional to the probabilities.
    """

    pair: tuple[int, int]
    others: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]

    @classmethod
    def of_actions(cls, pair: tuple[int, int], others: Iterable[tuple[int, int]]) -> Fixing:
        """All others play one action each, ``(player, action)``."""
        return cls(pair, tuple((player, ((action, 1),)) for player, action in others))

    @property
    def actions(self) -> tuple[tuple[int, int], ...] | None:
        """``(player, action)`` of all others, or ``None`` if one of them mixes."""
        if any(len(mix) > 1 for _, mix in self.others):
            return None
        return tuple((player, mix[0][0]) for player, mix in self.others)


@dataclass(frozen=True)
class Product:
    """A product of two faces of equilibria.

    Attributes:
        first, second: corners of the two faces, over all actions of the two players.
        index: of the component it is alone in, if it is a point no other player is indifferent at; else ``None``.
        resolved: ``False`` if only a part of it, not worked out, consists of equilibria.
        gains: equilibria are the pairs at which none of these bilinear forms ``(A_i, A_j)`` is positive.
    """

    fixing: Fixing
    first: tuple[Corner, ...]
    second: tuple[Corner, ...]
    index: int | None
    resolved: bool
    gains: tuple[ExactArray, ...] = field(default=(), compare=False)

    @property
    def is_point(self) -> bool:
        """Whether it is a single equilibrium."""
        return len(self.first) == len(self.second) == 1

    @property
    def dimension(self) -> int:
        """Of the product: the sum of the faces' dimensions."""
        return _dimension(self.first) + _dimension(self.second)

    def profiles(self, n_actions: Sequence[int]) -> tuple[RationalProfile, ...]:
        """All pairs of corners, as profiles of the whole game.

        With ``gains``, of the pairs only those at which none is positive, and the ends of what they leave of the edges
        between pairs that share a corner.
        """
        out = []
        for x, y in self._pairs():
            profile: list[Rational] = [()] * len(n_actions)
            profile[self.fixing.pair[0]], profile[self.fixing.pair[1]] = x, y
            for player, mix in self.fixing.others:
                weights, total = dict(mix), sum(w for _, w in mix)
                profile[player] = tuple(Fraction(weights.get(a, 0), total) for a in range(n_actions[player]))
            out.append(tuple(profile))
        return tuple(out)

    def _pairs(self) -> Iterable[tuple[Rational, Rational]]:
        tables = [_table(self.first, gain, self.second) for gain in self.gains]
        pairs = [
            (x, y)
            for k, x in enumerate(self.first)
            for j, y in enumerate(self.second)
            if all(table[k, j] <= 0 for table in tables)
        ]
        # At a corner of one face the gains are linear on the other.
        for x in self.first if self.gains else ():
            pairs += [(x, y) for y in _left(self.second, [x.strategy @ gain for gain in self.gains])]
        for y in self.second if self.gains else ():
            pairs += [(x, y) for x in _left(self.first, [gain @ y.strategy for gain in self.gains])]
        return dict.fromkeys((x.strategy, y.strategy) for x, y in pairs)


def solve_fixing(game: IntegerGame, fixing: Fixing, clock: Clock | None = None) -> tuple[Product, ...] | None:
    """All equilibria of ``game`` in which the others play as ``fixing`` says; ``None`` if the solver gave up.

    Raises:
        TimeIsUp: the clock has run out.
    """
    from solver.two_player.exact import solve_bimatrix

    first, second = (_expected(game.payoffs[i], fixing.others) for i in fixing.pair)
    clock = clock or Clock()
    exact = solve_bimatrix(first.tolist(), second.tolist(), clock=clock)
    if not exact.complete:
        clock.check()
        return None
    gains = [_gains(game, fixing, player, mix) for player, mix in fixing.others]
    firsts = [_corner(vertex, second.T) for vertex in exact.x_vertices]
    seconds = [_corner(vertex, first) for vertex in exact.y_vertices]
    out: list[Product] = []
    for number, component in enumerate(exact.components):
        for subset in component:
            rows, columns = exact.subsets[subset]
            x, y = tuple(firsts[k] for k in rows), tuple(seconds[k] for k in columns)
            alone = len(component) == len(x) == len(y) == 1 and fixing.actions is not None
            index = exact.indices[number] if alone and exact.indices else None
            out.extend(_consented(fixing, x, y, index, gains, clock))
    return tuple(out)


def _corner(strategy: Rational, replies: ExactArray) -> Corner:
    """A corner with what vanishes there: probabilities, and regrets of ``replies`` ``(A_j, A_i)``."""
    values = replies @ np.array(strategy, dtype=object)
    vanish = [p == 0 for p in strategy] + (values == values.max()).tolist()
    return Corner(sum(1 << k for k, zero in enumerate(vanish) if zero), strategy)


def _expected(own: NDArray[Any], others: Iterable[tuple[int, tuple[tuple[int, int], ...]]]) -> ExactArray:
    """Payoffs against the mixes of ``others`` (a positive multiple), over the axes of the players who are left."""
    out = own.astype(np.object_)
    # From the last axis down, so that the axes before it keep their places.
    for player, mix in sorted(others, reverse=True):
        weights = np.array([w for _, w in mix], dtype=object)
        out = np.tensordot(weights, out.take([a for a, _ in mix], axis=player), axes=(0, player))
    return out


def _gains(game: IntegerGame, fixing: Fixing, player: int, mix: tuple[tuple[int, int], ...]) -> ExactArray:
    """``(deviations, A_i, A_j)``: what ``player`` gains from another action than one it plays, at pure profiles."""
    table = _expected(game.payoffs[player], [own for own in fixing.others if own[0] != player])
    # The player's own axis lies before, between or behind those of the pair.
    table = np.moveaxis(table, sum(i < player for i in fixing.pair), 0)
    rows = [table[b] - table[a] for a, _ in mix for b in range(len(table)) if b != a]
    return np.array(rows, dtype=object).reshape(-1, *table.shape[1:])


def _consented(
    fixing: Fixing,
    x: tuple[Corner, ...],
    y: tuple[Corner, ...],
    index: int | None,
    gains: Sequence[ExactArray],
    clock: Clock,
) -> list[Product]:
    """What is left of the product ``x`` times ``y`` once the others' deviations are looked at.

    Raises:
        TimeIsUp: the clock has run out.
    """
    conflicts: list[ExactArray] = []
    for deviation in (row for rows in gains for row in rows):
        table = _table(x, deviation, y)
        # A gain is bilinear: positive at all pairs of corners, it is positive on the whole product.
        if (table > 0).all():
            return []
        if (table == 0).any():
            index = None
        if (table <= 0).all():
            continue
        # With one face a point the gain is linear on the other one, and a linear cut of a polytope is a polytope.
        if len(y) == 1:
            x = _cut(x, table[:, 0], clock)
        elif len(x) == 1:
            y = _cut(y, table[0, :], clock)
        elif (table >= 0).all() and min(table.shape) <= MOST_SPLIT:
            parts = [(tuple(x[k] for k in rows), tuple(y[j] for j in columns)) for rows, columns in _blocks(table == 0)]
            return [own for first, second in parts for own in _consented(fixing, first, second, None, gains, clock)]
        else:
            conflicts.append(deviation)
    if not conflicts:
        return [Product(fixing, x, y, index, True)]
    together = np.logical_and.reduce([_table(x, deviation, y) < 0 for deviation in conflicts]).any()
    return [Product(fixing, x, y, None, bool(together), tuple(conflicts) if together else ())]


def _blocks(holds: BoolArray) -> list[tuple[list[int], list[int]]]:
    """Largest sets of rows and of columns such that a relation ``(K, L)`` holds between all of them."""
    patterns = {frozenset(np.flatnonzero(row).tolist()) for row in holds}
    closed, fresh = set(patterns), patterns
    while fresh:
        fresh = {one & two for one in fresh for two in patterns} - closed
        closed |= fresh
    return [
        ([k for k, row in enumerate(holds) if row[list(columns)].all()], sorted(columns))
        for columns in closed
        if columns
    ]


def _table(x: Sequence[Corner], deviation: ExactArray, y: Sequence[Corner]) -> ExactArray:
    """``(len(x), len(y))``: the gain from a deviation at all pairs of corners."""
    first, second = (np.array([c.strategy for c in corners], dtype=object) for corners in (x, y))
    return np.asarray(first @ deviation @ second.T)


def _cut(
    corners: tuple[Corner, ...], gain: ExactArray | Sequence[Fraction], clock: Clock | None = None
) -> tuple[Corner, ...]:
    """The corners of the part of a face where a linear gain is at most zero.

    Raises:
        TimeIsUp: the clock has run out.
    """
    clock, sides = clock or Clock(), list(zip(corners, gain, strict=True))
    # The cut is a boundary like the others, with a number that none of them has.
    boundary = 1 << max((c.zeros.bit_length() for c in corners), default=0)
    kept = [Corner(c.zeros | (0 if g else boundary), c.strategy) for c, g in sides if g <= 0]
    for (c, g), (d, h) in product(sides, repeat=2):
        if g < 0 < h:
            clock.check()
            shared = c.zeros & d.zeros
            # Two corners have an edge in common exactly when no third one lies on all the boundaries that they share.
            if not any(e.zeros & shared == shared for e in corners if e not in (c, d)):
                share = h / (h - g)
                mix = zip(c.strategy, d.strategy, strict=True)
                kept.append(Corner(shared | boundary, tuple(share * p + (1 - share) * q for p, q in mix)))
    return tuple(kept)


def _left(corners: tuple[Corner, ...], gains: Sequence[ExactArray]) -> tuple[Corner, ...]:
    """What linear gains leave of a face."""
    for gain in gains:
        corners = _cut(corners, [sum(map(mul, c.strategy, gain), Fraction(0)) for c in corners])
    return corners


def _dimension(corners: tuple[Corner, ...]) -> int:
    rows = np.array([c.strategy for c in corners], dtype=object)
    return len(independent([row - rows[0] for row in rows]))
