"""The all-pay auction between two who value the prize differently: Baye, Kovenock and de Vries 1996.

The higher bid wins, and both pay. The concept is Nash equilibrium in mixed bids. Closed forms, ``v1 >= v2``: the first
bids uniformly on ``[0, v2]``, the second does with probability ``v2 / v1`` and else nothing. So bids are ``v2 / 2`` and
``v2^2 / (2 v1)`` on average, the second wins with probability ``v2 / (2 v1)``, and the first expects ``v1 - v2``.

Ours is the exact equilibrium on a grid of bids, ties broken by a coin; with an odd number of steps the grid's error
falls with the square of the step, which two grids take away.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, reading
from games.parts.part import FloatArray, Positive, Unit
from solver.answer.solving import solve
from solver.game.normal_form import NormalForm

STEPS = (9, 17)
"""Steps of the two grids of bids."""


def chances(bids: Sequence[FloatArray]) -> FloatArray:
    """The first bidder's chance to win at each pair of both bidders' bids."""
    own, other = bids[0][:, None], bids[1][None, :]
    return np.where(own > other, 1.0, np.where(own == other, 0.5, 0.0))


def auction(first: float, second: float, bids: Sequence[FloatArray]) -> NormalForm:
    """The auction on grids of bids of both."""
    wins = chances(bids)
    labels = [[f"{bid:.9g}" for bid in own] for own in bids]
    return NormalForm.from_bimatrix(
        first * wins - bids[0][:, None], second * (1 - wins) - bids[1][None, :], actions=labels
    )


@lru_cache(maxsize=256)
def on_grid(first: float, second: float, steps: int) -> tuple[float, ...]:
    """Both bids, the second's chance and the first's payoff, as expected; of several equilibria their average."""
    bids = np.linspace(0, min(first, second), steps + 1)
    game, wins = auction(first, second, (bids, bids)), chances((bids, bids))
    rows = [
        (*(s @ bids for s in e.strategies), e.strategies[0] @ (1 - wins) @ e.strategies[1], e.payoffs[0])
        for e in solve(game).equilibria
    ]
    return tuple(float(v) for v in np.mean(rows, axis=0))


class BayeKovenockDeVries(Classic):
    """Two bidders, one prize."""

    name = "all-pay"
    source = "Baye, Kovenock and de Vries 1996, Economic Theory 8"
    concept = "Nash equilibrium in mixed bids"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_bid", 0.25, 1e-5, "theorem 3: v2 / 2", formula=True),
        Published("second_bid", 0.125, 1e-5, "theorem 3: v2^2 / (2 v1)", formula=True),
        Published("second_chance", 0.25, 1e-5, "theorem 3: v2 / (2 v1)", formula=True),
        Published("first_payoff", 0.5, 1e-5, "theorem 3: v1 - v2", formula=True),
    )
    asked = (Asked("effort", "first_bid"),)

    first: Annotated[Positive, Unit("money")] = 1.0
    """What the first bidder values the prize at, ``v1``."""
    second: Annotated[Positive, Unit("money")] = 0.5
    """What the second bidder values the prize at, ``v2``."""

    def strategic(self) -> NormalForm:
        """The auction on the finer of the two grids."""
        return auction(self.first, self.second, self.bids())

    def bids(self, parts: tuple[int, int] = (1, 1)) -> tuple[FloatArray, FloatArray]:
        """Both bidders' bids, each with parts of every step."""
        first, second = (np.linspace(0, min(self.first, self.second), STEPS[-1] * part + 1) for part in parts)
        return first, second

    def grid_step(self) -> float:
        """Distance between two bids."""
        return min(self.first, self.second) / STEPS[-1]

    def plan_numbers(self, player: int) -> FloatArray:
        """The bids on the grid."""
        return self.bids()[player][None]

    def refined(self, parts: int, free: int) -> NormalForm:
        """The auction with parts of every step for one bidder."""
        return auction(self.first, self.second, self.bids((parts, 1) if free == 0 else (1, parts)))

    def measured(self, form: NormalForm) -> dict[str, FloatArray]:  # noqa: ARG002 - the grid has the bids
        """Both bids."""
        own, other = np.meshgrid(*self.bids(), indexing="ij")
        return {"first_bid": own, "second_bid": other}

    def readings(self) -> tuple[Found, ...]:
        """Both bids, the second bidder's chance and the first one's payoff, by the exact solver on two grids."""
        n, m = STEPS
        coarse, fine = (on_grid(self.first, self.second, steps) for steps in STEPS)
        step, (low, high) = self.grid_step(), sorted((self.first, self.second))
        # Of the bids of who values the prize less, and its chance; the other one bids up to the same value.
        less, chance = low * low / (2 * high), low / (2 * high)
        formulas = (
            low / 2 if self.first == high else less,
            low / 2 if self.second == high else less,
            chance if self.first == high else 1 - chance,
            max(0.0, self.first - self.second),
        )
        found = []
        for rough, value, formula in zip(coarse, fine, formulas, strict=True):
            change = abs(value - rough)
            how = f"exact solver on bids at step {step:.1e}, change {change:.1e} from step {step * m / n:.1e}"
            best = (m * m * value - n * n * rough) / (m * m - n * n)
            found.append(Found(best, f"{how}, extrapolated", max(1e-9, change), formula))
        return tuple(found)

    first_bid = reading("expected bid of the first bidder", 0)
    second_bid = reading("expected bid of the second bidder", 1)
    second_chance = reading("the second bidder's chance to win", 2)
    first_payoff = reading("what the first bidder expects, money", 3)

    def changes(self, x: float) -> Changes:
        """The prize is worth a tenth less per ``x`` to the first (who would win), the second, or both."""
        share = 1 - 0.1 * x
        return {
            Channel.WIN: {"first": self.first * share},
            Channel.LOSE: {"second": self.second * share},
            Channel.ALL: {"first": self.first * share, "second": self.second * share},
        }
