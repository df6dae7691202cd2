"""Adoption of a technology that gets cheaper: Reinganum 1981, and Fudenberg and Tirole 1985 (Rev. Econ. Stud. 52).

Two firms earn flows ``p00`` (nobody adopted), ``p10`` (I alone), ``p01`` (the rival alone) and ``p11`` (both), for
ever, at discount rate ``r``. Adopting at ``T`` costs ``c(T) = K e^{-(r+a) T}`` in present value: the price falls at
rate ``a``. Here is the game on a grid of dates; ``games.classics.adoption.dates`` has the dates in continuous time.

Optionally the first adoption, at ``T``, brings ruin worth ``-h0 e^{-(r+g) T}``: to both, or (its private part) to the
first adopter alone. What both bear changes payoffs and not who is willing to pre-empt whom.
"""

from __future__ import annotations

from math import inf, isinf, log
from typing import Annotated, Self

import numpy as np

from games.classics.roots import root
from games.parts.part import Finite, FloatArray, NonNegative, Part, Positive, Probability, Unit
from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER
from solver.staged.bridge import staged_from_timing
from solver.staged.timing import Answers, TimingGame

MAX_DATES = 3000
"""Dates on one grid at most: the payoff tensor then has 9 million profiles."""

FAR = 60.0
"""Dates beyond this many times ``1 / min(r, a)`` are worth less than rounding error."""


def dates_up_to(last: float, step: float) -> FloatArray:
    """``0, step, ..., last``.

    Raises:
        GameError: more than ``MAX_DATES`` dates.
    """
    n_dates = int(np.floor(last / step * (1 + 1e-12))) + 1
    if n_dates > MAX_DATES:
        raise GameError(
            f"last = {last:g} at step {step:g} makes {n_dates:,} dates",
            f"at most {MAX_DATES:,}",
            "use a longer step or an earlier last date",
        )
    return np.asarray(np.arange(n_dates) * step)


class AdoptionParameters(Part):
    """Flows, costs and rates."""

    p00: Annotated[Finite, Unit("money per unit of time")] = 0.0
    """Flow while nobody has adopted."""
    p10: Annotated[Finite, Unit("money per unit of time")] = 4.0
    """Flow of a firm that alone has adopted."""
    p01: Annotated[Finite, Unit("money per unit of time")] = 0.0
    """Flow of a firm whose rival alone has adopted."""
    p11: Annotated[Finite, Unit("money per unit of time")] = 1.0
    """Flow once both have adopted."""
    K: Annotated[Positive, Unit("money")] = 40.0
    """Cost of adopting at date 0."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Continuous discount rate."""
    a: Annotated[Positive, Unit("per unit of time")] = 0.2
    """Rate at which the price of adopting falls."""
    ruin: Annotated[NonNegative, Unit("money")] = 0.0
    """Expected harm ``h0`` of a first adoption at date 0."""
    ruin_decline: Annotated[NonNegative, Unit("per unit of time")] = 0.0
    """Rate ``g`` at which that harm falls the later the first adoption comes."""
    ruin_private: Annotated[Probability, Unit("share of the harm")] = 0.0
    """Share of the harm that the first adopter bears alone; a rival who has not adopted then bears the rest."""


class AdoptionFlows(AdoptionParameters):
    """What adopting earns and costs; shared by the game on a grid and the dates in continuous time."""

    def cost(self, date: FloatArray) -> FloatArray:
        """Present value ``c(T)`` of adopting at ``date``; 0 for never (``inf``)."""
        return np.asarray(self.K * np.exp(-(self.r + self.a) * date), dtype=np.float64)

    def harm(self, date: FloatArray) -> FloatArray:
        """Present value of the harm of a first adoption at ``date``."""
        return np.asarray(self.ruin * np.exp(-(self.r + self.ruin_decline) * date), dtype=np.float64)

    def status_quo(self) -> float:
        """Present value where nobody ever adopts."""
        return self.p00 / self.r

    def gain(self, own: FloatArray, rival: FloatArray) -> FloatArray:
        """Present value above the status quo; arguments as those of :meth:`payoff`.

        Late dates are worth little more than the status quo, and exact to the last places in this.
        """
        first, second = np.minimum(own, rival), np.maximum(own, rival)
        from_first, from_second = np.exp(-self.r * first) / self.r, np.exp(-self.r * second) / self.r
        between = np.where(own < rival, self.p10, self.p01) - self.p00
        flows = between * (from_first - from_second) + (self.p11 - self.p00) * from_second
        borne = np.where(own <= rival, 1.0, 1 - self.ruin_private)
        return np.asarray(flows - self.cost(own) - borne * self.harm(first), dtype=np.float64)

    def payoff(self, own: FloatArray, rival: FloatArray) -> FloatArray:
        """Present value of adopting at ``own`` when the rival does at ``rival`` (they broadcast; ``inf`` is never)."""
        return self.status_quo() + self.gain(own, rival)

    def follower_date(self) -> float:
        """``T2``: when the second adopts if it may choose freely; ``inf`` if it never pays, 0 if it pays at once."""
        if self.p11 <= self.p01:
            return inf
        return max(0.0, log(self.K * (self.r + self.a) / (self.p11 - self.p01)) / self.a)

    def leader_date(self) -> float:
        """``T1*``: the best date to be first if the second comes later than that; ``inf`` for never."""
        return self._waits_for(self.p10 - self.p00)

    def joint_date(self) -> float:
        """``Tj``: the best date to adopt together; ``inf`` for never."""
        return self._waits_for(self.p11 - self.p00)

    def _waits_for(self, gain: float) -> float:
        """Where ``K (r+a) e^{-at} + h0 (r+g) e^{-gt}``, what waiting saves a first adopter, has fallen to ``gain``."""
        if self.ruin == 0:
            return inf if gain <= 0 else max(0.0, log(self.K * (self.r + self.a) / gain) / self.a)

        def saves(t: float) -> float:
            harm = self.ruin * (self.r + self.ruin_decline) * np.exp(-self.ruin_decline * t)
            return float(self.K * (self.r + self.a) * np.exp(-self.a * t) + harm) - gain

        if saves(0.0) <= 0:
            return 0.0
        return inf if saves(self.far()) > 0 else root(saves, 0.0, self.far())

    def far(self) -> float:
        """A date after which nothing is worth anything."""
        return FAR / min(self.r, self.a)


class Adoption(AdoptionFlows):
    """The game on a grid of dates ``0, step, ..., last`` and never."""

    last: Annotated[NonNegative, Unit("time")] = 16.0
    """The last date on the grid."""
    step: Annotated[Positive, Unit("time")] = 1.0
    """Distance between two dates."""
    with_free_dates: bool | None = None
    """Whether T2 and Tj join the grid; left out, they do where firms react and not where they commit."""

    def dates(self) -> FloatArray:
        """``(A,)`` dates of the plans, in order; the last is never, ``inf``.

        Raises:
            GameError: more than ``MAX_DATES`` dates.
        """
        dates = dates_up_to(self.last, self.step)
        for free in (self.follower_date(), self.joint_date()) if self.with_free_dates else ():
            if not isinf(free):
                # A date that is on the grid up to rounding must not come twice.
                dates = np.sort(np.append(dates[np.abs(dates - free) > 1e-9 * self.step], free))
        return np.append(dates, np.inf)

    def by_slot(self) -> Self:
        """The game in which firms react: the free dates T2 and Tj join the grid, unless the field says otherwise.

        A grid of dates replaces continuous time where firms pre-empt each other: its step is how far one can be ahead.
        Once one firm has adopted nobody is left to be ahead of, the other decides alone, and its best date is T2
        whatever the grid; firms that adopt together are not ahead of each other either, and their best date is Tj.
        Rounding T2 to the grid changes what leading is worth (at step 1 from 1.94 to 1.76 at date 2, less than
        following) and so puts the first adoption off by a period, for no reason of the firms' own. With T2 among the
        dates the first adoption falls on the first grid point at or after T1, for every step.
        """
        return self.model_copy(update={"with_free_dates": True}) if self.with_free_dates is None else self

    def answers(self) -> Answers:
        """Within the slot, as in continuous time: a firm is ahead only as long as the other wants to wait."""
        return Answers.WITHIN

    def slots(self) -> tuple[tuple[int, ...], ...]:
        """Per firm the slot of each action, for ``solver.staged``: its place on the grid, ``NEVER`` for never."""
        return ((*range(len(self.dates()) - 1), NEVER),) * 2

    def staged(self, *, answers: Answers | None = None) -> TimingGame:
        """The game without commitment: firms see who has adopted.

        Args:
            answers: when a firm can first adopt after having seen the other do so; left out, as in :meth:`answers`.

        Dates are those of :meth:`by_slot`.

        Raises:
            TooLargeError: too many states.
        """
        game = self.by_slot()
        return staged_from_timing(
            game.build(),
            game.slots(),
            slot_names=tuple(f"date {date:.10g}" for date in game.dates()[:-1]),
            answers=answers or self.answers(),
        )

    def build(self) -> NormalForm:
        """The precommitment game: both choose their date at the start. Actions are labelled by the date.

        Raises:
            GameError: more than ``MAX_DATES`` dates.
        """
        dates = self.dates()
        row = self.payoff(dates[:, None], dates[None, :])
        labels = (*(f"{date:.10g}" for date in dates[:-1]), "never")
        return NormalForm.from_bimatrix(
            row, row.T, players=("firm 1", "firm 2"), actions=(labels, labels), title="adoption"
        )
