"""Races in which effort is paid as long as they last: Lee and Wilde 1980; Beath, Katsoulacos and Ulph 1989.

A firm pays ``h^2 / 2`` per unit of time for the hazard ``h`` of innovating. The first to innovate gets ``W`` in present
value, every other one ``L``, and each earns the flow ``pi0`` before. The solution concept is Markov perfection: a
hazard that is a best reply at every moment. Ours beside theirs: ``win`` W (Lee and Wilde: V), ``lose`` L, ``now`` pi0,
``firms`` n, ``r`` r. The formula is that of :class:`games.classics.patents.patent_race.FlowRace`.

*An open model of quality x appears*: everybody may use it, so flows fall by ``0.02 x``: the winner's (its product is
worth less above the open one), the loser's, and today's. A flow ``f`` for ever is worth ``f / r``. Each channel is
taken alone, and all by one amount: then ``W - L`` and ``r W - pi0`` stay, and effort stays exactly.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from games.classics.directional_race import race_efforts
from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.classics.patents.patent_race import FlowRace
from games.parts.part import NonNegative, Positive, Unit
from games.race.lab import RaceLab
from games.race.race_game import RaceGame
from games.race.world import Finish
from solver.common.errors import OpenraceError
from solver.continuous import ContinuousGame, solve_continuous

LEAST = 1e-9
"""Length of the interval of efforts at least."""
MOST_BY_ENGINE = 3
"""Firms up to which the directional engine solves the race; more are solved as one symmetric choice of a hazard."""


class BeathKatsoulacosUlph(FlowRace, Classic):
    """The competitive threat and the profit incentive."""

    name = "beath-katsoulacos-ulph"
    source = "Beath, Katsoulacos and Ulph 1989, Economic Journal 99 (supplement)"
    concept = "Markov-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("effort", 0.950806, 5e-7, "first-order condition at H = (n - 1) h", formula=True),
        Published("threat", 1.4, 1e-12, "competitive threat W - L", formula=True),
        Published("incentive", 0.12, 1e-12, "profit incentive r W - pi0", formula=True),
    )
    asked = (Asked("effort", "effort"),)

    def strategic(self) -> RaceGame:
        """The race to one rung, which ends it.

        Raises:
            OpenraceError: more firms race than the engine takes.
        """
        if self.firms > MOST_BY_ENGINE:
            raise OpenraceError(
                f"{self.firms} firms race in {self.name}",
                f"at most {MOST_BY_ENGINE} firms, whose race is solved state by state",
                f"openrace replicate {self.name} solves it with any number of firms",
            )
        return RaceGame(
            name=self.name,
            rungs=(1.0, 2.0),
            labs=tuple(RaceLab(name=f"firm_{k + 1}", income=self.now) for k in range(self.firms)),
            finish=Finish(rung=1, winner=self.win, loser=self.lose),
            discount_rate=self.r,
        )

    @quantity("effort of each firm, its hazard of innovating per unit of time")
    def effort(self) -> Found:
        """By the directional engine; races of many firms as one symmetric choice of a hazard."""
        if self.firms <= MOST_BY_ENGINE:
            n = self.firms
            efforts, how, width = race_efforts([self.win] * n, [self.lose] * n, [self.now] * n, self.r)
            return Found(efforts[0], how, max(width, 1e-12), self.hazard())
        # A firm that tries tries as much as winning is worth above its value, which is at least that of not trying.
        most = 1.01 * max(self.win - min(self.lose, self.now / self.r), LEAST)
        game = ContinuousGame.symmetric(lambda own, other: self.worth(own[0], (self.firms - 1) * other[0]), [0], [most])
        best = solve_continuous(game).equilibria[-1]
        return Found(float(best.point[0]), best.how, best.radius, self.hazard())

    def readings(self) -> tuple[Found, ...]:
        """What winning is worth above losing, and what it earns above today."""
        how = "from the parameters"
        return Found(self.win - self.lose, how), Found(self.r * self.win - self.now, how)

    threat = reading("competitive threat W - L, money", 0)
    incentive = reading("profit incentive r W - pi0, money per unit of time", 1)

    def changes(self, x: float) -> Changes:
        """Flows of winner, loser and today fall by ``0.02 x``, each alone and all alike."""
        flow = 0.02 * x
        return {
            Channel.WIN: self.left(flow, "win"),
            Channel.LOSE: self.left(flow, "lose"),
            Channel.STATUS_QUO: self.left(flow, "now"),
            Channel.ALIKE: self.left(flow, "win", "lose", "now"),
        }


class LeeWilde(Classic):
    """One prize, nothing for losers and nothing before."""

    name = "lee-wilde"
    source = "Lee and Wilde 1980, Quarterly Journal of Economics 94"
    concept = "Markov-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("effort", 0.695811, 5e-7, "first-order condition", formula=True),
        Published("effort", 0.809418, 5e-7, "first-order condition", {"firms": 3}, formula=True),
        Published("effort", 0.947946, 5e-7, "first-order condition: effort rises with n", {"firms": 10}, formula=True),
    )
    asked = (Asked("effort", "effort"),)

    firms: Annotated[int, Field(ge=1, le=50), Unit("firms")] = 2
    """How many firms race, ``n``."""
    prize: Annotated[NonNegative, Unit("money")] = 1.0
    """Present value of winning, ``V``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Discount rate."""

    def race(self) -> BeathKatsoulacosUlph:
        """The same race with a loser's and today's flows of nothing."""
        return BeathKatsoulacosUlph(firms=self.firms, win=self.prize, lose=0.0, now=0.0, r=self.r)

    def strategic(self) -> RaceGame:
        """The race with all flows."""
        return self.race().strategic()

    @quantity("effort of each firm, its hazard of innovating per unit of time")
    def effort(self) -> Found:
        """As in the race with all flows."""
        return self.race().effort()

    def changes(self, x: float) -> Changes:
        """The prize falls by ``0.2 x``: the winner sells above an open model."""
        return {Channel.WIN: {"prize": max(0.0, self.prize - 0.2 * x)}}
