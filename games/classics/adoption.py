"""Adoption of a technology that gets cheaper: Reinganum 1981, and Fudenberg and Tirole 1985 (Rev. Econ. Stud. 52).

Two firms earn flows ``p00`` (nobody adopted), ``p10`` (I alone), ``p01`` (the rival alone) and ``p11`` (both), for
ever, at discount rate ``r``. Adopting at ``T`` costs ``c(T) = K e^{-(r+a) T}`` in present value: the price falls at
rate ``a``. Here is the game on a grid of dates; ``games.classics.adoption_dates`` has the dates in continuous time.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from games.part import Finite, NonNegative, Part, Positive, Unit
from solver.errors import GameError
from solver.normal_form import NormalForm

FloatArray = NDArray[np.float64]

MAX_DATES = 3000
"""Dates on one grid at most: the payoff tensor then has 9 million profiles."""


class AdoptionFlows(Part):
    """What adopting earns and costs; shared by the game on a grid and the dates in continuous time."""

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

    def payoff(self, own: FloatArray, rival: FloatArray) -> FloatArray:
        """Present value of adopting at ``own`` when the rival does at ``rival`` (they broadcast; ``inf`` is never)."""
        first, second = np.minimum(own, rival), np.maximum(own, rival)
        from_first, from_second = np.exp(-self.r * first) / self.r, np.exp(-self.r * second) / self.r
        between = np.where(own < rival, self.p10, self.p01)
        flows = self.p00 * (1 / self.r - from_first) + between * (from_first - from_second) + self.p11 * from_second
        return np.asarray(flows - self.K * np.exp(-(self.r + self.a) * own), dtype=np.float64)


class Adoption(AdoptionFlows):
    """The game on a grid of dates ``0, step, ..., last`` and never."""

    last: Annotated[NonNegative, Unit("time")] = 16.0
    """The last date on the grid."""
    step: Annotated[Positive, Unit("time")] = 1.0
    """Distance between two dates."""

    def dates(self) -> FloatArray:
        """``(A,)`` dates of the plans, in order; the last is never, ``inf``.

        Raises:
            GameError: more than ``MAX_DATES`` dates.
        """
        n_dates = int(np.floor(self.last / self.step * (1 + 1e-12))) + 1
        if n_dates > MAX_DATES:
            raise GameError(
                f"last = {self.last:g} at step {self.step:g} makes {n_dates:,} dates",
                f"at most {MAX_DATES:,}",
                "use a longer step or an earlier last date",
            )
        return np.append(np.arange(n_dates) * self.step, np.inf)

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
