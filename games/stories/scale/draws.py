"""One risky use, and balls from an urn."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from games.classics.claims.risk import best_integers, best_scale, expected_value
from games.classics.claims.scaling import ScalingGame
from games.parts.part import NonNegative, Probability, Unit
from games.risk.ways import Additive as AddedUp
from games.risk.ways import Independent, Risk
from games.risk.ways import Urn as Balls
from games.stories.scale.uses import Stakes, Utility, made_to
from games.stories.telling.claim import Where, moves
from games.stories.telling.exports import whole
from games.stories.telling.number import Values, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along


class SmallRisk(Stakes):
    """A low probability of great harm can swamp many small goods, and need not.

    A single use is worth ``A (1 - p) - B p``: good iff ``A/B > p/(1 - p)``.

    By hand: A = 2, B = 100, p = .01: .02 > .010101, worth 1.98 - 1 = .98; at p = .02 it is 1.96 - 2 < 0.
    """

    name = "small-risk"
    rows = ("36",)
    who = "the second post's thread"
    claim = "a low probability of large harm swamps a high probability of small good"
    lever = "p"
    numbers = (
        level("ev", "worth of one use", "utility"),
        reported("good", "whether one use is good"),
        reported("p_max", "risk up to which it is"),
    )
    rules = along("ev", one_use_is_good=LESS, one_use_is_bad=LESS, nothing_at_stake=NEUTRAL)
    says = Where(("one use is bad",))
    reads = "ev is the payoff of one use"
    sets = ("p",)
    # The releaser must allow the use: else it is never worth less than nothing.
    less = ("K_min=1",)
    premise = "the probability is low and the harm larger than the good, p < 1/2 and B > A"

    p: Probability = 0.01
    """Chance that it goes wrong."""

    def compute(self) -> Values:
        """Worth of one use."""
        return listed(ev=self.ev(), good=self.ev() > 0, p_max=self.limit())

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.p < 1 / 2 and self.B > self.A

    def ev(self) -> float:
        """Worth of one use."""
        return self.A * (1 - self.p) - self.B * self.p

    def limit(self) -> float | None:
        """Risk at which one use is worth nothing."""
        return self.A / (self.A + self.B) if self.A + self.B > 0 else None

    def game(self) -> ScalingGame:
        """One releaser allows the use, or does not."""
        return self.chosen(1, p=self.p)

    def regime(self) -> str:
        """Whether the use is good."""
        if self.A + self.B == 0:
            return "nothing at stake"
        return "one use is good" if self.ev() > 0 else "one use is bad"

    def span(self) -> tuple[float, float]:
        """From no risk to four times the risk, or to twice what is tolerable."""
        return 0.0, min(1.0, max(4 * self.p, 2 * (self.limit() or 0.0), 1e-6))


class Urn(Stakes):
    """An urn with one bad ball among ``N``.

    Drawing with replacement every draw has ``p = 1/N``, and the story is ``scaling``. Without replacement the risk of
    the next draw rises: ``EV(K) = (1 - K/N) K A - (K/N) B``, a parabola with its top at ``K = (N - B/A)/2``.

    By hand: N = 100, A = 2, B = 100: K = 25, worth .75 * 50 - .25 * 100 = 12.5.
    """

    name = "urn"
    rows = ("37",)
    who = "the second post's thread"
    claim = "a small scale can only be better than a large one if the probability of harm rises"
    lever = "K"
    numbers = (
        level("ev", "expected value of K draws", "utility"),
        reported("k_star", "best number of draws"),
        reported("k_star_constant", "best number of draws at a constant risk"),
        reported("best_K", "best whole numbers of draws"),
    )
    rules = along("ev", more_is_better=MORE, more_is_worse=LESS, all_the_same=NEUTRAL)
    says = Where(("the value turns only if the risk rises",), of="claim")
    reads = "ev is the payoff of K draws; best_K are the best plans"
    moved_by = made_to("{K:.0f}")
    premise = "some scale is worth its risk, constant or rising"

    A: Utility = 2.0
    """Worth of a good ball."""
    B: Utility = 100.0
    """Loss from the bad ball, with all that was won."""
    N: Annotated[int, Field(ge=1), Unit("balls")] = 100
    """Balls in the urn, one of them bad."""
    K: Annotated[NonNegative, Unit("draws")] = 25.0
    """Balls drawn."""
    replacement: bool = False
    """Whether balls are put back."""

    @model_validator(mode="after")
    def _enough(self) -> Urn:
        if not self.replacement and self.K > self.N:
            raise ValueError(f"K = {self.K:g} balls cannot be drawn without replacement from N = {self.N}")
        return self

    def compute(self) -> Values:
        """Expected value and best number of draws."""
        best, constant = self.best(), self.at_constant_risk()
        top = None if self.replacement else self.N
        best_k = best_integers(self.ev, best, top, self.A * best + self.B)
        return listed(ev=self.ev(self.K), k_star=best, k_star_constant=constant, best_K=best_k)

    def ev(self, draws: float) -> float:
        """Expected value of so many draws."""
        if self.replacement:
            return expected_value(self.A, self.B, 1 / self.N, draws)
        return (1 - draws / self.N) * draws * self.A - draws / self.N * self.B

    def best(self) -> float:
        """Best number of draws."""
        return self.at_constant_risk() if self.replacement else self.at_rising_risk()

    def at_constant_risk(self) -> float:
        """Best number of draws if balls are put back."""
        return best_scale(self.A, self.B, 1 / self.N) or 0.0

    def at_rising_risk(self) -> float:
        """Best number of draws if they are not."""
        return max(0.0, (self.N - self.B / self.A) / 2) if self.A > 0 else 0.0

    def granted(self) -> bool:
        """Where the premise holds."""
        return max(self.at_constant_risk(), self.at_rising_risk()) > 0

    def game(self) -> ScalingGame:
        """One releaser chooses the number of draws."""
        most = max(whole(self.K, "K"), math.ceil(2 * self.best()) if self.replacement else self.N)
        risk: Risk = Independent(p=1 / self.N) if self.replacement else Balls(balls=float(self.N))
        return self.chosen(most, risk=risk)

    def regime_of(self, metric: str) -> str:
        """On which side of the best number of draws; and what it takes for the value to turn."""
        if metric == "claim":
            constant = self.at_constant_risk() > 0
            return (
                "the value turns at a constant risk as well" if constant else "the value turns only if the risk rises"
            )
        if self.A + self.B == 0 or (self.replacement and self.N == 1):
            return "all the same"
        return "more is better" if self.best() > self.K else "more is worse"

    def span(self) -> tuple[float, float]:
        """From no draw to the whole urn, or to many draws."""
        return 0.0, float(self.N) if not self.replacement else max(10.0, 3 * self.best(), min(self.K, 5.0 * self.N))


class Additive(Stakes):
    """The additive reading, in which one bad outcome does not undo the good ones.

    ``K`` draws are then worth ``K ((N - 1) A - B)/N`` on average: every draw the same, so scale never changes the sign.

    By hand: A = 2, B = 100, N = 100: (198 - 100)/100 = .98 per draw, 980 for a thousand.
    """

    name = "additive"
    rows = ("38",)
    who = "the second post's thread"
    claim = "what is bad (or good) on a large scale is so on a small one already"
    lever = "K"
    numbers = (
        level("ev", "expected value of K draws", "utility"),
        level("sign", "whether that is good (1) or bad (-1)", "sign"),
        reported("each", "expected value of one draw"),
    )
    rules = (
        *along("ev", each_is_good=MORE, each_is_bad=LESS, each_is_neutral=NEUTRAL),
        *along("sign", each_is_good=NEUTRAL, each_is_bad=NEUTRAL, each_is_neutral=NEUTRAL),
    )
    says = moves(sign=(NEUTRAL,))
    reads = "ev is the payoff of K draws"
    moved_by = made_to("{K:.0f}")

    A: Utility = 2.0
    """Worth of a good ball."""
    B: Utility = 100.0
    """Loss from a bad ball."""
    N: Annotated[int, Field(ge=1), Unit("balls")] = 100
    """Balls in the urn, one of them bad."""
    K: Annotated[NonNegative, Unit("draws")] = 1000.0
    """Balls drawn."""

    def compute(self) -> Values:
        """The expected value and its sign."""
        ev = self.K * self.each()
        # No draw is the limit of few: it has the sign of the first.
        told = ev if self.K > 0 else self.each()
        return listed(ev=ev, sign=math.copysign(1.0, told) if told else 0.0, each=self.each())

    def each(self) -> float:
        """Expected value of a draw."""
        return ((self.N - 1) * self.A - self.B) / self.N

    def game(self) -> ScalingGame:
        """One releaser chooses the number of draws."""
        return self.chosen(whole(self.K, "K"), risk=AddedUp(p=1 / self.N))

    def regime(self) -> str:
        """Sign of a draw."""
        return "each is good" if self.each() > 0 else "each is bad" if self.each() < 0 else "each is neutral"

    def span(self) -> tuple[float, float]:
        """From no draw to many."""
        return 0.0, max(10.0, 2 * self.K)
