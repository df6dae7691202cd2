"""Nodes where at most two players still choose: the two-player solver, then the others' consent.

Fix the actions of all players but two. The equilibria of the whole game with these actions are the equilibria of the
two-player game between the rest in which no fixed player would rather do something else. The exact two-player solver
lists all of the former as products of two faces (``solver.two_player.all_equilibria``); a fixed player's gain from a
deviation is linear in either mix, so on a product of faces it is decided at pairs of corners:

* no gain at any pair: the whole product stays;
* one deviation gains at every pair: the product goes;
* otherwise, if one of the two faces is a point, the other is cut by a linear inequality: its corners without gain, and
  the points without gain between corners on either side, span exactly what remains;
* otherwise the product stays *unresolved*.

This settles in one stroke what a relaxation cannot: faces of equilibria of positive dimension, which ties produce.
All arithmetic is rational.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray

from solver.game.clock import Clock
from solver.n_player.relaxation.duality import IntegerGame

Rational = tuple[Fraction, ...]
RationalProfile = tuple[Rational, ...]


@dataclass(frozen=True)
class Fixing:
    """Two players who choose, and ``(player, action)`` of all others, players ascending."""

    pair: tuple[int, int]
    others: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Product:
    """A product of two faces of equilibria.

    Attributes:
        first, second: corners of the two faces, over all actions of the two players.
        index: of the component it is alone in, if it is a point no other player is indifferent at; else ``None``.
        resolved: ``False`` if only a part of it, not worked out, consists of equilibria.
    """

    fixing: Fixing
    first: tuple[Rational, ...]
    second: tuple[Rational, ...]
    index: int | None
    resolved: bool

    @property
    def is_point(self) -> bool:
        """Whether it is a single equilibrium."""
        return len(self.first) == len(self.second) == 1

    @property
    def dimension(self) -> int:
        """Of the product: the sum of the faces' dimensions."""
        return _dimension(self.first) + _dimension(self.second)

    def profiles(self, n_actions: Sequence[int]) -> tuple[RationalProfile, ...]:
        """All pairs of corners, as profiles of the whole game."""
        out = []
        for x, y in product(self.first, self.second):
            profile: list[Rational] = [()] * len(n_actions)
            profile[self.fixing.pair[0]], profile[self.fixing.pair[1]] = x, y
            for player, action in self.fixing.others:
                profile[player] = tuple(Fraction(int(a == action)) for a in range(n_actions[player]))
            out.append(tuple(profile))
        return tuple(out)


def solve_fixing(game: IntegerGame, fixing: Fixing, clock: Clock | None = None) -> tuple[Product, ...] | None:
    """All equilibria of ``game`` in which the others play as ``fixing`` says; ``None`` if the solver gave up.

    Raises:
        TimeIsUp: the clock has run out.
    """
    from solver.two_player.exact import solve_bimatrix

    fixed = dict(fixing.others)
    window = tuple(fixed.get(i, slice(None)) for i in range(len(game.payoffs)))
    first, second = (game.payoffs[i][window].astype(np.object_) for i in fixing.pair)
    clock = clock or Clock()
    exact = solve_bimatrix(first.tolist(), second.tolist(), clock=clock)
    if not exact.complete:
        clock.check()
        return None
    gains = [_gains(game, fixing, player, action) for player, action in fixing.others]
    out: list[Product] = []
    for number, component in enumerate(exact.components):
        for subset in component:
            rows, columns = exact.subsets[subset]
            x = tuple(tuple(Fraction(p) for p in exact.x_vertices[k]) for k in rows)
            y = tuple(tuple(Fraction(p) for p in exact.y_vertices[k]) for k in columns)
            alone = len(component) == len(x) == len(y) == 1
            index = exact.indices[number] if alone and exact.indices else None
            out.extend(_consented(fixing, x, y, index, gains))
    return tuple(out)


def _gains(game: IntegerGame, fixing: Fixing, player: int, action: int) -> NDArray[np.object_]:
    """``(deviations, A_i, A_j)``: what ``player`` gains from each other action, at the pair's pure profiles."""
    own = game.payoffs[player].astype(np.object_)
    fixed = dict(fixing.others)
    rows = []
    for b in range(own.shape[player]):
        if b != action:
            there = tuple(b if i == player else fixed.get(i, slice(None)) for i in range(own.ndim))
            here = tuple(fixed.get(i, slice(None)) for i in range(own.ndim))
            rows.append(own[there] - own[here])
    shape = tuple(own.shape[i] for i in fixing.pair)
    return np.array(rows, dtype=object).reshape(-1, *shape)


def _consented(
    fixing: Fixing,
    x: tuple[Rational, ...],
    y: tuple[Rational, ...],
    index: int | None,
    gains: Sequence[NDArray[np.object_]],
) -> list[Product]:
    """What is left of the product ``x`` times ``y`` once the others' deviations are looked at."""
    for deviation in (row for rows in gains for row in rows):
        table = np.array(x, dtype=object) @ deviation @ np.array(y, dtype=object).T
        if (table > 0).all():
            return []
        if (table == 0).any():
            index = None
        if (table <= 0).all():
            continue
        if len(y) == 1:
            x = _cut(x, table[:, 0])
        elif len(x) == 1:
            y = _cut(y, table[0])
        else:
            return [Product(fixing, x, y, None, False)]
    return [Product(fixing, x, y, index, True)]


def _cut(corners: tuple[Rational, ...], gain: Sequence[Fraction]) -> tuple[Rational, ...]:
    """Points that span the part of a face where a linear gain is at most zero."""
    kept = [c for c, g in zip(corners, gain, strict=True) if g <= 0]
    for (c, g), (d, h) in product(zip(corners, gain, strict=True), repeat=2):
        if g < 0 < h:
            share = h / (h - g)
            kept.append(tuple(share * p + (1 - share) * q for p, q in zip(c, d, strict=True)))
    return tuple(dict.fromkeys(kept))


def _dimension(corners: tuple[Rational, ...]) -> int:
    rows = np.array([[float(p) for p in c] for c in corners])
    return int(np.linalg.matrix_rank(rows - rows[0])) if len(rows) > 1 else 0
