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
with such firms both dates and developer may differ from the race's, and need not be indeterminate.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log
from typing import Annotated

from games.classics.adoption.flows import FAR
from games.classics.roots import root
from games.parts.part import Finite, Part, Positive, Probability, Unit

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
    """Who develops, and when.

    Attributes:
        stand_alone: each firm's best date without a rival; ``inf`` for never.
        preemption: each firm's first date at which it would rather develop than be the other; ``inf`` for never.
        developer: the firm that develops, 0 or 1; ``None`` if either may, or nobody does.
        date: when; ``inf`` if nobody ever does, ``None`` in a game of waiting.
        waiting: whether no single outcome is left, because a firm's best answer to a rival that waits is to develop
            and to one that develops, to wait.
    """

    stand_alone: tuple[float, float]
    preemption: tuple[float, float]
    developer: int | None
    date: float | None
    waiting: bool


class Imitation(Part):
    """One innovation, two firms, imitation of degree ``s``."""

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
        """Both firms' dates and the development they lead to."""
        firms = (self.first, self.second)
        stand_alone = (self._stand_alone(self.first), self._stand_alone(self.second))
        preemption = (self._preemption(self.first), self._preemption(self.second))
        # Of two firms with one preemption date, the one that would rather develop early is the one to develop.
        eager = min((0, 1), key=lambda i: (preemption[i], stand_alone[i]))
        other = 1 - eager
        common = preemption[0] == preemption[1]
        date = min(stand_alone[eager], preemption[other])
        if min(stand_alone) == inf:
            return Development(stand_alone, preemption, None, inf, waiting=False)
        if common and max(stand_alone) < preemption[0]:
            # Either may give way; the one with the earlier date does not wait if the other's comes too late for it.
            alone = stand_alone[eager]
            if self._develops(firms[eager], alone) > self._beaten(firms[eager], stand_alone[other]):
                return Development(stand_alone, preemption, eager, alone, waiting=False)
            return Development(stand_alone, preemption, None, None, waiting=True)
        beaten = self._beaten(firms[other], date)
        if stand_alone[other] < date and self._develops(firms[other], stand_alone[other]) > beaten:
            until = self._until(firms[other], stand_alone[other], date)
            if preemption[eager] < until:
                return Development(stand_alone, preemption, None, None, waiting=True)
            return Development(stand_alone, preemption, other, stand_alone[other], waiting=False)
        either = common and stand_alone[eager] >= date == preemption[other]
        return Development(stand_alone, preemption, None if either else eager, date, waiting=False)

    def _until(self, firm: Firm, alone: float, date: float) -> float:
        """The last date at which a firm would rather develop than be beaten at ``date``; later than ``alone``."""

        def gain(t: float) -> float:
            return self._develops(firm, t) - self._beaten(firm, date)

        # Developing becomes worth today's flow for ever only in the limit.
        late = min(date, alone + FAR / min(self.r, self.a))
        return date if gain(late) > 0 else root(gain, alone, late)

    def _develops(self, firm: Firm, date: float) -> float:
        """What developing at ``date`` is worth above today's flow for ever."""
        gain = self.with_imitation(firm.win, firm.both) - firm.today
        return gain / self.r * exp(-self.r * date) - self.K * exp(-(self.r + self.a) * date)

    def _beaten(self, firm: Firm, date: float) -> float:
        """What being beaten at ``date`` is worth above today's flow for ever."""
        return (self.with_imitation(firm.lose, firm.both) - firm.today) / self.r * exp(-self.r * date)

    def _stand_alone(self, firm: Firm) -> float:
        gain = self.with_imitation(firm.win, firm.both) - firm.today
        return inf if gain <= 0 else max(0.0, log(self.K * (self.r + self.a) / gain) / self.a)

    def _preemption(self, firm: Firm) -> float:
        gain = self.with_imitation(firm.win, firm.both) - self.with_imitation(firm.lose, firm.both)
        return inf if gain <= 0 else max(0.0, log(self.K * self.r / gain) / self.a)

    def with_imitation(self, flow: float, both: float) -> float:
        """A flow after the innovation, moved by imitation towards that of both having it."""
        return (1 - self.imitation) * flow + self.imitation * both
