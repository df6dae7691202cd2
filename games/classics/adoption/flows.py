"""Adoption of a technology that gets cheaper: Reinganum 1981, and Fudenberg and Tirole 1985 (Rev. Econ. Stud. 52).

Two firms earn flows ``p00`` (nobody adopted), ``p10`` (I alone), ``p01`` (the rival alone) and ``p11`` (both), for
ever, at discount rate ``r``. Adopting at ``T`` costs ``c(T) = K e^{-(r+a) T}`` in present value: the price falls at
rate ``a``. ``games.classics.adoption.adoption_game`` is the game on a grid of dates, and
``games.classics.adoption.dates`` has the dates in continuous time.

Optionally the first adoption, at ``T``, brings ruin worth ``-h0 e^{-(r+g) T}``: to both, or (its private part) to the
first adopter alone. What both bear changes payoffs and not who is willing to pre-empt whom.
"""

from __future__ import annotations

from math import inf, log
from typing import Annotated

import numpy as np

from games.classics.roots import root
from games.parts.part import Finite, FloatArray, NonNegative, Part, Positive, Probability, Unit

FAR = 60.0
"""Dates beyond this many times ``1 / min(r, a)`` are worth less than rounding error."""


class AdoptionFlows(Part):
    """What adopting earns and costs; shared by the game on a grid and the dates in continuous time."""

    p00: Annotated[Finite, Unit("money per unit of time")] = 0.0
    """Flow while nobody has adopted."""
    p10: Annotated[Finite, Unit("money per unit of time")] = 4.0
    """Flow of a firm that alone has adopted."""
    p01: Annotated[Finite, Unit("money per unit of time")] = 0.0
    """Flow of a firm whose rival alone has adopted."""
    p11: Annotated[Finite, Unit("money per unit of time")] = 1.0
    """Flow once both have adopted."""
    K: Annotated[Positive, Unit("money")] = 40.0
    """Cost of adopting at date 0."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Continuous discount rate."""
    a: Annotated[Positive, Unit("per unit of time")] = 0.2
    """Rate at which the price of adopting falls."""
    ruin: Annotated[NonNegative, Unit("money")] = 0.0
    """Expected harm ``h0`` of a first adoption at date 0."""
    ruin_decline: Annotated[NonNegative, Unit("per unit of time")] = 0.0
    """Rate ``g`` at which that harm falls the later the first adoption comes."""
    ruin_private: Annotated[Probability, Unit("share of the harm")] = 0.0
    """Share of the harm that the first adopter bears alone; a rival who has not adopted then bears the rest."""

    def cost(self, date: FloatArray) -> FloatArray:
        """Present value ``c(T)`` of adopting at ``date``; 0 for never (``inf``)."""
        return np.asarray(self.K * np.exp(-(self.r + self.a) * date), dtype=np.float64)

    def harm_at(self, date: FloatArray) -> FloatArray:
        """Present value of the harm of a first adoption at ``date``."""
        return np.asarray(self.ruin * np.exp(-(self.r + self.ruin_decline) * date), dtype=np.float64)

    def status_quo(self) -> float:
        """Present value where nobody ever adopts."""
        return self.p00 / self.r

    def gain(self, own: FloatArray, rival: FloatArray) -> FloatArray:
        """Present value above the status quo; arguments as those of :meth:`payoff`.

        Late dates are worth little more than the status quo, and exact to the last places in this.
        """
        first, second = np.minimum(own, rival), np.maximum(own, rival)
        from_first, from_second = np.exp(-self.r * first) / self.r, np.exp(-self.r * second) / self.r
        between = np.where(own < rival, self.p10, self.p01) - self.p00
        flows = between * (from_first - from_second) + (self.p11 - self.p00) * from_second
        borne = np.where(own <= rival, 1.0, 1 - self.ruin_private)
        return np.asarray(flows - self.cost(own) - borne * self.harm_at(first), dtype=np.float64)

    def payoff(self, own: FloatArray, rival: FloatArray) -> FloatArray:
        """Present value of adopting at ``own`` when the rival does at ``rival`` (they broadcast; ``inf`` is never)."""
        return self.status_quo() + self.gain(own, rival)

    def follower_date(self) -> float:
        """``T2``: when the second adopts if it may choose freely; ``inf`` if it never pays, 0 if it pays at once."""
        if self.p11 <= self.p01:
            return inf
        return max(0.0, log(self.K * (self.r + self.a) / (self.p11 - self.p01)) / self.a)

    def leader_date(self) -> float:
        """``T1*``: the best date to be first if the second comes later than that; ``inf`` for never."""
        return self._waits_for(self.p10 - self.p00)

    def joint_date(self) -> float:
        """``Tj``: the best date to adopt together; ``inf`` for never."""
        return self._waits_for(self.p11 - self.p00)

    def _waits_for(self, gain: float) -> float:
        """Where ``K (r+a) e^{-at} + h0 (r+g) e^{-gt}``, what waiting saves a first adopter, has fallen to ``gain``."""
        if self.ruin == 0:
            return inf if gain <= 0 else max(0.0, log(self.K * (self.r + self.a) / gain) / self.a)

        def saves(t: float) -> float:
            harm = self.ruin * (self.r + self.ruin_decline) * np.exp(-self.ruin_decline * t)
            return float(self.K * (self.r + self.a) * np.exp(-self.a * t) + harm) - gain

        if saves(0.0) <= 0:
            return 0.0
        return inf if saves(self.far()) > 0 else root(saves, 0.0, self.far())

    def far(self) -> float:
        """A date after which nothing is worth anything."""
        return FAR / min(self.r, self.a)
