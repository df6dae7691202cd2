"""Announcement: one lab commits to its plan first, for all to see, and the others answer (Stackelberg)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.concepts.concept import Answered, Concept
from openrace.concepts.equilibria import CellFlag, EquilibriumSets, of_profiles
from openrace.concepts.expectations import expectations
from openrace.concepts.reaction import player_index
from solver.game.normal_form import NormalForm
from solver.game.profile import deviation_gains
from solver.game.solution import Status, StatusCode
from solver.staged.leadership import Leadership, lead_normal_form


@dataclass(frozen=True, eq=False)
class Announced(Answered):
    """A game in which one lab commits first, and what the others answer.

    The set holds every plan that is best for the leader when ties are decided in its favour (strong) or against it
    (weak), with the answers that make it so.

    Attributes:
        game: what was solved.
        leadership: the leader's plans and the others' answers.
        normal_form: the normal form behind it.
        concept: what labs know and can do.
    """

    game: Game
    leadership: Leadership
    normal_form: NormalForm
    concept: Concept = Concept.ANNOUNCEMENT

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
    def found(self) -> EquilibriumSets:
        """The set of equilibria, for expectations; products, as the leader's plan is pure and followers do not meet."""
        flags = CellFlag.COMPLETE if self.complete else CellFlag(0)
        return of_profiles(self.plays, self.form.n_actions, flags)

    @property
    def payoffs(self) -> FloatArray:
        """``(E, N)`` payoffs."""
        return expectations(self.found, self.form.payoffs[:, None])

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

    def details(self) -> dict[str, Any]:
        """The leader, its best plans with ties for and against it, and what the others answer."""
        lead = self.leadership
        return {
            "method": "every plan of the leader, every answer of the others",
            "leader": self.leader,
            "strong": {"value": lead.strong_value, "plans": [lead.actions[a] for a in lead.strong_actions]},
            "weak": {"value": lead.weak_value, "plans": [lead.actions[a] for a in lead.weak_actions]},
            "equilibria": [
                {"strategies": [s.tolist() for s in play], "payoffs": pays.tolist(), "component": None}
                for play, pays in zip(self.plays, self.payoffs, strict=True)
            ],
        }


def announce(game: Game, leader: str) -> Announced:
    """What a player does that commits first, and what the others answer.

    Raises:
        OpenraceError: the game has no such player.
    """
    form = game.normal_form()
    return Announced(game, lead_normal_form(form, player_index(form, leader)), form)
