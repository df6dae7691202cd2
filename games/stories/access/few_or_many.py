"""Row 43: few selected users against many unselected ones.

Hard access lets in ``few`` users, each of whom ruins everything with probability ``p_few``; easy access lets in
``many``, each with ``p_many``. ``EV = K A q^K - B (1 - q^K)`` for either. Selection makes the few safer, and the many
do more good before they do harm: the few are better where the many are hardly more than they, and where they are far
too many.

By hand: A = 2, B = 100; 10 users at .001: 20 * .990045 - 100 * .009955 = 18.805386. 50 at .01: 21.001213, better; 1000
at .01: -99.909340.
"""

from __future__ import annotations

from games.classics.claims.risk import best_scale, expected_value, safe
from games.parts.part import Probability
from games.stories.scale.uses import Uses, Utility
from games.stories.telling.base import Story
from games.stories.telling.claim import Where
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along

SURE = 1e-14
"""Where what is left to lose is below this share of the loss, all is lost."""
FEW, MANY = "the few are better", "the many are better"


class FewOrMany(Story):
    """Whom to let in."""

    name = "few-or-many"
    rows = ("43",)
    who = "the second post's thread"
    claim = "a few who are selected by hard access are better than many who are not"
    says = Where((FEW,), of="claim")
    premise = "the few are safer, and fewer"
    no_game = "the few and the many run different risks, and a game has one"
    lever = "many"
    numbers = (
        level("ev_many", "expected value of the many", "utility"),
        reported("ev_few", "expected value of the few"),
        reported("difference", "what the few are better by"),
    )
    rules = along("ev_many", more_do_good=MORE, more_do_harm=LESS, nothing_at_stake=NEUTRAL, all_is_lost=NEUTRAL)

    A: Utility = 2.0
    """Worth of one use, if nothing goes wrong."""
    B: Utility = 100.0
    """Loss if anything goes wrong."""
    few: Uses = 10.0
    """Users whom hard access lets in."""
    p_few: Probability = 0.001
    """Chance that one of these ruins everything."""
    many: Uses = 1000.0
    """Users whom easy access lets in."""
    p_many: Probability = 0.01
    """Chance that one of those does."""

    def compute(self) -> tuple[Quantity, ...]:
        """Both expected values."""
        few = expected_value(self.A, self.B, self.p_few, self.few)
        many = expected_value(self.A, self.B, self.p_many, self.many)
        return listed(ev_many=many, ev_few=few, difference=few - many)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.p_few < self.p_many and self.few <= self.many

    def regime(self, metric: str) -> str:
        """Who is better; and whether one of the many more does good."""
        if metric == "claim":
            few = expected_value(self.A, self.B, self.p_few, self.few)
            return FEW if few >= expected_value(self.A, self.B, self.p_many, self.many) else MANY
        best = best_scale(self.A, self.B, self.p_many)
        if self.A + self.B == 0 or self.p_many == 1 or self.p_many + self.A == 0:
            return "nothing at stake"
        good = safe(self.p_many, self.many)
        if good * (self.A * self.many + self.B) < SURE * self.B or good == 0:
            return "all is lost"
        return "more do good" if best is None or best > self.many else "more do harm"

    def span(self) -> tuple[float, float]:
        """From nobody to so many that ruin is likely."""
        best = best_scale(self.A, self.B, self.p_many) or 0.0
        return 0.0, max(10.0, 3 * best, 1.5 * self.few, min(self.many, 5 / max(self.p_many, 1e-6)))
