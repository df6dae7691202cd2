"""An incumbent and a challenger race for one uncertain innovation: Reinganum 1983.

Both pay ``h^2 / 2`` per unit of time for the hazard ``h`` of innovating. The incumbent earns ``now`` before, ``W_I``
in present value if it innovates first and ``L_I`` if the challenger does; the challenger earns nothing before,
``W_C`` if it is first and nothing otherwise. The concept is Markov perfection. With a drastic innovation ``W_I =
W_C`` and ``L_I = 0``: the incumbent would replace itself, and invests less (the paper's proposition 1). Without
current profits both are the firms of Lee and Wilde. Ours beside Reinganum's: ``now`` is her R per unit of time,
``win`` and ``challenger_win`` her present values of profits after the innovation.

*An open model of quality x appears*: it takes away from the innovator's profits, from what an incumbent keeps when it
is beaten, or from today's profits, after which the incumbent has less to replace.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from games.classics.directional_race import race_efforts
from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, reading
from games.classics.patents.patent_race import FlowRace
from games.parts.part import Finite, NonNegative, Positive, Unit
from games.race.lab import RaceLab
from games.race.race_game import RaceGame
from games.terms.gap_prize import GapPrize
from solver.common.errors import OpenraceError


class ReinganumIncumbent(Classic):
    """Uncertain innovation and the persistence of monopoly."""

    name = "reinganum-incumbent"
    source = "Reinganum 1983, American Economic Review 73"
    concept = "Markov-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("incumbent_less", 1.0, 0.0, "proposition 1: a drastic innovation, the incumbent invests less"),
        Published("incumbent_effort", 0.695811, 5e-7, "without current profits both are alike (Lee and Wilde)",
                  {"now": 0.0}, formula=True),
        Published("challenger_effort", 0.695811, 5e-7, "without current profits both are alike (Lee and Wilde)",
                  {"now": 0.0}, formula=True),
    )  # fmt: skip
    asked = (Asked("effort", "incumbent_effort"),)

    now: Annotated[NonNegative, Unit("money per unit of time")] = 0.05
    """What the incumbent earns before the innovation."""
    win: Annotated[Finite, Unit("money")] = 1.0
    """Present value of innovating first, to the incumbent."""
    lose: Annotated[Finite, Unit("money")] = 0.0
    """Present value of being beaten, to the incumbent; 0 where the innovation is drastic."""
    challenger_win: Annotated[NonNegative, Unit("money")] = 1.0
    """Present value of innovating first, to the challenger."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Discount rate."""

    def strategic(self) -> RaceGame:
        """The race, in which each is paid its own prize for being one rung ahead of the other.

        Raises:
            OpenraceError: winning is worth nothing to somebody, or the incumbent is paid for losing.
        """
        if self.lose > 0 or min(self.win, self.challenger_win) <= 0:
            raise OpenraceError(
                f"{self.name} has prizes {self.win:g} and {self.challenger_win:g} and pays the beaten {self.lose:g}",
                "prizes above 0, and nothing or a loss for the beaten incumbent",
                f"openrace replicate {self.name} solves it with any of them",
            )
        terms = (
            GapPrize(weight=self.win, gap=1.0, loss=-self.lose / self.win),
            GapPrize(weight=self.challenger_win, gap=1.0),
        )
        labs = (
            RaceLab(name="incumbent", income=self.now, terms=terms[:1]),
            RaceLab(name="challenger", terms=terms[1:]),
        )
        return RaceGame(name=self.name, rungs=(1.0, 2.0), labs=labs, discount_rate=self.r)

    def readings(self) -> tuple[Found, ...]:
        """Both efforts, and whether the incumbent's is smaller, by the directional engine."""
        wins, loses, now = [self.win, self.challenger_win], [self.lose, 0.0], [self.now, 0.0]
        (incumbent, challenger), how, width = race_efforts(wins, loses, now, self.r)
        alike = self.now == self.lose == 0 and self.win == self.challenger_win
        formula = FlowRace(firms=2, win=self.win, lose=0.0, now=0.0, r=self.r).hazard() if alike else None
        tried = (Found(effort, how, max(width, 1e-12), formula) for effort in (incumbent, challenger))
        return *tried, Found(float(incumbent < challenger - width), how, 0.0)

    incumbent_effort = reading("effort of the incumbent, its hazard of innovating per unit of time", 0)
    challenger_effort = reading("effort of the challenger, its hazard of innovating per unit of time", 1)
    incumbent_less = reading("whether the incumbent invests less than the challenger, 1 or 0", 2)

    def changes(self, x: float) -> Changes:
        """Flows of either innovator, of the beaten incumbent, and of today fall by ``0.02 x``; or all three do."""
        flow = 0.02 * x
        worth = flow / self.r
        win = {"win": self.win - worth, "challenger_win": max(0.0, self.challenger_win - worth)}
        lose, now = {"lose": self.lose - worth}, {"now": max(0.0, self.now - flow)}
        return {
            Channel.WIN: win,
            Channel.LOSE: lose,
            Channel.STATUS_QUO: now,
            Channel.ALL: win | lose | now,
        }
