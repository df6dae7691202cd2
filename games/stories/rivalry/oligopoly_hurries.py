"""Row 12: the channels by which an open model makes competing labs hurry, beside those that slow them down.

In the race of ``hazard-race``, ``1.5 h^2 + (r - (W - L)) h - (r W - pi0) = 0``, an open model that takes from the
winner weakens both the threat ``W - L`` and the profit incentive ``r W - pi0``. One that takes from the *loser* raises
the threat of losing, and one that takes from *today's* business makes waiting hurt: both make labs race harder.

By hand: W = 2, L = .6, pi0 = .08, r = .1: h = .950806. A flow of .03 is worth .3. From the loser, L = .3:
1.5 h^2 - 1.6 h - .12 = 0, h = 1.137026, higher by .186220. From today's business, pi0 = .05: 1.5 h^2 - 1.3 h - .15 = 0,
h = .969783, higher by .018977.
"""

from __future__ import annotations

from games.classics.patents.patent_race import FlowRace
from games.race import RaceGame
from games.stories.race.hazard_race import HazardRace
from games.stories.telling.claim import moves
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import NEUTRAL, UP, along


class OligopolyHurries(HazardRace):
    """What is taken from whoever loses, and from waiting."""

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
    rules = (
        *along("h_loser_only", racing=UP, nobody_races=NEUTRAL),
        *along("h_waiting", racing=UP, nobody_races=NEUTRAL),
    )
    reads = "h_loser_only is the effort of each"
    sets = ("finish.loser",)

    def compute(self) -> tuple[Quantity, ...]:
        """Equilibrium hazards."""
        start = self.flows().effort()
        loser, waiting = self.hazards()
        return listed(
            h_loser_only=loser,
            h_waiting=waiting,
            h=start,
            moved_if_loser_only=loser - start,
            moved_if_waiting=waiting - start,
        )

    def hazards(self) -> tuple[float, float]:
        """Equilibrium hazard after erosion of the loser's flow, and of today's."""
        waiting = FlowRace(win=self.W, lose=self.L, now=self.pi0 - self.eroded, r=self.r)
        return self.loser_eroded().effort(), waiting.effort()

    def loser_eroded(self) -> FlowRace:
        """The race after erosion of the loser's flow."""
        return FlowRace(win=self.W, lose=self.L - self.eroded / self.r, now=self.pi0, r=self.r)

    def game(self) -> RaceGame:
        """The race in which the open model takes from the loser alone."""
        return self.played(self.loser_eroded())

    def regime(self, metric: str) -> str:
        """Whether anybody races."""
        loser, waiting = self.hazards()
        return "racing" if (loser if metric == "h_loser_only" else waiting) > 0 else "nobody races"
