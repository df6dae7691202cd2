"""Regulation: an event with a random date, after which the race is over, capped or delayed.

Until it comes, it comes at hazard ``rho0 e^{-eta x(t)}``. The hazard is constant on a cell of time, so the chance that
it comes within a cell is exact, and so is what a flow that it ends is worth. Its threat changes what labs do before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.modifiers.base import Future, LabModifier, Stage
from games.parts.part import NonNegative, Positive, Unit
from games.time.shocks import Rule, Shocks
from games.time.timeline import Timeline


class Effect(StrEnum):
    """What regulation does once it has come."""

    END = "end"
    """Labs release nothing more and earn nothing more."""
    STOP = "stop"
    """Labs release nothing more; what is on the market stays."""
    CAP = "cap"
    """Later releases have at most a capability."""
    DELAY = "delay"
    """Later releases take longer."""


class Regulation(LabModifier):
    """A hazard of regulation, which falls as open models spread."""

    kind: Literal["regulation"] = "regulation"
    hazard: Annotated[NonNegative, Unit("per period")] = 0.05
    """Hazard rho0 without any open model."""
    eta: Annotated[NonNegative, Unit("per unit of open capability")] = 0.1
    """How fast the hazard falls with the best open model."""
    effect: Effect = Effect.END
    """What it does: it ends the business (end), stops releases (stop), caps them (cap) or delays them (delay)."""
    cap: Annotated[NonNegative, Unit("capability")] = 0.0
    """Greatest capability of a release after it, where it caps."""
    delay: Annotated[Positive, Unit("periods")] = 12.0
    """Time that later releases take longer, where it delays."""
    by: Annotated[tuple[NonNegative, ...], Unit("periods")] = ()
    """Dates by which the chance that it has come is reported too."""

    summary: ClassVar[str] = "regulation may end the race, the less likely the better open models are"
    formula: ClassVar[str] = "comes at hazard rho0 e^(-eta x(t)); then no release any more, or a capped or a later one"
    source: ClassVar[str] = "comment thread: Mikhail Samin on irresponsible use that makes regulation harder"
    stage: ClassVar[Stage] = Stage.EVENT

    def replans(self, labs: Sequence[str]) -> bool:
        """Whether somebody may still release after it has come."""
        return self.effect in (Effect.CAP, Effect.DELAY) or not all(self.applies_to(lab) for lab in labs)

    def futures(self, history: Timeline) -> tuple[Future, ...]:
        """One for each cell of time in which it may come, and one in which it never does."""
        never = self._rule(history, np.inf, np.inf, np.zeros(()))
        if np.all(np.asarray(self.hazard) == 0):
            return (Future(np.ones(()), self._under(history, never)),)
        hazard = np.asarray(self.hazard) * np.exp(-np.asarray(self.eta) * history.best_open)
        found = []
        passed = np.zeros((1,) * history.best_open.ndim)[0]
        for cell, (start, end) in enumerate(zip(history.start, history.end, strict=True)):
            rate = hazard[cell if len(hazard) > 1 else 0]
            # No hazard over an endless cell is no risk, and 0 * inf is nan.
            risk = np.where(rate > 0, rate, 0.0) * np.where((rate > 0) & (end > start), end - start, 0.0)
            rule = self._rule(history, start, end, rate)
            found.append(Future(np.exp(-passed) * -np.expm1(-risk), self._under(history, rule)))
            passed = passed + risk
        found.append(Future(np.exp(-passed), self._under(history, never)))
        return tuple(found)

    def _rule(self, history: Timeline, start: float | np.ndarray, end: float | np.ndarray, rate: np.ndarray) -> Rule:
        return Rule(
            labs=tuple(self.applies_to(name) for name in history.names),
            start=np.asarray(start, dtype=np.float64),
            end=np.asarray(end, dtype=np.float64),
            hazard=np.asarray(rate, dtype=np.float64),
            ends=self.effect is Effect.END,
            stops=self.effect in (Effect.END, Effect.STOP),
            cap=self.cap if self.effect is Effect.CAP else None,
            delay=self.delay if self.effect is Effect.DELAY else None,
            by=self.by,
        )

    def _under(self, history: Timeline, rule: Rule) -> Shocks:
        return replace(history.shocks, rules=(*history.shocks.rules, rule))


class RegulationIn(Regulation):
    """Regulation of which it is known in which cell of time it comes, or that it never does."""

    cell: int
    """Number of the cell; one after the last for never."""

    def futures(self, history: Timeline) -> tuple[Future, ...]:
        """The one way in which things go on."""
        return (Future(np.ones(()), super().futures(history)[self.cell].shocks),)


def settled(regulation: Regulation, cell: int) -> RegulationIn:
    """The same regulation, known to come in one cell of time."""
    return RegulationIn.model_construct(**{**dict(regulation), "cell": cell})
