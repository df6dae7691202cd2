"""Published classics under a name: games that are no release race."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, Self

import numpy as np

from games.classics.adoption.flows import Adoption
from games.classics.contests.attrition import Attrition
from games.classics.play.travelers_dilemma import TravelersDilemma
from games.classics.pricing.bertrand import Bertrand
from games.parts.game import Game
from games.parts.metric import Metric, Sense
from solver.game.normal_form import NormalForm


class PayoffGame(Game):
    """A game whose only metrics are what its players get."""

    def build(self) -> NormalForm:
        """The payoff tensor."""
        raise NotImplementedError

    def normal_form(self) -> NormalForm:
        """The payoff tensor of the game."""
        return self.build()

    def metrics(self) -> tuple[Metric, ...]:
        """Each player's payoff."""
        game = self.build()
        return tuple(
            Metric(f"payoff.{player}", "money", Sense.LEVEL, game.payoffs[i]) for i, player in enumerate(game.players)
        )


class AttritionGame(Attrition, PayoffGame):
    """War of attrition: who concedes when."""

    kind: Literal["attrition"] = "attrition"
    """What sort of game this is."""
    name: str = "attrition"
    """Name under which it is catalogued."""
    summary: str = "two labs wait for the other to give up; conceding later costs more"
    """What it is about, in one sentence."""


class AdoptionGame(Adoption, PayoffGame):
    """Adoption of a technology that gets cheaper, dates fixed at the start."""

    kind: Literal["adoption"] = "adoption"
    """What sort of game this is."""
    name: str = "adoption"
    """Name under which it is catalogued."""
    summary: str = "two firms fix the date at which they adopt a technology that gets cheaper"
    """What it is about, in one sentence."""

    @property
    def grid_step(self) -> float | None:
        """Dates on the grid stand for a continuum of dates."""
        return self.step

    def refined(self, parts: int, free: int, kept: Sequence[Collection[str]]) -> Self:  # noqa: ARG002 - the contract
        """The game at a shorter step: both firms' dates, the old ones among them."""
        return self.model_copy(update={"step": self.step / parts})


class BertrandGame(Bertrand, PayoffGame):
    """Price competition on a grid of prices."""

    kind: Literal["bertrand"] = "bertrand"
    """What sort of game this is."""
    name: str = "bertrand"
    """Name under which it is catalogued."""
    summary: str = "two sellers of the same model undercut each other"
    """What it is about, in one sentence."""

    @property
    def grid_step(self) -> float | None:
        """Whole prices stand for a continuum of prices; a list of prices stands for itself."""
        return None if self.prices else 1.0

    def refined(self, parts: int, free: int, kept: Sequence[Collection[str]]) -> Self:  # noqa: ARG002 - the contract
        """The game with parts of whole prices too, for every firm."""
        prices = tuple(k / parts for k in range(self.highest_price * parts + 1))
        return self.model_copy(update={"prices": prices})

    def metrics(self) -> tuple[Metric, ...]:
        """What the customer pays, and each firm's payoff."""
        asked = np.array(np.broadcast_arrays(*np.ix_(*[np.array(self.listed())] * self.firms)))
        return Metric("price", "currency", Sense.LEVEL, asked.min(axis=0)), *super().metrics()


class TravelersDilemmaGame(TravelersDilemma, PayoffGame):
    """The Traveler's Dilemma."""

    kind: Literal["travelers-dilemma"] = "travelers-dilemma"
    """What sort of game this is."""
    name: str = "travelers-dilemma"
    """Name under which it is catalogued."""
    summary: str = "two claims, the lower one is paid, and the lower claimant gets a reward"
    """What it is about, in one sentence."""

    def metrics(self) -> tuple[Metric, ...]:
        """The lower of the two claims, and each traveler's payoff."""
        claims = np.arange(self.low, self.high + 1, dtype=np.float64)
        lower = np.minimum(claims[:, None], claims[None, :])
        return Metric("claim", "currency", Sense.LEVEL, lower), *super().metrics()
