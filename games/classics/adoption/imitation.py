"""Stand-alone and preemption dates with imitation (Katz and Shapiro 1987, American Economic Review 77).

Two firms; one of them will develop an innovation, at a cost whose present value at date ``T`` is ``K e^{-(r+a) T}``.
Before, a firm earns ``today``; afterwards ``win`` if it developed, ``lose`` if the other did. Imitation moves the two
towards ``both``, what it earns when both have the technology, by a share ``s`` of the difference: ``win_s = (1-s) win +
s both``, and ``lose_s`` alike.

* *Stand-alone date* ``S``: the best date of a firm without a rival, ``K (r+a) e^{-a S} = win_s - today``.
* *Preemption date* ``P``: the first date at which it would rather develop than let the other do it at that date,
  ``K r e^{-a P} = win_s - lose_s``. With perfect imitation (``s = 1``) there is nothing to pre-empt for.

Backward from the end: after both preemption dates each firm develops rather than be beaten. Before the later of them,
``P_B``, only firm A hurries; it develops at its stand-alone date or, if that comes later, just before B would pre-empt:
at ``T = min(S_A, P_B)``. That is what happens unless B, whose stand-alone date is before ``T``, gains by developing
itself rather than wait for A (being beaten at ``T`` may be worth less than developing at ``S_B``): then B does, at
``S_B``. No single outcome is left, and the firms play a game of waiting,

* if both stand-alone dates come before a common preemption date, so that each would rather be beaten, and the firm
  with the earlier date would also rather be beaten at the other's stand-alone date than develop;
* if B would develop for fear of waiting at dates at which A pre-empts it, and would wait if A did.

Katz and Shapiro call a firm whose flow rises when it is beaten (``lose_s > today``) one that benefits from diffusion;
with such firms both dates and developer may differ from the race's, and need not be indeterminate. The concept is
subgame perfection: firms see whether the other has moved. Ours is backward induction on shrinking grids of dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log
from typing import Annotated, ClassVar

import numpy as np

from games.classics.adoption.first_acts import FirstActs
from games.classics.adoption.flows import FAR
from games.classics.adoption.zoomed_dates import ZoomedDates, seen, zoomed_dates
from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, solved_once
from games.classics.roots import root
from games.parts.part import Finite, FloatArray, Part, Positive, Probability, Unit
from solver.decision.choice import choose
from solver.decision.decision import Decision

Flow = Annotated[Finite, Unit("money per unit of time")]


class Firm(Part):
    """What one firm earns before and after the innovation."""

    today: Flow = 1.0
    """Flow before the innovation."""
    win: Flow = 5.0
    """Flow after developing it, without imitation."""
    lose: Flow = 0.5
    """Flow after the other developed it, without imitation."""
    both: Flow = 2.0
    """Flow when both firms have the technology."""


@dataclass(frozen=True)
class Development:
    """When somebody develops.

    Attributes:
        stand_alone: each firm's best date without a rival; ``inf`` for never.
        preemption: each firm's first date at which it would rather develop than be the other; ``inf`` for never.
        date: when somebody develops; ``inf`` if nobody ever does, ``None`` in a game of waiting, where no single
            outcome is left: a firm's best answer to a rival that waits is to develop and to one that develops, to wait.
    """

    stand_alone: tuple[float, float]
    preemption: tuple[float, float]
    date: float | None


class KatzShapiro(Classic):
    """Development with imitation."""

    name = "katz-shapiro"
    source = "Katz and Shapiro 1987, American Economic Review 77"
    concept = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("development", 0.0, 1e-4, "preemption date ln(K r / (win - lose)) / a", formula=True),
        Published("development", 3.992538, 1e-4, "preemption date ln(K r / (win - lose)) / a", {"K": 100.0},
                  formula=True),
        Published("stand_alone", 5.493061, 1e-6, "ln(K (r + a) / (win - today)) / a", formula=True),
    )  # fmt: skip
    asked = (Asked("date", "development"),)
    asked_at: ClassVar[dict[str, float]] = {"K": 100.0}

    first: Firm = Firm()
    """Flows of the first firm."""
    second: Firm = Firm()
    """Flows of the second firm."""
    imitation: Annotated[Probability, Unit("share")] = 0.0
    """How far imitation moves winner and loser towards having the technology both, ``s``."""
    K: Annotated[Positive, Unit("money")] = 40.0
    """Cost of developing at date 0."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Continuous discount rate."""
    a: Annotated[Positive, Unit("per unit of time")] = 0.2
    """Rate at which developing gets cheaper."""

    def dates(self) -> Development:
        """Both firms' dates and the development they lead to, in closed form."""
        stand_alone = (self._stand_alone(self.first), self._stand_alone(self.second))
        preemption = (self._preemption(self.first), self._preemption(self.second))
        return Development(stand_alone, preemption, self._date(stand_alone, preemption))

    def _date(self, stand_alone: tuple[float, float], preemption: tuple[float, float]) -> float | None:
        firms = (self.first, self.second)
        # Of two firms with one preemption date, the one that would rather develop early is the one to develop.
        eager = min((0, 1), key=lambda i: (preemption[i], stand_alone[i]))
        other = 1 - eager
        date = min(stand_alone[eager], preemption[other])
        if min(stand_alone) == inf:
            return inf
        if preemption[0] == preemption[1] and max(stand_alone) < preemption[0]:
            # Either may give way; the one with the earlier date does not wait if the other's comes too late for it.
            alone = stand_alone[eager]
            waits = self._develops(firms[eager], alone) <= self._beaten(firms[eager], stand_alone[other])
            return None if waits else alone
        beaten = self._beaten(firms[other], date)
        if stand_alone[other] < date and self._develops(firms[other], stand_alone[other]) > beaten:
            until = self._until(firms[other], stand_alone[other], date)
            return None if preemption[eager] < until else stand_alone[other]
        return date

    def _until(self, firm: Firm, alone: float, date: float) -> float:
        """The last date at which a firm would rather develop than be beaten at ``date``; later than ``alone``."""

        def gain(t: float) -> float:
            return self._develops(firm, t) - self._beaten(firm, date)

        # Developing becomes worth today's flow for ever only in the limit.
        late = min(date, alone + FAR / min(self.r, self.a))
        return date if gain(late) > 0 else root(gain, alone, late)

    def wins(self, firm: Firm) -> float:
        """A firm's flow after it developed, moved by imitation towards that of both having the technology."""
        return (1 - self.imitation) * firm.win + self.imitation * firm.both

    def loses(self, firm: Firm) -> float:
        """Its flow after the other one did, moved alike."""
        return (1 - self.imitation) * firm.lose + self.imitation * firm.both

    def _develops(self, firm: Firm, date: float) -> float:
        """What developing at ``date`` is worth above today's flow for ever."""
        gain = self.wins(firm) - firm.today
        return gain / self.r * exp(-self.r * date) - self.K * exp(-(self.r + self.a) * date)

    def _beaten(self, firm: Firm, date: float) -> float:
        """What being beaten at ``date`` is worth above today's flow for ever."""
        return (self.loses(firm) - firm.today) / self.r * exp(-self.r * date)

    def _stand_alone(self, firm: Firm) -> float:
        return self._falls_to(self.wins(firm) - firm.today, self.r + self.a)

    def _preemption(self, firm: Firm) -> float:
        return self._falls_to(self.wins(firm) - self.loses(firm), self.r)

    def _falls_to(self, gain: float, rate: float) -> float:
        """When ``K rate e^{-a T}``, what waiting saves, has fallen to ``gain``."""
        return inf if gain <= 0 else max(0.0, log(self.K * rate / gain) / self.a)

    def last(self) -> float:
        """A date by which whoever ever develops has."""
        finite = [d for d in (*self.dates().stand_alone, *self.dates().preemption) if np.isfinite(d)]
        return min(FAR / min(self.r, self.a), 2 * max([1.0, *finite]))

    def alone(self, firm: Firm) -> float:
        """The best date of a firm without a rival."""
        gain = self.wins(firm) - firm.today

        def worth(t: FloatArray) -> FloatArray:
            return np.asarray(gain / self.r * np.exp(-self.r * t) - self.K * np.exp(-(self.r + self.a) * t))

        best = choose(Decision(worth, 0.0, self.last()))
        # Never is worth nothing.
        return best.leader if best.value > 0 else np.inf

    @solved_once
    def zoomed(self) -> ZoomedDates:
        """Dates of backward induction; of several plays the one with the earliest development."""
        firms, r = (self.first, self.second), self.r
        wins = np.array([self.wins(firm) for firm in firms])[:, None]
        loses = np.array([self.loses(firm) for firm in firms])[:, None]
        never = np.array([firm.today for firm in firms]) / r

        def acts(dates: FloatArray) -> FirstActs:
            end, paid = np.exp(-r * dates), self.K * np.exp(-(r + self.a) * dates)
            before = np.array([firm.today * (1 - end) for firm in firms])
            lead, follow = (before + wins * end) / r - paid, (before + loses * end) / r
            # Of two that develop at one date either may be the first; the other one never develops.
            return FirstActs(lead, follow, (lead + follow) / 2, never, np.full(lead.shape, np.inf))

        return zoomed_dates(seen(acts), self.last(), tuple(d for d in map(self.alone, firms) if np.isfinite(d)))

    @quantity("date of the development")
    def development(self) -> Found:
        """By backward induction on shrinking grids; of several plays the one with the earliest development."""
        found = self.zoomed()
        return Found(found.first, found.how("backward induction"), 1e-3, self.dates().date)

    @quantity("best date of the first firm if it had no rival")
    def stand_alone(self) -> Found:
        """By the decision solver."""
        return Found(self.alone(self.first), "decision solver", 1e-6, self.dates().stand_alone[0])

    def _less(self, fall: float, *names: str) -> dict[str, Firm]:
        firms = {"first": self.first, "second": self.second}
        return {
            which: firm.model_copy(update={name: getattr(firm, name) - fall for name in names})
            for which, firm in firms.items()
        }

    def changes(self, x: float) -> Changes:
        """Flows of developer, of the beaten, and of today fall by ``0.2 x``; developing costs a tenth less."""
        fall = 0.2 * x
        return {
            Channel.WIN: self._less(fall, "win"),
            Channel.LOSE: self._less(fall, "lose"),
            Channel.STATUS_QUO: self._less(fall, "today"),
            Channel.ALIKE: self._less(fall, "win", "lose", "today", "both"),
            Channel.COST: {"K": self.K * (1 - 0.1 * x)},
        }
