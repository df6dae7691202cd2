"""Preferences that are reluctant, inconsistent or waver."""

from __future__ import annotations

import math
from itertools import combinations, permutations
from typing import Annotated

from pydantic import Field

from games.markets import LimitPricing, Logit, Market
from games.modifiers import Survival
from games.parts.direction import Interval, direction
from games.parts.metric import Sense
from games.parts.part import Finite, NonNegative, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import BesideOpen, Story
from games.stories.telling.claim import Course, Ingredient, Kind, Reading, Rule, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Value, Values, begins, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Money, along
from games.terms import EntryCost, Revenue

PLANS = ("stay", "race", "exit")
"""Plans in the order in which ties are settled: an indifferent lab does not advance."""
TIE = " or "
"""Between plans that are equally good."""
CERTAIN = 1e-14
"""Other plans that weigh no more than this together are as good as never chosen."""


def _advances(regime: str) -> Interval:
    races = [float(p == "race") for p in regime.split(TIE)]
    return min(races), max(races)


def _rules_of_ties() -> tuple[Rule, ...]:
    """A lab that is indifferent over a whole stretch may do either there, and what follows is compared with both."""
    ties = [TIE.join(pair) for pair in combinations(PLANS, 2)]
    rules = [Rule("advance", tie, NEUTRAL) for tie in ties]
    for here, following in permutations((*PLANS, *ties), 2):
        if here in ties or following in ties:
            way = direction(_advances(here), _advances(following), Sense.MORE, 1.0)
            rules.append(Rule("advance", here, way, following))
    return tuple(rules)


class ReluctantLab(BesideOpen):
    """A lab that would rather not push the frontier, must when open models close in, and then gives up.

    The lab has a model ``y`` and could advance to ``z``. It earns ``R = N (f(model) - f(x))+``, ``f = sqrt``, and
    dislikes advancing by ``phi``. Below ``R_min`` it cannot go on: its payoff then *is* ``exit`` (less ``phi`` if it
    advanced). With ``sigma > 0`` customers differ in taste, and ``R`` is what a monopolist earns from logit demand, ``N
    sigma W(e^{g/sigma - 1})``, so that open models that are close enough win enough of the customers.

    By hand, N = 4, y = 4, z = 9, phi = 4.5, R_min = 1.5, exit = -2. Advancing is worth ``12 - 4 sqrt(x) - 4.5``.
    * x = 0: stay 8, advance 7.5. x = 1: stay 4, advance 3.5. It stays.
    * Staying fails at ``4 (2 - sqrt(x)) < 1.5``, from x = 1.625^2 = 2.640625 on. x = 4: exit -2, advance -0.5. It
      races.
    * Racing is worth less than -2 at ``12 - 4 sqrt(x) - 4.5 < -2``, from x = 2.375^2 = 5.640625 on. x = 8.5: it exits.
    """

    name = "reluctant-lab"
    rows = ("15", "18")
    who = "RobertM"
    claim = (
        "a lab that dislikes advancing does not while open models are weak, must when they close in, "
        "and gives up when they catch up"
    )
    kind = Kind.CHOICE
    numbers = (
        racing("advance", "advances of the frontier", "advances of the frontier", over="advances"),
        reported("plan", "what the lab does"),
        begins("race_from", "open capability from which the lab races", "advance", "race"),
        begins("exit_from", "open capability from which it gives up", "advance", "exit"),
        reported("plans", "every best plan"),
        reported("payoff", "what the best plan is worth"),
    )
    rules = (
        *along("advance", stay=NEUTRAL, race=NEUTRAL, exit=NEUTRAL),
        Rule("advance", "stay", UP, "race"),
        Rule("advance", "race", DOWN, "exit"),
        Rule("advance", "race", DOWN, "stay"),
        Rule("advance", "stay", NEUTRAL, "exit"),
        *_rules_of_ties(),
    )
    says = Course((UP, DOWN))
    reads = "plan is race where a lab that goes on releases, stay where it does not, and exit where it goes under"
    ingredients = (Ingredient("frontier_penalty", "phi", 0.0), Ingredient("survival", "R_min", 0.0))

    N: Annotated[NonNegative, Unit("customer-days")] = 4.0
    """Customers times days."""
    y: Capability = 4.0
    """Capability of the lab's model."""
    z: Capability = 9.0
    """Capability of the advance."""
    phi: Money = 4.5
    """How much the lab dislikes advancing."""
    R_min: Money = 1.5
    """Revenue below which it cannot go on."""
    exit: Annotated[Finite, Unit("currency")] = -2.0
    """Payoff of giving up."""
    x: Capability = 4.0
    """Capability of the open model."""
    sigma: Annotated[NonNegative, Unit("currency per customer-day")] = 0.0
    """Spread of tastes; 0 for identical customers."""

    def compute(self) -> Values:
        """The best plans."""
        plans = self.best_plans()
        advances = tuple(float(p == "race") for p in plans)
        return listed(advance=advances[0], advances=advances, plan=plans[0], plans=plans, payoff=max(self.payoffs()))

    def payoffs(self) -> tuple[float, float]:
        """What not advancing and advancing are worth."""
        stay, race = self.revenue(self.y), self.revenue(self.z)
        return (
            stay if stay >= self.R_min else self.exit,
            (race if race >= self.R_min else self.exit) - self.phi,
        )

    def revenue(self, model: float) -> float:
        """Revenue with this model."""
        gap = math.sqrt(model) - math.sqrt(self.x)
        return self.N * (max(0.0, gap) if self.sigma == 0 else self.sigma * wright_profit(gap / self.sigma))

    def best_plans(self) -> tuple[Value, ...]:
        """Every best plan, ties included."""
        stay, race = self.payoffs()
        tie = abs(stay - race) <= 1e-12 * max(abs(stay), abs(race), self.N, 1.0)
        calm = "stay" if self.revenue(self.y) >= self.R_min else "exit"
        hot = "race" if self.revenue(self.z) >= self.R_min else "exit"
        best = {calm, hot} if tie else {calm} if stay > race else {hot}
        return tuple(p for p in PLANS if p in best)

    def game(self) -> ReleaseGame:
        """The lab advances at once, or never; with too little revenue it goes under."""
        market: Market = LimitPricing(customers=self.N)
        if self.sigma > 0:
            market = Logit(customers=self.N, sigma=self.sigma)
        dislikes = EntryCost(name="frontier_penalty", weight=self.phi)
        lab = Lab(name="lab", start=self.y, path=(self.z,), terms=(Revenue(), dislikes))
        fails = Survival(minimum=self.R_min, exit=self.exit, keeps=("frontier_penalty",))
        return at_once(self, lab, x=self.x, market=market, modifiers=(fails,))

    def regime(self) -> str:
        """The best plans."""
        return TIE.join(str(p) for p in self.best_plans())

    def span(self) -> tuple[float, float]:
        """From no open model to one beyond the advance."""
        return 0.0, 1.25 * max(self.x, self.y, self.z, 1.0)


def wright_profit(gap: float) -> float:
    """``W(e^{gap - 1})``: profit per customer of a logit monopolist with taste spread 1, against a free rival."""
    from scipy.special import wrightomega

    return float(wrightomega(gap - 1.0))


class PresentBias(Story):
    """Inconsistent preferences. A lab that always values today over every later day puts its release off.

    A release costs ``c`` today and is worth ``V`` from tomorrow on; each day is discounted by ``delta``, and everything
    that is not today by ``beta`` once more (quasi-hyperbolic discounting, Laibson 1997). Today beats tomorrow iff
    ``-c + beta V >= beta delta (V - c)``, that is ``V >= c (1 - beta delta) / (beta (1 - delta))``. A consistent lab
    (``beta = 1``) releases as soon as ``V >= c``.

    By hand: c = 1, delta = .9, beta = .8: 1 * (1 - .72) / (.8 * .1) = 3.5. With V = 3 the lab means to release
    tomorrow, every day.
    """

    name = "present-bias"
    rows = ("18", "13")
    who = "RobertM"
    claim = "organisations' preferences are inconsistent, so a small change of worth can tip them"
    lever = "V"
    numbers = (
        racing("releases", "whether it releases today", "releases today"),
        reported("threshold", "worth from which it does"),
        reported("plan", "what it does and means to do"),
    )
    rules = (
        *along("releases", not_worth_it=NEUTRAL, always_tomorrow=NEUTRAL, today=NEUTRAL),
        Rule("releases", "always tomorrow", UP, "today"),
        Rule("releases", "not worth it", UP, "today"),
        Rule("releases", "not worth it", NEUTRAL, "always tomorrow"),
    )
    reading = Reading.OPENRACE
    says = moves(NEUTRAL, UP)
    no_game = "its lab wants to release tomorrow every day, which no plan can say"
    ingredients = (Ingredient("present_bias", "beta", 1.0),)

    beta: Annotated[float, Field(gt=0, le=1)] = 0.8
    """What later days count against today, beyond discounting."""
    delta: Annotated[float, Field(gt=0, lt=1)] = 0.9
    """Discount factor of a day."""
    c: Money = 1.0
    """Cost of the release, today."""
    V: Annotated[float, Field(ge=0), Unit("currency")] = 3.0
    """Worth of the release, from tomorrow on."""

    def compute(self) -> Values:
        """Today against tomorrow, by two discounted sums."""
        today = -self.c + self.beta * self.V
        tomorrow = self.beta * self.delta * (self.V - self.c)
        return listed(releases=today >= tomorrow and today >= 0, threshold=self.threshold(), plan=self.regime())

    def threshold(self) -> float:
        """Worth from which today beats tomorrow."""
        return self.c * (1 - self.beta * self.delta) / (self.beta * (1 - self.delta))

    def regime(self) -> str:
        """What the lab does and means to do."""
        if self.threshold() <= self.V:
            return "today"
        return "always tomorrow" if self.c < self.V else "not worth it"

    def span(self) -> tuple[float, float]:
        """Worths up to well beyond the threshold."""
        return 0.0, 1.5 * max(self.threshold(), self.V, 1e-3)


class Quantal(Story):
    """Preferences that waver; better plans are only chosen more often (quantal response, McKelvey, Palfrey 1995).

    A plan worth ``U_a`` is chosen with probability proportional to ``e^{lambda U_a}``. At ``lambda = 0`` a lab tosses
    coins, at large ``lambda`` it takes the best plan; in between a small change of worth shifts behaviour a little
    instead of not at all.

    By hand: lambda = 1, U = (1, 0): e/(e + 1) = .731059.
    """

    name = "quantal"
    rows = ("18",)
    who = "RobertM"
    claim = "preferences may simply be inconsistent; then labs answer smoothly to what plans are worth"
    lever = "U[0]"
    numbers = (racing("p", "probability of every plan", "probability of the first plan", over="first"),)
    rules = along("p", answers=UP, certain=NEUTRAL, tosses_coins=NEUTRAL, one_plan=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(UP)
    no_game = "its lab takes worse plans with some probability, which no equilibrium does"

    sharpness: Annotated[NonNegative, Field(alias="lambda"), Unit("per currency")] = 1.0
    """How sharply the lab tells plans apart."""
    U: Annotated[tuple[Finite, ...], Field(min_length=1), Unit("currency")] = (1.0, 0.0)
    """What each plan is worth."""

    def compute(self) -> Values:
        """Probabilities; the best plan is subtracted first, so that nothing overflows."""
        weights = self.weights()
        p = tuple(w / sum(weights) for w in weights)
        return listed(p=p, first=p[0])

    def weights(self) -> tuple[float, ...]:
        """What probabilities are proportional to, 1 for the best plan."""
        return tuple(math.exp(self.sharpness * (u - max(self.U))) for u in self.U)

    def regime(self) -> str:
        """Whether the lab tells plans apart, and whether any doubt is left that a number can hold."""
        if len(self.U) == 1:
            return "one plan"
        if self.sharpness == 0:
            return "tosses coins"
        first, *others = self.weights()
        return "certain" if first == 0 or sum(others) <= CERTAIN else "answers"

    def span(self) -> tuple[float, float]:
        """From nothing to the worth there is, and around the best other as far as differences are felt."""
        ends = (0.0, self.U[0], max(self.U[1:], default=0.0))
        reach = max(3 / self.sharpness if self.sharpness > 0 else 1.0, 1e-6)
        return min(ends) - reach, max(ends) + reach

    def marks(self) -> tuple[float, ...]:
        """The worth of the best other: a sharp lab answers in a narrow stretch around it."""
        return (max(self.U[1:], default=0.0),)

    def move(self) -> tuple[float, float]:
        """From a first plan that is worth nothing to the one there is."""
        return 0.0, self.U[0]

    def at(self, level: float) -> Quantal:
        """The story with a first plan of another worth."""
        return self.model_copy(update={"U": (level, *self.U[1:])})
