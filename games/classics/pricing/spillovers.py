"""Cost-reducing research with spillovers, alone and together: d'Aspremont and Jacquemin 1988.

Two firms spend ``gamma x^2 / 2`` on research, which lowers the own unit cost ``A`` by ``x`` and the other's by ``beta
x``, and then choose quantities at the price ``a - b (q + q')``. The concept is subgame perfection: quantities of the
second stage are the Cournot ones, so profits are ``(a - A + (2 - beta) x + (2 beta - 1) x')^2 / (9 b) - gamma x^2 /
2``. Closed forms: alone ``(a - A) (2 - beta) / (4.5 b gamma - (2 - beta)(1 + beta))``, together ``(a - A) (1 + beta)
/ (4.5 b gamma - (1 + beta)^2)``. Ours beside theirs: all letters are the same.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np

from games.classics.model import Asked, Changes, Channel, Found, Published, quantity
from games.classics.numbers import NumbersClassic
from games.parts.part import FloatArray, NonNegative, Positive, Probability, Unit
from solver.continuous import ContinuousGame
from solver.decision.choice import choose
from solver.decision.decision import Decision


class AspremontJacquemin(NumbersClassic):
    """Research alone and together."""

    name = "aspremont-jacquemin"
    source = "d'Aspremont and Jacquemin 1988, American Economic Review 78"
    concept = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("alone", 1 / 3, 1e-7, "equation (4)", {"beta": 0.5, "gamma": 1.5}, formula=True),
        Published("together", 1 / 3, 1e-7, "equation (9): as alone at beta = 1/2", {"beta": 0.5, "gamma": 1.5},
                  formula=True),
        Published("alone", 2 / 7, 1e-7, "equation (4) without spillovers", formula=True),
        Published("together", 1 / 8, 1e-7, "equation (9) without spillovers", formula=True),
    )  # fmt: skip
    asked = (Asked("effort", "alone"),)

    intercept: Annotated[Positive, Unit("money per unit")] = 2.0
    """Price at which nothing is sold, ``a``."""
    cost: Annotated[NonNegative, Unit("money per unit")] = 1.0
    """Unit cost without research, ``A``."""
    slope: Annotated[Positive, Unit("money per unit squared")] = 1.0
    """By how much a unit more lowers the price, ``b``."""
    beta: Annotated[Probability, Unit("share")] = 0.0
    """Spillover."""
    gamma: Annotated[Positive, Unit("money per research squared")] = 2.0
    """Coefficient of the cost of research."""

    def profit(self, own: FloatArray, other: FloatArray) -> FloatArray:
        """Profit at both firms' research."""
        margin = self.intercept - self.cost + (2 - self.beta) * own + (2 * self.beta - 1) * other
        return np.maximum(margin, 0.0) ** 2 / (9 * self.slope) - self.gamma * own**2 / 2

    def choices(self) -> ContinuousGame:
        """Research of each firm alone."""
        return ContinuousGame.symmetric(lambda own, other: self.profit(own[0], other[0]), [0.0], [self.cost])

    def _closed(self, own: float, bends: float) -> float:
        """Research in closed form, up to the unit cost: nothing more is left to lower."""
        gain, rises = max(0.0, self.intercept - self.cost) * own, 4.5 * self.slope * self.gamma - bends
        return min(gain / rises, self.cost) if rises > 0 else self.cost * (gain > 0)

    @quantity("research of each firm alone")
    def alone(self) -> Found:
        """By grid zoom."""
        b = 2 - self.beta
        formula = self._closed(b, b * (1 + self.beta))
        found = self.equilibrium()
        return Found(float(found.point[0]), found.how, found.radius + 1e-8, formula)

    @quantity("research of each firm when they choose it together")
    def together(self) -> Found:
        """By the decision solver."""
        b = 1 + self.beta
        formula = self._closed(b, b * b)
        best = choose(Decision(lambda x: self.profit(x, x), 0.0, self.cost)).leader
        return Found(best, "decision solver", 1e-8, formula)

    def changes(self, x: float) -> Changes:
        """The spillover rises by a tenth per ``x`` of what is missing to 1; the intercept falls by ``0.1 x``."""
        return {
            Channel.LOSE: {"beta": self.beta + 0.1 * x * (1 - self.beta)},
            Channel.ALL: {"intercept": self.intercept - 0.1 * x},
        }
