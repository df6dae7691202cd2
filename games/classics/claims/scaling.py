"""How many uses to allow when each is worth a little and any one may ruin everything: the second post.

``K`` uses are worth ``A K^d kept(K) - B losses(K)``; how the danger grows with ``K`` is a ``Risk``
(``games.risk.ways``). By default each use goes wrong with probability ``p``, which ends all benefits:
``A K^d q^K - B (1 - q^K)``, ``q = 1 - p``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from games.classics.payoff_game import PayoffGame
from games.parts.part import NonNegative, Positive, Probability, Unit
from games.risk.ways import AnyRisk, Independent
from solver.game.normal_form import NormalForm


class ScalingGame(PayoffGame):
    """How many uses to allow when each is worth a little and any one may ruin everything."""

    kind: Literal["scaling"] = "scaling"
    """What sort of game this is."""
    name: str = "scaling"
    summary: str = "one releaser chooses the number of uses K; each is worth A unless one of them ruins everything"
    A: Annotated[NonNegative, Unit("utility")] = 2.0
    """Worth of one use, if nothing goes wrong."""
    B: Annotated[NonNegative, Unit("utility")] = 100.0
    """Loss if anything goes wrong; all benefits are lost with it."""
    p: Annotated[Probability, Unit("per use")] = 0.01
    """Chance that one use ruins everything, unless a risk of another kind is stated."""
    K_max: Annotated[int, Field(ge=0, le=100_000), Unit("uses")] = 200
    """Largest number of uses considered."""
    K_min: Annotated[int, Field(ge=0, le=100_000), Unit("uses")] = 0
    """Smallest number of uses considered: those that there are in any case."""
    exponent: Annotated[Positive, Unit("power")] = 1.0
    """Power d with which benefits grow."""
    reversed: bool = False
    """Whether uses do harm, and enough of them great good: all signs the other way round."""
    risk: AnyRisk | None = None
    """How the danger grows with the number of uses; left out, each ruins everything with chance p."""

    @model_validator(mode="after")
    def _ordered(self) -> ScalingGame:
        if self.K_min > self.K_max:
            raise ValueError(f"K_min is {self.K_min}, above K_max, which is {self.K_max}")
        return self

    def normal_form(self) -> NormalForm:
        """Worth of every number of uses from K_min to K_max. Actions are labelled by K."""
        count = np.arange(self.K_min, self.K_max + 1)
        uses = count.astype(np.float64)
        risk = Independent.model_construct(p=self.p) if self.risk is None else self.risk
        value = self.A * uses**self.exponent * risk.kept(uses) - self.B * risk.losses(uses)
        worth = (-value if self.reversed else value)[None]
        labels = tuple(str(k) for k in count)
        return NormalForm.from_payoffs(worth, players=("releaser",), actions=(labels,), title=self.name)
