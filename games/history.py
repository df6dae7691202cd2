"""What a profile makes happen, for all profiles at once.

Axes of every array here: ``[cell, *batch, a_0, ..., a_{N-1}]``, the first and the batch only where they matter. Cells
are stretches of time on which nothing changes: their edges are the slots, the horizon and the dates of the open path.
Arrays that depend on one lab's plan alone have length 1 on the other labs' axes and are left to broadcasting; numbers
of a parameter batch have shape ``(B, 1, ..., 1)``. Nothing loops over profiles.

Letters: ``y`` a lab's capability, ``x`` the best open model, ``t0`` and ``t1`` the ends of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from games.calendar import Calendar, discounted_length
from games.lab import Lab, Plans
from games.open_path import OpenPath, OpenRelease, level
from games.part import BoolArray, FloatArray
from games.values import Value

Number = float | FloatArray


@dataclass(frozen=True)
class Shocks:
    """What modifiers do to the world, collected before terms are evaluated (see ``games.modifiers``).

    Attributes:
        cost: per lab, training cost of its release, ``[*batch, *profile]``; ``None`` for ``C(y) = y``.
        hazard: per lab, what is added to its discount rate in each cell, ``[cell, *batch, *profile]``; 0 for nothing.
        demand: customers relative to the market's number, averaged over each cell, ``[cell, ...]``.
        growth: continuous growth rate of the number of customers.
    """

    cost: tuple[FloatArray, ...] | None = None
    hazard: tuple[Number, ...] | None = None
    demand: Number = 1.0
    growth: Number = 0.0


@dataclass(frozen=True)
class History:
    """The world that each profile brings about, as labs believe it or as it will be.

    Attributes:
        labs: the players.
        calendar: horizon, slots and discounting.
        plans: one ``Plans`` per lab.
        value: value of a model to a customer.
        steps: exogenous open releases.
        shocks: what modifiers changed.
        batched: whether numbers are arrays over parameter points; arrays with a cell axis then have a batch axis too.
    """

    labs: tuple[Lab, ...]
    calendar: Calendar
    plans: tuple[Plans, ...]
    value: Value
    steps: tuple[OpenRelease, ...]
    shocks: Shocks = Shocks()
    batched: bool = False

    @property
    def n_labs(self) -> int:
        """``N``."""
        return len(self.labs)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one payoff array: ``(*batch, A_0, ..., A_{N-1})``."""
        return np.broadcast_shapes(tuple(len(p.dates) for p in self.plans), np.shape(self.frontier_before(0)))

    def with_shocks(self, shocks: Shocks) -> History:
        """The same plans in a changed world."""
        return replace(self, shocks=shocks)

    def on_axis(self, values: NDArray[Any], lab: int) -> NDArray[Any]:
        """``(A_lab,)`` values on that lab's profile axis, length 1 on the others."""
        shape = [1] * self.n_labs
        shape[lab] = len(values)
        return np.asarray(values).reshape(shape)

    @cached_property
    def edges(self) -> FloatArray:
        """``[cell + 1, *batch, 1, ..., 1]`` edges of the time cells, from 0 to the horizon."""
        ones = (1,) * self.n_labs
        grid = self.calendar.grid()
        lab_dates = [plan.dates[np.isfinite(plan.dates)] for plan in self.plans]
        extra = np.setdiff1d(np.concatenate([*lab_dates, np.zeros(0)]), grid)
        if self.batched:
            # Without an axis for the batch between them, cells would be matched with parameter points.
            ones = (1, *ones)
        fixed = np.sort(np.concatenate([grid, extra])).reshape(-1, *ones)
        # A date on the path may differ within a batch; a date twice makes a cell of length 0, which costs nothing.
        moving = [np.asarray(s.date, dtype=np.float64) for s in self.steps if np.size(s.date) > 1 or np.any(s.date > 0)]
        if not moving:
            return fixed
        shape = np.broadcast_shapes(ones, *[np.shape(m) for m in moving])
        last = np.inf if self.calendar.is_infinite else self.calendar.horizon
        rows = [np.broadcast_to(row, shape) for row in fixed]
        rows += [np.broadcast_to(np.minimum(m, last), shape) for m in moving]
        return np.sort(np.stack(rows), axis=0)

    @property
    def start(self) -> FloatArray:
        """Left ends ``t0`` of the cells."""
        return self.edges[:-1]

    @property
    def end(self) -> FloatArray:
        """Right ends ``t1`` of the cells; the last may be ``inf``."""
        return self.edges[1:]

    def date(self, lab: int) -> FloatArray:
        """Release date of a lab, ``inf`` at never, on its axis."""
        return self.on_axis(self.plans[lab].dates, lab)

    def releases(self, lab: int) -> BoolArray:
        """Whether the lab releases at all, on its axis."""
        return np.isfinite(self.date(lab))

    def is_open(self, lab: int) -> BoolArray:
        """Whether its release is open, on its axis."""
        return self.on_axis(self.plans[lab].is_open, lab)

    def size(self, lab: int) -> FloatArray:
        """Capability of the lab's release (0 at never), on its axis."""
        attainable = self.labs[lab].attainable(self.date(lab), self.calendar)
        return np.asarray(self.on_axis(self.plans[lab].effort, lab) * attainable, dtype=np.float64)

    def capability(self, lab: int) -> FloatArray:
        """Best model of the lab on the market in each cell, its starting model included."""
        return np.maximum(self._model(lab, openly=True), self._model(lab, openly=False))

    def closed_capability(self, lab: int) -> FloatArray:
        """Best model that the lab sells in each cell; 0 if all it has is open."""
        return self._model(lab, openly=False)

    def open_capability(self, lab: int) -> FloatArray:
        """Best model that the lab has released openly, in each cell; 0 for none."""
        return self._model(lab, openly=True)

    @cached_property
    def outside(self) -> FloatArray:
        """Best open model from outside the game in each cell."""
        return level(self.steps, self.start)

    @cached_property
    def best_open(self) -> FloatArray:
        """``x`` in each cell: the best open model, whoever released it."""
        return reduce(np.maximum, [self.open_capability(i) for i in range(self.n_labs)], self.outside)

    @cached_property
    def best_closed(self) -> FloatArray:
        """Best model sold in each cell; 0 for none."""
        return reduce(np.maximum, [self.closed_capability(i) for i in range(self.n_labs)], np.zeros((1,) * self.n_labs))

    @cached_property
    def frontier(self) -> FloatArray:
        """Best model on the market in each cell, open or not."""
        return np.maximum(self.best_open, self.best_closed)

    def best_other(self, lab: int) -> FloatArray:
        """Best model on the market in each cell that is not the lab's own: rivals', and open models from outside."""
        return reduce(np.maximum, [self.capability(j) for j in range(self.n_labs) if j != lab], self.outside)

    def frontier_before(self, lab: int) -> FloatArray:
        """Best model on the market just before the lab's release; labs that release together face the same one."""
        starts = [np.asarray(other.start, dtype=np.float64) for other in self.labs]
        rivals = [np.where(self.date(j) < self.date(lab), self.size(j), 0.0) for j in range(self.n_labs) if j != lab]
        return reduce(np.maximum, [*starts, *rivals], level(self.steps, self.date(lab), before=True))

    def open_before(self, lab: int) -> FloatArray:
        """Best open model just before the lab's release."""
        starts = [np.asarray(o.start if o.starts_open else 0.0, dtype=np.float64) for o in self.labs]
        rivals = [
            np.where((self.date(j) < self.date(lab)) & self.is_open(j), self.size(j), 0.0)
            for j in range(self.n_labs)
            if j != lab
        ]
        return reduce(np.maximum, [*starts, *rivals], level(self.steps, self.date(lab), before=True))

    def cost(self, lab: int) -> FloatArray:
        """Training cost of the lab's release in currency, 0 at never: ``C(y) = y`` unless a modifier changed it."""
        own = self.size(lab) if self.shocks.cost is None else self.shocks.cost[lab]
        return np.where(self.releases(lab), own, 0.0)

    def rate(self, lab: int) -> Number:
        """The lab's own continuous discount rate."""
        own = self.labs[lab].discount_rate
        return self.calendar.discount_rate if own is None else own

    def hazard(self, lab: int) -> Number:
        """What modifiers add to the lab's discount rate, per cell."""
        return 0.0 if self.shocks.hazard is None else self.shocks.hazard[lab]

    def flow(self, lab: int) -> FloatArray:
        """Weight of each cell in a flow of the lab's: the integral of its discount factor over the cell."""
        return self._flow(np.asarray(self.rate(lab)), self.hazard(lab))

    def sales_flow(self, lab: int) -> FloatArray:
        """Weight of each cell in the lab's sales: as ``flow``, times relative demand."""
        return self._flow(np.asarray(self.rate(lab)) - self.shocks.growth, self.hazard(lab)) * self.shocks.demand

    def social_flow(self) -> FloatArray:
        """Weight of each cell in customers' surplus, at the calendar's discount rate."""
        rate = np.asarray(self.calendar.discount_rate) - self.shocks.growth
        return discounted_length(rate, self.start, self.end) * self.shocks.demand

    def _flow(self, rate: FloatArray, hazard: Number) -> FloatArray:
        if np.ndim(hazard) == 0 and hazard == 0:
            return discounted_length(rate, self.start, self.end)
        varying = rate + np.asarray(hazard)
        length = discounted_length(varying, np.zeros_like(self.start), self.end - self.start)
        passed = np.cumsum(varying * self.length, axis=0)
        survived = np.exp(-np.concatenate([np.zeros_like(passed[:1]), passed[:-1]]))
        return np.asarray(survived * length, dtype=np.float64)

    @property
    def length(self) -> FloatArray:
        """Length of each cell, 0 for the endless one."""
        return np.where(np.isinf(self.end), 0.0, self.end) - np.where(np.isinf(self.end), 0.0, self.start)

    @property
    def lasts(self) -> BoolArray:
        """Cells of positive length; the others exist only because dates of a batch coincide."""
        return np.asarray(self.end > self.start, dtype=bool)

    def factor(self, lab: int) -> FloatArray:
        """Discount factor at the lab's release date, 0 at never."""
        date = self.finite_date(lab)
        exponent = np.asarray(self.rate(lab)) * date
        if np.ndim(self.hazard(lab)) or self.hazard(lab) != 0:
            passed = np.clip(np.minimum(self.end, date) - self.start, 0.0, None)
            exponent = exponent + np.sum(np.asarray(self.hazard(lab)) * passed, axis=0)
        return np.where(self.releases(lab), np.exp(-exponent), 0.0)

    def factor_at_cells(self, lab: int) -> FloatArray:
        """Discount factor at the start of each cell."""
        plain = np.exp(-np.asarray(self.rate(lab)) * self.start)
        if np.ndim(self.hazard(lab)) == 0 and self.hazard(lab) == 0:
            return plain
        passed = np.cumsum(np.asarray(self.hazard(lab)) * self.length, axis=0)
        return np.asarray(plain * np.exp(-np.concatenate([np.zeros_like(passed[:1]), passed[:-1]])), dtype=np.float64)

    def finite_date(self, lab: int) -> FloatArray:
        """Release date of a lab, 0 at never."""
        return np.where(self.releases(lab), self.date(lab), 0.0)

    def _model(self, lab: int, *, openly: bool) -> FloatArray:
        own = self.labs[lab]
        start = np.where(own.starts_open == openly, own.start, 0.0)
        out = (self.date(lab) <= self.start) & (self.is_open(lab) == openly) & self.releases(lab)
        return np.maximum(start, np.where(out, self.size(lab), 0.0))


def history_of(
    labs: tuple[Lab, ...], calendar: Calendar, path: OpenPath, value: Value, *, believed: bool, batched: bool = False
) -> History:
    """Every profile's history before modifiers; ``believed`` says whether announced releases are in it."""
    plans = tuple(lab.plans(calendar) for lab in labs)
    return History(labs, calendar, plans, value, path.steps(believed=believed), batched=batched)
