"""Row 25: whoever gets a company off the ground believes in it, and the less it pays, the more so.

People take a prize ``V`` for ``kappa V``, with ``kappa`` spread evenly from 0 to ``K``. Whoever starts a company pays
``C`` and wins with chance one half, so those start who believe in ``kappa >= 2 C / (V - x)``, where the open model has
taken ``x`` from the prize. Founders are the upper end of the population: their mean belief lies halfway between that
threshold and ``K``, above everybody's ``K/2``. The more the open model takes, the fewer they are and the more they
believe, so that what is left of the race slows less than the prize.

By hand: V = 8, C = 2, K = 2. At x = 0 the threshold is .5: three quarters start, who believe in 1.25 prizes and spend
1.25 * 8/4 = 2.5 each. At x = 4 it is 1: half start, who believe in 1.5, 1.5 times the population's 1.
"""

from __future__ import annotations

from typing import Annotated

from games.parts.part import NonNegative, Positive, Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.number import Quantity, level, listed, racing, reported
from games.stories.telling.parts import DOWN, MORE, NEUTRAL, Money, along


class SelectedBelievers(Story):
    """Who starts, and what they believe."""

    name = "selected-believers"
    rows = ("25",)
    who = "Chris_Leong"
    claim = "founders are selected for believing that they will win, so it takes long until losses slow them down"
    says = moves(MORE)
    premise = "somebody starts, and starting costs something"
    no_game = "each starts by an own belief, and nobody answers anybody"
    numbers = (
        level("overrating", "mean belief of founders, relative to everybody's", "ratio"),
        racing("founders", "share of people who start", "share"),
        racing("effort", "effort of each, by the mean belief", "currency"),
        reported("threshold", "belief from which one starts"),
    )
    rules = (
        *along("overrating", selects=MORE, all_start=NEUTRAL, nobody_starts=NEUTRAL),
        *along("founders", selects=DOWN, all_start=NEUTRAL, nobody_starts=NEUTRAL),
        *along("effort", selects=DOWN, all_start=DOWN, nobody_starts=NEUTRAL),
    )

    V: Money = 8.0
    """The prize without an open model."""
    C: Money = 2.0
    """Cost of starting a company."""
    K: Annotated[Positive, Unit("currency per currency")] = 2.0
    """For how many prizes the greatest optimist takes it; everybody's mean is half of that."""
    x: Annotated[NonNegative, Unit("currency")] = 4.0
    """What the open model takes from the prize."""

    def compute(self) -> tuple[Quantity, ...]:
        """The upper end of a population whose beliefs are spread evenly."""
        prize, threshold = max(0.0, self.V - self.x), self.threshold()
        if threshold is None:
            return listed(overrating=0.0, founders=0.0, effort=0.0, threshold=None)
        belief = (threshold + self.K) / 2
        return listed(
            overrating=belief / (self.K / 2),
            founders=1 - threshold / self.K,
            effort=belief * prize / 4,
            threshold=threshold,
        )

    def threshold(self) -> float | None:
        """Belief from which one starts; none where nobody believes in as much."""
        prize = self.V - self.x
        least = 2 * self.C / prize if prize > 0 else self.K
        return least if least < self.K else None

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.threshold() is not None and self.C > 0

    def regime(self, metric: str) -> str:  # noqa: ARG002 - all measures have the same
        """Whether some start and some do not."""
        if self.threshold() is None:
            return "nobody starts"
        return "selects" if self.C > 0 else "all start"

    def span(self) -> tuple[float, float]:
        """From an open model that takes nothing to one that takes everything."""
        return 0.0, max(self.V, 1.2 * self.x, 1e-3)
