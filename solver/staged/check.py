"""The one-shot-deviation check: is a strategy optimal in every state, reached or not?

In a game that ends, a strategy is subgame-perfect if and only if no player gains by changing one action in one state
and keeping to the strategy afterwards (Blackwell 1965; Fudenberg and Tirole 1991, theorem 4.1). Values are recomputed
from the game's nodes, so the check shares nothing with the solver but the game. With nested risk measures, which are
monotone, and with probabilities in each player's own eyes, the same holds for the values that players perceive.

Where a stage is played by a public lottery, the deviation is judged after everybody has seen its outcome.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.tolerances import SAME_VALUE
from solver.game.profile import contracted, deviation_gains
from solver.staged.explore import Explored
from solver.staged.game import Stage, State
from solver.staged.strategy import Strategy, branch_values


@dataclass(frozen=True)
class OneShot:
    """The most tempting deviation of all.

    Attributes:
        gain: what it adds for the deviator, in units of payoff; 0 at an equilibrium.
        state: where.
        player: whose; ``None`` when nobody ever moves.
        action: its label.
        n_states: states in which somebody moves, all of them checked.
    """

    gain: float
    state: State
    player: int | None
    action: str
    n_states: int


@dataclass(frozen=True)
class Indifference:
    """A player for whom, in a state that play reaches, an action that it does not use is as good as those it uses.

    Attributes:
        player: whose.
        actions: labels of all actions that are equally good there.
        words: the state in words.
        matters: whether anybody's value or a tracked quantity would change by the action that is not used.
    """

    player: int
    actions: tuple[str, ...]
    words: str
    matters: bool


def most_tempting(explored: Explored, strategy: Strategy, values: FloatArray) -> OneShot:
    """The most gainful one-shot deviation in any state, reached or not; ``values`` ``(S, R)`` are the strategy's."""
    worst = OneShot(0.0, explored.game.initial, None, "", explored.n_stages())
    for index, node in enumerate(explored.nodes):
        play = strategy.plays[index]
        if not isinstance(node, Stage) or play is None:
            continue
        outcomes = branch_values(explored, index, values)[list(node.rows)].reshape(len(node.movers), *node.shape)
        for profile in play.profiles:
            dense = [m.dense(n) for m, n in zip(profile, node.shape, strict=True)]
            for position, gains in enumerate(deviation_gains(outcomes, dense)):
                best = int(gains.argmax())
                if gains[best] > worst.gain:
                    label = node.actions[position][best]
                    worst = OneShot(
                        float(gains[best]), explored.states[index], node.movers[position], label, worst.n_states
                    )
    return worst


def indifferences(
    explored: Explored, strategy: Strategy, values: FloatArray, reached: FloatArray
) -> tuple[Indifference, ...]:
    """All of them, from the start; ``values`` ``(S, R)`` and ``reached`` ``(S,)`` are those of the strategy."""
    found: dict[Indifference, None] = {}
    same = SAME_VALUE * np.abs(values).max(axis=0)
    for index in range(explored.root, -1, -1):
        node, play = explored.nodes[index], strategy.plays[index]
        if not isinstance(node, Stage) or play is None or reached[index] == 0:
            continue
        outcomes = branch_values(explored, index, values).reshape(-1, *node.shape)
        for profile in play.profiles:
            dense = [m.dense(n) for m, n in zip(profile, node.shape, strict=True)]
            for position, (mover, row) in enumerate(zip(node.movers, node.rows, strict=True)):
                # What each action of this mover brings about, all rows, while the others keep to the profile.
                after = outcomes
                for other in reversed(range(len(dense))):
                    if other != position:
                        after = contracted(after, 1 + other, dense[other])
                now = after @ dense[position]
                good = np.abs(after[row] - now[row]) <= same[row]
                unused = good & (dense[position] == 0)
                if unused.any():
                    matters = bool((np.abs(after[:, unused] - now[:, None]) > same[:, None]).any())
                    as_good = np.flatnonzero(good | (dense[position] > 0))
                    labels = tuple(node.actions[position][a] for a in as_good)
                    words = explored.game.describe(explored.states[index])
                    found[Indifference(mover, labels, words, matters)] = None
    return tuple(found)
