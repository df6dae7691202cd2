"""Games that dominance leaves with at most two players who choose: their complete solution is that of the whole game.

Iterated strict dominance keeps every equilibrium (``solver.game.dominance``). The players left with one action are no
players any more; what remains is a game of one or two players, and its solution with zeros put back is the solution of
the whole. Subsets that are more than a point become continua: each is a product, so every choice of one mixture of its
corners per player is an equilibrium. Corners of continua are listed among the equilibria.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice, product
from math import inf, lcm, prod
from typing import TypeVar

import numpy as np

from solver.common.arrays import ExactArray, FloatArray
from solver.common.errors import SolverError
from solver.common.tolerances import NEAREST_DOUBLE
from solver.game.dominance import Reduction
from solver.game.normal_form import NormalForm
from solver.game.profile import contracted, expected_payoffs, regret
from solver.game.resolution import IntegerPayoffs
from solver.game.solution import (
    Certificate,
    Component,
    Continuum,
    Equilibrium,
    ExactPoint,
    Faces,
    Solution,
    Status,
    max_regret,
)
from solver.n_player.listing import CORNERS_SHOWN, PRODUCT_NOTE, in_order

T = TypeVar("T")


def solve_undecided(left: Reduction, budget: float = inf, keep_when_interrupted: bool = False) -> Solution:
    """Every equilibrium of a game in which dominance leaves at most two players with a choice."""
    from solver.two_player.all_equilibria import AllEquilibria, BestActions

    small = undecided_game(left)
    if small.n_players == 1:
        return _finish(left, BestActions()(small))
    return _finish(left, AllEquilibria(budget=budget, keep_when_interrupted=keep_when_interrupted)(small))


def _finish(left: Reduction, sub: Solution) -> Solution:
    """The complete solution of the game, from that of its undecided players."""
    game, account = left.original, account_of(left)
    points = tuple(lifted(left, e) for e in sub.equilibria)
    small = game.n_players <= 2
    if not small:
        single = {c for c, n in Counter(e.component for e in points).items() if n == 1}
        points = in_order(replace(e, radius=NEAREST_DOUBLE) if e.component in single else e for e in points)
    return Solution(
        game,
        f"iterated dominance, then {sub.method}" if left.sought else sub.method,
        _vertices(left, sub) if small else None,
        points,
        # The index is part of the answer for one and two players only.
        tuple(Component(_subsets(left, c), c.index) if small else Component(()) for c in sub.components),
        Status(sub.status.code, f"{account}. {sub.status.message}"),
        Certificate(
            max_regret(points),
            sub.certificate.complete,
            f"{account}, which keeps every equilibrium. {sub.certificate.reason}",
        ),
        f"{account}; then {sub.searched[:1].lower()}{sub.searched[1:]}",
        continua=() if small else _continua(left, sub),
        truncated=sub.truncated,
    )


def undecided_game(left: Reduction) -> NormalForm:
    """The game of the active players; the others, left with one action, are no players any more."""
    game, who = left.game, list(_active(left))
    shape = (len(who), *(game.n_actions[i] for i in who))
    payoffs = game.payoffs[who].reshape(shape)
    payoffs.setflags(write=False)
    names, labels = tuple(game.players[i] for i in who), tuple(game.actions[i] for i in who)
    fractions = None if game.fractions is None else game.fractions[who].reshape(shape)
    return NormalForm(payoffs, names, labels, game.title, game.resolution, fractions)


def _active(left: Reduction) -> tuple[int, ...]:
    """The undecided players, or the first player when all is decided: a game needs a player."""
    return left.undecided or (0,)


def lifted(left: Reduction, point: Equilibrium) -> Equilibrium:
    """A point of the game of the active players as a point of the original game."""
    game, at, exact = left.original, None, None
    strategies = left.lift(_all_players(left, point.strategies, np.ones(1)))
    if game.n_players <= 2 and point.at is not None:
        at = tuple(_all_players(left, point.at, 0))
    if point.exact is not None:
        exact = exact_point(left, _all_players(left, point.exact.strategies, (Fraction(1),)))
    payoffs, gap = expected_payoffs(game.payoffs, strategies), regret(game.payoffs, strategies)
    return Equilibrium(strategies, payoffs, gap, point.component, at, exact)


def _all_players(left: Reduction, own: Sequence[T], otherwise: T) -> list[T]:
    """One entry per player: the active players' own entries in order, ``otherwise`` for the decided."""
    entries = [otherwise] * len(left.kept)
    for player, entry in zip(_active(left), own, strict=True):
        entries[player] = entry
    return entries


def _vertices(left: Reduction, sub: Solution) -> tuple[FloatArray, ...]:
    """``Solution.vertices`` of the whole game: the active players' extreme strategies, the others' one action."""
    if sub.vertices is None:
        raise SolverError(f"{sub.method} gave no vertices for a game of {sub.game.n_players} players")
    rows = _all_players(left, sub.vertices, np.ones((1, 1)))
    return tuple(left.lift_one(player, own) for player, own in enumerate(rows))


def _subsets(left: Reduction, component: Component) -> tuple[Faces, ...]:
    return tuple(tuple(_all_players(left, faces, (0,))) for faces in component.subsets)


def exact_point(left: Reduction, strategies: Sequence[Sequence[Fraction]]) -> ExactPoint | None:
    """A rational point of the reduced game on the original actions; ``None`` where payoffs are not known exactly."""
    integers = left.game.integers()
    if not integers.exact:
        return None
    whole = []
    for player, strategy in enumerate(strategies):
        row = [Fraction(0)] * left.original.n_actions[player]
        for action, probability in zip(left.kept[player], strategy, strict=True):
            row[action] = probability
        whole.append(tuple(row))
    return ExactPoint(tuple(whole), _exact_payoffs(integers, strategies))


def _exact_payoffs(integers: IntegerPayoffs, strategies: Sequence[Sequence[Fraction]]) -> tuple[Fraction, ...]:
    """Expected payoffs in rationals, summed as integers over the actions in play."""
    played = [[a for a, p in enumerate(own) if p] for own in strategies]
    scales = [lcm(*(p.denominator for p in own)) for own in strategies]
    weights = [
        np.array([int(own[a] * scale) for a in kept], dtype=object)
        for own, kept, scale in zip(strategies, played, scales, strict=True)
    ]
    payoffs = []
    for values, denominator in zip(integers.values, integers.denominators, strict=True):
        total: ExactArray = values[np.ix_(*played)]
        for own in weights:
            # The first axis left is always the next player's.
            total = contracted(total, 0, own)
        payoffs.append(Fraction(int(total.item()), denominator * prod(scales)))
    return tuple(payoffs)


def _continua(left: Reduction, sub: Solution) -> tuple[Continuum, ...]:
    vertices, out = _vertices(left, sub), []
    for component in sub.components:
        for faces in _subsets(left, component):
            corners = [own[list(face)] for own, face in zip(vertices, faces, strict=True)]
            dimension = sum(int(np.linalg.matrix_rank(own - own[0])) for own in corners)
            if dimension:
                points = tuple(islice(product(*corners), CORNERS_SHOWN))
                out.append(Continuum(dimension, points, PRODUCT_NOTE))
    return tuple(out)


def account_of(left: Reduction) -> str:
    """What dominance did, in words."""
    size = sizes_of(left.kept)
    if not left.sought:
        return f"every action is kept ({size} actions), and players with one action are put aside"
    if not left.log:
        return f"no action is strictly dominated ({size} actions)"
    return f"iterated strict dominance leaves {size} actions ({len(left.log)} removed)"


def sizes_of(kept: Sequence[Sequence[int]]) -> str:
    """How many actions each player has left, in words."""
    return " x ".join(str(len(own)) for own in kept)
