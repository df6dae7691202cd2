"""What it is worth to move first and be seen: Conitzer and Sandholm 2006; Bagwell 1995; van Damme and Hurkens 1997.

A leader who is seen for sure gets the best of what followers answer to. Where the follower sees the leader's action
wrongly with a small chance, the only pure equilibrium is that of moving at once (Bagwell), and a mixed one is near to
leading (van Damme and Hurkens).

*An open model of quality x appears* in Bagwell's game as what everybody can look into: the leader is seen better.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, quantity
from games.classics.play.finite import PURE, FiniteClassic, chance, payoff
from games.parts.part import FloatArray, Unit
from solver.game.normal_form import NormalForm
from solver.two_player.mixed_commitment import commit_mixed


def committed(own: FloatArray, other: FloatArray) -> Found:
    """The best action of a leader by the follower's best reply to each; of replies that tie, the leader's best."""
    best = np.where(other == other.max(axis=1, keepdims=True), own, -np.inf).max()
    return Found(float(best), "best replies to every pure action", 1e-15)


class ConitzerSandholm(FiniteClassic):
    """What committing to a pure action, or to a mixed one, is worth."""

    name = "conitzer-sandholm"
    source = "Conitzer and Sandholm 2006, Electronic Commerce 7"
    concept = "commitment"
    published: ClassVar[tuple[Published, ...]] = (
        Published("at_once", 2.0, 1e-12, "section 1: without commitment the first player gets 2"),
        Published("pure", 3.0, 1e-12, "section 1: committing to the dominated action it gets 3"),
        Published("mixed", 3.5, 1e-9, "section 1: committing to half and half it gets 3.5"),
    )

    def strategic(self) -> NormalForm:
        """The normal form."""
        return NormalForm.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]])

    at_once = payoff("what the first player gets without commitment", 0)

    @quantity("what the first player gets by committing to a pure action")
    def pure(self) -> Found:
        """The best action by the follower's best reply to each."""
        return committed(*self.strategic().payoffs)

    @quantity("what the first player gets by committing to a mixed action")
    def mixed(self) -> Found:
        """By one linear program per answer."""
        return Found(float(commit_mixed(self.strategic()).payoffs[0]), "one linear program per answer", 1e-9)


LEADER, FOLLOWER = np.array([[5.0, 3.0], [6.0, 4.0]]), np.array([[2.0, 1.0], [3.0, 4.0]])
"""Payoffs at (leader's, follower's) actions: the first of both is what a leader who is seen brings about."""


class Bagwell(FiniteClassic):
    """A leader's action is seen wrongly with chance ``noise``, and the first-mover advantage is gone."""

    name = "bagwell"
    source = "Bagwell 1995, Games and Economic Behavior 8"
    published: ClassVar[tuple[Published, ...]] = (
        Published("pure_equilibria", 1.0, 0.0, "with any noise there is one pure equilibrium"),
        Published("in_pure", 4.0, 1e-12, "in which the leader gets 4, as if nobody saw it"),
        Published("seen_for_sure", 5.0, 1e-12, "without noise the leader gets 5"),
    )
    asked = (Asked("effort", "leads"),)

    noise: Annotated[float, Field(gt=0, lt=0.25), Unit("probability")] = 0.1
    """Chance that the follower sees the other action; above a quarter it is too high for leading to pay."""

    def strategic(self) -> NormalForm:
        """The follower's plans: what to do at either signal; the first signal's answer changes last."""
        sees = np.array([[1 - self.noise, self.noise], [self.noise, 1 - self.noise]])
        plans = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
        first, second = (np.einsum("as,aps->ap", sees, table[:, plans]) for table in (LEADER, FOLLOWER))
        return NormalForm.from_bimatrix(first, second)

    in_pure = payoff("what the leader gets in the pure equilibrium", 0, PURE)
    best = payoff("what the leader gets in its best equilibrium", 0, formula=lambda m: 5 - m.noise / (1 - 2 * m.noise))
    leads = chance(
        "probability of the leader's first action, in the equilibrium where it is highest",
        0,
        0,
        formula=lambda m: 1 - m.noise,
    )

    @quantity("what a leader gets who is seen for sure")
    def seen_for_sure(self) -> Found:
        """The best action by the follower's best reply to each."""
        return committed(LEADER, FOLLOWER)

    def changes(self, x: float) -> Changes:
        """What the leader does is seen wrongly half as often per ``x``."""
        return {Channel.HAZARD: {"noise": self.noise * 0.5**x}}


class VanDammeHurkens(Bagwell):
    """The mixed equilibrium that is near to leading while the noise is small."""

    name = "van-damme-hurkens"
    source = "van Damme and Hurkens 1997, Games and Economic Behavior 21"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 3.0, 0.0, "Bagwell's example: a pure equilibrium and two mixed ones"),
        Published("leads", 0.99, 1e-12, "the first action with probability 1 - noise", {"noise": 0.01}, formula=True),
        Published("best", 4.98979592, 1e-8, "near to 5 where the noise is small", {"noise": 0.01}, formula=True),
    )
