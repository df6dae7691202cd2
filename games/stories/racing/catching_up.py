"""Who lags may start from an open model."""

from __future__ import annotations

from typing import Annotated, Any

from games.markets import LimitPricing, Niche, Niches, Strength
from games.modifiers import CatchUp as HeadStart
from games.parts.part import Finite, NonNegative, Unit
from games.race import Finish, RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import BesideOpen
from games.stories.telling.claim import Rule, moves
from games.stories.telling.exports import RATE, at_once, climb, left_to_train
from games.stories.telling.number import Values, begins, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Money, along, between
from games.terms import Goal, Revenue, StayingOut, TrainingCost
from games.values import Linear


class CatchUp(BesideOpen):
    """A state too far behind gives up, until an open model lets it catch up.

    Reaching the frontier ``T`` costs ``k (T - max(own, eta x))+``: the open model is worth the share ``eta`` of itself
    as a place to start from. The prize is ``V``; giving up and protecting oneself is worth ``M``. The state races iff
    ``V - cost > M``. So an open model brings racers in, and once they are in, it lowers what each of them spends.

    By hand: V = 5, T = 10, own = 2, k = 1, eta = 1, M = 0: racing pays iff 10 - x < 5, x > 5; at x = 4 the cost is 6.
    """

    name = "catch-up"
    rows = ("19",)
    who = "Wei Dai"
    claim = "a state that had given up starts to race when an open model lets it catch up"
    numbers = (
        racing("races", "whether the state races", "states that race"),
        racing("cost", "what catching up costs", "spend of a state that races"),
        begins("threshold", "open capability above which it races; 0 if it needs none", "races", "races"),
    )
    rules = (
        *along("races", gives_up=NEUTRAL, races=NEUTRAL),
        Rule("races", "gives up", UP, "races"),
        *along("cost", own_is_better=NEUTRAL, open_helps=DOWN, level=NEUTRAL),
    )
    says = moves(UP, NEUTRAL)
    reads = "it races where the release is the only best plan; cost is what V exceeds the payoff of that by"
    premise = "the state is too far behind to race without an open model"

    V: Money = 5.0
    """Prize of having caught up."""
    T: Capability = 10.0
    """The frontier."""
    own: Capability = 2.0
    """Capability the state has."""
    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 1.0
    """Cost of capability."""
    eta: Annotated[NonNegative, Unit("share")] = 1.0
    """Share of the open model's capability that can be built upon."""
    M: Annotated[Finite, Unit("currency")] = 0.0
    """Worth of giving up and spending on protection instead."""
    x: Capability = 6.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """Participation, and what it costs."""
        return listed(races=self.races(), cost=self.cost())

    def granted(self) -> bool:
        """Where the premise holds."""
        return not self.at(0.0).races()

    def cost(self) -> float:
        """Cost of catching up."""
        return _cost(self)

    def races(self) -> bool:
        """Whether racing beats giving up; an indifferent state gives up."""
        return self.V - self.cost() > self.M

    def game(self) -> ReleaseGame:
        """The state catches up at once, or never."""
        terms = (Goal(weight=self.V, capability=self.T), TrainingCost(), StayingOut(weight=self.M))
        lab = Lab(name="state", start=self.own, path=(self.T,), terms=terms)
        return at_once(self, lab, x=self.x, modifiers=(HeadStart(price=self.k, eta=self.eta),))

    def race(self) -> RaceGame | None:
        """The state works on the prize; what it has meanwhile is what giving up is worth."""
        return _race(self, RaceLab(name="state", income=RATE * self.M), finish=Finish(rung=1, winner=self.V))

    def regime_of(self, metric: str) -> str:
        """Whether it races; and on what it would build."""
        if metric == "races":
            return "races" if self.races() else "gives up"
        start = self.eta * self.x
        if max(self.own, start) >= self.T or self.k == 0:
            return "level"
        return "open helps" if start > self.own else "own is better"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to catch up with."""
        return 0.0, 1.2 * max(self.x, _built_at(self), 1.0)


class EasierTraining(BesideOpen):
    """What helps a state that lags helps a firm that lags as well; but the firm's revenue falls.

    A firm with capability ``own`` that catches up with ``T`` earns ``w_profit N (T - x)+`` (value linear in capability)
    and pays ``k (T - max(own, eta x))+``. Each unit of ``x`` saves ``k eta`` once the open model is the better start,
    and costs ``w_profit N`` of revenue. Its incentive to catch up rises with ``x`` iff ``k eta > w_profit N``.

    By hand: k = 3, eta = 1, w_profit = 1, N = 2, own = 2, T = 10: at x = 0: 20 - 24 = -4; at x = 2: 16 - 24 = -8; at x
    = 6: 8 - 12 = -4; at x = 10: 0.
    """

    name = "easier-training"
    rows = ("20", "7")
    who = "jessicata; Wei Dai"
    claim = "open models make it easier to catch up for firms as for states, so firms race more as well"
    numbers = (
        racing("incentive", "revenue of catching up less its cost", "currency"),
        reported("net", "what a unit of open capability saves less what it takes"),
        reported("gains", "whether that is a gain"),
    )
    rules = along(
        "incentive",
        only_revenue_falls=DOWN,
        cost_falls_faster=UP,
        revenue_falls_faster=DOWN,
        both_fall_alike=NEUTRAL,
        only_cost_falls=UP,
        nothing_left=NEUTRAL,
    )
    says = moves(UP)
    reads = "incentive is the payoff of a release"

    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 3.0
    """Cost of capability."""
    eta: Annotated[NonNegative, Unit("share")] = 1.0
    """Share of the open model's capability that can be built upon."""
    w_profit: Annotated[NonNegative, Unit("currency per currency")] = 1.0
    """Weight of profit."""
    N: Annotated[NonNegative, Unit("customer-days")] = 2.0
    """Customers times days."""
    T: Capability = 10.0
    """The frontier."""
    own: Capability = 2.0
    """Capability the firm has."""
    x: Capability = 6.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """What catching up is worth."""
        net = self.k * self.eta - self.w_profit * self.N
        cost = _cost(self)
        return listed(incentive=self.w_profit * self.N * max(0.0, self.T - self.x) - cost, net=net, gains=net > 0)

    def game(self) -> ReleaseGame:
        """The firm catches up at once, or never and sells what it has."""
        terms = (Revenue(weight=self.w_profit), TrainingCost())
        lab = Lab(name="firm", start=self.own, path=(self.T,), terms=terms)
        market = LimitPricing(customers=self.N, value=Linear())
        return at_once(self, lab, x=self.x, market=market, modifiers=(HeadStart(price=self.k, eta=self.eta),))

    def race(self) -> RaceGame | None:
        """The firm works on catching up, and sells what it has."""
        market = LimitPricing(customers=RATE * self.N, value=Linear())
        return _race(self, RaceLab(name="firm", terms=(Revenue(weight=self.w_profit),)), market=market)

    def regime(self) -> str:
        """What an open model that is a little better changes."""
        saves = self.k * self.eta if self.own < self.eta * self.x < self.T else 0.0
        loses = self.w_profit * self.N if self.x < self.T else 0.0
        if saves == 0:
            return "only revenue falls" if loses > 0 else "nothing left"
        if loses == 0:
            return "only cost falls"
        return "cost falls faster" if saves > loses else "revenue falls faster" if saves < loses else "both fall alike"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to catch up with."""
        return 0.0, 1.2 * max(self.x, self.T, _built_at(self), 1.0)

    def marks(self) -> tuple[float, ...]:
        """Where the open model overtakes the own one, the frontier is built, or is there; and between them."""
        return _bends(self)


class StatesAndFirms(BesideOpen):
    """Profit falls for firms, and much less so for states, which race for something else.

    A racer's incentive is ``U = w_profit N (T - x)+ + w_strategic P - k (T - max(own, eta x))+``: profit, a strategic
    prize ``P`` that the open model does not touch, and the cost of catching up. A firm has ``w_strategic = 0``, a state
    hardly any ``w_profit``. Once the open model is the better place to start from, a state's incentive rises by ``k eta
    - w_profit N`` per unit with its own small ``w_profit``, a firm's by the same with 1.

    By hand: N = 4, k = 3, eta = 1, T = 10, own = 2, P = 20, x = 6. Firm: 16 - 12 = 4, at x = 0 it was 40 - 24 = 16.
    State with w_profit = .1: 1.6 + 20 - 12 = 9.6, at x = 0 it was 4 + 20 - 24 = 0.
    """

    name = "states-and-firms"
    rows = ("21",)
    who = "Wei Dai"
    claim = "profit falls for firms and hardly counts for states, so open models make states race more"
    numbers = (
        racing("state", "incentive of the state", "currency"),
        racing("firm", "incentive of the firm", "currency"),
    )
    rules = along("state", "firm", cost_falls_faster=UP, profit_falls_faster=DOWN, balanced=NEUTRAL)
    says = moves(UP)
    reads = "state and firm are what their releases pay"
    premise = "the open model is what the state would start from, own < eta x < T"

    w_profit: Annotated[NonNegative, Unit("currency per currency")] = 0.1
    """Weight of profit to the state; a firm's is 1."""
    w_strategic: Annotated[NonNegative, Unit("currency per prize")] = 1.0
    """Weight of the strategic prize to the state; a firm's is 0."""
    P: Money = 20.0
    """The strategic prize."""
    N: Annotated[NonNegative, Unit("customer-days")] = 4.0
    """Customers times days."""
    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 3.0
    """Cost of capability."""
    eta: Annotated[NonNegative, Unit("share")] = 1.0
    """Share of the open model's capability that can be built upon."""
    T: Capability = 10.0
    """The frontier."""
    own: Capability = 2.0
    """Capability of either at the start."""
    x: Capability = 6.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """Profit, prize and cost of both."""
        return listed(state=self.incentive("state"), firm=self.incentive("firm"))

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.own < self.eta * self.x < self.T and self.x < self.T

    def weight(self, who: str) -> float:
        """How much profit counts."""
        return self.w_profit if who == "state" else 1.0

    def incentive(self, who: str) -> float:
        """Profit, prize and cost."""
        prize = self.w_strategic * self.P if who == "state" else 0.0
        cost = _cost(self)
        return self.weight(who) * self.N * max(0.0, self.T - self.x) + prize - cost

    def game(self) -> ReleaseGame:
        """A state and a firm with customers of their own catch up at once, or never."""
        prize = Goal(weight=self.w_strategic * self.P, capability=self.T)
        state, firm = (
            Lab(name=name, start=self.own, path=(self.T,), terms=terms)
            for name, terms in (
                ("state", (Revenue(weight=self.w_profit), prize, TrainingCost())),
                ("firm", (Revenue(), TrainingCost())),
            )
        )
        niches = tuple(Niche(strengths=(Strength(lab=other, factor=0.0),)) for other in ("firm", "state"))
        market = Niches(customers=self.N, value=Linear(), niches=niches)
        return at_once(self, state, firm, x=self.x, market=market, modifiers=(HeadStart(price=self.k, eta=self.eta),))

    def race(self) -> RaceGame | None:
        """The state works on its prize, and on what profit is worth to it."""
        profit = self.w_profit * self.N * max(0.0, self.T - self.x)
        finish = Finish(rung=1, winner=self.w_strategic * self.P + profit)
        return _race(self, RaceLab(name="state"), finish=finish)

    def regime_of(self, metric: str) -> str:
        """What an open model that is a little better changes."""
        saves = self.k * self.eta if self.own < self.eta * self.x < self.T else 0.0
        loses = self.weight(metric) * self.N if self.x < self.T else 0.0
        return "balanced" if saves == loses else "cost falls faster" if saves > loses else "profit falls faster"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to catch up with."""
        return 0.0, 1.2 * max(self.x, self.T, _built_at(self), 1.0)

    def marks(self) -> tuple[float, ...]:
        """Where the open model overtakes the own one, the frontier is built, or is there; and between them."""
        return _bends(self)


Lagging = CatchUp | EasierTraining | StatesAndFirms
"""Who lags: ``own`` behind a frontier ``T``, at ``k`` per unit, from ``eta x`` if that is more."""


def _cost(of: Lagging) -> float:
    """What it costs to reach the frontier."""
    return of.k * max(0.0, of.T - max(of.own, of.eta * of.x))


def _built_at(of: Lagging) -> float:
    """Capability of an open model that leaves nothing to train; the frontier where nothing can be built upon."""
    return of.T / of.eta if of.eta > 1e-6 else of.T


def _bends(of: StatesAndFirms | EasierTraining) -> tuple[float, ...]:
    """Where the open model overtakes the own one, the frontier is built, or is there; and between them."""
    built = (of.own / of.eta, of.T / of.eta) if of.eta > 1e-6 else ()
    return between((0.0, *built, of.T))


def _race(of: Lagging, lab: RaceLab, **parts: Any) -> RaceGame | None:
    """The lab works its way up to the frontier; none where there is no way to go, or where it costs nothing."""
    if not 0 < of.own < of.T or of.k == 0 or of.eta * of.x >= of.T:
        return None
    paying = lab.model_copy(update={"effort_cost": of.k * (of.T - of.own)})
    return climb(of, (of.own, of.T), paying, x=of.x, ease=left_to_train(of.own, of.T, of.eta * of.x), **parts)
