"""Harm and benefit by uses: how often models are used, and the chance that one of the uses ruins everything.

How many uses a release brings and how risky they are is the world's (``risk.uses``, see ``games.time.danger``); a lab
only says how much it minds the losses and likes the benefits. Only what releases add is paid for; the background is
there in every profile.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, Positive, Unit
from games.terms.base import Slot, Term
from games.time.danger import Danger
from games.time.timeline import Timeline


class ScaleHarm(Term):
    """Minus the losses, ``1 - q^K`` by default, borne by every lab with the term; each release's part at its date."""

    kind: Literal["scale_harm"] = "scale_harm"
    summary: ClassVar[str] = "loses everything, like everybody else, if one use goes wrong"
    formula: ClassVar[str] = "-(losses(K) - losses(K0)) in present value, K = K0 + uses of all releases"
    source: ClassVar[str] = "the second post: costs that scale with the number of uses"
    unit: ClassVar[str] = "loss B"
    slot: ClassVar[Slot] = Slot.HARM
    needs: ClassVar[str] = "uses"
    former: ClassVar[tuple[str, ...]] = ("uses",)

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the discounted losses."""
        return -Danger(history).uses_loss(history.discount(lab))


class ScaleBenefit(Term):
    """The uses that the lab's own release brings, each worth 1; lost with everything else in the bad outcome."""

    kind: Literal["scale_benefit"] = "scale_benefit"
    exponent: Annotated[Positive, Unit("power")] = 1.0
    """Power d: benefits grow as K**d; 2 for networks (Metcalfe), below 1 for falling returns."""
    kept: bool = False
    """Whether the benefit survives the bad outcome."""

    summary: ClassVar[str] = "gains from every use of what it releases"
    formula: ClassVar[str] = "K_i**d * kept(K) * exp(-r t) at release; K_i**d * exp(-r t) if it survives in any case"
    source: ClassVar[str] = "the second post: benefits that scale with the number of uses"
    unit: ClassVar[str] = "use"
    slot: ClassVar[Slot] = Slot.PRIZE
    needs: ClassVar[str] = "uses"
    former: ClassVar[tuple[str, ...]] = ("uses",)

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Discounted uses, times the chance that nothing goes wrong in the end."""
        danger = Danger(history)
        gained, so_far = np.zeros(()), np.zeros(())
        for number in history.numbers(lab):
            # Each release adds what the benefit of all uses so far rises by.
            after = so_far + danger.brought_by(lab, number)
            rise = after ** np.asarray(self.exponent) - so_far ** np.asarray(self.exponent)
            gained, so_far = gained + rise * history.factor(lab, number), after
        shared = 1.0 if self.kept else danger.uses.risk.kept(danger.uses_in_the_end)
        return np.asarray(gained * shared, dtype=np.float64)
