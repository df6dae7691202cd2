"""Fine-tuning by bargaining: Laufer, Kleinberg and Heidari 2023; and partial openness after Mladenovic and others 2026.

*Fine-tuning*: a generalist brings a model to performance ``p0`` at cost ``c0 p0^2``, a specialist brings it on to
``p1`` at cost ``c1 (p1 - p0)^2``, and the revenue ``p1`` is shared, ``d`` of it for the generalist. Subgame
perfection: ``p0 = d / (2 c0)``, ``p1 = p0 + (1 - d) / (2 c1)``. The share is bargained before: Nash's solution
maximises the product of both gains. Letters are the paper's, except ``d`` for delta and ``p`` for alpha.

*Partial openness* (stated from the abstract of arXiv 2604.16227, whose model was not at hand): in a race for one
prize each lab spends effort and opens a share ``o`` of its model, which adds ``s o`` of its effort to what every
rival can use and earns it ``v o - o^2 / 2`` in adoption. The abstract says that pure equilibria of the continuous
version exist. With ``n`` labs, a prize ``V``, effort at cost ``c`` and ``k = s (n - 1)``, the symmetric one with the
most effort has ``o = 0`` if ``v <= w = V k / n^2``, else ``(v - o)(1 + k o) = w`` or ``o = 1`` if that is beyond it,
and the effort ``V (n - 1) (1 - s o) / (n^2 c (1 + k o))``.
"""

from __future__ import annotations

from math import sqrt
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.classics.numbers import NumbersClassic
from games.parts.part import FloatArray, NonNegative, Positive, Probability, Unit
from solver.continuous import ContinuousEquilibrium, ContinuousGame
from solver.decision.choice import choose
from solver.decision.decision import Decision

INNER = 65
"""Points at which the second mover's choice is looked for, within the first one's."""


class Laufer(Classic):
    """A generalist, a specialist, and their bargain."""

    name = "laufer"
    source = "Laufer, Kleinberg and Heidari 2023, arXiv 2308.04399"
    concept = "subgame-perfect equilibrium; Nash bargaining"
    published: ClassVar[tuple[Published, ...]] = (
        Published("general", 0.25, 1e-7, "quadratic costs: delta / (2 c0)", formula=True),
        Published("specialised", 0.5, 1e-7, "quadratic costs: plus (1 - delta) / (2 c1)", formula=True),
        Published("bargained", 0.5, 1e-6, "Nash bargaining at equal costs", formula=True),
    )
    asked = (Asked("effort", "general"),)

    share: Annotated[Probability, Unit("share of revenue")] = 0.5
    """Generalist's share of the revenue, delta."""
    general_cost: Annotated[Positive, Unit("money per performance squared")] = 1.0
    """Cost of general performance, ``c0``."""
    special_cost: Annotated[Positive, Unit("money per performance squared")] = 1.0
    """Cost of fine-tuning, ``c1``."""
    revenue: Annotated[Positive, Unit("money per performance")] = 1.0
    """Revenue of a unit of performance."""
    free: Annotated[NonNegative, Unit("performance")] = 0.0
    """Performance from which the generalist may start at no cost."""

    def added(self, share: float) -> float:
        """Performance that the specialist adds at a share of the revenue for the generalist."""

        def gain(p: FloatArray) -> FloatArray:
            return np.asarray((1 - share) * self.revenue * p - self.special_cost * p**2)

        return choose(Decision(gain, 0.0, 2 * self.revenue / self.special_cost), INNER).leader

    def brought(self, share: float) -> float:
        """Performance that the generalist brings the model to, foreseeing what is added."""
        more = self.added(share)

        def gain(p: FloatArray) -> FloatArray:
            return np.asarray(
                share * self.revenue * (p + more) - self.general_cost * np.maximum(0.0, p - self.free) ** 2
            )

        return choose(Decision(gain, 0.0, self.free + 2 * self.revenue / self.general_cost), INNER).leader

    def readings(self) -> tuple[Found, ...]:
        """Performance of both models, by nested decisions."""
        how, general = "decision solver, nested", self.brought(self.share)
        formula = self.free + self.share * self.revenue / (2 * self.general_cost)
        more = (1 - self.share) * self.revenue / (2 * self.special_cost)
        return (
            Found(general, how, 1e-7, formula),
            Found(general + self.added(self.share), how, 1e-7, formula + more),
        )

    general = reading("performance of the general model", 0)
    specialised = reading("performance of the specialised model", 1)

    def gains(self, share: float) -> tuple[float, float]:
        """What both get at a share."""
        p0, more = self.brought(share), self.added(share)
        general = share * self.revenue * (p0 + more) - self.general_cost * max(0.0, p0 - self.free) ** 2
        return general, (1 - share) * self.revenue * (p0 + more) - self.special_cost * more**2

    @quantity("generalist's share in Nash bargaining")
    def bargained(self) -> Found:
        """The share at which the product of gains is largest."""

        def product(shares: FloatArray) -> FloatArray:
            gains = [self.gains(float(d)) for d in shares]
            return np.array([a * b for a, b in gains])

        best = choose(Decision(product, 0.0, 1.0), points=33).leader
        return Found(best, "decision solver over nested decisions", 1e-6)

    def changes(self, x: float) -> Changes:
        """The generalist starts from performance ``0.1 x``; revenue is a tenth less; fine-tuning costs a tenth less."""
        return {
            Channel.STATUS_QUO: {"free": self.free + 0.1 * x},
            Channel.WIN: {"revenue": self.revenue * (1 - 0.1 * x)},
            Channel.COST: {"general_cost": self.general_cost * (1 - 0.1 * x)},
        }


class PartialOpenness(NumbersClassic):
    """How open, as a continuous choice beside effort."""

    name = "partial-openness"
    source = "after the abstract of Mladenovic, Courville and Gidel 2026, arXiv 2604.16227"
    concept = "Nash equilibrium in efforts and openness"
    # Living on what others open may be better than effort.
    may_fail = "lower spillover or the number of labs, or raise adoption"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 1.0, 0.0, "abstract: pure equilibria exist in the continuous version"),
    )
    asked = (Asked("effort", "effort"),)
    counted = "labs"

    labs: Annotated[int, Field(ge=2, le=20), Unit("labs")] = 2
    """How many labs race."""
    prize: Annotated[Positive, Unit("money")] = 1.0
    """What the winner gets."""
    spillover: Annotated[Probability, Unit("share")] = 0.5
    """Share of an open model's effort that a rival can use, ``s``."""
    adoption: Annotated[NonNegative, Unit("money")] = 0.2
    """What opening earns in adoption, ``v``."""
    cost: Annotated[Positive, Unit("money per effort")] = 1.0
    """Cost of a unit of effort."""

    def choices(self) -> ContinuousGame:
        """Effort and openness of labs that are alike."""
        rivals, s = self.labs - 1, self.spillover

        def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
            (mine, opens), (theirs, they_open) = own, other
            use = mine + s * rivals * they_open * theirs
            against = theirs + s * (opens * mine + (rivals - 1) * they_open * theirs)
            won = self.prize * use / (use + rivals * against)
            return np.asarray(won - self.cost * mine + self.adoption * opens - opens**2 / 2)

        most = self.prize / self.cost
        return ContinuousGame.symmetric(payoff, [1e-6 * most, 0.0], [most, 1.0])

    def formula(self) -> tuple[float, float]:
        """Effort and openness in closed form."""
        n, s, v = self.labs, self.spillover, self.adoption
        k = s * (n - 1)
        w = self.prize * k / n**2
        if v <= w:
            o = 0.0
        elif k == 0:
            o = min(1.0, v)
        else:
            o = min(1.0, (k * v - 1 + sqrt((k * v - 1) ** 2 + 4 * k * (v - w))) / (2 * k))
        return self.prize * (n - 1) * (1 - s * o) / (n**2 * self.cost * (1 + k * o)), o

    @quantity("symmetric equilibria in pure choices")
    def equilibria(self) -> Found:
        """By grid zoom over both choices."""
        found = self.solution().equilibria
        how = found[0].how if found else "grid zoom: every profile that it ends at is left by somebody"
        return Found(float(len(found)), how, 0.0)

    def equilibrium(self) -> ContinuousEquilibrium:
        """The equilibrium with the most effort."""
        return self.some().equilibria[-1]

    def readings(self) -> tuple[Found, ...]:
        """Effort and openness, by grid zoom over both choices."""
        best, most, (effort, opens) = self.equilibrium(), self.prize / self.cost, self.formula()
        return (
            Found(float(best.point[0]), best.how, best.radius + 1e-8 * most, effort),
            Found(float(best.point[1]), best.how, best.radius + 1e-8, opens),
        )

    effort = reading("effort of each lab", 0)
    openness = reading("share that each lab opens", 1)

    def changes(self, x: float) -> Changes:
        """The prize falls by a tenth per ``x``; open models are easier to use; effort costs a tenth less."""
        return {
            Channel.WIN: {"prize": self.prize * (1 - 0.1 * x)},
            Channel.LOSE: {"spillover": self.spillover + 0.1 * x * (1 - self.spillover)},
            Channel.COST: {"cost": self.cost * (1 - 0.1 * x)},
        }
