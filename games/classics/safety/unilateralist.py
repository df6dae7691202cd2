"""The unilateralist's curse: Bostrom, Douglas and Sandberg 2016.

``n`` agents with the same aims each see the value ``v`` of an act with an error, normal with standard deviation
``sigma``, and may act; one is enough. If each acts when what it sees is above ``tau``, the act happens with
probability ``1 - Phi((tau - v) / sigma)^n``. With a prior ``v ~ N(0, omega^2)`` the best common ``tau`` is an
equilibrium of the game in which everybody chooses its own: it rises with ``n``. Ours beside theirs: all letters are
the same.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.parts.part import Finite, FloatArray, Positive, Unit
from solver.continuous import ContinuousEquilibrium, ContinuousGame, solve_continuous

NODES = 6
"""Values of the act in each panel of the expectation over the prior."""
REACH = (14.0, 9.0)
"""Values beyond so many errors, where acting is sure, or so many priors do not matter for the threshold."""
MOST = 12.0
"""Errors beyond this many standard deviations do not happen."""


class Unilateralist(Classic):
    """Agents of one aim, any of whom can act alone."""

    name = "unilateralist"
    source = "Bostrom, Douglas and Sandberg 2016, Social Epistemology 30"
    concept = "Nash equilibrium of agents with one aim"
    published: ClassVar[tuple[Published, ...]] = (
        Published("chance", 0.578430, 1e-6, "section 2: 1 - Phi(-v / sigma)^n", formula=True),
        Published("threshold", 0.0, 1e-7, "one agent acts on what it expects", {"agents": 1}, formula=True),
    )
    asked = (Asked("risk", "chance_at_threshold"),)

    agents: Annotated[int, Field(ge=1, le=1000), Unit("agents")] = 5
    """How many agents can act, ``n``."""
    value: Annotated[Finite, Unit("utility")] = -1.0
    """What the act is worth, ``v``."""
    error: Annotated[Positive, Unit("utility")] = 1.0
    """Standard deviation of the error, ``sigma``."""
    prior: Annotated[Positive, Unit("utility")] = 1.0
    """Standard deviation of the prior, ``omega``."""

    def equilibrium(self) -> ContinuousEquilibrium:
        """The common threshold."""
        from scipy.special import ndtr

        n, error, prior = self.agents, self.error, self.prior
        reach = min(REACH[0] * error, REACH[1] * prior)
        edges = np.linspace(-reach, reach, int(np.ceil(4 * reach / min(error, prior))) + 1)
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        half = (edges[1:] - edges[:-1])[:, None] / 2
        values = ((edges[1:] + edges[:-1])[:, None] / 2 + half * nodes).reshape(-1, 1)
        share = (half * weights).reshape(-1, 1) * np.exp(-((values / prior) ** 2) / 2) / (prior * np.sqrt(2 * np.pi))

        def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
            one, others = (ndtr((taus.reshape(1, -1) - values) / error) for taus in (own, other))
            acts = 1 - one * others ** (n - 1)
            return np.asarray((share * values * acts).sum(axis=0).reshape(own.shape[1:]))

        found = solve_continuous(ContinuousGame.symmetric(payoff, [-6 * error], [6 * error])).equilibria
        # Where all others act whatever they see, no threshold of one's own matters: a worse equilibrium.
        return max(found, key=lambda e: float(e.payoffs[0]))

    @quantity("probability that somebody acts, if each does when the act looks good")
    def chance(self) -> Found:
        """From the density of the largest error."""
        from scipy.integrate import quad
        from scipy.special import ndtr

        n, least = self.agents, -self.value / self.error

        def density(error: float) -> float:
            return float(n * ndtr(error) ** (n - 1) * np.exp(-(error**2) / 2) / np.sqrt(2 * np.pi))

        value, error = quad(density, min(max(least, -MOST), MOST), MOST, epsabs=1e-12)
        formula = 1 - float(ndtr(least)) ** n
        return Found(value, "integral over the largest of the errors", max(error, 1e-12), formula)

    def readings(self) -> tuple[Found, ...]:
        """The common threshold, and the chance that somebody acts at it, by grid zoom."""
        from scipy.special import ndtr

        found = self.equilibrium()
        threshold = float(found.point[0])
        each = float(ndtr((threshold - self.value) / self.error))
        formula = 0.0 if self.agents == 1 else None
        return Found(threshold, found.how, found.radius + 1e-7, formula), Found(1 - each**self.agents, found.how, 1e-7)

    threshold = reading("threshold of what each sees above which it acts, in equilibrium", 0)
    chance_at_threshold = reading("probability that somebody acts at the value stated, in equilibrium", 1)

    def changes(self, x: float) -> Changes:
        """Twice as many agents can act per ``x``; or each sees with a tenth less error."""
        return {
            Channel.HAZARD: {"agents": round(self.agents * 2**x)},
            Channel.STATUS_QUO: {"error": self.error * (1 - 0.1 * x)},
        }
