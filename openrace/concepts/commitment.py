"""Commitment: one lab commits to its plan first, for all to see, and the others answer (Stackelberg).

Every answer of indifferent labs is looked at. The equilibria are the leader's best plans, ties being decided in its
favour, with every answer after which it would not have wished for another plan. Where it would choose another plan if
ties were decided otherwise, there are more subgame-perfect plays than these, and the set is not called complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.concepts.concept import MOST_TIES, Answered, Concept, Tie, require_game
from openrace.concepts.equilibria import EquilibriumSets
from openrace.concepts.off_grid import Grid, Leader, grid_of
from openrace.concepts.reaction import player_index
from solver.game.normal_form import NormalForm
from solver.game.profile import deviation_gains
from solver.game.solution import Status, StatusCode
from solver.staged.leadership import Leadership, Response, lead_normal_form


@dataclass(frozen=True, eq=False, repr=False)
class Committed(Answered):
    """A game in which one lab commits first, and what the others answer.

    Attributes:
        game: what was solved.
        leadership: the leader's plans and the others' answers.
        normal_form: the normal form behind it.
    """

    game: Game
    leadership: Leadership
    normal_form: NormalForm
    concept: ClassVar[Concept] = Concept.COMMITMENT

    @property
    def form(self) -> NormalForm:
        """Players, plans and payoffs."""
        return self.normal_form

    @property
    def leader(self) -> str:
        """Who commits."""
        return self.form.players[self.leadership.leader]

    @cached_property
    def plays(self) -> tuple[tuple[FloatArray, ...], ...]:
        """The leader's best plans with the others' answers."""
        return tuple(self._play(response) for response in self.leadership.solution)

    @cached_property
    def found(self) -> EquilibriumSets:
        """The set of equilibria, for expectations; products, as the leader's plan is pure and followers do not meet."""
        return self.listed(self.plays, self.form.n_actions)

    @property
    def payoffs(self) -> FloatArray:
        """``(E, N)`` payoffs."""
        return np.stack([response.payoffs for response in self.leadership.solution])

    @property
    def complete(self) -> bool:
        """Whether there is no other subgame-perfect play, however ties are decided."""
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
        lead = self.leadership
        if lead.complete:
            return Status(StatusCode.COMPLETE, f"{self.leader} gets {lead.strong_value:.6g} from its best plan.")
        if not lead.all_known:
            return Status(
                StatusCode.NOT_PROVEN,
                f"{self.leader} gets {lead.strong_value:.6g}; some answers of the others may be missing.",
            )
        other = ", ".join(self._named(a) for a in lead.weak_actions)
        return Status(
            StatusCode.PARTIAL,
            f"ties of those who answer are decided in favour of {self.leader}, who gets {lead.strong_value:.6g}. "
            f"Decided otherwise there are other subgame-perfect plays; {self.leader} can be sure of "
            f"{lead.weak_value:.6g}, by {other}.",
        )

    @property
    def searched(self) -> str:
        """What was searched."""
        n_plans = len(self.leadership.actions)
        every = "every answer" if self.leadership.all_known else "the answers found, perhaps not all,"
        plans = "The only plan" if n_plans == 1 else f"All {n_plans} plans"
        answers = f", and {every} of the others to each" if len(self.form.players) > 1 else ""
        return f"{plans} of {self.leader}{answers}."

    @cached_property
    def grid(self) -> Grid | None:
        """The grid that the game's plans are on, and the most that a player gains off it."""
        index = self.leadership.leader
        value = self.leadership.strong_value
        leader = Leader(index, value, lambda finer: lead_normal_form(finer, index).strong_value)
        return grid_of(self.game, self.form, self.plays, leader)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Followers that have several answers to a plan of the leader's among its best."""
        lead = self.leadership
        found = []
        for action in lead.strong_actions:
            own = [self._play(response) for response in lead.responses[action]]
            worths = [lead.worth(response) for response in lead.responses[action]]
            for i, labels in enumerate(self.labels):
                plans = tuple(label for k, label in enumerate(labels) if any(play[i][k] > 0 for play in own))
                if i != lead.leader and len({play[i].tobytes() for play in own}) > 1 and len(plans) > 1:
                    where = f"after {self.leader} {self._named(action)}"
                    found.append(Tie(self.players[i], plans, where, min(worths) < max(worths)))
        return tuple(sorted(found, key=lambda tie: not tie.decides)[:MOST_TIES])

    def details(self) -> dict[str, Any]:
        """The leader, its best plans with ties for and against it, and everything that the others may answer."""
        lead = self.leadership
        return {
            "method": "every plan of the leader, every answer of the others",
            "leader": self.leader,
            "strong": {"value": lead.strong_value, "plans": [self._named(a) for a in lead.strong_actions]},
            "weak": {"value": lead.weak_value, "plans": [self._named(a) for a in lead.weak_actions]},
            "equilibria": [self._told(r) | {"component": None} for r in lead.solution],
            "answers": [self._told(r) for a in lead.strong_actions for r in lead.responses[a]],
        }

    def _told(self, response: Response) -> dict[str, Any]:
        return {
            "strategies": [s.tolist() for s in self._play(response)],
            "payoffs": response.payoffs.tolist(),
        }

    def _play(self, response: Response) -> tuple[FloatArray, ...]:
        return tuple(m.dense(n) for m, n in zip(response.profile, self.form.n_actions, strict=True))

    def _named(self, action: int) -> str:
        return self.leadership.actions[action]


def commit(game: Game, leader: str) -> Committed:
    """What a player does that commits first, and what the others answer.

    Raises:
        OpenraceError: the game has no such player.
    """
    require_game(game)
    form = game.normal_form()
    return Committed(game, lead_normal_form(form, player_index(form.players, leader)), form)
