"""Founders who overrate their chances, and learn late."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated

from pydantic import model_validator

from games.classics.claims.contest import ContestGame
from games.modifiers import Belief
from games.parts.part import NonNegative, Positive, Probability, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.against import AgainstNothing
from games.stories.telling.base import Story
from games.stories.telling.claim import Course, Ingredient, moves
from games.stories.telling.exports import at_once, listed_around
from games.stories.telling.lever import Stretch
from games.stories.telling.number import Values, level, listed, racing, reported
from games.stories.telling.parts import DOWN, LESS, MORE, NEUTRAL, UP, Capability, Money, along
from games.terms import Revenue, StayingOut

ROUNDING = 1e-12
"""Beliefs that miss the level by this share of the jump have reached it."""
COUNTABLE = 1e6
"""Periods up to which one more or less makes a difference that floats can hold."""


class OverconfidentFounders(AgainstNothing):
    """Founders believe that they will win.

    Two founders compete for a prize ``V``; effort ``e_i`` wins with probability ``e_i / (e_1 + e_2)`` (Tullock). A
    founder who takes the prize for ``kappa V`` spends ``kappa V / 4`` in equilibrium. What they truly get is ``V/2 -
    kappa V/4 = V (1/2 - kappa/4)``: nothing is left at ``kappa = 2``. Both are compared with sober founders, ``kappa =
    1``; founders who underrate the prize, ``kappa < 1``, spend less than those.

    By hand: V = 8, kappa = 1.5: effort 3, true payoff 8 * .125 = 1; with sober founders effort 2 and payoff 2.
    """

    name = "overconfident-founders"
    rows = ("25",)
    who = "Chris_Leong"
    claim = "founders overrate their chances, so they race on although it does not pay"
    lever = "kappa"
    numbers = (
        racing("effort", "equilibrium effort of each founder", "currency"),
        level("true_payoff", "what each truly gets"),
    )
    rules = (
        *along("effort", overrate=UP, underrate=DOWN, no_prize=NEUTRAL),
        *along("true_payoff", overrate=LESS, underrate=MORE, no_prize=NEUTRAL),
    )
    says = moves(UP)
    reads = "effort is the plan that both play"
    sets = ("overrated",)
    ingredients = (Ingredient("overconfidence", "kappa", 1.0),)

    V: Money = 8.0
    """The prize."""
    kappa: Annotated[NonNegative, Unit("currency per currency")] = 1.5
    """For how many prizes founders take it."""

    def compute(self) -> Values:
        """Effort as the best reply to itself, and the payoff it truly brings."""
        effort = self.kappa * self.V / 4
        return listed(effort=effort, true_payoff=self.V / 2 - effort)

    def game(self) -> ContestGame:
        """Both founders choose their effort."""
        efforts = listed_around(self.kappa * self.V / 4)
        return ContestGame(name=self.name, summary=self.claim, prize=self.V, overrated=self.kappa, efforts=efforts)

    def regime(self) -> str:
        """Whether there is anything to win, and on which side of sober the founders are."""
        if self.V == 0:
            return "no prize"
        return "overrate" if self.kappa > 1 else "underrate"

    def move(self) -> tuple[float, float]:
        """From sober founders to these."""
        return 1.0, self.kappa

    def span(self) -> tuple[float, float]:
        """From sober founders, or ones who see no prize, to ones who take it for twice as much again."""
        return 0.0 if self.kappa < 1 else 1.0, 2.0 + max(self.kappa, 1.0)


class SelectedBelievers(Story):
    """Whoever gets a company off the ground believes in it, and the less it pays, the more so.

    People take a prize ``V`` for ``kappa V``, with ``kappa`` spread evenly from 0 to ``K``. Whoever starts a company
    pays ``C`` and wins with chance one half, so those start who believe in ``kappa >= 2 C / (V - x)``, where the open
    model has taken ``x`` from the prize. Founders are the upper end of the population: their mean belief lies halfway
    between that threshold and ``K``, above everybody's ``K/2``. The more the open model takes, the fewer they are and
    the more they believe, so that what is left of the race slows less than the prize.

    By hand: V = 8, C = 2, K = 2. At x = 0 the threshold is .5: three quarters start, who believe in 1.25 prizes and
    spend 1.25 * 8/4 = 2.5 each. At x = 4 it is 1: half start, who believe in 1.5, 1.5 times the population's 1.
    """

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

    def compute(self) -> Values:
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

    def regime(self) -> str:
        """Whether some start and some do not."""
        if self.threshold() is None:
            return "nobody starts"
        return "selects" if self.C > 0 else "all start"

    def span(self) -> tuple[float, float]:
        """From an open model that takes nothing to one that takes everything."""
        return 0.0, max(self.V, 1.2 * self.x, 1e-3)


class SlowNews(Story):
    """It takes long until "it does not pay" arrives.

    The open model jumps from ``x0`` to ``x1``; founders' belief about it follows by a share ``eta`` per period,
    ``b' = b + eta (x1 - b)``, and they stop once ``b >= level``. After ``k`` periods ``b = x1 - (x1 - x0)(1 - eta)^k``.
    Until then they race as if nothing had happened, for ever if the belief never gets there.

    By hand: x0 = 0, x1 = 2, level = 1, eta = .2: .8^k <= .5 first at k = 4 (.4096).
    """

    name = "slow-news"
    rows = ("25",)
    who = "Chris_Leong"
    claim = "it takes a while for 'hard to make money' to slow training down, and meanwhile firms race"
    lever = "slowness"
    numbers = (racing("periods", "periods until founders stop; none if they never do", "periods of racing on"),)
    rules = along("periods", news_arrives=UP, nothing_to_learn=NEUTRAL)
    says = moves(UP)
    reads = "never is best at belief.periods, and a release at every smaller number of them"
    less = ("belief.periods=0",)

    x0: Capability = 0.0
    """Open capability that is believed in at first."""
    x1: Capability = 2.0
    """Open capability there is."""
    level: Annotated[NonNegative, Unit("capability")] = 1.0
    """Believed open capability at which it does not pay any more."""
    eta: Annotated[Probability, Unit("per period")] = 0.2
    """Share of the error that is corrected each period."""

    def compute(self) -> Values:
        """How long they race on."""
        return listed(periods=self.periods())

    def periods(self) -> int | None:
        """Periods until the belief reaches the level."""
        slack = self.slack()
        if self.x0 >= self.level - slack:
            return 0
        if self.eta == 1:
            return 1 if self.x1 >= self.level - slack else None
        if self.x1 <= self.level + slack or self.eta == 0:
            return None
        left = (self.x1 - self.level) / (self.x1 - self.x0)
        wait = math.log(left) / math.log1p(-self.eta)
        if wait > COUNTABLE:
            return math.ceil(wait)
        guess = max(1, math.ceil(wait) - 1)
        # The logarithms may round across a period; the belief itself decides.
        while self.belief(guess) < self.level - slack:
            guess += 1
        return guess

    def slack(self) -> float:
        """What beliefs may miss by rounding."""
        return ROUNDING * max(abs(self.x1 - self.x0), abs(self.level))

    def belief(self, periods: int) -> float:
        """What is believed after some periods."""
        return self.x1 - (self.x1 - self.x0) * (1 - self.eta) ** periods

    def game(self) -> ReleaseGame:
        """Founders decide once their belief has arrived, on releasing or on something worth what the level leaves."""
        periods = self.periods()
        if periods is None:
            raise self.without("the news never arrives")
        model = 1.0 + max(self.level, self.x0, self.x1)
        lab = Lab(name="founders", path=(model,), terms=(Revenue(), StayingOut(weight=model - self.level)))
        belief = Belief(path="open.capability", value=self.x0, learning=self.eta, periods=float(periods))
        return at_once(self, lab, x=self.x1, modifiers=(belief,))

    def event(self) -> str:
        """The belief has arrived, where before founders believe what they first did."""
        return f"set:belief.periods={self.periods()}"

    def regime(self) -> str:
        """Whether there is anything to learn that would stop them."""
        slack = self.slack()
        return "news arrives" if self.x0 < self.level - slack <= self.x1 else "nothing to learn"

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """From end to end: periods go up in steps, some of them close to an end."""
        return tuple(pairwise(stretch.lo + share * (stretch.hi - stretch.lo) for share in (0.0, 0.31, 0.62, 1.0)))

    def move(self) -> tuple[float, float]:
        """From news that arrives within a period to what arrives here."""
        return 0.0, 1 - self.eta

    def at(self, level: float) -> SlowNews:
        """The story with this share of the error left each period."""
        return self.model_copy(update={"eta": 1 - level})


class UpThenDown(AgainstNothing):
    """Up first, then down, after an open release.

    An open model jumps from ``x0`` to ``x1``. Founders want to stay ahead of it by ``lead`` and pay ``k`` per unit of
    capability, so from then on they spend ``k (x1 + lead)`` per period instead of ``k (x0 + lead)``. What the release
    does to the money that can be made they only learn bit by bit: their belief follows by a share ``eta`` per period,
    and when it reaches ``level`` they stop (``slow-news``). Spending is compared with what it was before the release.

    By hand: x0 = 0, x1 = 2, lead = 1, k = 3, level = 1, eta = .2: 3 per period before, 9 for the 4 periods until the
    belief is 1.1808, and nothing from then on.
    """

    name = "up-then-down"
    rows = ("25",)
    who = "Chris_Leong"
    claim = "after an open release founders first spend more to stay ahead, and later less, once it has sunk in"
    says = Course((UP, DOWN))
    premise = "the open model gets better"
    no_game = "its founders follow their belief period by period, and nobody answers anybody"
    lever = "t"
    numbers = (
        racing("spending", "spending per period", "currency"),
        reported("before", "spending before the release"),
        reported("periods", "periods until founders stop; none if they never do"),
    )
    rules = along("spending", stay_ahead=UP, have_given_up=DOWN, as_before=NEUTRAL)

    x0: Capability = 0.0
    """Open capability before the release."""
    x1: Capability = 2.0
    """Open capability from then on."""
    lead: Capability = 1.0
    """By how much founders want to be ahead of it."""
    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 3.0
    """Cost of capability per period."""
    level: Annotated[NonNegative, Unit("capability")] = 1.0
    """Believed open capability at which it does not pay any more."""
    eta: Annotated[Probability, Unit("per period")] = 0.2
    """Share of the error that is corrected each period."""
    t: Annotated[float, Unit("periods")] = 2.0
    """Periods since the release; below 0 it has not come yet."""

    @model_validator(mode="after")
    def _rises(self) -> UpThenDown:
        if self.x1 < self.x0:
            raise ValueError(f"x1 = {self.x1:g} is below x0 = {self.x0:g}: what is open stays open")
        return self

    def compute(self) -> Values:
        """Spending now and before."""
        periods = self.periods()
        before = self.k * (self.x0 + self.lead)
        after = 0.0 if periods is not None and self.t >= periods else self.k * (self.x1 + self.lead)
        return listed(spending=before if self.t < 0 else after, before=before, periods=periods)

    def periods(self) -> int | None:
        """Periods until the belief reaches the level."""
        return SlowNews(x0=self.x0, x1=self.x1, level=self.level, eta=self.eta).periods()

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.x1 > self.x0

    def regime(self) -> str:
        """Whether founders still race."""
        periods, before = self.periods(), self.k * (self.x0 + self.lead)
        if periods is not None and self.t >= periods:
            return "have given up" if before > 0 else "as before"
        return "stay ahead" if self.x1 > self.x0 and self.k > 0 else "as before"

    def span(self) -> tuple[float, float]:
        """From the release to well after founders have stopped."""
        return 0.0, 2.0 * max(self.periods() or 0, self.t, 5)

    def move(self) -> tuple[float, float]:
        """From before the release to now."""
        return -1.0, self.t
