"""Stand-alone and preemption dates with imitation (Katz and Shapiro 1987, American Economic Review 77).

Two firms; one of them will develop an innovation, at a cost whose present value at date ``T`` is ``K e^{-(r+a) T}``.
Before, a firm earns ``today``; afterwards ``win`` if it developed, ``lose`` if the other did. Imitation moves the two
towards ``both``, what it earns when both have the technology, by a share ``s`` of the difference: ``win_s = (1-s) win +
s both``, and ``lose_s`` alike.

* *Stand-alone date*: the best date of a firm without a rival, ``K (r+a) e^{-a T} = win_s - today``.
* *Preemption date*: the first date at which it would rather develop than let the other do it at that date,
  ``K r e^{-a T} = win_s - lose_s``. With perfect imitation (``s = 1``) there is nothing to pre-empt for.

Where being beaten hurts (``lose_s <= today``) the preemption date comes before the stand-alone date. The firm with the
earlier preemption date develops: at its stand-alone date if the other would not pre-empt before, else at the other's
preemption date, just before the other would. Where being beaten pays (good imitation), firms wait for one another, who
develops depends on who gives way, and no date is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf, log
from typing import Annotated

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
        waiting: whether somebody gains from being beaten, so that firms wait for one another.
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
        stand_alone = (self._stand_alone(self.first), self._stand_alone(self.second))
        preemption = (self._preemption(self.first), self._preemption(self.second))
        if any(self._with_imitation(f.lose, f.both) > f.today for f in (self.first, self.second)):
            return Development(stand_alone, preemption, None, None, waiting=True)
        eager = int(preemption[1] < preemption[0])
        date = min(stand_alone[eager], preemption[1 - eager])
        either = isinf(date) or preemption[0] == preemption[1]
        return Development(stand_alone, preemption, None if either else eager, date, waiting=False)

    def _stand_alone(self, firm: Firm) -> float:
        gain = self._with_imitation(firm.win, firm.both) - firm.today
        return inf if gain <= 0 else max(0.0, log(self.K * (self.r + self.a) / gain) / self.a)

    def _preemption(self, firm: Firm) -> float:
        gain = self._with_imitation(firm.win, firm.both) - self._with_imitation(firm.lose, firm.both)
        return inf if gain <= 0 else max(0.0, log(self.K * self.r / gain) / self.a)

    def _with_imitation(self, flow: float, both: float) -> float:
        return (1 - self.imitation) * flow + self.imitation * both
