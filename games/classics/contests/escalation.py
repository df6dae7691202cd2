"""The dollar auction: both pay their bids, the higher one gets the prize (Shubik 1971; solved by O'Neill 1986).

Two take turns. Whoever is to move raises above the other's bid, up to a bankroll, or stops; then the other one gets the
prize, and both pay what they have bid. Everything is in units of the smallest raise; whoever gains nothing by raising
stops. The concept is subgame perfection, by backward induction over all pairs of bids. O'Neill's closed form of the
first bid, which ends the auction: ``(b - 1) mod (s - 1) + 1`` at a prize ``s`` and a bankroll ``b``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, reading
from games.parts.part import Unit


class ONeillAuction(Classic):
    """How much to bid at once so that nobody escalates."""

    name = "dollar-auction"
    source = "O'Neill 1986, Journal of Conflict Resolution 30"
    concept = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_bid", 12.0, 0.0, "a dollar, a bankroll of 2.50 dollars, raises of 5 cents: bid 60 cents"),
        Published("bids", 1.0, 0.0, "and the other one stops"),
        Published("first_bid", 4.0, 0.0, "(b - 1) mod (s - 1) + 1", {"prize": 8, "bankroll": 11}, formula=True),
    )
    asked = (Asked("effort", "first_bid"),)

    prize: Annotated[int, Field(ge=2, le=60), Unit("raises")] = 20
    """What is auctioned, ``s``."""
    bankroll: Annotated[int, Field(ge=1, le=120), Unit("raises")] = 50
    """The most that either can bid, ``b``."""

    def play(self) -> tuple[int, ...]:
        """Bids in the order in which they are made."""
        # By the mover's bid and the other's: the next bid (0: stop), and what the mover and the other one then get.
        best: dict[tuple[int, int], tuple[int, int, int]] = {}
        for standing in range(self.bankroll, -1, -1):
            for own in range(standing + (standing == 0)):
                choice = (0, -own, self.prize - standing if standing else 0)
                for bid in range(standing + 1, self.bankroll + 1):
                    _, theirs, mine = best[standing, bid]
                    if mine > choice[1]:
                        choice = (bid, mine, theirs)
                best[own, standing] = choice
        bids = [0, 0]
        while (bid := best[bids[-2], bids[-1]][0]) > 0:
            bids.append(bid)
        return tuple(bids[2:])

    def readings(self) -> tuple[Found, ...]:
        """The first bid and the number of bids, by backward induction."""
        bids, formula = self.play(), (self.bankroll - 1) % (self.prize - 1) + 1
        how = f"backward induction over {(self.bankroll + 1) * self.bankroll // 2 + 1} pairs of bids"
        return Found(float(bids[0]) if bids else 0.0, how, 0.0, float(formula)), Found(float(len(bids)), how, 0.0)

    first_bid = reading("first bid, raises", 0)
    bids = reading("bids that are made", 1)

    def changes(self, x: float) -> Changes:
        """The prize is worth a tenth less per ``x``, or a tenth less can be bid."""
        share = 1 - 0.1 * x
        prize, bankroll = max(2, round(self.prize * share)), max(1, round(self.bankroll * share))
        return {
            Channel.WIN: {"prize": prize},
            Channel.COST: {"bankroll": bankroll},
        }
