"""Patent races: symmetric equilibrium effort of firms that race for one innovation.

Letters: ``n`` firms, discount rate ``r``, ``h`` each firm's hazard of innovating.

* :class:`FlowRace` (Lee and Wilde 1980; Beath, Katsoulacos and Ulph 1989). A firm pays the flow ``h^2 / 2`` until
  somebody innovates, earns the flow ``pi0`` meanwhile, ``W`` in present value when it wins and ``L`` when another does.
  Against hazards of the others that sum to ``H`` its value is ``(h W + H L + pi0 - h^2/2) / (h + H + r)``, concave over
  linear, so the first-order condition suffices. At ``H = (n-1) h`` it reads ``(n - 1/2) h^2 + (r - (n-1) (W - L)) h -
  (r W - pi0) = 0``; Lee and Wilde have ``L = pi0 = 0``. What pulls is the competitive threat ``W - L`` and the profit
  incentive, ``r W - pi0`` as a flow.
* :class:`LumpRace` (Loury 1979). A firm pays ``h^2 / 2`` once, at the start, and wins ``V``:
  ``V (r + (n-1) h) = h (r + n h)^2``.
"""

from __future__ import annotations

from math import copysign, sqrt
from sys import float_info
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from games.parts.part import Finite, FloatArray, NonNegative, Part, Positive, Unit

Firms = Annotated[int, Field(ge=1, le=10_000), Unit("firms")]
Whose = Literal["win", "lose", "now"]
"""Whose flow is taken: the winner's, the loser's or today's."""


class FlowRace(Part):
    """Effort is paid as long as the race lasts."""

    firms: Firms = 2
    """How many firms race, ``n``."""
    win: Annotated[Finite, Unit("money")] = 2.0
    """Present value of winning, at the date of the innovation, ``W``."""
    lose: Annotated[Finite, Unit("money")] = 0.6
    """Present value of losing, at the date of the innovation, ``L``."""
    now: Annotated[Finite, Unit("money per unit of time")] = 0.08
    """Flow of each firm while nobody has innovated, ``pi0``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Continuous discount rate."""

    def efforts(self) -> tuple[float, ...]:
        """Every symmetric equilibrium hazard, in increasing order.

        With a positive profit incentive the roots have opposite signs and one hazard is left. Without it nobody racing
        is an equilibrium, and a strong threat may support two more in which firms race because the others do.
        """
        incentive = self.r * self.win - self.now
        if abs(incentive) <= 4 * float_info.epsilon * max(self.r * abs(self.win), abs(self.now)):
            incentive = 0.0  # the two are equal up to rounding
        square, slope = self.firms - 0.5, self.r - (self.firms - 1) * (self.win - self.lose)
        found = {0.0} if incentive <= 0 else set()
        discriminant = slope * slope + 4 * square * incentive
        if discriminant >= 0:
            # Of the two roots one is computed without cancellation, the other from their product.
            half = -(slope + copysign(sqrt(discriminant), slope)) / 2
            roots = (half / square, -incentive / half if half else 0.0)
            found |= {h for h in roots if h > 0}
        return tuple(sorted(found))

    def effort(self) -> float:
        """The largest symmetric equilibrium hazard."""
        return self.efforts()[-1]

    def value(self, own: float, others: float) -> float:
        """What a firm of hazard ``own`` expects at the start when the others' hazards sum to ``others``."""
        return float(self.values(np.array(own), np.array(others)))

    def values(self, own: FloatArray, others: FloatArray) -> FloatArray:
        """The same for arrays of hazards, which broadcast."""
        flow = own * self.win + others * self.lose + self.now - own * own / 2
        return np.asarray(flow / (own + others + self.r), dtype=np.float64)

    def eroded(self, flow: float, *whose: Whose) -> FlowRace:
        """The race after a flow of ``flow`` has been taken from the winner, the loser or today's business.

        A flow for ever is worth ``flow / r``, so ``W`` and ``L`` fall by that much. Eroding all three leaves ``W - L``
        and ``r W - pi0``, and with them effort, unchanged.
        """
        falls = {"win": flow / self.r, "lose": flow / self.r, "now": flow}
        return self.model_copy(update={name: getattr(self, name) - falls[name] for name in whose})


class LumpRace(Part):
    """Effort is paid once, at the start."""

    firms: Firms = 2
    """How many firms race, ``n``."""
    prize: Annotated[NonNegative, Unit("money")] = 2.0
    """Present value of winning, at the date of the innovation, ``V``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Continuous discount rate."""

    def effort(self) -> float:
        """The symmetric hazard ``h``: the only positive root of a cubic whose coefficients change sign once."""
        from scipy.optimize import brentq

        if self.prize == 0:
            return 0.0
        n, r = self.firms, self.r

        def excess(h: float) -> float:
            return h * (r + n * h) ** 2 - self.prize * (r + (n - 1) * h)

        # h (r + n h) <= V at the root, so it lies below sqrt(V / n).
        return float(brentq(excess, 0.0, sqrt(self.prize / n) * (1 + 1e-12), xtol=1e-15, rtol=1e-14))

    def value(self, own: float, others: float) -> float:
        """What a firm of hazard ``own`` expects at the start when the others' hazards sum to ``others``."""
        return float(self.values(np.array(own), np.array(others)))

    def values(self, own: FloatArray, others: FloatArray) -> FloatArray:
        """The same for arrays of hazards, which broadcast."""
        return np.asarray(own * self.prize / (own + others + self.r) - own * own / 2, dtype=np.float64)
