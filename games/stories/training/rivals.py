"""Several labs want the same."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from games.classics.patents.patent_race import FlowRace, Whose
from games.markets import LimitPricing
from games.parts.part import Finite, NonNegative, Unit
from games.race import Finish, RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import at_once
from games.stories.telling.lever import Stretch
from games.stories.telling.number import Values, level, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customerdays, Rate, along, lead
from games.terms import Revenue, TrainingCost

MOST_LABS = 4
"""Labs in a game that is written to a file, at most."""


class Competition(Story):
    """Competition lowers the incentive to train.

    Each of ``labs`` closed labs may train a model ``y`` at cost ``y``. If one does, it earns ``R = n (f(y) - f(x))+``,
    ``f = sqrt``; if two do, they undercut each other to nothing. In the symmetric equilibrium each trains with
    probability ``p``, so that training is worth nothing: ``R (1 - p)^{labs - 1} = y``, ``p = 1 - (y/R)^{1/(labs -
    1)}``. A lab alone trains for sure. With more labs not only does each train less often; that anybody trains becomes
    less likely as well, ``1 - (y/R)^{labs/(labs - 1)}``.

    By hand: n = 4, y = 4, x = 0: R = 8, y/R = 1/2. One lab: 1. Two: p = .5, anybody .75. Three: p = 1 - sqrt(.5) =
    .292893, anybody 1 - .5^1.5 = .646447.
    """

    name = "competition"
    rows = ("5", "12")
    who = "jessicata (the post)"
    claim = "competition between closed labs tends to lower the incentive to train"
    says = moves(DOWN)
    premise = "training would pay a lab that is alone"
    lever = "labs"
    numbers = (
        racing("p", "probability that a lab trains", "probability"),
        racing("anybody", "probability that anybody trains", "probability"),
        level("revenue", "what training earns a lab that is alone in it"),
    )
    rules = (
        *along("p", "anybody", pays=DOWN, does_not_pay=NEUTRAL),
        *along("revenue", pays=NEUTRAL, does_not_pay=NEUTRAL),
    )
    reads = "p is the mixture in which all labs train equally often"

    labs: Annotated[int, Field(ge=1, le=1000), Unit("labs")] = 2
    """Closed labs that could train the model."""
    n: Customerdays = 4.0
    """Customers times days of sale."""
    y: Capability = 4.0
    """Capability of the model, and its cost."""
    x: Capability = 0.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """The symmetric equilibrium."""
        revenue = self.n * lead(self.y, self.x)
        if not self.granted():
            return listed(p=0.0, anybody=0.0, revenue=revenue)
        # What is left of the mixture when nobody else may train.
        idle = 0.0 if self.labs == 1 else (self.y / revenue) ** (1 / (self.labs - 1))
        return listed(p=1 - idle, anybody=1 - idle**self.labs, revenue=revenue)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.n * lead(self.y, self.x) > self.y > 0

    def game(self) -> ReleaseGame:
        """Every lab trains at once, or never."""
        if self.labs > MOST_LABS:
            raise self.without(f"{self.labs} labs are more than the {MOST_LABS} whose equilibria are all found")
        terms = (Revenue(), TrainingCost())
        labs = [Lab(name=f"lab{k + 1}", path=(self.y,), terms=terms) for k in range(self.labs)]
        return at_once(self, *labs, x=self.x, market=LimitPricing(customers=self.n))

    def event(self) -> str:
        """The last of the labs may train as well."""
        return f"allow:lab{self.labs}" if self.labs > 1 else ""

    def regime(self) -> str:
        """Whether training pays a lab alone."""
        return "pays" if self.granted() else "does not pay"

    def span(self) -> tuple[float, float]:
        """From one lab to twice as many as here."""
        return 1.0, float(max(4, 2 * self.labs))

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """From one number of labs to twice as many."""
        doubled = [stretch.lo]
        while 2 * doubled[-1] <= stretch.hi:
            doubled.append(2 * doubled[-1])
        return tuple(pairwise(doubled))


class HazardRace(Story):
    """In an oligopoly it matters which payoff falls (Beath, Katsoulacos and Ulph 1989).

    Two labs race with hazards ``h`` at flow cost ``h^2/2``. The winner gets ``W``, the loser ``L``, both earn ``pi0``
    meanwhile. In the symmetric equilibrium ``1.5 h^2 + (r - (W - L)) h - (r W - pi0) = 0``: the race is driven by the
    threat ``W - L`` and by the profit incentive ``r W - pi0``. An open model that takes the same flow ``eroded`` from
    winner, loser and today's business leaves both as they were; one that takes it from the winner alone slows the race.

    By hand: W = 2, L = .6, pi0 = .08, r = .1: 1.5 h^2 - 1.3 h - .12 = 0, h = .950806. A flow of .03 is worth .3: from
    the winner alone it gives 1.5 h^2 - h - .09 = 0, h = .746989, lower by .203817.
    """

    name = "hazard-race"
    rows = ("12",)
    who = "jessicata (the post)"
    claim = "an open model that takes from the winner slows competing labs down; one that takes from all alike does not"
    lever = "eroded"
    numbers = (
        racing("h_winner_only", "hazard if the winner alone is eroded", "hazard per unit of time"),
        racing("h_all_alike", "hazard if all flows are eroded alike", "hazard per unit of time"),
        reported("h", "equilibrium hazard without erosion"),
        reported("moved_if_all", "what eroding all flows adds to it"),
        reported("moved_if_winner_only", "what eroding the winner alone adds to it"),
    )
    rules = (
        *along("h_winner_only", racing=DOWN, nobody_races=NEUTRAL),
        *along("h_all_alike", racing=NEUTRAL, nobody_races=NEUTRAL),
    )
    reading = Reading.OPENRACE
    says = moves(h_winner_only=(DOWN, NEUTRAL), h_all_alike=(NEUTRAL,))
    reads = "h_winner_only is the effort of each"
    sets = ("finish.winner",)
    taken: ClassVar[tuple[tuple[Whose, ...], tuple[Whose, ...]]] = (("win",), ("win", "lose", "now"))
    """Whose flows are eroded, for each measure."""
    moved: ClassVar[tuple[str, str]] = ("moved_if_winner_only", "moved_if_all")
    """The number that says what this adds to the hazard."""

    W: Annotated[Finite, Unit("currency")] = 2.0
    """Value of winning."""
    L: Annotated[Finite, Unit("currency")] = 0.6
    """Value of losing."""
    pi0: Annotated[Finite, Unit("currency per unit of time")] = 0.08
    """What each earns while the race lasts."""
    r: Rate = 0.1
    """Continuous discount rate."""
    eroded: Annotated[NonNegative, Unit("currency per unit of time")] = 0.03
    """Flow that the open model takes away."""

    def compute(self) -> Values:
        """Equilibrium hazards."""
        start, hazards = self.flows().hazard(), self.hazards()
        eroded = {measure.name: hazard for measure, hazard in zip(self.measures, hazards, strict=True)}
        return {**eroded, "h": start, **{k: hazard - start for k, hazard in zip(self.moved, hazards, strict=True)}}

    def flows(self) -> FlowRace:
        """The race without erosion."""
        return FlowRace(win=self.W, lose=self.L, now=self.pi0, r=self.r)

    def races(self) -> tuple[FlowRace, FlowRace]:
        """The race after erosion: one for each measure."""
        first, second = (self.flows().eroded(self.eroded, *whose) for whose in self.taken)
        return first, second

    def hazards(self) -> tuple[float, float]:
        """Equilibrium hazards in these races."""
        first, second = self.races()
        return first.hazard(), second.hazard()

    def game(self) -> RaceGame:
        """The first of these races on a ladder of two rungs."""
        race, _ = self.races()
        labs = tuple(RaceLab(name=name, income=race.now) for name in ("first", "second"))
        finish = Finish(rung=1, winner=race.win, loser=race.lose)
        return RaceGame(
            name=self.name, summary=self.claim, rungs=(1.0, 2.0), discount_rate=race.r, labs=labs, finish=finish
        )

    def race(self) -> RaceGame | None:
        """The story is a race."""
        return self.game()

    def regime_of(self, metric: str) -> str:
        """Whether anybody races."""
        hazard = self.hazards()[[m.name for m in self.measures].index(metric)]
        return "racing" if hazard > 0 else "nobody races"

    def span(self) -> tuple[float, float]:
        """From nothing taken to all that winning is worth."""
        return 0.0, max(self.r * abs(self.W), 1.2 * self.eroded, 1e-6)


class OligopolyHurries(HazardRace):
    """The channels by which an open model makes competing labs hurry, beside those that slow them down.

    In the race of ``hazard-race``, ``1.5 h^2 + (r - (W - L)) h - (r W - pi0) = 0``, an open model that takes from the
    winner weakens both the threat ``W - L`` and the profit incentive ``r W - pi0``. One that takes from the *loser*
    raises the threat of losing, and one that takes from *today's* business makes waiting hurt: both make labs race
    harder.

    By hand: W = 2, L = .6, pi0 = .08, r = .1: h = .950806. A flow of .03 is worth .3. From the loser, L = .3: 1.5 h^2 -
    1.6 h - .12 = 0, h = 1.137026, higher by .186220. From today's business, pi0 = .05: 1.5 h^2 - 1.3 h - .15 = 0, h =
    .969783, higher by .018977.
    """

    name = "oligopoly-hurries"
    claim = "an open model that takes from the loser, or from today's business, makes competing labs race harder"
    says = moves(h_loser_only=(UP,), h_waiting=(UP,))
    numbers = (
        racing("h_loser_only", "hazard if the loser alone is eroded", "hazard per unit of time"),
        racing("h_waiting", "hazard if today's business alone is eroded", "hazard per unit of time"),
        reported("h", "equilibrium hazard without erosion"),
        reported("moved_if_loser_only", "what eroding the loser adds to it"),
        reported("moved_if_waiting", "what eroding today's business adds to it"),
    )
    rules = along("h_loser_only", "h_waiting", racing=UP, nobody_races=NEUTRAL)
    reads = "h_loser_only is the effort of each"
    sets = ("finish.loser",)
    taken = (("lose",), ("now",))
    moved = ("moved_if_loser_only", "moved_if_waiting")
