"""A race for which effort is paid once, at the start: Loury 1979.

A firm pays ``h^2 / 2`` at the start for the hazard ``h`` of innovating, and the first to innovate gets ``V``. The
concept is Nash equilibrium. Against hazards of the others that sum to ``H`` a firm's value is ``h V / (h + H + r) -
h^2 / 2``; closed form of the symmetric effort: ``V (r + (n-1) h) = h (r + n h)^2``. Ours beside Loury's: ``prize`` V,
``firms`` n, ``r`` r.
"""

from __future__ import annotations

from math import sqrt
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, quantity
from games.classics.numbers import NumbersClassic
from games.classics.roots import root
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.continuous import ContinuousGame


class Loury(NumbersClassic):
    """Market structure and innovation with effort paid at the start."""

    name = "loury"
    source = "Loury 1979, Quarterly Journal of Economics 93"
    concept = "Nash equilibrium in efforts"
    published: ClassVar[tuple[Published, ...]] = (
        Published("effort", 0.705557, 1e-6, "first-order condition", formula=True),
        Published("effort", 0.558214, 1e-6, "first-order condition: effort falls with n", {"firms": 5}, formula=True),
    )
    asked = (Asked("effort", "effort"),)

    counted = "firms"
    most_players = 3

    firms: Annotated[int, Field(ge=2, le=1000), Unit("firms")] = 2
    """How many firms race, ``n``."""
    prize: Annotated[NonNegative, Unit("money")] = 2.0
    """Present value of winning, at the date of the innovation, ``V``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Discount rate."""

    def worth(self, own: FloatArray, others: FloatArray) -> FloatArray:
        """What firms of hazards ``own`` expect at the start when others' hazards sum to ``others``; they broadcast."""
        return np.asarray(own * self.prize / (own + others + self.r) - own * own / 2, dtype=np.float64)

    def formula(self) -> float:
        """The symmetric hazard ``h``: the only positive root of a cubic whose coefficients change sign once."""
        if self.prize == 0:
            return 0.0
        n, r = self.firms, self.r

        def excess(h: float) -> float:
            return h * (r + n * h) ** 2 - self.prize * (r + (n - 1) * h)

        # h (r + n h) <= V at the root, so it lies below sqrt(V / n).
        return root(excess, 0.0, sqrt(self.prize / n) * (1 + 1e-12))

    def choices(self) -> ContinuousGame:
        """Hazards of firms that are alike."""
        most = 2.0 * float(np.sqrt(self.prize)) + 1e-6
        return ContinuousGame.symmetric(
            lambda own, other: self.worth(own[0], (self.firms - 1) * other[0]), [0.0], [most]
        )

    def gets(self, player: int, chosen: FloatArray) -> FloatArray:
        """What a firm gets at all hazards."""
        own = chosen[player, 0]
        return self.worth(own, chosen[:, 0].sum(axis=0) - own)

    @quantity("effort of each firm, its hazard of innovating per unit of time")
    def effort(self) -> Found:
        """By grid zoom."""
        found = self.equilibrium()
        return Found(float(found.point[0]), found.how, found.radius + 1e-9, self.formula())

    def changes(self, x: float) -> Changes:
        """The prize falls by a tenth per ``x``; payments count less, as a discount rate higher by a tenth."""
        return {
            Channel.WIN: {"prize": self.prize * (1 - 0.1 * x)},
            Channel.DISCOUNT: {"r": self.r * (1 + 0.1 * x)},
        }
