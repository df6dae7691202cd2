"""A patent race in closed form: symmetric equilibrium effort of firms that pay for it as long as the race lasts.

Lee and Wilde 1980; Beath, Katsoulacos and Ulph 1989. Letters: ``n`` firms, discount rate ``r``, ``h`` each firm's
hazard of innovating. A firm pays the flow ``h^2 / 2`` until somebody innovates, earns the flow ``pi0`` meanwhile,
``W`` in present value when it wins and ``L`` when another does. Against hazards of the others that sum to ``H`` its
value is ``(h W + H L + pi0 - h^2/2) / (h + H + r)``, concave over linear, so the first-order condition suffices. At
``H = (n-1) h`` it reads ``(n - 1/2) h^2 + (r - (n-1) (W - L)) h - (r W - pi0) = 0``; Lee and Wilde have ``L = pi0 =
0``. What pulls is the competitive threat ``W - L`` and the profit incentive, ``r W - pi0`` as a flow.
"""

from __future__ import annotations

from math import copysign, sqrt
from sys import float_info
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field

from games.parts.part import Finite, FloatArray, Part, Positive, Unit

Whose = Literal["win", "lose", "now"]
"""Whose flow is taken: the winner's, the loser's or today's."""


class FlowRace(Part):
    """Effort is paid as long as the race lasts."""

    firms: Annotated[int, Field(ge=1, le=50), Unit("firms")] = 2
    """How many firms race, ``n``."""
    win: Annotated[Finite, Unit("money")] = 2.0
    """Present value of winning, ``W``."""
    lose: Annotated[Finite, Unit("money")] = 0.6
    """Present value of losing, ``L``."""
    now: Annotated[Finite, Unit("money per unit of time")] = 0.08
    """Flow of each firm before, ``pi0``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Discount rate."""

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

    def hazard(self) -> float:
        """The largest symmetric equilibrium hazard."""
        return self.efforts()[-1]

    def worth(self, own: FloatArray, others: FloatArray) -> FloatArray:
        """What firms of hazards ``own`` expect at the start when others' hazards sum to ``others``; they broadcast."""
        flow = own * self.win + others * self.lose + self.now - own * own / 2
        return np.asarray(flow / (own + others + self.r), dtype=np.float64)

    def left(self, flow: float, *whose: Whose) -> dict[str, float]:
        """What winner, loser or today's business have after a flow of ``flow`` has been taken from them.

        A flow for ever is worth ``flow / r``, so ``W`` and ``L`` fall by that much.
        """
        falls = {"win": flow / self.r, "lose": flow / self.r, "now": flow}
        return {name: getattr(self, name) - falls[name] for name in whose}

    def eroded(self, flow: float, *whose: Whose) -> Self:
        """The race with what is :meth:`left`. Eroding all three leaves ``W - L`` and ``r W - pi0``, and so effort."""
        return self.model_copy(update=self.left(flow, *whose))
