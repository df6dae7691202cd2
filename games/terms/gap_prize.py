"""Capability-gap prize: the first lab that opens a gap of X over everybody else wins, and nobody after it.

Every lab has a chance of having got there so far, 1 from the first cell in which its lead is X on, or fuzzy. From cell
to cell it gets there with the chance ``h``, given that it has not before; the prize goes to a lab that gets there while
nobody has won. Where several may in one cell, their chances are scaled so that together they are the chance that
anybody gets there. So the chances of all labs add up to 1 at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, NonNegative, Positive, Range, Unit
from games.terms.base import Slot, Term
from games.time.timeline import Timeline


class GapPrize(Term):
    """1 for the first lab with ``y_i - max(others, x) >= X``, at that date; ``-loss`` for the others.

    A rival gets there by the gap and softness of its own term of this name, or by this one's if it has none.
    """

    kind: Literal["gap_prize"] = "gap_prize"
    gap: Annotated[Positive, Unit("capability")] = 3.0
    """The gap X that wins."""
    softness: Annotated[NonNegative, Unit("capability")] = 0.0
    """Scale s of the fuzzy version, in which the chance is logistic((gap - X)/s); 0 for a hard threshold."""
    loss: Annotated[NonNegative, Unit("prizes")] = 0.0
    """What the lab loses when another one wins, in units of the prize."""
    head_start: bool = True
    """Whether a gap that is there without a release of the lab wins: by starting ahead."""

    summary: ClassVar[str] = "wins if it is the first to get far enough ahead of everybody, open models included"
    formula: ClassVar[str] = (
        "exp(-r t) at the first t with y - max(others, x) >= X, if nobody has won before; -loss * exp(-r t) when "
        "another lab wins; fuzzy: logistic((gap - X)/s)"
    )
    source: ClassVar[str] = "comment thread: Wei Dai's gap of size X over everyone else"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 50)}
    unit: ClassVar[str] = "prize"
    slot: ClassVar[Slot] = Slot.PRIZE

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Discounted chance of winning, less the loss times that of a rival."""
        getting = [self._of(history, i, lab).getting_there(history, i) for i in range(history.n_labs)]
        anybody = 1.0 - reduce(np.multiply, [1.0 - h for h in getting])
        scale = anybody / np.maximum(reduce(np.add, getting), _RARE)
        nobody_yet = np.cumprod(1.0 - anybody, axis=0)
        nobody_yet = np.concatenate([np.ones_like(nobody_yet[:1]), nobody_yet[:-1]])
        rivals = [getting[j] for j in history.rivals(lab)]
        net = getting[lab] - np.asarray(self.loss) * reduce(np.add, rivals, np.zeros(()))
        return np.asarray((nobody_yet * scale * net * history.discount(lab).at_cells()).sum(axis=0), dtype=np.float64)

    def getting_there(self, history: Timeline, lab: int) -> FloatArray:
        """``h``: chance that a lab gets there in each cell, if it has not before."""
        lead = history.capability(lab) - np.maximum(history.best_other(lab), history.best_open)
        s = np.asarray(self.softness)
        fuzzy = 0.5 * (1.0 + np.tanh((lead - self.gap) / (2.0 * np.where(s > 0, s, 1.0))))
        chance = np.where(s > 0, fuzzy, lead >= self.gap)
        counts = history.is_first_of_team(lab) & history.lasts
        if not self.head_start:
            counts = counts & (history.date(lab) <= history.start)
        so_far = np.maximum.accumulate(np.where(counts, chance, 0.0), axis=0)
        before = np.concatenate([np.zeros_like(so_far[:1]), so_far[:-1]])
        return np.where(before < 1.0, (so_far - before) / np.where(before < 1.0, 1.0 - before, 1.0), 0.0)

    def _of(self, history: Timeline, lab: int, own: int) -> GapPrize:
        """The term by which a lab is in the contest."""
        if lab == own:
            return self
        same = (t for t in history.terms(lab) if isinstance(t, GapPrize) and t.label == self.label)
        return next(same, self)


_RARE = 1e-300
"""In place of 0 in a quotient whose numerator is 0 there."""
