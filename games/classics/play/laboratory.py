"""Games that were played in laboratories, in which interests are not opposed: what theory says that people do.

The papers compare play with equilibria: in pennies, requests, stag hunts, minimum effort, and turns at a pot that
grows. Payoffs are the papers', in their units; equilibria are found by the exact solver.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, quantity, reading
from games.classics.play.finite import ALIKE, MIXED, FiniteClassic, chance, payoff
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.common.arrays import IntArray
from solver.game.normal_form import NormalForm


class MatchingPennies(FiniteClassic):
    """A player's own payoff changes only what the other one does in equilibrium."""

    name = "matching-pennies"
    source = "Goeree and Holt 2001, American Economic Review 91, section I.B"
    published: ClassVar[tuple[Published, ...]] = (
        Published("left", 0.125, 1e-12, "asymmetric, 320: 12.5 % play left"),
        Published("top", 0.5, 1e-12, "asymmetric, 320: half play top"),
        Published("left", 0.5, 1e-12, "symmetric, 80: half play left", {"prize": 80.0}),
        Published("left", 10 / 11, 1e-12, "reversed, 44: ten elevenths play left", {"prize": 44.0}, formula=True),
    )

    prize: Annotated[Positive, Unit("cents")] = 320.0
    """The first player's payoff at (top, left)."""

    def strategic(self) -> NormalForm:
        """The first likes to match, at ``prize`` or 80; the second to differ, at 80."""
        return NormalForm.from_bimatrix([[self.prize, 40.0], [40.0, 80.0]], [[40.0, 80.0], [80.0, 40.0]])

    left = chance("probability of left", 1, 0, formula=lambda m: 40 / m.prize if m.prize > 40 else None)
    top = chance("probability of top", 0, 0)


class Ochs(FiniteClassic):
    """Matching pennies whose first player gets ``stake`` for one of the two matches, and 1 for the other."""

    name = "ochs"
    source = "Ochs 1995, Games and Economic Behavior 10"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first", 0.5, 1e-12, "game 2, 9 for 1: the first mixes evenly"),
        Published("second", 0.1, 1e-12, "game 2, 9 for 1: the second plays the dear action with probability 0.1"),
        Published("second", 0.2, 1e-12, "game 3, 4 for 1: the second plays the dear action with probability 0.2",
                  {"stake": 4.0}),
    )  # fmt: skip

    stake: Annotated[Positive, Unit("chips")] = 9.0
    """What the first player gets for the dear match."""

    def strategic(self) -> NormalForm:
        """The first likes to match, the second to differ."""
        return NormalForm.from_bimatrix([[self.stake, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]])

    first = chance("probability of the first player's dear action", 0, 0)
    second = chance("probability of the second player's dear action", 1, 0, formula=lambda m: 1 / (1 + m.stake))


class AradRubinstein(FiniteClassic):
    """Both ask for 11 to 20 and get it; who asks for exactly one less than the other gets 20 more."""

    name = "arad-rubinstein"
    source = "Arad and Rubinstein 2012, American Economic Review 102"
    concept = "symmetric Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = tuple(
        Published(f"ask_{k}", p, 1e-12, f"the basic version: {k} with {p:.0%}")
        for k, p in ((15, 0.25), (16, 0.25), (17, 0.2), (18, 0.15), (19, 0.1), (20, 0.05))
    )
    asked = (Asked("effort", "undercutting"),)

    low: Annotated[int, Field(ge=1, le=15), Unit("shekels")] = 11
    """The least that may be asked for, at most 15; the most that may be is 20."""
    bonus: Annotated[Positive, Unit("shekels")] = 20.0
    """What one less than the other earns on top."""

    def strategic(self) -> NormalForm:
        """What both get."""
        asks = np.arange(self.low, 21)
        table = asks[:, None] + self.bonus * (asks[:, None] == asks[None, :] - 1)
        return NormalForm.from_bimatrix(table, table.T)

    ask_15 = chance("probability of asking for 15", 0, -6, ALIKE)
    ask_16 = chance("probability of asking for 16", 0, -5, ALIKE)
    ask_17 = chance("probability of asking for 17", 0, -4, ALIKE)
    ask_18 = chance("probability of asking for 18", 0, -3, ALIKE)
    ask_19 = chance("probability of asking for 19", 0, -2, ALIKE)
    ask_20 = chance("probability of asking for 20", 0, -1, ALIKE)

    @quantity("how far the average demand is below 20, shekels")
    def undercutting(self) -> Found:
        """By the exact two-player solver."""
        asks = np.arange(self.low, 21)
        return self.read(lambda e: float(20 - e.strategies[0] @ asks), ALIKE)

    def measured(self, form: NormalForm) -> dict[str, FloatArray]:
        """Chances, and how far the average of both demands is below 20."""
        below = 20.0 - np.arange(self.low, 21)
        return super().measured(form) | {"undercutting": (below[:, None] + below[None, :]) / 2}

    def changes(self, x: float) -> Changes:
        """Being just ahead of the other earns a quarter less per ``x``."""
        return {Channel.WIN: {"bonus": self.bonus * (1 - 0.25 * x)}}


STAGS = ((45, 0, 35, 40), (45, 0, 40, 20), (45, 0, 42, 12))
"""Payoffs to the row at (stag, stag), (stag, hare), (hare, stag), (hare, hare): games 2R, R and 0.6R."""


class BattalioSamuelsonVanHuyck(FiniteClassic):
    """Three stag hunts with the same mixed equilibrium, in which mistakes cost more or less."""

    name = "stag-hunts"
    source = "Battalio, Samuelson and Van Huyck 2001, Econometrica 69"
    published: ClassVar[tuple[Published, ...]] = (
        Published("stag", 0.8, 1e-12, "game 2R: k* = 0.8"),
        Published("stag", 0.8, 1e-12, "game R: k* = 0.8", {"game": 2}),
        Published("stag", 0.8, 1e-12, "game 0.6R: k* = 0.8", {"game": 3}),
        Published("pure_equilibria", 2.0, 0.0, "two pure equilibria"),
    )

    game: Annotated[int, Field(ge=1, le=3), Unit("")] = 1
    """1 for 2R, 2 for R, 3 for 0.6R."""

    def strategic(self) -> NormalForm:
        """The game of that number."""
        table = np.array(STAGS[self.game - 1]).reshape(2, 2)
        return NormalForm.from_bimatrix(table, table.T)

    stag = chance("probability of stag in the mixed equilibrium", 0, 0, MIXED)


class VanHuyckBattalioBeil(FiniteClassic):
    """Seven efforts; all are paid for the least one, and each pays for its own."""

    name = "minimum-effort"
    source = "Van Huyck, Battalio and Beil 1990, American Economic Review 80"
    published: ClassVar[tuple[Published, ...]] = (
        Published("pure_equilibria", 7.0, 0.0, "game A: all on the diagonal"),
        Published("best", 1.3, 1e-9, "game A: 1.30 dollars at the effort 7"),
        Published("worst", 0.7, 1e-9, "game A: 0.70 dollars at the effort 1"),
    )

    efforts: Annotated[int, Field(ge=2, le=12), Unit("efforts")] = 7
    """Efforts from 1 on."""
    benefit: Annotated[Positive, Unit("dollars")] = 0.2
    """What the least effort pays, per unit."""
    cost: Annotated[NonNegative, Unit("dollars")] = 0.1
    """What an own effort costs, per unit."""
    fixed: Annotated[NonNegative, Unit("dollars")] = 0.6
    """What is paid in any case."""

    def strategic(self) -> NormalForm:
        """What two players get."""
        own, other = np.ogrid[1 : self.efforts + 1, 1 : self.efforts + 1]
        table = self.benefit * np.minimum(own, other) - self.cost * own + self.fixed
        return NormalForm.from_bimatrix(table, table.T)

    def readings(self) -> tuple[Found, ...]:
        """The best and the worst pure equilibrium, by the exact two-player solver."""
        pure = [float(e.payoffs[0]) for e in self.solution().equilibria if e.is_pure]
        return Found(max(pure), self.how(), 1e-12), Found(min(pure), self.how(), 1e-12)

    best = reading("what each gets in the best pure equilibrium, dollars", 0)
    worst = reading("what each gets in the worst pure equilibrium, dollars", 1)


class McKelveyPalfrey(FiniteClassic):
    """Two take turns at a pot that doubles when it is passed on: who takes it gets four fifths."""

    name = "centipede"
    source = "McKelvey and Palfrey 1992, Econometrica 60"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_payoff", 0.4, 1e-12, "four moves: the first player takes 0.40 dollars at once"),
        Published("second_payoff", 0.1, 1e-12, "and the second is left with 0.10 dollars"),
        Published("first_payoff", 0.4, 1e-12, "six moves: the same", {"moves": 6}),
        Published("passes", 0.0, 1e-12, "nobody passes in any Nash equilibrium"),
    )
    asked = (Asked("date", "passes"),)

    moves: Annotated[int, Field(ge=2, le=12), Unit("moves")] = 4
    """How often the pot can be passed on."""
    larger: Annotated[Positive, Unit("dollars")] = 0.4
    """The larger pile at the start."""
    smaller: Annotated[Positive, Unit("dollars")] = 0.1
    """The smaller pile at the start."""
    growth: Annotated[float, Field(gt=0, le=10), Unit("times")] = 2.0
    """By what a pass multiplies both piles."""

    def _ends(self) -> IntArray:
        """The move at which each pair of plans ends; ``moves`` if all pass. The last plan of each is to pass always."""
        own = np.array([*range(0, self.moves, 2), self.moves])
        other = np.array([*range(1, self.moves, 2), self.moves])
        ends: IntArray = np.minimum(own[:, None], other[None, :])
        return ends

    def strategic(self) -> NormalForm:
        """Plans are moves at which to take; whoever is to move at the end takes the larger pile."""
        ends = self._ends()
        large, small = self.larger * self.growth**ends, self.smaller * self.growth**ends
        mine = ends % 2 == 0
        return NormalForm.from_bimatrix(np.where(mine, large, small), np.where(mine, small, large))

    first_payoff = payoff("what the first player gets, dollars", 0)
    second_payoff = payoff("what the second player gets, dollars", 1)

    @quantity("passes before somebody takes")
    def passes(self) -> Found:
        """By the exact two-player solver."""
        ends = self._ends()
        return self.read(lambda e: float(e.strategies[0] @ ends @ e.strategies[1]))

    def measured(self, form: NormalForm) -> dict[str, FloatArray]:  # noqa: ARG002 - the contract
        """Passes before somebody takes."""
        return {"passes": self._ends().astype(np.float64)}

    def changes(self, x: float) -> Changes:
        """Waiting earns half as much on top per ``x``; the smaller pile comes half as near to the larger; or both."""
        slower = {"growth": 1 + (self.growth - 1) / 2**x}
        left = {"smaller": self.smaller + (self.larger - self.smaller) * (1 - 0.5**x)}
        return {
            Channel.STATUS_QUO: slower,
            Channel.LOSE: left,
            Channel.ALL: slower | left,
        }
