"""States that players may leave at once, by decision.

Who leaves gets what the state without it is worth. Given who leaves, ``E``, play goes on in the state without ``E``:

* nobody leaves: the state is solved as any other, and nobody may be worth less than by leaving;
* one player leaves: staying a moment longer must not pay. For that moment it would get its flow, choose its best
  effort, and meet the efforts that the others choose given what the state without it is worth to them;
* several leave: each alone staying would find itself in the state without the others, which must not be worth more.

Those who stay must not want to leave as well. Where enclosures do not settle a comparison, the case is kept and the
branch marked as not proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.intervals import Interval, Rows, powers, stacked
from solver.directional.state import Systems, share_of
from solver.directional.transitions import Transitions


@dataclass(frozen=True, eq=False)
class Solved(Rows):
    """Solutions of the states of one layer, ``L`` in all.

    Attributes:
        branches: ``(L,)`` the branch that each continues.
        places: ``(L,)`` the position of its state in the layer.
        values: ``(L, N)``.
        efforts: ``(L, N)``.
        choices: ``(L, N)``.
        leaves: ``(L, N)``.
    """

    branches: IntArray
    places: IntArray
    values: Interval
    efforts: Interval
    choices: IntArray
    leaves: BoolArray


def with_exits(
    transitions: Transitions, games: IntArray, worth: Interval, states: IntArray, solved: Solved
) -> tuple[Solved, IntArray]:
    """Solutions of a layer with those in which somebody leaves, and branches with a comparison left open."""
    exits, n_players = transitions.game.exits, transitions.game.n_players
    may = {p: [i for i in range(n_players) if (s, i) in exits.may] for p, s in enumerate(states.tolist())}
    keep, unsure = np.ones(len(solved.branches), dtype=bool), np.zeros(len(solved.branches), dtype=bool)
    for place, players in may.items():
        here = solved.places == place
        for i in players:
            out = worth[solved.branches, exits.without(int(states[place]), [i])]
            keep &= ~here | (solved.values.hi[:, i] >= out.lo[:, i])
            unsure |= here & (solved.values.lo[:, i] < out.hi[:, i]) & (solved.values.hi[:, i] >= out.lo[:, i])
    parts = [solved[keep]]
    doubtful = [solved.branches[unsure & keep]]
    for place, players in may.items():
        for size in range(1, len(players) + 1):
            for leavers in combinations(players, size):
                found, open_ = _leaving(transitions, games, worth, int(states[place]), place, leavers)
                parts.append(found)
                doubtful.append(open_)
    return stacked(parts), np.unique(np.concatenate(doubtful))


def _leaving(
    transitions: Transitions,
    games: IntArray,
    worth: Interval,
    state: int,
    place: int,
    leavers: tuple[int, ...],
) -> tuple[Solved, IntArray]:
    """The case that exactly ``leavers`` leave, in the branches in which it is an equilibrium of the state."""
    exits, n_players = transitions.game.exits, transitions.game.n_players
    here = exits.without(state, leavers)
    value = worth[:, here]
    possible, open_ = np.ones(len(games), dtype=bool), np.zeros(len(games), dtype=bool)
    systems, variants = transitions.systems(games, worth, np.array([state]))
    plain = ~variants.later.any(axis=1)
    systems, chosen = systems[plain], variants.chosen[plain]
    efforts = _efforts(systems.own, value, systems.cost, systems.can, systems.exponent)
    for i in range(n_players):
        if i in leavers and len(leavers) == 1:
            gain = _gain_of_staying(systems, value, efforts, i)
            possible &= gain.lo <= 0
            open_ |= gain.hi > 0
        elif i in leavers:
            alone = worth[:, exits.without(state, [j for j in leavers if j != i])]
            possible &= value.hi[:, i] >= alone.lo[:, i]
            open_ |= value.lo[:, i] < alone.hi[:, i]
        elif (state, i) in exits.may:
            also = worth[:, exits.without(state, sorted((*leavers, i)))]
            possible &= value.hi[:, i] >= also.lo[:, i]
            open_ |= value.lo[:, i] < also.hi[:, i]
    which = np.flatnonzero(possible)
    leaves = np.zeros((len(which), n_players), dtype=bool)
    leaves[:, list(leavers)] = True
    # What is not played, since play moves on at once, is still an optimal answer.
    found = Solved(which, np.full(len(which), place), value[which], efforts[which], chosen[which], leaves)
    return found, which[open_[which]]


def _efforts(own: Interval, value: Interval, cost: FloatArray, can: BoolArray, exponent: float) -> Interval:
    """Best efforts given what the state is worth: ``((W - V)+ / c)**(1 / (g - 1))``."""
    gain = own - value
    low, high = (
        np.where(can, (np.maximum(end, 0.0) / cost) ** (1.0 / (exponent - 1.0)), 0.0) for end in (gain.lo, gain.hi)
    )
    return Interval(low * (1 - 1e-14), high * (1 + 1e-14))


def _gain_of_staying(systems: Systems, value: Interval, efforts: Interval, i: int) -> Interval:
    """What staying pays per unit of time, less the interest on what leaving is worth."""
    own = powers(efforts[:, i], systems.exponent) * share_of(systems.cost[:, i], systems.exponent)
    gain = systems.pay[:, i] + own - systems.rate * value[:, i]
    for j in range(systems.cost.shape[1]):
        if j != i:
            gain = gain + efforts[:, j] * (systems.other[:, i, j] - value[:, i])
    return gain
