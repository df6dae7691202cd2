"""Moves of chance: an event that arrives in a random slot, wrong beliefs about it, and the risk in final payoffs.

With hazard ``h_t`` an event that has not arrived before slot ``t`` arrives at its start with probability ``h_t``, seen
by everybody. "Arrives in slot k" is a scenario of probability ``h_k (1-h_0) ... (1-h_{k-1})``; "never arrives" is the
last one. A player that believes in other hazards gives the scenarios other probabilities and updates them by Bayes'
rule as slots pass without the event. Players know each other's beliefs and disagree about the facts; equilibria are
found with beliefs and may then be evaluated with the truth (``StagedEquilibrium.true_values``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.staged.explore import NO_STATE
from solver.staged.game import Chance, Stage, Terminal
from solver.staged.solution import StagedEquilibrium
from solver.staged.strategy import Play
from solver.staged.timing import Scenarios
from solver.staged.valuation import Risk


def arrival(
    hazards: Sequence[float], *, beliefs: Sequence[Sequence[float]] | None = None, event: str = "the event"
) -> Scenarios:
    """Scenarios of one event that may arrive at the start of each slot: ``T + 1`` of them, the last for "never".

    Args:
        hazards: ``T`` probabilities of arriving in slot ``t``, given that it has not arrived before.
        beliefs: per player ``T`` hazards in its eyes; ``None`` if everybody knows the true ones.
        event: its name, for descriptions.

    Raises:
        GameError: a hazard outside [0, 1], or beliefs of another length.
    """
    true = _scenario_probabilities(hazards)
    seen = None if beliefs is None else np.array([_scenario_probabilities(own) for own in beliefs])
    if seen is not None and seen.shape[1] != len(true):
        raise GameError(
            f"beliefs over {seen.shape[1] - 1} slots", f"{len(hazards)}, as for the truth", "give one hazard per slot"
        )
    names = (*(f"{event} has arrived (slot {t})" for t in range(len(hazards))), f"{event} never arrives")
    return Scenarios(names, tuple(range(len(hazards) + 1)), true, seen)


def _scenario_probabilities(hazards: Sequence[float]) -> FloatArray:
    try:
        h = np.asarray(hazards, dtype=np.float64)
    except (TypeError, ValueError):
        h = np.zeros((0, 0))
    if h.ndim != 1 or not bool(((h >= 0) & (h <= 1)).all()):
        raise GameError(f"hazards {hazards}", "one probability per slot", "a hazard lies between 0 and 1")
    survival = np.concatenate([[1.0], np.cumprod(1 - h)])
    return np.concatenate([h * survival[:-1], survival[-1:]])


@dataclass(frozen=True, eq=False)
class PayoffDistribution:
    """Final payoffs of one player and their true probabilities, in increasing order of payoff."""

    payoffs: FloatArray
    probabilities: FloatArray


def payoff_distribution(equilibrium: StagedEquilibrium, player: int) -> PayoffDistribution:
    """What a player may end up with under an equilibrium: rewards added along every path of play."""
    explored = equilibrium.explored
    # Per state: what has been earned on the way there, with its probability.
    earned: list[dict[float, float]] = [{} for _ in explored.states]
    earned[explored.root] = {0.0: 1.0}
    final: dict[float, float] = {}
    for index in range(explored.root, -1, -1):
        node, play = explored.nodes[index], equilibrium.strategy.plays[index]
        if isinstance(node, Terminal):
            _spread(earned[index], final, float(node.values[player]), 1.0)
            continue
        rewards = node.rewards[player].ravel()
        for flat, probability in _branches(node, play):
            place = explored.branches[index][flat]
            target = final if place == NO_STATE else earned[explored.children[index][place]]
            _spread(earned[index], target, float(rewards[flat]), probability)
    payoffs = np.array(sorted(final))
    return PayoffDistribution(payoffs, np.array([final[p] for p in payoffs]))


def payoff_risk(equilibrium: StagedEquilibrium, player: int, risk: Risk) -> float:
    """A risk measure of the whole distribution of final payoffs, taken once, before play starts.

    For CVaR this is not what backward induction maximises (see ``solver.staged.valuation``): it describes an
    equilibrium, and a player who cared about it would want to revise its plans as play goes on.
    """
    lottery = payoff_distribution(equilibrium, player)
    return risk.value(lottery.payoffs, lottery.probabilities)


def _branches(node: Stage | Chance, play: Play | None) -> list[tuple[int, float]]:
    if isinstance(node, Chance):
        return [(k, float(p)) for k, p in enumerate(node.probabilities) if p > 0]
    if play is None:
        return []
    return [(int(np.ravel_multi_index(choice, node.shape)), p) for choice, p in play.choices()]


def _spread(source: dict[float, float], target: dict[float, float], reward: float, probability: float) -> None:
    for amount, weight in source.items():
        target[amount + reward] = target.get(amount + reward, 0.0) + weight * probability
