"""The one-shot-deviation check of an equilibrium: does another effort, option or exit pay anywhere, reached or not?

Nothing here knows how an equilibrium was found. With the values ``V`` and the others' efforts given, player ``i``'s
gain per unit of time from effort ``h`` for a moment is

    ``flow_i - c h**g / g + h (W_i - V_i) + sum_j h_j (U_ij - V_i) + sum of events - r V_i``,

greatest at ``h = ((W_i - V_i)+ / c)**(1 / (g - 1))`` with the option of the largest ``W_i``. In an equilibrium the
greatest gain is 0, and it is reached by the effort and the option that are played.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.game import DirectionalGame
from solver.directional.intervals import Rows


@dataclass(frozen=True, eq=False)
class Play(Rows):
    """A strategy profile of one game, as floats; of several, with an axis in front.

    Attributes:
        values: ``(S, N)`` what every state is said to be worth.
        efforts: ``(S, N)``.
        choices: ``(S, N)`` number of the option, -1 for none.
        leaves: ``(S, N)`` whether the player leaves at once.
    """

    values: FloatArray
    efforts: FloatArray
    choices: IntArray
    leaves: BoolArray


def largest_gain(game: DirectionalGame, play: Play, number: int = 0) -> float:
    """The largest gain from a deviation of one player in one state for a moment, in units of payoff.

    Gains per unit of time are divided by the discount rate, which makes them amounts; so are violations of the
    equations of the values themselves.

    Args:
        game: the games.
        play: what is played.
        number: which game of the batch.
    """
    worst = 0.0
    rate = float(game.rates[number])
    for state in range(game.n_states):
        leavers = [i for i in range(game.n_players) if play.leaves[state, i]]
        if leavers:
            worst = max(worst, _gain_where_some_leave(game, play, number, state, leavers))
            continue
        for i in range(game.n_players):
            best, played = _gains(game, play, number, state, i)
            worst = max(worst, best / rate, abs(played) / rate)
            if (state, i) in game.exits.may:
                worst = max(worst, float(play.values[game.exits.without(state, [i]), i] - play.values[state, i]))
    return worst


def _gains(game: DirectionalGame, play: Play, number: int, state: int, i: int) -> tuple[float, float]:
    """A player's largest gain per time from any effort and option in a state, and the gain of what is played."""
    options, events, g = game.options, game.events, game.exponent
    value, cost = float(play.values[state, i]), float(game.costs[number, state, i])
    gain = play.values[options.targets, i] + options.bonus[number, :, i] - value
    base = float(game.flows[number, state, i] - game.rates[number] * value)
    for e in np.flatnonzero(events.states == state):
        after = play.values[events.targets[e], i] + events.bonus[number, e, i]
        base += float(events.rates[number, e] * (after - value))
    for j in range(game.n_players):
        if j != i and play.choices[state, j] >= 0:
            base += float(play.efforts[state, j] * gain[play.choices[state, j]])
    decreed = game.fixed is not None and not np.isnan(game.fixed[number, state, i])
    top = float(gain[(options.states == state) & (options.players == i)].max(initial=0.0))
    best = base + (0.0 if decreed else (1 - 1 / g) * cost * (top / cost) ** (g / (g - 1)))
    effort, chosen = float(play.efforts[state, i]), int(play.choices[state, i])
    played = base + (effort * float(gain[chosen]) - cost * effort**g / g if chosen >= 0 else 0.0)
    return max(best, played), played


def _gain_where_some_leave(game: DirectionalGame, play: Play, number: int, state: int, leavers: list[int]) -> float:
    exits = game.exits
    worst = float(np.abs(play.values[exits.without(state, leavers)] - play.values[state]).max())
    for i in range(game.n_players):
        if leavers == [i]:
            worst = max(worst, _gains(game, play, number, state, i)[0] / float(game.rates[number]))
        elif i in leavers or (state, i) in exits.may:
            other = exits.without(state, {*leavers} ^ {i})
            worst = max(worst, float(play.values[other, i] - play.values[state, i]))
    return worst
