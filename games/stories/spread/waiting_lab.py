"""A closed lab whose model grows while it waits, and an open model of capability ``X`` that comes at date ``tau``.

The lab's model is ``q(T) = q0 + g T``; released at ``T`` it earns ``(q(T) - x(t))+`` from then on, for ever, at
discount rate ``r``. ``announced-date`` has what it does if it knows of the open model, ``surprise-release`` if it does
not.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Self

import numpy as np
from pydantic import field_validator

from games.parts.part import FloatArray, NonNegative, Positive, Unit
from games.release.release_game import ReleaseGame
from games.stories.telling.against import AgainstNothing
from games.stories.telling.claim import Kind
from games.stories.telling.exports import waiting
from games.stories.telling.parts import Capability, Rate, best_choice
from games.time.open_path import OpenPath, OpenRelease
from solver.decision.choice import Choice, Decision

SAME = 1e-9
"""Dates that agree to this share of themselves are the same date."""
TAIL = 9.0
"""The tail looked at, in units of ``1/r``: at its end the open model's date is discounted to e^-9 and less."""
MARKS = 32
"""Dates of the open model looked at in the near part of the span."""


class WaitingLab(AgainstNothing):
    """When to release a model that grows."""

    kind = Kind.CHOICE
    lever = "tau"

    q0: Capability = 2.0
    """Capability of a release at date 0."""
    g: Annotated[Positive, Unit("capability per period")] = 0.5
    """Growth of capability."""
    r: Rate = 0.1
    """Continuous discount rate."""
    X: Annotated[NonNegative, Unit("capability")] = 4.0
    """Capability of the announced open model."""
    tau: Annotated[NonNegative, Unit("periods")] | None = 10.0
    """Date for which it is announced; never if there is none."""

    @field_validator("tau", mode="before")
    @classmethod
    def _never(cls, tau: Any) -> Any:
        return None if tau in ("never", "inf", math.inf) else tau

    def alone(self) -> float:
        """The date without an open model."""
        return max(0.0, 1 / self.r - self.q0 / self.g)

    def worth(self, date: FloatArray) -> FloatArray:
        """Present value of a release at each date."""
        q, now = self.q0 + self.g * date, np.exp(-self.r * date)
        then = 0.0 if self.tau is None else math.exp(-self.r * self.tau)
        before = q * np.maximum(0.0, now - then)
        after = np.maximum(0.0, q - self.X) * np.minimum(now, then)
        return np.asarray((before + after) / self.r, dtype=np.float64)

    def slope(self, date: FloatArray) -> FloatArray:
        """Derivative of the present value in the date, times ``r``."""
        q, now = self.q0 + self.g * date, np.exp(-self.r * date)
        then = 0.0 if self.tau is None else math.exp(-self.r * self.tau)
        ahead = q > self.X
        late = np.where(ahead, (self.g - self.r * (q - self.X)) * now, 0.0)
        early = self.g * (now - then) - self.r * q * now + np.where(ahead, self.g * then, 0.0)
        return np.asarray(np.where(now > then, early, late), dtype=np.float64)

    def best(self) -> Choice:
        """Every best date. After ``1/r + X/g`` nothing more is to be waited for, with or without the open model."""
        last = 1 / self.r + self.X / self.g + 1.0
        # A far date of the open model must not stretch the interval: what happens early would be lost in it.
        kinks = [(self.X - self.q0) / self.g, *(() if self.tau is None or self.tau > last else (self.tau,))]
        return best_choice(Decision(self.worth, 0.0, last, kinks=tuple(kinks), derivative=self.slope))

    def span(self) -> tuple[float, float]:
        """From an open model that is there to one that is discounted away."""
        return 0.0, self.near() + TAIL / self.r

    def near(self) -> float:
        """A date beyond everything that the lab could wait for."""
        return 2 / self.r + self.X / self.g + max(self.alone(), self.tau or 0.0)

    def marks(self) -> tuple[float, ...]:
        """Densely where the lab could still be waiting."""
        return tuple(self.near() * k / MARKS for k in range(1, MARKS))

    def move(self) -> tuple[float, float]:
        """From no open model to one at ``tau``."""
        return math.inf, math.inf if self.tau is None else self.tau

    def at(self, level: float) -> Self:
        """The story with the open model at ``level``; never at infinity."""
        return self.model_copy(update={"tau": None if math.isinf(level) else level})

    def written(self, best: float, tau: float | None) -> ReleaseGame:
        """The game with slots of which one is the best date, and the open model at ``tau``."""
        last = 1 / self.r + self.X / self.g + 1.0
        release = () if tau is None else (OpenRelease(capability=self.X, date=tau),)
        path = OpenPath(releases=release)
        return waiting(self, self.q0, self.g, self.r, best, last, open=path)

    def answer(self) -> str:
        """Whether knowing of the open model makes the lab wait, hurry, or do as it would alone."""
        date, alone = self.best().maximisers[0], self.alone()
        if abs(date - alone) <= SAME * max(date, alone):
            return "as alone"
        return "delays" if date > alone else "hurries"
