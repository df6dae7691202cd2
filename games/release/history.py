"""What a profile makes happen, for all profiles at once.

Axes of every array here: ``[cell, *batch, a_0, ..., a_{N-1}]``, the first only where time matters, the batch only in a
game whose numbers are arrays (``games.parts.paths.with_arrays``); such a number has shape ``(B, 1, ..., 1)``. Worlds
that are looked at together (``games.release.together``) have one more axis, in front of the batch. Cells are stretches
of time on which nothing changes: their edges are the slots, the horizon and the dates of the open path.
Arrays that depend on one lab's plan alone have length 1 on the other labs' axes and are left to broadcasting. Nothing
loops over profiles.

Letters: ``y`` a lab's capability, ``x`` the best open model, ``t0`` and ``t1`` the ends of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from games.parts.memory import remembered
from games.parts.part import BoolArray, FloatArray
from games.parts.state import State
from games.release.cells import cell_edges, reacts
from games.release.planned import Planned
from games.release.together.models import DifferentStates, Models, different
from games.risk.world_risk import WorldRisk
from games.terms import Term
from games.time.discounting import Curve, Discount, Number
from games.time.open_path import OpenPath, OpenRelease, level
from games.time.shocks import Patience, Rule, Shocks


@dataclass(frozen=True)
class History(Planned, Models):
    """The world that each profile brings about, as labs believe it or as it will be.

    Attributes:
        steps: open releases from outside.
        path: how open models from outside react to the labs.
        teams: per lab, the number of its coalition.
        n_batch: number of parameter points, or ``None`` if the game's numbers are no arrays.
        risk: what may go wrong in the world.
        shocks: what modifiers changed.
        n_worlds: number of worlds that differ in their steps, or ``None`` for one; steps then have arrays for numbers.
    """

    steps: tuple[OpenRelease, ...]
    path: OpenPath
    teams: tuple[int, ...]
    n_batch: int | None = None
    risk: WorldRisk = field(default_factory=WorldRisk)
    shocks: Shocks = field(default_factory=Shocks)
    n_worlds: int | None = None

    @property
    def days_per_period(self) -> Number:
        """Days in one period."""
        return self.calendar.days_per_period

    @property
    def switching(self) -> Number:
        """What it costs a customer to leave the open model for a seller, in currency per day."""
        return self.shocks.switching

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one payoff array: ``(*batch, A_0, ..., A_{N-1})``, before it the number of worlds if several."""
        batch = [n for n in (self.n_worlds, self.n_batch) if n is not None]
        return (*batch, *[len(p) for p in self.plans])

    def with_shocks(self, shocks: Shocks) -> History:
        """The same plans in a changed world."""
        return self if shocks is self.shocks else replace(self, shocks=shocks)

    # Time ---------------------------------------------------------------------------------------------------------

    @cached_property
    def edges(self) -> FloatArray:
        """``[cell + 1, *batch, 1, ..., 1]`` edges of the time cells, from 0 to the horizon."""
        ones = (1,) * len(self.shape)
        known = [self._start_seen(i) for i, lab in enumerate(self.labs) if lab.start_age is not None]
        return cell_edges(self.calendar, self.plans, self.steps, self.path, self.shocks.rules, known, ones)

    @property
    def start(self) -> FloatArray:
        """Left ends ``t0`` of the cells."""
        return self.edges[:-1]

    @property
    def end(self) -> FloatArray:
        """Right ends ``t1`` of the cells; the last may be ``inf``."""
        return self.edges[1:]

    @property
    def length(self) -> FloatArray:
        """Length of each cell, 0 for the endless one."""
        return np.where(np.isinf(self.end), 0.0, self.end) - np.where(np.isinf(self.end), 0.0, self.start)

    @property
    def lasts(self) -> BoolArray:
        """Cells of positive length; the others exist only because dates of a batch coincide."""
        return np.asarray(self.end > self.start, dtype=bool)

    # Plans --------------------------------------------------------------------------------------------------------

    @remembered
    def date(self, lab: int, number: int = 0) -> FloatArray:
        """Date of a lab's first release, or of another one by its number; ``inf`` at never.

        It is on the lab's axis unless regulation depends on others' plans.
        """
        date = self.planned_date(lab, number)
        return reduce(lambda t, rule: rule.dates(t, self.calendar.horizon), self._rules(lab), date)

    @remembered
    def finite_date(self, lab: int, number: int = 0) -> FloatArray:
        """The same, 0 at never."""
        return np.where(self.releases(lab, number), self.date(lab, number), 0.0)

    @remembered
    def releases(self, lab: int, number: int = 0) -> BoolArray:
        """Whether the lab releases at all, or so often."""
        return np.asarray(np.isfinite(self.date(lab, number)), dtype=np.bool_)

    def terms(self, lab: int) -> tuple[Term, ...]:
        """What a lab cares about."""
        return self.labs[lab].terms

    def start_capability(self, lab: int) -> Number:
        """Capability of the model with which the lab starts."""
        return self.labs[lab].start

    @remembered
    def own_size(self, lab: int, number: int = 0) -> FloatArray:
        """Capability that the lab itself trains for that release (0 at never)."""
        planned = self.planned_size(lab, number, self.date(lab, number))
        return reduce(lambda y, rule: rule.sizes(y, self.date(lab, number)), self._rules(lab), planned)

    @remembered
    def size(self, lab: int, number: int = 0) -> FloatArray:
        """Capability of that release (0 at never), with what the lab gets for nothing."""
        own, gain = self.own_size(lab, number), self.shocks.gain
        return np.where(self.releases(lab, number), own + gain[lab][number], 0.0) if gain else own

    # The market ---------------------------------------------------------------------------------------------------

    @remembered
    def closed_capability(self, lab: int) -> FloatArray:
        """Best model that the lab sells in each cell; 0 if all it has is open."""
        return self._model(lab, openly=False)

    @remembered
    def open_capability(self, lab: int) -> FloatArray:
        """Best model that the lab has released openly, in each cell; 0 for none."""
        return self._model(lab, openly=True)

    @cached_property
    def outside(self) -> FloatArray:
        """Best open model from outside the game in each cell."""
        fixed = level(self.steps, self.start)
        if not reacts(self.path):
            return fixed
        models = [self._followed(i) for i in range(self.n_labs)]
        return np.maximum(fixed, np.asarray(self.path.reaction) * reduce(np.maximum, models))

    @cached_property
    def best_open(self) -> FloatArray:
        """``x`` in each cell: the best open model, whoever released it."""
        return super().best_open if self.n_worlds is None else self.in_cells(self.states.best_open)

    @cached_property
    def best_closed(self) -> FloatArray:
        """Best model sold in each cell; 0 for none."""
        return super().best_closed if self.n_worlds is None else self.in_cells(self.states.best_closed)

    @cached_property
    def frontier(self) -> FloatArray:
        """Best model on the market in each cell, open or not."""
        return super().frontier if self.n_worlds is None else self.in_cells(self.states.frontier)

    @cached_property
    def states(self) -> State:
        """The states of the market that differ; of a history of one world, all of its cells."""
        return self if self.n_worlds is None else self._different[0]

    def in_cells(self, values: FloatArray) -> FloatArray:
        """Values of the different states, ``[state, *batch, *profile]`` or broadcasting to it, in every cell."""
        if self.n_worlds is None or np.ndim(values) < len(self.shape):
            return values
        return values[self._different[1]] if len(values) > 1 else values[:, None]

    @cached_property
    def _different(self) -> tuple[DifferentStates, NDArray[np.intp]]:
        """The states that differ, and which of them there is in each cell and world."""
        labs, axes = range(self.n_labs), len(self.shape) + 1
        models = [own(lab) for own in (self.closed_capability, self.open_capability) for lab in labs]
        each = [own.reshape((1,) * (axes - own.ndim) + own.shape) for own in (*models, self.outside)]
        (*rows, outside), index = different(each)
        closed, opened = tuple(rows[: self.n_labs]), tuple(rows[self.n_labs :])
        names, days, switching = self.names, self.days_per_period, self.switching
        return DifferentStates(names, self.teams, days, switching, closed, opened, outside), index

    def frontier_before(self, lab: int, number: int = 0) -> FloatArray:
        """Best model on the market just before a release; labs that release together face the same one.

        What is certain to come at date 0 is there from the start, be it from outside or a lab's only plan.
        """
        return self._best_before(lab, number, every=True)

    def open_before(self, lab: int, number: int = 0) -> FloatArray:
        """Best open model just before a release."""
        return self._best_before(lab, number, every=False)

    # Money and time -----------------------------------------------------------------------------------------------

    def cost(self, lab: int, number: int = 0) -> FloatArray:
        """Training cost of a release in currency, 0 at never: ``C(y) = y`` unless a modifier changed it."""
        own = self.shocks.cost[lab][number] if self.shocks.cost else self.own_size(lab, number)
        return np.where(self.releases(lab, number), own, 0.0)

    def spending(self, lab: int) -> FloatArray:
        """Training cost of all releases of a lab, undiscounted."""
        return reduce(np.add, [self.cost(lab, number) for number in self.numbers(lab)])

    def trained(self, lab: int) -> FloatArray:
        """Capability that the lab trains for all of its releases together."""
        return reduce(np.add, [self.own_size(lab, number) for number in self.numbers(lab)])

    def discount(self, lab: int) -> Discount:
        """How the lab weighs time."""
        own = self.labs[lab].discount_rate
        rate = self.calendar.discount_rate if own is None else own
        patience = self.shocks.patience[lab] if self.shocks.patience else Patience()
        stops = tuple(rule for rule in self._rules(lab) if rule.ends)
        return Discount(self.start, self.end, rate, 0.0, patience.beta, patience.present, stops)

    @remembered
    def flow(self, lab: int) -> FloatArray:
        """Weight of each cell in a flow of the lab's: the integral of its discount factor over the cell."""
        return self.discount(lab).flow()

    def sales_flow(self, lab: int) -> FloatArray:
        """Weight of each cell in the lab's sales: as ``flow``, times customers relative to the market's number."""
        return self.discount(lab).flow(self.shocks.growth, self._customers()) * self.shocks.demand

    def social_flow(self) -> FloatArray:
        """Weight of each cell in customers' surplus, at the calendar's discount rate."""
        stops = tuple(rule for rule in self.shocks.rules if rule.ends and all(rule.labs))
        served = replace(self.social_discount(), stops=stops)
        return served.flow(self.shocks.growth, self._customers()) * self.shocks.demand

    def social_discount(self) -> Discount:
        """How a planner weighs time: at the calendar's rate."""
        return Discount(self.start, self.end, self.calendar.discount_rate)

    @remembered
    def factor(self, lab: int, number: int = 0) -> FloatArray:
        """Discount factor at the date of a release, 0 at never."""
        return np.where(self.releases(lab, number), self.discount(lab).at(self.finite_date(lab, number)), 0.0)

    def _rules(self, lab: int) -> list[Rule]:
        return [rule for rule in self.shocks.rules if rule.labs[lab]]

    def _customers(self) -> Curve | None:
        curves = self.shocks.curves
        if not curves:
            return None

        def customers(date: FloatArray) -> FloatArray:
            return np.asarray(np.multiply.reduce([curve(date) for curve in curves]), dtype=np.float64)

        return customers

    def _every_release(self) -> list[tuple[int, int]]:
        """Every release of every lab, by the lab and its number."""
        return [(j, m) for j in range(self.n_labs) for m in self.numbers(j)]

    def _best_before(self, lab: int, number: int, *, every: bool) -> FloatArray:
        """Best of the open models just before a release, or of every model."""
        starts = [np.asarray(o.start if every or o.starts_open else 0.0, dtype=np.float64) for o in self.labs]
        when = self.date(lab, number)
        others = [
            np.where(self._came_before(o, when) & (self.is_open(*o) | every), self.size(*o), 0.0)
            for o in self._every_release()
            if o != (lab, number)
        ]
        return reduce(np.maximum, [*starts, *others], self._outside_before(lab, number))

    def _came_before(self, other: tuple[int, int], when: FloatArray) -> BoolArray:
        """Whether another release is on the market before a date, or certain from the start."""
        date = self.date(*other)
        certain = len(self.plans[other[0]]) == 1
        return np.asarray((date < when) | (certain & (date <= 0)))

    def _outside_before(self, lab: int, number: int) -> FloatArray:
        """Best open model from outside the game just before a release."""
        when = self.date(lab, number)
        fixed = level(self.steps, when, before=True)
        if not reacts(self.path):
            return fixed
        # What came at date 0 or before is there from the start.
        starts = [
            np.where((self._start_seen(j) < when) | (self._start_seen(j) <= 0), other.start, 0.0)
            for j, other in enumerate(self.labs)
        ]
        lag = self.path.lag
        seen = [np.where(self.date(*other) + lag < when, self.size(*other), 0.0) for other in self._every_release()]
        best: FloatArray = reduce(np.maximum, [*starts, *seen])
        return np.maximum(fixed, np.asarray(self.path.reaction) * best)

    def _start_seen(self, lab: int) -> FloatArray:
        """Date from which open models that follow at a lag have followed the lab's starting model; 0 for at once."""
        age = self.labs[lab].start_age
        return np.maximum(0.0 if age is None else np.asarray(self.path.lag) - age, 0.0)

    def _model(self, lab: int, *, openly: bool) -> FloatArray:
        own = self.labs[lab]
        start = np.where(own.starts_open == openly, own.start, 0.0)
        return np.maximum(start, self._released(lab, openly=openly))

    def _followed(self, lab: int) -> FloatArray:
        """Best model of the lab that open models which follow at a lag have reached, in each cell."""
        start = np.where(self._start_seen(lab) <= self.start, self.labs[lab].start, 0.0)
        return reduce(np.maximum, [self._released(lab, openly=o, lag=self.path.lag) for o in (True, False)], start)

    def _released(self, lab: int, *, openly: bool, lag: Number = 0.0) -> FloatArray:
        found = []
        for number in self.numbers(lab):
            # The edge of a reaction is date + lag, computed in the same way, so the comparison is exact.
            there = (self.date(lab, number) + lag <= self.start) & self.releases(lab, number)
            out = there & (self.is_open(lab, number) == openly)
            found.append(np.where(out, self.size(lab, number), 0.0))
        return reduce(np.maximum, found)
