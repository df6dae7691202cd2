"""How often a model is used, and the chance that one of the uses ruins everything.

How the danger grows with the number of uses ``K`` is a ``Risk`` (``games.terms.risks``): by default each goes wrong
with probability ``p``, independently, and all is well with probability ``q^K``, ``q = 1 - p``. A release adds uses from
its date on, to those that happen in any case (``background``: a lab's own staff, textbooks, older models). Only what
releases add is paid for; the background is there in every profile.
"""

from __future__ import annotations

from functools import reduce
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, NonNegative, Part, Positive, Unit
from games.terms.base import Slot, Term
from games.terms.risks import AnyRisk, Independent
from games.time.timeline import Timeline


class Uses(Part):
    """How many uses a release brings, and how risky each is."""

    open_uses: Annotated[NonNegative, Unit("uses")] = 50.0
    """Uses that an open release brings."""
    closed_uses: Annotated[NonNegative, Unit("uses")] = 0.0
    """Uses that a closed release brings: fewer, watched, or none."""
    background: Annotated[NonNegative, Unit("uses")] = 0.0
    """Uses that happen in any case, K0."""
    risk: AnyRisk = Independent()
    """How the danger grows with the number of uses."""

    def brought_by(self, history: Timeline, lab: int) -> FloatArray:
        """Uses that a lab's release brings, 0 at never."""
        uses = np.where(history.is_open(lab), self.open_uses, self.closed_uses)
        return np.where(history.releases(lab), uses, 0.0)

    def in_total(self, history: Timeline) -> FloatArray:
        """Uses in the end, ``[*batch, *profile]``."""
        each = [self.brought_by(history, i) for i in range(history.n_labs)]
        return np.asarray(self.background) + reduce(np.add, each)

    def over_time(self, history: Timeline) -> FloatArray:
        """Uses so far in each cell, ``[cell, *batch, *profile]``."""
        each = [
            np.where(history.date(i) <= history.start, self.brought_by(history, i), 0.0) for i in range(history.n_labs)
        ]
        return np.asarray(self.background) + reduce(np.add, each)


class ScaleHarm(Term):
    """Minus the losses, ``1 - q^K`` by default, borne by every lab with the term; each release's part at its date."""

    kind: Literal["scale_harm"] = "scale_harm"
    uses: Uses = Uses()
    """How many uses a release brings, and how risky each is."""

    summary: ClassVar[str] = "loses everything, like everybody else, if one use goes wrong"
    formula: ClassVar[str] = "-(losses(K) - losses(K0)) in present value, K = K0 + uses of all releases"
    source: ClassVar[str] = "the second post: costs that scale with the number of uses"
    unit: ClassVar[str] = "loss B"
    slot: ClassVar[Slot] = Slot.HARM

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the discounted losses."""
        lost = self.uses.risk.losses(self.uses.over_time(history))
        before = self.uses.risk.losses(np.asarray(self.uses.background))
        rise = np.diff(lost, axis=0, prepend=np.broadcast_to(before, lost[:1].shape))
        paid = np.where(history.lasts, rise * history.discount(lab).at_cells(), 0.0)
        return -np.asarray(paid.sum(axis=0), dtype=np.float64)

    def safety(self, history: Timeline) -> FloatArray:
        """Chance that no use goes wrong, the background's included."""
        return self.uses.risk.survival(self.uses.in_total(history))


class ScaleBenefit(Term):
    """The uses that the lab's own release brings, each worth 1; lost with everything else in the bad outcome."""

    kind: Literal["scale_benefit"] = "scale_benefit"
    uses: Uses = Uses()
    """How many uses a release brings, and how risky each is."""
    exponent: Annotated[Positive, Unit("power")] = 1.0
    """Power d: benefits grow as K**d; 2 for networks (Metcalfe), below 1 for falling returns."""
    kept: bool = False
    """Whether the benefit survives the bad outcome."""

    summary: ClassVar[str] = "gains from every use of what it releases"
    formula: ClassVar[str] = "K_i**d * kept(K) * exp(-r t) at release; K_i**d * exp(-r t) if it survives in any case"
    source: ClassVar[str] = "the second post: benefits that scale with the number of uses"
    unit: ClassVar[str] = "use"
    slot: ClassVar[Slot] = Slot.PRIZE

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Discounted uses, times the chance that nothing goes wrong in the end."""
        gained = self.uses.brought_by(history, lab) ** np.asarray(self.exponent) * history.factor(lab)
        shared = 1.0 if self.kept else self.uses.risk.kept(self.uses.in_total(history))
        return np.asarray(gained * shared, dtype=np.float64)
