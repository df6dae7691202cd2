"""What the world's risk makes of a history: hazards, chances of no harm, and expected losses in present value.

Three things may go wrong. *Uses*: ``K`` uses, the background's ``K0`` included, are survived with a chance that falls
with ``K``. *Deployment*: the first dangerous model ruins everybody with chance ``c e^{-g T}``. *Models on the market*:
a hazard ``h0 + h1 * frontier + h2 * open``. A closed model leaks with chance ``l``; it then brings the uses of an open
one and counts as the best open model if it is. With ``J`` the chance to survive what happens at dates and ``H`` the
chance to survive the hazard, all is well by ``t`` with chance ``J(t) H(t)``.

Nothing here depends on what any lab cares about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np

from games.parts.part import BoolArray, FloatArray
from games.risk.world_risk import Deployment, Uses, WorldRisk
from games.time.discounting import Discount
from games.time.timeline import Timeline


@dataclass(frozen=True)
class Danger:
    """The risk of one history.

    Attributes:
        history: what every profile makes happen.
    """

    history: Timeline

    @property
    def risk(self) -> WorldRisk:
        """What may go wrong."""
        return self.history.risk

    @property
    def uses(self) -> Uses:
        """What uses bring; none if none go wrong."""
        return self.risk.uses or Uses(open_uses=0.0)

    @property
    def deployment(self) -> Deployment:
        """What the first dangerous model brings."""
        return self.risk.deployment or Deployment(chance=0.0)

    @property
    def deployment_chance(self) -> FloatArray:
        """Chance ``[*batch, *profile]`` that the first dangerous model ruins all, 0 if there is none.

        Where it is not known the loss is one in expectation, and this is the share of it that is left at that date.
        """
        first, _ = self.first_deployment
        date = np.where(np.isfinite(first), first, 0.0)
        most = np.asarray(1.0 if self.deployment.chance is None else self.deployment.chance)
        fading = np.exp(-np.asarray(self.deployment.safety_growth) * date)
        return np.asarray(np.where(np.isfinite(first), most * fading, 0.0), dtype=np.float64)

    # Uses ---------------------------------------------------------------------------------------------------------

    def brought_by(self, lab: int, number: int = 0) -> FloatArray:
        """Uses that a release brings while nothing leaks, 0 at never."""
        uses = np.where(self.history.is_open(lab, number), self.uses.open_uses, self.uses.closed_uses)
        return np.where(self.history.releases(lab, number), uses, 0.0)

    @cached_property
    def uses_so_far(self) -> FloatArray:
        """``K`` in each cell, ``[cell, *batch, *profile]``."""
        history, leak = self.history, np.asarray(self.risk.leak)
        opened = np.asarray(self.uses.open_uses)
        total = np.asarray(self.uses.background, dtype=np.float64) + 0.0 * history.start
        for which in ((lab, number) for lab in range(history.n_labs) for number in history.numbers(lab)):
            own = self.brought_by(*which)
            leaked = np.where(history.releases(*which) & ~history.is_open(*which), leak * (opened - own), 0.0)
            total = total + np.where(history.date(*which) <= history.start, own + leaked, 0.0)
        for step in history.steps:
            date, some = np.asarray(step.date), np.asarray(step.capability) > 0
            # What has been there from the start is part of the background.
            total = total + np.where((date > 0) & (date <= history.start) & some, opened, 0.0)
        return np.asarray(total, dtype=np.float64)

    @property
    def uses_in_the_end(self) -> FloatArray:
        """``K`` at the end, ``[*batch, *profile]``."""
        return np.asarray(np.where(self.history.lasts, self.uses_so_far, 0.0).max(axis=0), dtype=np.float64)

    # Deployment ---------------------------------------------------------------------------------------------------

    @cached_property
    def first_deployment(self) -> tuple[FloatArray, list[BoolArray]]:
        """Date of the first dangerous model (``inf`` for none), and per lab whether it is the lab's own."""
        history, threshold = self.history, np.asarray(self.deployment.threshold)
        labs = range(history.n_labs)
        dates = [
            reduce(
                np.minimum,
                [np.where(history.size(i, n) >= threshold, history.date(i, n), np.inf) for n in history.numbers(i)],
            )
            for i in labs
        ]
        outside = [
            np.where((np.asarray(s.capability) >= threshold) & (np.asarray(s.date) > 0), s.date, np.inf)
            for s in history.steps
        ]
        first = np.minimum.reduce(np.broadcast_arrays(*dates, *outside))
        return first, [(dates[i] == first) & np.isfinite(first) for i in labs]

    def deployment_loss(self, discount: Discount) -> FloatArray:
        """Present value ``[*batch, *profile]`` of the loss at the first deployment."""
        first, _ = self.first_deployment
        return np.asarray(discount.at(np.where(np.isfinite(first), first, 0.0)) * self.deployment_chance)

    # Everything ---------------------------------------------------------------------------------------------------

    @cached_property
    def hazard(self) -> FloatArray:
        """Hazard per period in each cell, by the models on the market."""
        risk, leak = self.risk, np.asarray(self.risk.leak)
        x, closed = self.history.best_open, self.history.best_closed
        out = (1.0 - leak) * x + leak * np.maximum(x, closed)
        rate = np.asarray(risk.hazard) + np.asarray(risk.frontier) * self.history.frontier + np.asarray(risk.open) * out
        return np.asarray(rate, dtype=np.float64)

    def uses_loss(self, discount: Discount) -> FloatArray:
        """Present value ``[*batch, *profile]`` of the losses by uses, without those of the background."""
        return self._at_dates(self.uses.risk.losses(self.uses_so_far), discount, self._background_losses)

    def loss(self, discount: Discount) -> FloatArray:
        """Present value ``[*batch, *profile]`` of all losses, each worth 1."""
        deployed = self._survives_deployment
        lost = self.uses.risk.losses(self.uses_so_far) + self._left * (1.0 - deployed)
        passing = replace(discount, hazard=np.asarray(discount.hazard) + self.hazard)
        sudden = self._at_dates(lost, passing, self._background_losses)
        alive = self._left * deployed
        return np.asarray(sudden + (alive * self.hazard * passing.flow()).sum(axis=0), dtype=np.float64)

    def safety(self) -> FloatArray:
        """Chance ``[*batch, *profile]`` that nothing ever goes wrong, background included, as far as it is known."""
        history = self.history
        length = np.where(history.lasts, history.end, 0.0) - np.where(history.lasts, history.start, 0.0)
        # An endless last cell is safe only without any hazard.
        passed = np.where(self.hazard > 0, self.hazard, 0.0) * np.where(self.hazard > 0, length, 0.0)
        known = self.deployment.chance is not None
        sudden = self.uses.risk.survival(self.uses_so_far) * (self._survives_deployment if known else 1.0)
        least = np.where(history.lasts, sudden, 1.0).min(axis=0)
        return np.asarray(least * np.exp(-passed.sum(axis=0)), dtype=np.float64)

    @property
    def _background_losses(self) -> FloatArray:
        return self.uses.risk.losses(np.asarray(self.uses.background, dtype=np.float64))

    @property
    def _left(self) -> FloatArray:
        """Share of the world that uses have left in each cell: all of it where accidents wipe nothing out."""
        risk = self.uses.risk
        return risk.survival(self.uses_so_far) if type(risk).ends_all else np.ones_like(self.uses_so_far)

    @property
    def _survives_deployment(self) -> FloatArray:
        """Chance in each cell that deployment so far ruined nothing."""
        first, _ = self.first_deployment
        return np.where(first <= self.history.start, 1.0 - self.deployment_chance, 1.0)

    def _at_dates(self, lost: FloatArray, discount: Discount, before: FloatArray) -> FloatArray:
        """Present value of losses that rise at the starts of cells."""
        reduced = np.broadcast_to(before, lost[:1].shape)
        rise = np.diff(lost, axis=0, prepend=reduced)
        # A cell without length still begins at a date, unless that is the horizon.
        before_end = self.history.start < self.history.calendar.horizon
        paid = np.where(before_end, rise * discount.at_cells(), 0.0)
        return np.asarray(reduce(np.add, paid), dtype=np.float64)
