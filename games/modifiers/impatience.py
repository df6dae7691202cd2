"""Quasi-hyperbolic discounting: all that is not now counts less, by the same factor however far it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from games.modifiers.base import LabModifier
from games.parts.part import NonNegative, Probability, Unit
from games.time.shocks import Patience, Shocks
from games.time.timeline import Timeline


class Impatience(LabModifier):
    """What comes after the present counts ``beta`` times, on top of ordinary discounting.

    Where plans are fixed at the start, the lab at the start decides all of them. Where labs react, each of its selves
    decides in its own slot, with a present of its own (``openrace.concepts.selves``).
    """

    kind: Literal["impatience"] = "impatience"
    beta: Annotated[Probability, Unit("weight of later against now")] = 0.7
    """Weight of everything after the present."""
    present: Annotated[NonNegative, Unit("periods")] = 1.0
    """How long the present lasts; payments at its end belong to later."""

    summary: ClassVar[str] = "the present looms large: inconsistent preferences"
    formula: ClassVar[str] = "discount factor e^(-r t) now, beta e^(-r t) later"
    source: ClassVar[str] = "Laibson 1997, Quarterly Journal of Economics 112; comment thread: preference inconsistency"
    in_truth: ClassVar[bool] = False

    def seen_at(self, date: float) -> Impatience:
        """The present begins at the date: what falls into it counts in full, and what is past is past."""
        return self.model_copy(update={"present": self.present + date})

    def shocks(self, history: Timeline) -> Shocks:
        """Another weight for everything later."""
        before = history.shocks.patience or (Patience(),) * history.n_labs
        after = (Patience(self.beta, self.present),) * history.n_labs
        return replace(history.shocks, patience=self.per_lab(history, before, after))
