"""A race for which effort is paid once, at the start: Loury 1979.

A firm pays ``h^2 / 2`` at the start for the hazard ``h`` of innovating, and the first to innovate gets ``V``. The
concept is Nash equilibrium. The formula is that of :class:`games.classics.patents.patent_race.LumpRace`; ours beside
Loury's: ``prize`` V, ``firms`` n, ``r`` r. *An open model of quality x appears*: the prize falls, or effort costs
less.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

import numpy as np
from pydantic import Field

from games.classics.model import Channel, Found, Published, effort, quantity
from games.classics.numbers import NumbersClassic
from games.classics.patents.patent_race import LumpRace
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.continuous import ContinuousGame


class Loury(NumbersClassic):
    """Market structure and innovation with effort paid at the start."""

    name: ClassVar[str] = "loury"
    source: ClassVar[str] = "Loury 1979, Quarterly Journal of Economics 93"
    concept: ClassVar[str] = "Nash equilibrium in efforts"
    published: ClassVar[tuple[Published, ...]] = (
        Published("effort", 0.705557, 1e-6, "first-order condition", formula=True),
        Published("effort", 0.558214, 1e-6, "first-order condition: effort falls with n", {"firms": 5}, formula=True),
    )
    asked = (effort("effort"),)

    most_players: ClassVar[int] = 3

    firms: Annotated[int, Field(ge=2, le=1000), Unit("firms")] = 2
    """How many firms race, ``n``."""
    prize: Annotated[NonNegative, Unit("money")] = 2.0
    """Present value of winning, at the date of the innovation, ``V``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Discount rate."""

    def contestants(self) -> int:
        """How many firms there are."""
        return self.firms

    def race(self) -> LumpRace:
        """The race and its closed form."""
        return LumpRace(firms=self.firms, prize=self.prize, r=self.r)

    def choices(self) -> ContinuousGame:
        """Hazards of firms that are alike."""
        race = self.race()
        most = 2.0 * float(np.sqrt(self.prize)) + 1e-6
        return ContinuousGame.symmetric(
            lambda own, other: race.values(own[0], (self.firms - 1) * other[0]), [0.0], [most]
        )

    def gets(self, player: int, chosen: FloatArray) -> FloatArray:
        """What a firm gets at all hazards."""
        own = chosen[player, 0]
        return self.race().values(own, chosen[:, 0].sum(axis=0) - own)

    @quantity("effort of each firm, its hazard of innovating per unit of time")
    def effort(self) -> Found:
        """By grid zoom."""
        found = self.equilibrium()
        return Found(float(found.point[0]), found.how, found.radius + 1e-9, self.race().effort())

    def opened(self, x: float) -> dict[Channel, Self]:
        """The prize falls by a tenth per ``x``; payments count less, as a discount rate higher by a tenth."""
        return {
            Channel.WIN: self.model_copy(update={"prize": self.prize * (1 - 0.1 * x)}),
            Channel.DISCOUNT: self.model_copy(update={"r": self.r * (1 + 0.1 * x)}),
        }
