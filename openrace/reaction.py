"""Preemption and announcement: the same game read period by period, and with one lab committed first.

Labs, terms, market and metrics are those of the normal form: the staged game is made of its payoff tensor and its
metrics, so a play pays exactly what the corresponding profile does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from games.game import Game
from games.metrics import Metric
from games.part import FloatArray
from openrace.concepts import Concept
from openrace.load import game_hash
from openrace.nature import Resolved, resolve
from openrace.outcomes import DistributionSet, marginals, over_scenarios
from solver.errors import OpenraceError
from solver.normal_form import NormalForm
from solver.profile import deviation_gains
from solver.solution import Status, StatusCode
from solver.staged.backward import BackwardInduction, solve_staged
from solver.staged.bridge import profile_distribution, staged_from_scenarios
from solver.staged.leadership import Leadership, lead_normal_form
from solver.staged.ordered import Ordered
from solver.staged.solution import StagedSolution
from solver.staged.timing import TimingGame

MOMENTS_SHOWN = 200
"""States of a timeline in the JSON, on the path of play and off it."""


@dataclass(frozen=True, eq=False)
class Reaction:
    """A game in which labs react, and its subgame-perfect equilibria.

    Attributes:
        game: what was solved.
        resolved: its scenarios, one if nothing is uncertain.
        timing: the game read period by period.
        solution: its equilibria, one for each vector of payoffs and metrics.
        form: players and plans.
        concept: what labs know and can do.
    """

    game: Game
    resolved: Resolved
    timing: TimingGame
    solution: StagedSolution
    form: NormalForm
    concept: Concept = Concept.PREEMPTION

    @cached_property
    def distributions(self) -> tuple[FloatArray, ...]:
        """For every equilibrium, the chance of each scenario and profile, ``(S, A_0, ..., A_{N-1})``."""
        return tuple(profile_distribution(self.timing, e.outcomes) for e in self.solution.equilibria)

    @property
    def worlds(self) -> tuple[Game, ...]:
        """One certain game per scenario."""
        return self.resolved.games

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """What happens in every scenario and profile, ``(S, A_0, ..., A_{N-1})``."""
        return over_scenarios([game.metrics() for game in self.worlds])

    @cached_property
    def outcomes(self) -> DistributionSet:
        """The set of equilibria, for expectations."""
        return DistributionSet(self.distributions)

    @property
    def plays(self) -> tuple[tuple[FloatArray, ...], ...]:
        """For every equilibrium, the distribution over each player's plans."""
        return tuple(marginals(d.sum(axis=0)) for d in self.distributions)

    @property
    def payoffs(self) -> FloatArray:
        """``(E, N)`` payoffs."""
        return np.array([e.payoffs for e in self.solution.equilibria]).reshape(-1, len(self.players))

    @property
    def complete(self) -> bool:
        """Whether the set is proven complete, up to equal payoffs and metrics."""
        return self.solution.complete

    @property
    def max_regret(self) -> float:
        """Largest gain from a one-shot deviation in any state, reached or not."""
        return self.solution.certificate.max_regret

    @property
    def status(self) -> Status:
        """How the computation ended."""
        return self.solution.status

    @property
    def searched(self) -> str:
        """What was searched."""
        counts = f"{self.solution.n_states:,} states and {self.solution.n_stage_games:,} stage games"
        return f"{counts}, all by backward induction."

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """Every player's plans."""
        return self.form.actions

    @property
    def players(self) -> tuple[str, ...]:
        """Players' names."""
        return self.form.players

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace solve --concept preemption``."""
        equilibria = [
            {
                "strategies": [own.tolist() for own in play],
                "payoffs": equilibrium.payoffs.tolist(),
                "regret": equilibrium.check.gain,
                "component": None,
                "timeline": [
                    {
                        "state": moment.words,
                        "reach": moment.reach,
                        "moves": [
                            {"player": self.players[m.player], "actions": m.actions, "probabilities": m.probabilities}
                            for m in moment.moves
                        ],
                    }
                    for moment in equilibrium.timeline(reached_only=False)[:MOMENTS_SHOWN]
                ],
            }
            for play, equilibrium in zip(self.plays, self.solution.equilibria, strict=True)
        ]
        return {
            "game": self.game.name,
            "hash": game_hash(self.game),
            "concept": str(self.concept),
            "method": "backward induction, all equilibria of every stage game",
            "players": list(self.players),
            "actions": [list(row) for row in self.labels],
            "vertices": None,
            "equilibria": equilibria,
            "components": [],
            "complete": self.complete,
            "status": {"code": str(self.status.code), "message": self.status.message},
            "certificate": {"max_regret": self.max_regret, "reason": self.solution.certificate.reason},
            "searched": self.searched,
            "states": self.solution.n_states,
            "stage_games": self.solution.n_stage_games,
        }


@dataclass(frozen=True, eq=False)
class Announced:
    """A game in which one lab commits first, and what the others answer.

    The set holds every plan that is best for the leader when ties are decided in its favour (strong) or against it
    (weak), with the answers that make it so.

    Attributes:
        game: what was solved.
        leadership: the leader's plans and the others' answers.
        form: the normal form behind it.
        concept: what labs know and can do.
    """

    game: Game
    leadership: Leadership
    form: NormalForm
    concept: Concept = Concept.ANNOUNCEMENT

    @property
    def worlds(self) -> tuple[Game, ...]:
        """The game itself: scenarios are taken in expectation."""
        return (self.game,)

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """What happens in every profile."""
        return self.game.metrics()

    @property
    def leader(self) -> str:
        """Who commits."""
        return self.form.players[self.leadership.leader]

    @cached_property
    def plays(self) -> tuple[tuple[FloatArray, ...], ...]:
        """The leader's best plans with the others' answers: the strong ones, then the weak ones that are new."""
        lead = self.leadership
        cases = [
            *[(a, max(lead.responses[a], key=lambda r: r.payoffs[lead.leader])) for a in lead.strong_actions],
            *[(a, min(lead.responses[a], key=lambda r: r.payoffs[lead.leader])) for a in lead.weak_actions],
        ]
        found: list[tuple[FloatArray, ...]] = []
        for _, response in cases:
            mixed = response.profile or ()
            play = tuple(m.dense(n) for m, n in zip(mixed, self.form.n_actions, strict=True))
            if not any(all(np.array_equal(a, b) for a, b in zip(play, old, strict=True)) for old in found):
                found.append(play)
        return tuple(found)

    @cached_property
    def outcomes(self) -> DistributionSet:
        """The set of equilibria, for expectations."""
        return DistributionSet(tuple(_joint(play) for play in self.plays))

    @property
    def payoffs(self) -> FloatArray:
        """``(E, N)`` payoffs."""
        return np.stack([self.outcomes.expectations(own) for own in self.form.payoffs], axis=1)

    @property
    def complete(self) -> bool:
        """Whether all answers to all plans of the leader are known."""
        return self.leadership.complete

    @property
    def max_regret(self) -> float:
        """Largest gain of a follower from another plan, the leader's being fixed."""
        followers = [i for i in range(len(self.players)) if i != self.leadership.leader]
        gains = [deviation_gains(self.form.payoffs, play)[i].max() for play in self.plays for i in followers]
        return float(max(gains, default=0.0))

    @property
    def status(self) -> Status:
        """How the computation ended."""
        code = StatusCode.COMPLETE if self.complete else StatusCode.NOT_PROVEN
        lead = self.leadership
        return Status(
            code,
            f"{self.leader} gets {lead.strong_value:.6g} with ties in its favour and {lead.weak_value:.6g} against it.",
        )

    @property
    def searched(self) -> str:
        """What was searched."""
        n_plans = len(self.leadership.actions)
        every = "every answer" if self.complete else "the answers found, perhaps not all,"
        return f"All {n_plans} plans of {self.leader}, and {every} of the others to each."

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """Every player's plans."""
        return self.form.actions

    @property
    def players(self) -> tuple[str, ...]:
        """Players' names."""
        return self.form.players

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace solve --concept announcement``."""
        lead = self.leadership
        return {
            "game": self.game.name,
            "hash": game_hash(self.game),
            "concept": str(self.concept),
            "method": "every plan of the leader, every answer of the others",
            "leader": self.leader,
            "strong": {"value": lead.strong_value, "plans": [lead.actions[a] for a in lead.strong_actions]},
            "weak": {"value": lead.weak_value, "plans": [lead.actions[a] for a in lead.weak_actions]},
            "players": list(self.players),
            "actions": [list(row) for row in self.labels],
            "vertices": None,
            "equilibria": [
                {"strategies": [s.tolist() for s in play], "payoffs": pays.tolist(), "component": None}
                for play, pays in zip(self.plays, self.payoffs, strict=True)
            ],
            "components": [],
            "complete": self.complete,
            "status": {"code": str(self.status.code), "message": self.status.message},
            "certificate": {"max_regret": self.max_regret, "reason": self.searched},
            "searched": self.searched,
        }


def react(game: Game, method: BackwardInduction | None = None, order: tuple[str, ...] = ()) -> Reaction:
    """All subgame-perfect equilibria of a game read period by period.

    Args:
        game: a game whose plans are dates: a release game without coalitions, or a classic of timing.
        method: options of backward induction.
        order: players in the order in which they move within a slot; left out, they move at the same time.

    Raises:
        OpenraceError: the game cannot be read period by period, or has too many states.
    """
    slots = game.slots()
    if slots is None:
        raise OpenraceError(
            f"{game.name} has no slots to read it by",
            "a game whose plans are dates, without coalitions",
            "use --concept precommitment, or choose a game of labs: openrace games lists them",
        )
    resolved, form = resolve(game), game.normal_form()
    metrics = [m for m in over_scenarios([g.metrics() for g in resolved.games]) if np.all(np.isfinite(m.values))]
    tracked = np.stack([m.values for m in metrics], axis=1)
    named = {
        slot: label
        for own, labels in zip(slots, form.actions, strict=True)
        for slot, label in zip(own, labels, strict=True)
    }
    timing = staged_from_scenarios(
        form,
        np.concatenate([resolved.payoffs, tracked], axis=1),
        resolved.scenarios,
        slots,
        tracked_names=[m.name for m in metrics],
        last_at_once=True,
        slot_names=[named.get(slot, str(slot)).split(" ")[0] for slot in range(max(named) + 1)],
    )
    options = replace(method or BackwardInduction(), valuation=resolved.valuation)
    staged = Ordered(timing, tuple(player_index(form, name) for name in order)) if order else timing
    return Reaction(game, resolved, timing, solve_staged(staged, options), form)


def announce(game: Game, leader: str) -> Announced:
    """What a player does that commits first, and what the others answer.

    Raises:
        OpenraceError: the game has no such player.
    """
    form = game.normal_form()
    return Announced(game, lead_normal_form(form, player_index(form, leader)), form)


def player_index(form: NormalForm, name: str) -> int:
    """Position of a player.

    Raises:
        OpenraceError: nobody has that name.
    """
    if name not in form.players:
        raise OpenraceError(
            f"{form.title} has no player {name!r}", f"one of {', '.join(form.players)}", "name one of them"
        )
    return form.players.index(name)


def _joint(play: tuple[FloatArray, ...]) -> FloatArray:
    joint = play[0]
    for own in play[1:]:
        joint = np.multiply.outer(joint, own)
    return joint
