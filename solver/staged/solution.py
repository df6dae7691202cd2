"""What solving a staged game returns: equilibria with their values, where play goes, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from solver.common.arrays import FloatArray
from solver.game.solution import Certificate, Status
from solver.staged.check import Indifference, OneShot, indifferences, most_tempting
from solver.staged.explore import Explored
from solver.staged.game import Stage, State
from solver.staged.strategy import Outcome, Play, Strategy, evaluate, outcomes, reach
from solver.staged.valuation import Valuation


@dataclass(frozen=True, eq=False)
class StagedEquilibrium:
    """One equilibrium: what everybody does in every state.

    Attributes:
        explored: the game.
        strategy: the play of every state.
        state_values: ``(S, R)``: what each state is worth, as players perceive it.
        check: the most tempting one-shot deviation.
        valuation: beliefs and attitudes to risk with which it was solved and checked.
    """

    explored: Explored
    strategy: Strategy
    state_values: FloatArray
    check: OneShot
    valuation: Valuation

    @property
    def payoffs(self) -> FloatArray:
        """``(N,)``: values of the game, as players perceive them."""
        return self.state_values[-1, : self.explored.n_players]

    @property
    def tracked(self) -> FloatArray:
        """``(M,)``: expectations of the tracked quantities, with true probabilities."""
        return self.state_values[-1, self.explored.n_players :]

    @cached_property
    def reach(self) -> FloatArray:
        """``(S,)``: true probability that play visits each state."""
        return reach(self.explored, self.strategy)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """How play ends, likeliest first."""
        return outcomes(self.explored, self.strategy)

    @cached_property
    def ties(self) -> tuple[Indifference, ...]:
        """Players that are indifferent, on the path of play, between what they do and something else."""
        return indifferences(self.explored, self.strategy, self.state_values, self.reach)

    @property
    def is_pure(self) -> bool:
        """Whether no state's play is random."""
        return all(play is None or play.is_pure for play in self.strategy.plays)

    def timeline(self, *, reached_only: bool = True) -> tuple[Moment, ...]:
        """What is played state by state from the start: on the equilibrium path, or everywhere."""
        moments = []
        for index in range(self.explored.root, -1, -1):
            node, play = self.explored.nodes[index], self.strategy.plays[index]
            if isinstance(node, Stage) and play is not None and (self.reach[index] > 0 or not reached_only):
                state = self.explored.states[index]
                moments.append(
                    Moment(state, self.explored.game.describe(state), float(self.reach[index]), _moves(node, play))
                )
        return tuple(moments)


@dataclass(frozen=True)
class Move:
    """One mover's part in a play: ``probabilities`` of ``actions`` (labels), public lotteries averaged."""

    player: int
    actions: tuple[str, ...]
    probabilities: tuple[float, ...]


@dataclass(frozen=True)
class Moment:
    """One state on a timeline: what it is called, how likely play visits it, and who does what."""

    state: State
    words: str
    reach: float
    moves: tuple[Move, ...]

    def to_dict(self, players: tuple[str, ...]) -> dict[str, Any]:
        """Plain lists and strings, for JSON."""
        return {
            "state": self.words,
            "reach": self.reach,
            "moves": [
                {"player": players[m.player], "actions": list(m.actions), "probabilities": list(m.probabilities)}
                for m in self.moves
            ],
        }


@dataclass(frozen=True, eq=False)
class StagedSolution:
    """Equilibria of a staged game.

    Attributes:
        explored: the game, walked through.
        equilibria: one for each value vector.
        status: how the computation ended.
        certificate: largest gain from a one-shot deviation over all equilibria and states, and completeness.
        n_stage_games: stage games solved.
    """

    explored: Explored
    equilibria: tuple[StagedEquilibrium, ...]
    status: Status
    certificate: Certificate
    n_stage_games: int

    @property
    def n_states(self) -> int:
        """States of the game."""
        return len(self.explored.states)

    @property
    def complete(self) -> bool:
        """Whether the set of equilibria (up to equal values) is proven complete."""
        return self.certificate.complete

    @property
    def values(self) -> FloatArray:
        """``(E, R)``: payoffs and tracked expectations of each equilibrium."""
        return np.array([e.state_values[-1] for e in self.equilibria]).reshape(-1, self.explored.n_rows)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists and strings, for JSON."""
        players = self.explored.game.players
        return {
            "players": list(players),
            "states": self.n_states,
            "stage_games": self.n_stage_games,
            "equilibria": [_equilibrium_dict(e, players) for e in self.equilibria],
            "complete": self.complete,
            "status": {"code": str(self.status.code), "message": self.status.message},
            "certificate": {"max_gain": self.certificate.max_regret, "reason": self.certificate.reason},
        }

    def __repr__(self) -> str:
        return (
            f"StagedSolution({len(self.equilibria)} equilibria, {self.n_states} states, "
            f"{self.n_stage_games} stage games, {self.status.code}, max gain {self.certificate.max_regret:.2g})"
        )


def certified(explored: Explored, strategy: Strategy, valuation: Valuation) -> StagedEquilibrium:
    """A strategy with its values and its most tempting one-shot deviation."""
    values = evaluate(explored, strategy, valuation)
    return StagedEquilibrium(explored, strategy, values, most_tempting(explored, strategy, values), valuation)


def _moves(node: Stage, play: Play) -> tuple[Move, ...]:
    moves = []
    for position, player in enumerate(node.movers):
        chance = np.zeros(node.shape[position])
        for weight, profile in zip(play.weights, play.profiles, strict=True):
            mixed = profile[position]
            chance[list(mixed.actions)] += weight * np.array(mixed.probabilities)
        played = np.flatnonzero(chance)
        labels = tuple(node.actions[position][a] for a in played)
        moves.append(Move(player, labels, tuple(float(p) for p in chance[played])))
    return tuple(moves)


def _equilibrium_dict(equilibrium: StagedEquilibrium, players: tuple[str, ...]) -> dict[str, Any]:
    game = equilibrium.explored.game
    return {
        "payoffs": equilibrium.payoffs.tolist(),
        "tracked": dict(zip(game.tracked, equilibrium.tracked.tolist(), strict=True)),
        "max_gain": equilibrium.check.gain,
        "outcomes": [{"ending": str(o.ending), "probability": o.probability} for o in equilibrium.outcomes],
        "timeline": [moment.to_dict(players) for moment in equilibrium.timeline()],
    }
