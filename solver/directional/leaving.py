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

from solver.common.arrays import BoolArray, IntArray
from solver.directional.game import Exits
from solver.directional.intervals import Interval, Rows, powers, stacked
from solver.directional.state import Systems, share_of


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
    exits: Exits, systems: Systems, chosen: IntArray, worth: Interval, states: IntArray, solved: Solved
) -> tuple[Solved, IntArray]:
    """Solutions of a layer with those in which somebody leaves, and branches with a comparison left open.

    Args:
        exits: who may leave.
        systems: ``Q * T``: of each branch every state of the layer.
        chosen: ``(Q * T, N)`` the options in them.
        worth: ``(Q, S, N)`` values of later states.
        states: ``(T,)`` the layer.
        solved: its solutions in which everybody stays.
    """
    n_players = chosen.shape[1]
    may = {p: [i for i in range(n_players) if (s, i) in exits.may] for p, s in enumerate(states.tolist())}
    parts = [solved[~np.isin(solved.places, [place for place, players in may.items() if players])]]
    doubtful = [solved.branches[:0]]
    for place, players in may.items():
        if not players:
            continue
        state, staying = int(states[place]), solved[solved.places == place]
        possible, open_ = _nobody_changes(exits, worth[staying.branches], state, frozenset(), staying.values)
        parts.append(staying[possible])
        doubtful.append(staying.branches[possible & open_])
        here = slice(place, None, len(states))
        own, options = systems[here], chosen[here]
        for size in range(1, len(players) + 1):
            for leavers in combinations(players, size):
                found, unsure = _leaving(exits, own, options, worth, state, place, frozenset(leavers))
                parts.append(found)
                doubtful.append(unsure)
    return stacked(parts), np.unique(np.concatenate(doubtful))


def _nobody_changes(
    exits: Exits, worth: Interval, state: int, leavers: frozenset[int], value: Interval
) -> tuple[BoolArray, BoolArray]:
    """Where nobody gains by leaving as well, or by staying where others leave; and where that is left open.

    Args:
        exits: who may leave.
        worth: ``(K, S, N)`` values of later states.
        state: what is left.
        leavers: who leaves it.
        value: ``(K, N)`` what that is worth.
    """
    possible, open_ = np.ones(len(value.lo), dtype=bool), np.zeros(len(value.lo), dtype=bool)
    for i in range(value.lo.shape[1]):
        if leavers != {i} and (i in leavers or (state, i) in exits.may):
            otherwise = worth[:, exits.without(state, leavers ^ {i})]
            possible &= value.hi[:, i] >= otherwise.lo[:, i]
            open_ |= value.lo[:, i] < otherwise.hi[:, i]
    return possible, open_


def _leaving(
    exits: Exits,
    systems: Systems,
    chosen: IntArray,
    worth: Interval,
    state: int,
    place: int,
    leavers: frozenset[int],
) -> tuple[Solved, IntArray]:
    """The case that exactly ``leavers`` leave, in the branches in which it is an equilibrium of the state."""
    value = worth[:, exits.without(state, leavers)]
    efforts = _efforts(systems, value)
    possible, open_ = _nobody_changes(exits, worth, state, leavers, value)
    if len(leavers) == 1:
        gain = _gain_of_staying(systems, value, efforts, *leavers)
        possible, open_ = possible & (gain.lo <= 0), open_ | (gain.hi > 0)
    which = np.flatnonzero(possible)
    leaves = np.zeros((len(which), chosen.shape[1]), dtype=bool)
    leaves[:, list(leavers)] = True
    # What is not played, since play moves on at once, is still an optimal answer.
    found = Solved(which, np.full(len(which), place), value[which], efforts[which], chosen[which], leaves)
    return found, which[open_[which]]


def _efforts(systems: Systems, value: Interval) -> Interval:
    """Best efforts given what the state is worth: ``((W - V)+ / c)**(1 / (g - 1))``."""
    player, power = np.arange(systems.cost.shape[1]), 1.0 / (systems.exponent - 1.0)
    gain = systems.other[:, player, player] - value
    low, high = (
        np.where(systems.can, (np.maximum(end, 0.0) / systems.cost) ** power, 0.0) for end in (gain.lo, gain.hi)
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
