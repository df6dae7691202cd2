"""Strategies of staged games: what is played in every state, what it is worth, and where it leads.

Nothing here knows how a strategy was found. Values are computed from the game's nodes alone, so they check a solver's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from solver.common.arrays import FloatArray
from solver.staged.explore import NO_STATE, Explored
from solver.staged.game import Chance, Stage, State, Terminal
from solver.staged.valuation import PERCEIVED, Valuation


@dataclass(frozen=True)
class MixedAction:
    """One mover's mixed action, by its support.

    Attributes:
        actions: indices with positive probability, in increasing order.
        probabilities: theirs.
    """

    actions: tuple[int, ...]
    probabilities: tuple[float, ...]

    @classmethod
    def pure(cls, action: int) -> MixedAction:
        """One action for sure."""
        return cls((action,), (1.0,))

    @classmethod
    def from_dense(cls, probabilities: FloatArray) -> MixedAction:
        """From a vector ``(A,)``."""
        support = np.flatnonzero(probabilities)
        return cls(tuple(int(a) for a in support), tuple(float(p) for p in probabilities[support]))

    def dense(self, n_actions: int) -> FloatArray:
        """``(n_actions,)`` probabilities."""
        out = np.zeros(n_actions)
        out[list(self.actions)] = self.probabilities
        return out


Profile = tuple[MixedAction, ...]
"""One mixed action per mover of a stage."""


@dataclass(frozen=True)
class Play:
    """What happens in one stage: mixed actions, or a public lottery over them.

    Attributes:
        weights: probability of each outcome of the public lottery; ``(1.0,)`` when there is none.
        profiles: for each outcome one mixed action per mover.
    """

    weights: tuple[float, ...]
    profiles: tuple[Profile, ...]

    @classmethod
    def of(cls, *actions: MixedAction) -> Play:
        """Mixed actions without a public lottery."""
        return cls((1.0,), (actions,))

    @property
    def is_pure(self) -> bool:
        """Whether nothing is left to chance."""
        return len(self.weights) == 1 and all(len(m.actions) == 1 for m in self.profiles[0])

    def choices(self) -> Iterator[tuple[tuple[int, ...], float]]:
        """Every profile that may be played, with its probability (a profile may come more than once)."""
        for weight, profile in zip(self.weights, self.profiles, strict=True):
            for picked in product(*[zip(m.actions, m.probabilities, strict=True) for m in profile]):
                yield tuple(a for a, _ in picked), weight * prod(p for _, p in picked)


@dataclass(frozen=True)
class Strategy:
    """``plays[s]`` is what is played in state ``s`` of an explored game; ``None`` where nobody moves."""

    plays: tuple[Play | None, ...]


@dataclass(frozen=True)
class Outcome:
    """One way for play to end.

    Attributes:
        ending: what the game calls it.
        state: the last state.
        probability: under the strategy, with true probabilities of chance moves.
    """

    ending: Hashable
    state: State
    probability: float


def branch_values(explored: Explored, index: int, values: FloatArray) -> FloatArray:
    """``(R, profiles or P)``: rewards plus continuation values ``values`` ``(S, R)`` at each branch of a state."""
    node = explored.nodes[index]
    if isinstance(node, Terminal):
        return node.values[:, None]
    out: FloatArray = node.rewards.reshape(len(node.rewards), -1).copy()
    goes_on, after = explored.following[index]
    if len(after):
        out[:, goes_on] += values[after].T
    return out


def play_value(node: Stage, play: Play, outcomes: FloatArray) -> FloatArray:
    """``(R,)``: expected ``outcomes`` ``(R, profiles)`` of a stage."""
    value = np.zeros(len(outcomes))
    for choice, probability in play.choices():
        value += probability * outcomes[:, _flat(choice, node.shape)]
    return value


def profile_value(outcomes: FloatArray, profile: Profile) -> FloatArray:
    """``(R,)``: expected ``outcomes`` ``(R, A_0, ..., A_{k-1})`` of a stage in which ``profile`` is played."""
    for mixed in reversed(profile):
        outcomes = outcomes @ mixed.dense(outcomes.shape[-1])
    return outcomes


def evaluate(explored: Explored, strategy: Strategy, valuation: Valuation = PERCEIVED) -> FloatArray:
    """``(S, R)``: value of every state under ``strategy``; the last row is the game's."""
    values = np.zeros((len(explored.states), explored.n_rows))
    for index, node in enumerate(explored.nodes):
        outcomes = branch_values(explored, index, values)
        if isinstance(node, Terminal):
            values[index] = node.values
        elif isinstance(node, Chance):
            values[index] = valuation.at(node, outcomes)
        else:
            values[index] = play_value(node, _given(strategy.plays[index], index), outcomes)
    return values


def reach(explored: Explored, strategy: Strategy, start: int | None = None) -> FloatArray:
    """``(S,)``: true probability that play visits each state, from the initial state or from state number ``start``."""
    visits = np.zeros(len(explored.states))
    first = explored.root if start is None else start
    visits[first] = 1.0
    for index in range(first, -1, -1):
        if visits[index] > 0:
            for flat, probability in _moves(explored, index, strategy.plays[index]):
                position = explored.branches[index][flat]
                if position != NO_STATE:
                    visits[explored.children[index][position]] += visits[index] * probability
    return visits


def outcomes(explored: Explored, strategy: Strategy, start: int | None = None) -> tuple[Outcome, ...]:
    """How play ends, with probabilities that sum to 1, likeliest first; from ``start`` on, reached or not."""
    visits = reach(explored, strategy, start)
    found: defaultdict[tuple[Hashable, int], float] = defaultdict(float)
    for index in range(explored.root, -1, -1):
        if visits[index] == 0:
            continue
        node, state = explored.nodes[index], explored.states[index]
        if isinstance(node, Terminal):
            found[explored.game.ending(state, ()), index] += visits[index]
            continue
        for flat, probability in _moves(explored, index, strategy.plays[index]):
            if explored.branches[index][flat] == NO_STATE and probability > 0:
                choice = (flat,) if isinstance(node, Chance) else np.unravel_index(flat, node.shape)
                found[explored.game.ending(state, tuple(map(int, choice))), index] += visits[index] * probability
    ends = [Outcome(ending, explored.states[index], p) for (ending, index), p in found.items()]
    return tuple(sorted(ends, key=lambda end: -end.probability))


def arrivals(explored: Explored, index: int, play: Play | None) -> FloatArray:
    """``(children,)``: true probability that play goes from a state to each of its successors."""
    found = np.zeros(len(explored.children[index]))
    for flat, probability in _moves(explored, index, play):
        place = explored.branches[index][flat]
        if place != NO_STATE:
            found[place] += probability
    return found


def _moves(explored: Explored, index: int, play: Play | None) -> Iterator[tuple[int, float]]:
    node = explored.nodes[index]
    if isinstance(node, Chance):
        yield from enumerate(float(p) for p in node.probabilities)
    elif isinstance(node, Stage):
        for choice, probability in _given(play, index).choices():
            yield _flat(choice, node.shape), probability


def _given(play: Play | None, index: int) -> Play:
    if play is None:
        raise ValueError(f"the strategy says nothing for state number {index}, in which somebody moves")
    return play


def _flat(choice: tuple[int, ...], shape: tuple[int, ...]) -> int:
    flat = 0
    for action, n_actions in zip(choice, shape, strict=True):
        flat = flat * n_actions + action
    return flat
