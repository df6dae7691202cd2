"""Who gets access: users who are selected, and people who have something to lose."""

from __future__ import annotations

from itertools import accumulate
from operator import mul
from typing import Annotated

from pydantic import Field

from games.classics.claims.risk import best_scale, expected_value, safe
from games.classics.claims.scaling import ScalingGame
from games.parts.part import NonNegative, Positive, Probability, Unit
from games.risk.ways import OrderedUsers
from games.stories.scale.uses import Stakes, Uses, Utility
from games.stories.telling.base import Story
from games.stories.telling.claim import Ingredient, Where, moves
from games.stories.telling.number import Values, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along

SURE = 1e-14
"""Where what is left to lose is below this share of the loss, all is lost."""
FEW, MANY = "the few are better", "the many are better"


class Selection(Stakes):
    """Hard courses select for talent and intent, schools watch, and whoever could do harm has a good job to lose.

    Users come in the order in which access is easy for them, each with a probability ``p_i`` of ruining everything. The
    first ``K`` are worth ``K A prod(1 - p_i) - B (1 - prod(1 - p_i))``. Whether those who come early are the safe ones
    is a correlation: at ``correlation`` 0 everybody has the mean probability, at 1 the stated one. The thread has
    examples for both; at 0 it is scale alone that turns the sign.

    By hand: p = (.001, .01, .1), A = 2, B = 100: .999 * 2 - .1 = 1.898; .98901 * 4 - 1.099 = 2.857040; -5.648446.
    """

    name = "selection"
    rows = ("43",)
    who = "the second post's thread"
    claim = "hard access selects for people who will not do harm, so it is better than easy access"
    lever = "correlation"
    numbers = (
        level("ev_first", "expected value of the first user", "utility"),
        level("ev_all", "expected value of all users", "utility"),
        reported("ev", "expected value of the first K users, K = 1, 2, ..."),
        reported("best_K", "best numbers of users"),
    )
    rules = (
        *along("ev_first", safe_first=MORE, dangerous_first=LESS, alike=NEUTRAL),
        *along("ev_all", different=LESS, alike=NEUTRAL),
    )
    says = moves(MORE)
    reads = "ev lists the payoffs of 1, 2, ... users"
    sets = ("risk.p",)
    ingredients = (Ingredient("selection", "correlation", 0.0),)

    A: Utility = 2.0
    """Worth of one user, if nothing goes wrong."""
    p: Annotated[tuple[Probability, ...], Field(min_length=1)] = (0.001, 0.01, 0.1)
    """Chance that each user ruins everything, in the order of access."""
    correlation: Probability = 1.0
    """How much of each user's own chance is due to the order of access."""

    def compute(self) -> Values:
        """Expected values."""
        ev = self.ev()
        best = max((0.0, *ev))
        best_k = tuple(k for k, w in enumerate((0.0, *ev)) if w >= best - 1e-12 * (self.B + 1))
        return listed(ev_first=ev[0], ev_all=ev[-1], ev=ev, best_K=best_k)

    def own(self) -> tuple[float, ...]:
        """Chance that each user ruins everything."""
        mean = sum(self.p) / len(self.p)
        return tuple(mean + self.correlation * (p - mean) for p in self.p)

    def ev(self) -> tuple[float, ...]:
        """Expected value of the first K users, K = 1, 2, ..."""
        good = accumulate((1 - p for p in self.own()), mul)
        return tuple(k * self.A * g - self.B * (1 - g) for k, g in enumerate(good, start=1))

    def game(self) -> ScalingGame:
        """One releaser chooses how many users to let in, in the order of their access."""
        return self.chosen(len(self.p), risk=OrderedUsers(p=self.own()))

    def regime_of(self, metric: str) -> str:
        """Who comes first; whether users differ."""
        mean = sum(self.p) / len(self.p)
        if len(set(self.p)) == 1 or self.A + self.B == 0:
            return "alike"
        if metric == "ev_all":
            return "different"
        return "safe first" if self.p[0] < mean else "dangerous first" if self.p[0] > mean else "alike"


class FewOrMany(Stakes):
    """Few selected users against many unselected ones.

    Hard access lets in ``few`` users, each of whom ruins everything with probability ``p_few``; easy access lets in
    ``many``, each with ``p_many``. ``EV = K A q^K - B (1 - q^K)`` for either. Selection makes the few safer, and the
    many do more good before they do harm: the few are better where the many are hardly more than they, and where they
    are far too many.

    By hand: A = 2, B = 100; 10 users at .001: 20 * .990045 - 100 * .009955 = 18.805386. 50 at .01: 21.001213, better;
    1000 at .01: -99.909340.
    """

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

    few: Uses = 10.0
    """Users whom hard access lets in."""
    p_few: Probability = 0.001
    """Chance that one of these ruins everything."""
    many: Uses = 1000.0
    """Users whom easy access lets in."""
    p_many: Probability = 0.01
    """Chance that one of those does."""

    def compute(self) -> Values:
        """Both expected values."""
        few = expected_value(self.A, self.B, self.p_few, self.few)
        many = expected_value(self.A, self.B, self.p_many, self.many)
        return listed(ev_many=many, ev_few=few, difference=few - many)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.p_few < self.p_many and self.few <= self.many

    def regime_of(self, metric: str) -> str:
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


class MuchToLose(Story):
    """Monitoring, and what one has to lose.

    Somebody with the skills to do great harm can also make a living of them. The job is worth ``w`` and found with
    chance ``1 - c`` (``c`` is how far the door is closed). Harm is worth ``v``, spread evenly from 0 to ``v_max`` over
    people, and is caught before it is done with chance ``m``. It is done by whoever has ``(1 - m) v > (1 - c) w``, and
    by a share ``void`` of people whom nothing holds back: the thread's counter-examples.

    By hand: w = 5, v_max = 10, m = .2, void = 0: with an open door harm pays from v = 5/.8 = 6.25 on, for .375 of
    people; with c = .5 from 3.125 on, for .6875. If a tenth is held back by nothing, .1 + .9 * .375 = .4375.
    """

    name = "much-to-lose"
    rows = ("43",)
    who = "the second post's thread"
    claim = "whoever has the skills to do harm has a good job to lose, so few of them do"
    says = moves(LESS)
    premise = "not everybody is held back already"
    no_game = "people decide here, each alone, and no lab does"
    lever = "w"
    numbers = (
        level("harm", "share of the skilled who do harm", "share"),
        reported("threshold", "worth of harm from which one does it"),
    )
    rules = along("harm", some_are_held_back=LESS, all_are_held_back=NEUTRAL)
    ingredients = (
        Ingredient("monitoring", "m", 0.0),
        Ingredient("closed_door", "c", 0.0),
        Ingredient("void", "void", 0.0),
    )

    w: Annotated[NonNegative, Unit("currency")] = 5.0
    """Worth of the job."""
    v_max: Annotated[Positive, Unit("currency")] = 10.0
    """What harm is worth to whoever likes it best."""
    m: Annotated[float, Field(ge=0, lt=1), Unit("chance")] = 0.2
    """Chance of being caught before it is done."""
    c: Annotated[Probability, Unit("chance")] = 0.0
    """Chance that the job is closed to one."""
    void: Annotated[Probability, Unit("share")] = 0.01
    """Share of people whom nothing holds back."""

    def compute(self) -> Values:
        """Who does harm, from the worth at which it begins to pay."""
        threshold = self.threshold()
        tempted = 1 - min(1.0, threshold / self.v_max)
        return listed(harm=self.void + (1 - self.void) * tempted, threshold=threshold)

    def threshold(self) -> float:
        """Worth of harm from which one does it."""
        return (1 - self.c) * self.w / (1 - self.m)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.threshold() < self.v_max and self.void < 1

    def regime(self) -> str:
        """Whether a little more to lose holds anybody back."""
        held = self.threshold() >= self.v_max or self.void == 1 or self.c == 1
        return "all are held back" if held else "some are held back"

    def span(self) -> tuple[float, float]:
        """From a job worth nothing to one that nobody would risk."""
        return 0.0, 1.5 * max(self.w, self.v_max)


class Watched(MuchToLose):
    """Somebody watches."""

    name = "watched"
    claim = "schools and laboratories watch for people who seem dangerous, and a chatbot does not"
    lever = "m"

    def regime(self) -> str:
        """Whether watching a little more holds anybody back: only those who have something to lose."""
        return "all are held back" if self.w * (1 - self.c) == 0 else super().regime()

    def span(self) -> tuple[float, float]:
        """From nobody watched to nearly everybody caught."""
        return 0.0, 0.99


class ClosedDoor(MuchToLose):
    """A closed door turns skills against the door."""

    name = "closed-door"
    claim = "whoever is kept out of the comfortable positions uses the same skills against those who keep them out"
    says = moves(MORE)
    lever = "c"
    rules = along("harm", some_are_held_back=MORE, all_are_held_back=NEUTRAL)

    c: Annotated[Probability, Unit("chance")] = 0.5
    """Chance that the job is closed to one."""

    def regime(self) -> str:
        """Whether closing the door a little more lets anybody loose."""
        held = self.threshold() >= self.v_max or self.void == 1 or self.w == 0
        return "all are held back" if held else "some are held back"
