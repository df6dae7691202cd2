"""Regulation that may end the business, and open models that make it less likely."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.modifiers.base import LabModifier
from games.parts.part import NonNegative, Unit
from games.time.shocks import Shocks
from games.time.timeline import Timeline


class Regulation(LabModifier):
    """A hazard of being shut down, added to the discount rate; it falls as open models spread."""

    kind: Literal["regulation"] = "regulation"
    hazard: Annotated[NonNegative, Unit("per period")] = 0.05
    """Hazard rho0 without any open model."""
    eta: Annotated[NonNegative, Unit("per unit of open capability")] = 0.1
    """How fast the hazard falls with the best open model."""

    summary: ClassVar[str] = "regulation may end the race, the less likely the better open models are"
    formula: ClassVar[str] = "r + rho0 e^(-eta x(t)) in place of r"
    source: ClassVar[str] = "comment thread: Mikhail Samin on irresponsible use that makes regulation harder"

    def shocks(self, history: Timeline) -> Shocks:
        """A hazard on top of every lab's discount rate."""
        nothing = tuple(np.zeros((1,) * history.n_labs) for _ in range(history.n_labs))
        before = tuple(np.asarray(h) for h in history.shocks.hazard) or nothing
        hazard = np.asarray(self.hazard) * np.exp(-np.asarray(self.eta) * history.best_open)
        return replace(history.shocks, hazard=self.per_lab(history, before, [h + hazard for h in before]))
