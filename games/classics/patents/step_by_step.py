"""Competition and innovation, an inverted U: Aghion, Bloom, Blundell, Griffith and Howitt 2005.

An industry is *level*, both firms at one step, or *unlevel*, one a step ahead. A leader earns ``pi``, a laggard
nothing, level firms ``(1 - D) pi`` each, where ``D``, from 1/2 to 1, is competition. A firm pays ``n^2 / 2`` to
innovate at rate ``n``; a laggard is helped by imitation at rate ``h``; a leader cannot get further ahead. The concept
is Markov perfection, with values ``V1``, ``V-1``, ``V0``: ``n0 = V1 - V0`` and ``n = V0 - V-1``. Closed form as ``r``
goes to 0: ``n0 = -h + sqrt(h^2 + 2 D pi)``, ``n = -(h + n0) + sqrt(h^2 + n0^2 + 2 pi)``; innovations per unit of time
are ``4 n0 (n + h) / (2 n0 + n + h)``. Letters are the paper's, except ``D`` for Delta.
"""

from __future__ import annotations

from math import sqrt
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.parts.part import NonNegative, Positive, Unit
from solver.common.arrays import FloatArray
from solver.common.errors import SolverError
from solver.decision.choice import choose
from solver.decision.decision import Decision

SMALL = 1e-7
"""Discount rate that stands for ``r`` going to 0, in units of the leader's profit's square root."""


class Aghion(Classic):
    """Step-by-step innovation."""

    name = "aghion"
    source = "Aghion, Bloom, Blundell, Griffith and Howitt 2005, Quarterly Journal of Economics 120"
    concept = "Markov-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("level_effort", sqrt(2) - 0.5, 1e-5, "equation (8)", {"competition": 0.875}, formula=True),
        Published("laggard_effort", 0.342427, 1e-5, "equation (9)", {"competition": 0.875}, formula=True),
        Published("level_effort", 1.0, 1e-5, "equation (8): level firms try harder where competition is harder",
                  {"imitation": 0.0, "competition": 0.5}, formula=True),
    )  # fmt: skip
    asked = (Asked("effort", "innovation"),)

    profit: Annotated[Positive, Unit("money per unit of time")] = 1.0
    """What a leader earns, ``pi``."""
    competition: Annotated[float, Field(ge=0.5, le=1), Unit("")] = 0.75
    """Competition ``D`` between level firms."""
    imitation: Annotated[NonNegative, Unit("per unit of time")] = 0.5
    """Rate ``h`` at which a laggard catches up without effort."""

    def values(self) -> FloatArray:
        """``V1``, ``V0``, ``V-1`` above the laggard's, at a small discount rate.

        Raises:
            SolverError: the Bellman equations were not solved.
        """
        from scipy.optimize import root

        pi, h, r = self.profit, self.imitation, SMALL * sqrt(self.profit)

        def residual(z: FloatArray) -> FloatArray:
            level, behind, base = z  # V1 - V0, V0 - V-1, r V-1
            n0, n = max(level, 0.0), max(behind, 0.0)
            ahead = pi - (n + h) * level
            alike = (1 - self.competition) * pi + n0 * level - n0 * behind - n0 * n0 / 2
            last = (n + h) * behind - n * n / 2
            return np.array([ahead - base - r * (level + behind), alike - base - r * behind, last - base])

        unit = sqrt(pi)
        found = root(residual, np.array([unit, unit, pi / 2]), tol=1e-14)
        if not np.abs(residual(found.x)).max() < 1e-9 * pi:
            raise SolverError("the Bellman equations of the industry were not solved")
        return np.asarray(found.x, dtype=np.float64)

    def formula(self) -> tuple[float, float]:
        """Efforts of a level firm and of a laggard as ``r`` goes to 0."""
        h, pi = self.imitation, self.profit
        n0 = -h + sqrt(h * h + 2 * self.competition * pi)
        return n0, -(h + n0) + sqrt(h * h + n0 * n0 + 2 * pi)

    def readings(self) -> tuple[Found, ...]:
        """Both efforts, and innovation in the long run over level and unlevel times, by the Bellman equations."""
        level, behind = (float(v) for v in self.values()[:2])
        formula = self.formula()
        pairs = zip((level, behind, self._rate(level, behind)), (*formula, self._rate(*formula)), strict=True)
        how = f"root of the Bellman equations at r = {SMALL:g}"
        return tuple(Found(value, how, 1e-5 * sqrt(self.profit), closed) for value, closed in pairs)

    level_effort = reading("effort of a level firm, innovations per unit of time", 0)
    laggard_effort = reading("effort of a laggard, innovations per unit of time", 1)
    innovation = reading("innovations of the industry per unit of time", 2)

    @quantity("competition at which there is most innovation")
    def peak(self) -> Found:
        """By the decision solver over competition; inside the interval there is an inverted U."""

        def innovation(competition: FloatArray) -> FloatArray:
            models = (self.model_copy(update={"competition": float(d)}) for d in competition)
            return np.array([m._rate(*(float(v) for v in m.values()[:2])) for m in models])

        best = choose(Decision(innovation, 0.5, 1.0), points=33).leader
        return Found(best, "decision solver over Markov-perfect equilibria", 1e-3)

    def _rate(self, level: float, behind: float) -> float:
        catch = behind + self.imitation
        return 4 * level * catch / (2 * level + catch) if level + catch > 0 else 0.0

    def changes(self, x: float) -> Changes:
        """Laggards imitate at a rate higher by ``0.1 x``; leaders earn a tenth less; competition is harder."""
        return {
            Channel.HAZARD: {"imitation": self.imitation + 0.1 * x},
            Channel.WIN: {"profit": self.profit * (1 - 0.1 * x)},
            Channel.STATUS_QUO: {"competition": min(1.0, self.competition + 0.05 * x)},
        }
