"""The Traveler's Dilemma in theory and in the laboratory: Basu 1994; Capra and others 1999; Goeree and Holt 2001.

Both claim an amount between ``low`` and ``high``, both get the lower claim, the lower claimant ``reward`` on top and
the other one ``reward`` less. Nash equilibrium: the lowest claims. Logit equilibrium with error rate ``mu``
(precision ``1 / mu``): Capra and others take claims as real numbers, so ours are cells whose widths grow from the
lowest claim on (chances in proportion to ``width * exp(value / mu)``); the number of cells is doubled to say what it
still matters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.classics.play.finite import FiniteClassic
from games.classics.play.logit_claims import average_of_reals
from games.classics.play.travelers_dilemma import TravelersDilemmaGame
from games.parts.part import NonNegative, Positive, Unit
from solver.game.normal_form import NormalForm
from solver.n_player.quantal import logit_equilibrium

FINEST = 1e-9
"""Width of the first cell, in lengths of the interval."""
CELLS = (32, 64)
"""Cells of the two grids, half of them of growing width and half of equal width."""


class Basu(FiniteClassic):
    """Nash equilibrium by the exact solver."""

    name = "basu"
    source = "Basu 1994, American Economic Review 84"
    published: ClassVar[tuple[Published, ...]] = (
        Published("claim", 2.0, 0.0, "both claim 2"),
        Published("equilibria", 1.0, 0.0, "the only equilibrium"),
    )

    low: Annotated[int, Field(ge=0, le=1000), Unit("money")] = 2
    """The lowest claim."""
    high: Annotated[int, Field(ge=1, le=1000), Unit("money")] = 100
    """The highest claim."""
    reward: Annotated[NonNegative, Unit("money")] = 2.0
    """Bonus of the lower claim, and fine on the higher one."""

    def strategic(self) -> NormalForm:
        """Claims and what they pay."""
        return TravelersDilemmaGame(low=self.low, high=self.high, reward=self.reward).normal_form()

    @quantity("lowest claim that is made in an equilibrium, money")
    def claim(self) -> Found:
        """By the exact two-player solver."""
        lowest = min(min(support) for e in self.solution().equilibria for support in e.support)
        return Found(float(self.low + lowest), self.how(), 0.0)


class GoereeHolt(Basu):
    """A treasure and a contradiction: the equilibrium does not depend on the reward, play does."""

    name = "goeree-holt"
    source = "Goeree and Holt 2001, American Economic Review 91"
    published: ClassVar[tuple[Published, ...]] = (
        Published("claim", 180.0, 0.0, "section I.A, reward 180: Nash", {"reward": 180.0}),
        Published("claim", 180.0, 0.0, "section I.A, reward 5: Nash", {"reward": 5.0}),
    )

    low: Annotated[int, Field(ge=0, le=1000), Unit("money")] = 180
    high: Annotated[int, Field(ge=1, le=1000), Unit("money")] = 300


class Capra(Classic):
    """Average claims in logit equilibrium."""

    name = "capra"
    source = "Capra, Goeree, Gomez and Holt 1999, American Economic Review 89"
    concept = "logit equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("average_claim", 183.0, 0.5, "logit prediction at mu = 8.3, R = 5", {"reward": 5.0}),
        Published("average_claim", 174.0, 0.5, "logit prediction at mu = 8.3, R = 10"),
        Published("average_claim", 149.0, 0.5, "logit prediction at mu = 8.3, R = 20", {"reward": 20.0}),
        Published("average_claim", 133.0, 0.5, "logit prediction at mu = 8.3, R = 25", {"reward": 25.0}),
        Published("average_claim", 95.0, 0.5, "logit prediction at mu = 8.3, R = 50", {"reward": 50.0}),
        Published("average_claim", 88.0, 0.5, "logit prediction at mu = 8.3, R = 80", {"reward": 80.0}),
    )
    asked = (Asked("effort", "undercutting"),)

    low: Annotated[NonNegative, Unit("cents")] = 80.0
    """The lowest claim."""
    high: Annotated[Positive, Unit("cents")] = 200.0
    """The highest claim."""
    reward: Annotated[NonNegative, Unit("cents")] = 10.0
    """Bonus of the lower claim and fine on the higher one, R."""
    mu: Annotated[Positive, Unit("cents")] = 8.3
    """Error rate."""

    def readings(self) -> tuple[Found, ...]:
        """The average claim by the logit branch at precision ``1 / mu``, and how far it is below the highest."""
        coarse, fine = (average(self.low, self.high, self.reward, self.mu, n) for n in CELLS)
        # The error falls with the square of the width of the cells.
        more = (fine - coarse) / 3
        how = f"logit branch on {CELLS[1]} cells, change {abs(fine - coarse):.1e} from half as many, extrapolated"
        formula = average_of_reals(self.low, self.high, self.reward, self.mu)
        below = None if formula is None else self.high - formula
        claim = fine + more
        return Found(claim, how, abs(more), formula), Found(self.high - claim, how, abs(more), below)

    average_claim = reading("average claim, cents", 0)
    undercutting = reading("how far the average claim is below the highest, cents", 1)

    def changes(self, x: float) -> Changes:
        """The reward rises by half per ``x`` (a rival to undercut), or claims are worth less up to a lower highest."""
        return {
            Channel.WIN: {"reward": self.reward * (1 + 0.5 * x)},
            Channel.STATUS_QUO: {"high": self.high - 10 * x},
        }


@lru_cache(maxsize=256)
def average(low: float, high: float, reward: float, mu: float, cells: int) -> float:
    """The average claim on a grid of cells."""
    length, half = high - low, cells // 2
    step = length / half
    # Cells of growing width up to the first of equal width, which they divide.
    growing = FINEST * length * (step / (FINEST * length)) ** np.linspace(0, 1, half)
    edges = low + np.concatenate([[0.0], growing, step * np.arange(2, half + 1)])
    claims, widths = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    own, other = claims[:, None], claims[None, :]
    row = np.minimum(own, other) + reward * np.sign(other - own)
    game = NormalForm.from_bimatrix(row, row.T)
    return float(logit_equilibrium(game, 1 / mu, (widths, widths)).strategies[0] @ claims)
