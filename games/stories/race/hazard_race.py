"""Row 12: in an oligopoly it matters which payoff falls (Beath, Katsoulacos and Ulph 1989).

Two labs race with hazards ``h`` at flow cost ``h^2/2``. The winner gets ``W``, the loser ``L``, both earn ``pi0``
meanwhile. In the symmetric equilibrium ``1.5 h^2 + (r - (W - L)) h - (r W - pi0) = 0``: the race is driven by the
threat ``W - L`` and by the profit incentive ``r W - pi0``. An open model that takes the same flow ``eroded`` from
winner, loser and today's business leaves both as they were; one that takes it from the winner alone slows the race.

By hand: W = 2, L = .6, pi0 = .08, r = .1: 1.5 h^2 - 1.3 h - .12 = 0, h = .950806. A flow of .03 is worth .3: from the
winner alone it gives 1.5 h^2 - h - .09 = 0, h = .746989, lower by .203817.
"""

from __future__ import annotations

from typing import Annotated

from games.classics.patents.patent_race import FlowRace
from games.parts.part import Finite, NonNegative, Unit
from games.race import Finish, RaceGame, RaceLab
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, Rate, along


class HazardRace(Story):
    """Effort in a patent race."""

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

    def compute(self) -> tuple[Quantity, ...]:
        """Equilibrium hazards."""
        start = self.flows().effort()
        winner, everybody = self.hazards()
        return listed(
            h_winner_only=winner,
            h_all_alike=everybody,
            h=start,
            moved_if_all=everybody - start,
            moved_if_winner_only=winner - start,
        )

    def flows(self) -> FlowRace:
        """The race without erosion."""
        return FlowRace(win=self.W, lose=self.L, now=self.pi0, r=self.r)

    def hazards(self) -> tuple[float, float]:
        """Equilibrium hazard after erosion of the winner's flow, and of all flows."""
        race = self.flows()
        return (
            race.eroded(self.eroded, winner_only=True).effort(),
            race.eroded(self.eroded, winner_only=False).effort(),
        )

    def game(self) -> RaceGame:
        """The race in which the open model takes from the winner alone."""
        return self.played(self.flows().eroded(self.eroded, winner_only=True))

    def played(self, race: FlowRace) -> RaceGame:
        """A patent race on a ladder of two rungs."""
        labs = tuple(RaceLab(name=name, income=race.now) for name in ("first", "second"))
        finish = Finish(rung=1, winner=race.win, loser=race.lose)
        return RaceGame(
            name=self.name, summary=self.claim, rungs=(1.0, 2.0), discount_rate=race.r, labs=labs, finish=finish
        )

    def race(self) -> RaceGame | None:
        """The story is a race."""
        return self.game()

    def regime(self, metric: str) -> str:
        """Whether anybody races."""
        winner, everybody = self.hazards()
        return "racing" if (winner if metric == "h_winner_only" else everybody) > 0 else "nobody races"

    def span(self) -> tuple[float, float]:
        """From nothing taken to all that winning is worth."""
        return 0.0, max(self.r * abs(self.W), 1.2 * self.eroded, 1e-6)
