"""From a directional game and what its later states are worth to the systems of a layer's states.

A player who climbs chooses the option that is worth most to it. Where enclosures leave the best option open (a tie, or
nearly one) every candidate is a *variant* of the state, solved by itself. Options that are worth the same to everybody
are one move: the one with the least number stands for all of them.

Letters as in ``search``: ``Q`` branches, ``T`` states of a layer, ``V`` variants of all ``Q * T`` states.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.game import DirectionalGame
from solver.directional.intervals import Interval, power
from solver.directional.state import NOTHING, TIE, Systems


@dataclass(frozen=True, eq=False)
class Variants:
    """What each system stands for.

    Attributes:
        rows: ``(V,)`` ``branch * T + place`` of its state.
        chosen: ``(V, N)`` the option of each player, -1 for none.
        later: ``(V, N)`` whether the option is another than the first candidate.
    """

    rows: IntArray
    chosen: IntArray
    later: BoolArray


@dataclass(frozen=True, eq=False)
class Transitions:
    """A game's moves by state, padded with -1.

    Attributes:
        game: whose moves.
        options: ``(S, N, most)`` options of each player in each state.
        events: ``(S, most)`` events in each state.
    """

    game: DirectionalGame
    options: IntArray
    events: IntArray

    @classmethod
    def of(cls, game: DirectionalGame) -> Transitions:
        """The game's moves, sorted."""
        n_states, n_players = game.n_states, game.n_players
        keys = game.options.states * n_players + game.options.players
        options = _by_key(keys, n_states * n_players).reshape(n_states, n_players, -1)
        return cls(game, options, _by_key(game.events.states, n_states))

    def systems(self, games: IntArray, worth: Interval, states: IntArray) -> tuple[Systems, Variants]:
        """The systems of a layer's states, variants included.

        Args:
            games: ``(Q,)`` the game of each branch.
            worth: ``(Q, S, N)`` values of later states.
            states: ``(T,)`` the layer.
        """
        game, n_branches, n_states = self.game, len(games), len(states)
        first, best = self._candidates(games, worth, states)
        more_rows, more_chosen = _other_candidates(first, best, self.options[states])
        rows = np.append(np.arange(n_branches * n_states), more_rows)
        chosen = np.concatenate([first, more_chosen])
        branch, place = rows // n_states, rows % n_states
        own_game = games[branch]
        rate = Interval.point(game.rates[own_game])
        pay = Interval.point(game.flows[own_game, states[place]])
        rate, pay = self._with_events(rate, pay, own_game, branch, states[place], worth)
        other = self._after(own_game, branch, chosen, worth)
        cost = game.costs[own_game, states[place]]
        can = chosen >= 0
        if game.fixed is not None:
            decreed = game.fixed[own_game, states[place]]
            rate, pay = _with_decrees(rate, pay, other, cost, np.where(can, decreed, np.nan), game.exponent)
            can = can & np.isnan(decreed)
        return Systems.of(rate, pay, other, cost, can, game.exponent), Variants(rows, chosen, chosen != first[rows])

    def _candidates(self, games: IntArray, worth: Interval, states: IntArray) -> tuple[IntArray, BoolArray]:
        """``(Q * T, N)`` a best option, -1 for none, and ``(Q * T, N, most)`` which of the player's may be best.

        Those that are worth to everybody what the best one is are the same move twice.
        """
        given, options = self.game.options, self.options[states]
        there, shape = options >= 0, (len(games) * len(states), self.game.n_players)
        if not len(given.states):
            return np.full(shape, -1), np.zeros((*shape, 0), dtype=bool)
        number = np.where(there, options, 0)
        # (Q, T, N, most, N): what everybody gets after each option of each player; of it what the player itself gets.
        bonus = Interval.point(given.bonus[games[:, None, None, None], number[None]])
        everybody = worth[:, given.targets[number]] + bonus
        player = np.arange(self.game.n_players)
        low, high = (np.moveaxis(end[:, :, player, :, player], 0, 2) for end in (everybody.lo, everybody.hi))
        low, high = np.where(there, low, -np.inf), np.where(there, high, -np.inf)
        first = np.argmax(low, axis=-1)[..., None]
        middle, radius = everybody.mid, 0.5 * everybody.width
        chosen = np.take_along_axis(middle, first[..., None], axis=3)
        room = radius + np.take_along_axis(radius, first[..., None], axis=3) + TIE * np.abs(chosen) + NOTHING
        same = np.all(np.abs(middle - chosen) <= room, axis=-1) & (np.arange(options.shape[-1]) != first)
        reach = (high >= low.max(axis=-1, keepdims=True)) & there & ~same
        best = np.take_along_axis(np.broadcast_to(options, low.shape), first, -1)[..., 0]
        return np.where(there.any(axis=-1), best, -1).reshape(shape), reach.reshape(*shape, reach.shape[-1])

    def _with_events(
        self, rate: Interval, pay: Interval, games: IntArray, branch: IntArray, states: IntArray, worth: Interval
    ) -> tuple[Interval, Interval]:
        """Hazards that nobody chooses, added to the discount rate and to the flow."""
        game = self.game
        for number in self.events[states].T:
            there = number >= 0
            if not there.any():
                continue
            event = np.where(there, number, 0)
            hazard = np.where(there, game.events.rates[games, event], 0.0)
            target = game.events.targets[event]
            after = worth[branch, target] + Interval.point(game.events.bonus[games, event])
            rate = rate + Interval.point(hazard)
            pay = pay + after.times(hazard[:, None])
        return rate, pay

    def _after(self, games: IntArray, branch: IntArray, chosen: IntArray, worth: Interval) -> Interval:
        """``(V, N, N)`` what ``i`` is worth after ``j`` climbs by its chosen option, bonus included."""
        game, n_players = self.game, self.game.n_players
        low = np.zeros((len(chosen), n_players, n_players))
        high = low.copy()
        if not len(game.options.states):
            return Interval(low, high)
        for j in range(n_players):
            option = np.maximum(chosen[:, j], 0)
            target = game.options.targets[option]
            after = worth[branch, target] + Interval.point(game.options.bonus[games, option])
            there = (chosen[:, j] >= 0)[:, None]
            low[:, :, j], high[:, :, j] = np.where(there, after.lo, 0.0), np.where(there, after.hi, 0.0)
        return Interval(low, high)


def _other_candidates(first: IntArray, best: BoolArray, options: IntArray) -> tuple[IntArray, IntArray]:
    """Rows and options of combinations of tied options other than the first ones."""
    rows, chosen = [np.zeros(0, dtype=np.int64)], [first[:0]]
    for row in np.flatnonzero((best.sum(axis=-1) > 1).any(axis=1)).tolist():
        own = options[row % len(options)]
        sets = [mine[tied].tolist() or [-1] for mine, tied in zip(own, best[row], strict=True)]
        others = [pick for pick in product(*sets) if list(pick) != first[row].tolist()]
        rows.append(np.full(len(others), row))
        chosen.append(np.array(others))
    return np.concatenate(rows), np.concatenate(chosen)


def _with_decrees(
    rate: Interval, pay: Interval, other: Interval, cost: FloatArray, decreed: FloatArray, exponent: float
) -> tuple[Interval, Interval]:
    """Efforts set by decree: hazards that nobody chooses, at a cost to their owner."""
    effort = np.where(np.isnan(decreed), 0.0, decreed)
    for j, hazard in enumerate(effort.T):
        rate, pay = rate + Interval.point(hazard), pay + other[:, :, j].times(hazard[:, None])
    spent = (power(effort, exponent) * Interval.point(cost)).times(np.full(cost.shape, 1.0 / exponent))
    return rate, pay - spent


def _by_key(keys: IntArray, n_keys: int) -> IntArray:
    """``(n_keys, most)`` positions of each key, padded with -1."""
    counts = np.bincount(keys, minlength=n_keys)
    out = np.full((n_keys, int(counts.max(initial=0))), -1, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    out[keys[order], np.arange(len(keys)) - starts[keys[order]]] = order
    return out
