"""Equilibria that last: one equilibrium of the game in the middle of a box, followed to every game of the box.

At a corner of its face a mixed action ``y`` solves linear equations: some actions of the other player pay alike, and
the probabilities sum to 1. With weights ``w = c + d`` around the middle ``c`` these are ``(K + sum_k d_k K_k) z = e``
for ``z = (y, v)``, ``v`` being what the other player gets. With ``C`` the inverse of ``K`` and ``G_k = C K_k``,

    z = z_0 - sum_k d_k G_k z,        z_0 = C e,

so with ``U = sum_k |d_k| |G_k|`` (entries without sign, ``d_k`` at its largest) and ``||U|| < 1`` the solution exists
for all ``d``, and ``|z - z_0| <= U |z_0| + U (U |z_0|) + ...`` bounds it. A linear form ``(f + sum_k d_k f_k) z`` is

    f z_0 + sum_k d_k (f_k - f G_k) z_0 + sum_k d_k (f_k - f G_k) (z - z_0),

whose last sum is small of second order. The solution stays an equilibrium where all probabilities and all regrets,
which are such forms, stay nonnegative; regrets of actions that are played must vanish. A form vanishes at every ``w``
where it is a combination of the equations, the same one for all ``w``: ties that a model means are kept that way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.common.arrays import ExactArray
from solver.common.clock import Clock
from solver.common.linear import independent, inverse
from solver.two_player.exact.corners import corners
from solver.two_player.family.candidates import MAX_NODES, candidates
from solver.two_player.family.extent import Extent
from solver.two_player.family.family import Box, Family

MAX_CORNERS = 64
"""Corners of one face that are followed; more of them would take longer than to halve the box."""

ZERO, ONE = Fraction(0), Fraction(1)
Strategy = tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class Lasting:
    """One equilibrium for every game of a box.

    Attributes:
        first: the row player's action.
        second: the column player's.
    """

    first: Side
    second: Side

    def extent(self, values: ExactArray) -> Extent:
        """Between which numbers the expectation of ``values`` ``(m, n)`` lies, whatever the weights in the box."""
        x, y = self.first.at_middle, self.second.at_middle
        level = _dot(x, values @ y)
        moved = self.first.around(values @ y)
        by_row = [self.second.around(values[i]) for i in self.first.support]
        # x M y - x_0 M y_0 = (x - x_0) M y_0 + x M (y - y_0), and x mixes the rows of the second part.
        least = min(low for low, _ in by_row) + moved[0]
        most = max(high for _, high in by_row) + moved[1]
        return level + least, level + most


@dataclass(frozen=True, eq=False)
class Side:
    """One player's mixed action over a box.

    Attributes:
        at_middle: ``(A,)`` probabilities in the middle.
        support: actions played.
        system: the equations that it solves.
    """

    at_middle: ExactArray
    support: tuple[int, ...]
    system: System

    def around(self, costs: ExactArray) -> Extent:
        """Bounds on ``costs @ (y - y_0)`` over the box."""
        form = np.array([*costs[list(self.support)], ZERO], dtype=object)
        none = np.full_like(form, ZERO)
        low, high = self.system.extent(form, [none] * len(self.system.steps))
        level = _dot(form, self.system.solution)
        return low - level, high - level


@dataclass(frozen=True, eq=False)
class System:
    """Equations ``(K + sum_k d_k K_k) z = e`` and their solution; weights that change nothing are left out.

    Attributes:
        solution: ``(s,)`` in the middle.
        inverse: ``(s, s)`` of ``K``.
        steps: per weight the ``K_k``.
        moved: per weight ``G_k``, the inverse times ``K_k``.
        reach: per weight the largest ``|d_k|``.
        error: ``(s,)`` bounds on ``|z - z_0|`` over the box.
        right: ``(s,)`` the right-hand side.
    """

    solution: ExactArray
    inverse: ExactArray
    steps: list[ExactArray]
    moved: list[ExactArray]
    reach: list[Fraction]
    error: ExactArray
    right: ExactArray

    def extent(self, form: ExactArray, steps: Sequence[ExactArray]) -> Extent:
        """Bounds on ``(form + sum_k d_k steps[k]) z`` over the box; exactly zero where it vanishes throughout."""
        if self._vanishes(form, steps):
            return ZERO, ZERO
        level, spread = _dot(form, self.solution), ZERO
        for step, moved, reach in zip(steps, self.moved, self.reach, strict=True):
            tilt = step - form @ moved
            spread += reach * (abs(_dot(tilt, self.solution)) + _dot(np.abs(tilt), self.error))
        return level - spread, level + spread

    def _vanishes(self, form: ExactArray, steps: Sequence[ExactArray]) -> bool:
        """Whether the form is a combination of the equations, the same for all weights, that equals zero."""
        shares = form @ self.inverse
        return _dot(shares, self.right) == 0 and all(
            bool(np.all(shares @ own == step)) for own, step in zip(self.steps, steps, strict=True)
        )


def lasting(family: Family, box: Box, max_nodes: int = MAX_NODES, clock: Clock | None = None) -> list[Lasting]:
    """Equilibria of the game in the middle that can be followed to every game of the box; perhaps none.

    Args:
        family: the games.
        box: the weights.
        max_nodes: nodes of the tree of the game in the middle at most.
        clock: the tree stops when its time is spent.
    """
    m, n = family.shape
    tree = candidates(family, Box(box.middle, box.middle), max_nodes, clock)
    reach = [width / 2 for width in box.widths]
    followed: dict[tuple[int, Strategy, frozenset[int]], Side | None] = {}

    def follow(player: int, strategy: Strategy, replies: frozenset[int]) -> Side | None:
        key = player, strategy, replies
        if key not in followed:
            followed[key] = _follow(family, 1 - player, strategy, replies, box.middle, reach)
        return followed[key]

    found = []
    for first, second in tree.leaves:
        own = corners(first, range(m), MAX_CORNERS).listed
        other = corners(second, range(m, m + n), MAX_CORNERS).listed
        for x in own:
            for y in other:
                played = [frozenset(k for k, share in enumerate(c.strategy) if share) for c in (x, y)]
                sides = follow(0, x.strategy, played[1]), follow(1, y.strategy, played[0])
                if sides[0] is not None and sides[1] is not None:
                    found.append(Lasting(sides[0], sides[1]))
    return found


def _follow(
    family: Family,
    other: int,
    strategy: Strategy,
    replies: frozenset[int],
    middle: Sequence[Fraction],
    reach: Sequence[Fraction],
) -> Side | None:
    """One strategy over the box, against which ``other`` keeps to the best ``replies``; ``None`` if that fails.

    In the ``middle``, from which weights go as far as ``reach``, the strategy is at a corner of its face.
    """
    support = tuple(k for k, share in enumerate(strategy) if share)
    level = _forms(family.at(other, middle), other, support)
    matters = [k for k, r in enumerate(reach) if r and bool(np.any(family.slopes[other][k] != 0))]
    # What the other player earns counts once in each form, and not in what a weight adds.
    steps = [_forms(family.slopes[other][k], other, support, value=0) for k in matters]
    z = np.array([*(strategy[k] for k in support), ZERO], dtype=object)
    z[-1] = max(-(level @ z))
    tight = [i for i, form in enumerate(level) if _dot(form, z) == 0]
    system = _system(level, steps, sorted(tight, key=lambda i: (i not in replies, i)), [reach[k] for k in matters])
    if system is None:
        return None
    for i, form in enumerate(level):
        low, high = system.extent(form, [step[i] for step in steps])
        if low < 0 or (i in replies and high > 0):
            return None
    for k in range(len(support)):
        form = np.array([ONE if j == k else ZERO for j in range(len(support) + 1)], dtype=object)
        if system.extent(form, [np.full_like(form, ZERO)] * len(steps))[0] < 0:
            return None
    return Side(np.array(strategy, dtype=object), support, system)


def _forms(payoffs: ExactArray, player: int, support: Sequence[int], value: int = 1) -> ExactArray:
    """Regret of each action of a player as a linear form of the other's probabilities and of the player's value."""
    table = (payoffs if player == 0 else payoffs.T)[:, list(support)]
    last = np.full((len(table), 1), Fraction(value), dtype=object)
    return np.hstack([-table, last])


def _system(
    level: ExactArray, steps: Sequence[ExactArray], tight: Sequence[int], reach: Sequence[Fraction]
) -> System | None:
    """The first independent equations among the tight regrets, with the sum of probabilities; ``None`` if too wide."""
    size = level.shape[1]
    total = np.array([ONE] * (size - 1) + [ZERO], dtype=object)
    chosen = independent([total, *(level[i] for i in tight)])
    if len(chosen) < size or chosen[0] != 0:
        return None
    rows = [tight[k - 1] for k in chosen[1:]]
    regular: ExactArray = np.array(inverse([total.tolist(), *level[rows].tolist()]), dtype=np.object_)
    none = np.full((1, size), ZERO, dtype=object)
    own = [np.vstack([none, step[rows]]) for step in steps]
    moved = [regular @ step for step in own]
    right = np.array([ONE] + [ZERO] * (size - 1), dtype=object)
    solution = regular @ right
    spread = sum((r * np.abs(g) for r, g in zip(reach, moved, strict=True)), np.full((size, size), ZERO, dtype=object))
    norm = max(sum(row, ZERO) for row in spread)
    if norm >= 1:
        return None
    first = spread @ np.abs(solution)
    # The rest of the series is at most U applied to a constant: its largest entry over 1 - ||U||.
    rest = max(first) / (1 - norm)
    error = first + rest * np.array([sum(row, ZERO) for row in spread], dtype=object)
    return System(solution, regular, own, moved, list(reach), error, right)


def _dot(one: ExactArray, other: ExactArray) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), ZERO)
