"""The releases of every profile's plans: when each lab releases what, before anything else is known.

Arrays are those of ``games.release.history``: what depends on one lab's plan alone is on that lab's profile axis and
has length 1 on the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from games.parts.memory import Memory, remembered
from games.parts.part import BoolArray, FloatArray
from games.release.lab import Lab, Plans
from games.time.calendar import Calendar


@dataclass(frozen=True)
class Planned(Memory):
    """What labs have planned.

    Attributes:
        labs: the players.
        calendar: horizon, slots and discounting.
        plans: one ``Plans`` per lab.
    """

    labs: tuple[Lab, ...]
    calendar: Calendar
    plans: tuple[Plans, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the labs, in their order."""
        return tuple(lab.name for lab in self.labs)

    @property
    def n_labs(self) -> int:
        """``N``."""
        return len(self.labs)

    def on_axis(self, values: NDArray[Any], lab: int) -> NDArray[Any]:
        """``(A_lab,)`` values on that lab's profile axis, length 1 on the others."""
        shape = [1] * self.n_labs
        shape[lab] = len(values)
        return np.asarray(values).reshape(shape)

    def numbers(self, lab: int) -> range:
        """Numbers of a lab's releases, from 0: as many as a plan of its may have. Dates rise with them."""
        return range(len(self.plans[lab].dates))

    @remembered
    def planned_date(self, lab: int, number: int = 0) -> FloatArray:
        """Planned date of a lab's first release, or of another one by its number; ``inf`` at never, on its axis."""
        return self.on_axis(self.plans[lab].dates[number], lab)

    @remembered
    def is_open(self, lab: int, number: int = 0) -> BoolArray:
        """Whether that release is open, on its axis."""
        return self.on_axis(self.plans[lab].is_open[number], lab)

    def planned_size(self, lab: int, number: int, date: FloatArray) -> FloatArray:
        """Capability that a lab trains for a release which comes at a date (0 at never)."""
        attainable = self.labs[lab].attainable(date, self.calendar)
        return np.asarray(self.on_axis(self.plans[lab].effort[number], lab) * attainable, dtype=np.float64)
