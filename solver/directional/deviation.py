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
from solver.directional.game import DirectionalGame, Exits


@dataclass(frozen=True, eq=False)
class Play:
    """A strategy profile of one game, as floats.

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
    moves = _moves(game, play, number)
    for state in range(game.n_states):
        leavers = [i for i in range(game.n_players) if play.leaves[state, i]]
        if leavers:
            worst = max(worst, _gain_where_some_leave(play, game.exits, moves[state], rate, state, leavers))
            continue
        for i in range(game.n_players):
            best, played = moves[state][i]
            worst = max(worst, best / rate, abs(played) / rate)
            if (state, i) in game.exits.may:
                worst = max(worst, float(play.values[game.exits.without(state, [i]), i] - play.values[state, i]))
    return worst


def _moves(game: DirectionalGame, play: Play, number: int) -> list[list[tuple[float, float]]]:
    """Per state and player: the largest gain per time from any effort and option, and the gain of what is played."""
    out = []
    rate, g = float(game.rates[number]), game.exponent
    for state in range(game.n_states):
        options = np.flatnonzero(game.options.states == state)
        events = np.flatnonzero(game.events.states == state)
        row = []
        for i in range(game.n_players):
            value = play.values[state, i]
            base = float(game.flows[number, state, i]) - rate * value
            for e in events:
                after = play.values[game.events.targets[e], i] + game.events.bonus[number, e, i]
                base += float(game.events.rates[number, e]) * (after - value)
            for j in range(game.n_players):
                k = int(play.choices[state, j])
                if j != i and k >= 0:
                    after = play.values[game.options.targets[k], i] + game.options.bonus[number, k, i]
                    base += float(play.efforts[state, j]) * (after - value)
            mine = options[game.options.players[options] == i]
            cost = float(game.costs[number, state, i])
            decreed = game.fixed is not None and not np.isnan(game.fixed[number, state, i])
            gains = [
                float(play.values[game.options.targets[k], i] + game.options.bonus[number, k, i] - value) for k in mine
            ]
            top = max([*gains, 0.0])
            best = base + (0.0 if decreed else (1 - 1 / g) * cost * (top / cost) ** (g / (g - 1)))
            effort, chosen = float(play.efforts[state, i]), int(play.choices[state, i])
            played = base
            if chosen >= 0:
                gain = gains[mine.tolist().index(chosen)]
                played = base + effort * gain - cost * effort**g / g
            row.append((max(best, played), played))
        out.append(row)
    return out


def _gain_where_some_leave(
    play: Play,
    exits: Exits,
    moves: list[tuple[float, float]],
    rate: float,
    state: int,
    leavers: list[int],
) -> float:
    worst = float(np.abs(play.values[exits.without(state, leavers)] - play.values[state]).max())
    for i in range(play.values.shape[1]):
        if i in leavers and len(leavers) == 1:
            worst = max(worst, moves[i][0] / rate)
        elif i in leavers or (state, i) in exits.may:
            other = exits.without(state, sorted({*leavers} ^ {i}))
            worst = max(worst, float(play.values[other, i] - play.values[state, i]))
    return worst
