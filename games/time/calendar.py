"""When things can happen: horizon, release slots, discounting.

Letters: ``H`` horizon in periods, ``r`` continuous discount rate per period, ``t`` dates in periods. A release in slot
``k`` is on the market from date ``k * step`` on. Flows are integrals over time at rate ``r``, one-off payments fall at
their date with factor ``exp(-r t)``.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from games.parts.part import OF_SIZE, FloatArray, NonNegative, Part, Positive, Range, Unit

MAX_SLOTS = 10_000


class Calendar(Part):
    """Horizon, slots and the common discount rate."""

    horizon: Annotated[float, Field(gt=0), OF_SIZE, Unit("periods"), Range(6, 60)] = 24.0
    """End of the modelled time; with ``inf`` the state after the last slot lasts for ever (needs r > 0)."""
    slots: Annotated[int, Field(ge=1, le=MAX_SLOTS), Unit("release dates"), Range(2, 24)] = 12
    """Number of dates at which a lab may release: 0, step, 2 step, ..."""
    step: Annotated[Positive, Unit("periods"), Range(0.5, 3)] = 1.0
    """Time between two slots."""
    days_per_period: Annotated[Positive, Unit("days"), Range(1, 91)] = 30.0
    """Days in a period; revenue is per customer and day."""
    discount_rate: Annotated[NonNegative, Unit("per period"), Range(0, 0.2)] = 0.0
    """Continuous discount rate r of every lab that does not state one itself."""

    @model_validator(mode="after")
    def _dates_fit(self) -> Calendar:
        if np.isinf(self.horizon) and self.discount_rate == 0:
            raise ValueError("an infinite horizon needs discount_rate above 0, or payoffs are infinite")
        last = (self.slots - 1) * self.step
        if last >= self.horizon:
            raise ValueError(
                f"the last of {self.slots} slots falls at {last:g}, outside the calendar of horizon {self.horizon:g}; "
                f"take fewer slots or a longer horizon"
            )
        return self

    @property
    def is_infinite(self) -> bool:
        """Whether flows run for ever."""
        return bool(np.isinf(self.horizon))

    def dates(self) -> FloatArray:
        """``(slots,)`` release dates in periods."""
        return np.arange(self.slots, dtype=np.float64) * float(self.step)

    def grid(self) -> FloatArray:
        """Edges of the stretches of time on which no lab changes anything: the slots, then the horizon."""
        return np.append(self.dates(), self.horizon)

    def stretches(self) -> FloatArray:
        """Edges of the stretches in which a model may arrive at random: multiples of ``step``, then the horizon."""
        if self.is_infinite:
            return self.grid()
        inner = np.arange(0.0, self.horizon - 1e-9 * self.step, self.step)
        return np.append(inner, self.horizon)
