"""Games that are no release race: published classics under a name, and one decision maker who chooses a scale."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field

from games.classics.adoption.flows import Adoption
from games.classics.contests.attrition import Attrition
from games.classics.play.travelers_dilemma import TravelersDilemma
from games.classics.pricing.bertrand import Bertrand
from games.parts.game import Game
from games.parts.metric import Metric, Sense
from games.parts.part import NonNegative, Probability, Unit
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
        """Whole prices stand for a continuum of prices."""
        return 1.0


class TravelersDilemmaGame(TravelersDilemma, PayoffGame):
    """The Traveler's Dilemma."""

    kind: Literal["travelers-dilemma"] = "travelers-dilemma"
    """What sort of game this is."""
    name: str = "travelers-dilemma"
    """Name under which it is catalogued."""
    summary: str = "two claims, the lower one is paid, and the lower claimant gets a reward"
    """What it is about, in one sentence."""


class ScalingGame(PayoffGame):
    """How many uses to allow when each is worth a little and any one may ruin everything."""

    kind: Literal["scaling"] = "scaling"
    """What sort of game this is."""
    name: str = "scaling"
    """Name under which it is catalogued."""
    summary: str = "one releaser chooses the number of uses K; each is worth A unless one of them ruins everything"
    """What it is about, in one sentence."""
    A: Annotated[NonNegative, Unit("utility")] = 2.0
    """Worth of one use, if nothing goes wrong."""
    B: Annotated[NonNegative, Unit("utility")] = 100.0
    """Loss if anything goes wrong; all benefits are lost with it."""
    p: Annotated[Probability, Unit("per use")] = 0.01
    """Chance that one use ruins everything."""
    K_max: Annotated[int, Field(ge=1, le=100_000), Unit("uses")] = 200
    """Largest number of uses considered."""

    def build(self) -> NormalForm:
        """``EV(K) = K A q^K - B (1 - q^K)``, ``q = 1 - p``, for K = 0 to K_max. Actions are labelled by K."""
        uses = np.arange(self.K_max + 1)
        good = (1.0 - self.p) ** uses
        value = uses * self.A * good - self.B * (1.0 - good)
        labels = tuple(str(k) for k in uses)
        return NormalForm.from_payoffs(value[None], players=("releaser",), actions=(labels,), title=self.name)
