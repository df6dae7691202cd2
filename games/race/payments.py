"""What states of a race pay, and what a climb pays at once: markets and terms of release games, state by state.

``RaceState`` gives what a market or a flow term reads (``games.parts.state``), with the states as the last axis.
``Release`` gives in addition what a term reads that is paid once at a lab's own release: the size of the model, the
best models before it, and a discount factor of 1, since payments at a climb are made at the climb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from games.parts.memory import Memory
from games.parts.part import BoolArray, FloatArray
from games.race.lab import CLOSED, RaceLab
from games.race.states import Map
from games.terms import EntryCost, FrontierPenalty, GapPrize, Goal, Subsidy, Term, TrainingCost
from games.terms.base import FlowTerm
from solver.common.arrays import IntArray

ONE_OFF = (EntryCost, FrontierPenalty, Goal, Subsidy, TrainingCost)
"""Terms that are paid at a lab's own release and read that release alone."""


@dataclass(frozen=True, eq=False)
class RaceState(Memory):
    """The models on the market in many states at once; arrays ``(S,)``.

    Attributes:
        labs: the players.
        ladder: capability of each rung.
        where: the states.
        days_per_period: days in a period.
    """

    labs: tuple[RaceLab, ...]
    ladder: FloatArray
    where: Map
    days_per_period: float | FloatArray

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the labs."""
        return tuple(lab.name for lab in self.labs)

    @property
    def n_labs(self) -> int:
        """``N``."""
        return len(self.labs)

    @property
    def switching(self) -> float:
        """Customers change for nothing."""
        return 0.0

    def capability(self, lab: int) -> FloatArray:
        """Best model of the lab on the market; none after it has left."""
        return np.where(self.where.left[:, lab], 0.0, self.ladder[self.where.rungs[:, lab]])

    def open_capability(self, lab: int) -> FloatArray:
        """Best model that the lab has released openly; it stays open when the lab leaves."""
        own = self.labs[lab]
        if own.chooses_openness:
            return self._capability_of(self.where.opened[:, lab])
        if own.openness[0] == CLOSED:
            return np.zeros(len(self.where.places))
        rungs = self.where.rungs[:, lab] - int(own.openness[0])
        return np.where(rungs >= 0, self.ladder[np.maximum(rungs, 0)], 0.0)

    def closed_capability(self, lab: int) -> FloatArray:
        """Best model that the lab sells; 0 if its best model is open."""
        openly_best = self.labs[lab].openness == (0,)
        return np.zeros(len(self.where.places)) if openly_best else self.capability(lab)

    def sold(self, lab: int) -> FloatArray:
        """The lab's model that is for sale."""
        return self.closed_capability(lab)

    def is_first_of_team(self, lab: int) -> BoolArray:  # noqa: ARG002 - labs of a race are on their own
        """Every lab is on its own."""
        return np.ones(len(self.where.places), dtype=np.bool_)

    def best_other(self, lab: int) -> FloatArray:
        """Best model of rivals and from outside."""
        return reduce(np.maximum, [self.capability(j) for j in range(self.n_labs) if j != lab], self.outside)

    @property
    def outside(self) -> FloatArray:
        """Best open model, if no lab has made it; else 0."""
        best = self.best_open
        made = reduce(np.maximum, [self.open_capability(i) for i in range(self.n_labs)])
        return np.where(best > made, best, 0.0)

    @property
    def best_open(self) -> FloatArray:
        """``x``: the best open model, whoever released it."""
        return self._capability_of(self.where.level)

    @property
    def best_closed(self) -> FloatArray:
        """Best model sold."""
        return reduce(np.maximum, [self.closed_capability(i) for i in range(self.n_labs)])

    @property
    def frontier(self) -> FloatArray:
        """Best model on the market."""
        return reduce(np.maximum, [self.capability(i) for i in range(self.n_labs)], self.best_open)

    def _capability_of(self, level: IntArray) -> FloatArray:
        return np.where(level >= 0, np.array([*self.where.levels, 0.0])[level], 0.0)


class Release:
    """One lab's climb in every state, as a release that happens now; arrays ``(S,)``."""

    def __init__(self, state: RaceState, lab: int) -> None:
        self._state, self._lab = state, lab

    def numbers(self, lab: int) -> range:  # noqa: ARG002 - the same for every lab
        """A climb is one release."""
        return range(1)

    def size(self, lab: int, number: int = 0) -> FloatArray:  # noqa: ARG002 - a climb is one release
        """Capability of the rung that the lab climbs to."""
        rungs = np.minimum(self._state.where.rungs[:, lab] + 1, len(self._state.ladder) - 1)
        return self._state.ladder[rungs]

    def cost(self, lab: int, number: int = 0) -> FloatArray:  # noqa: ARG002 - a climb is one release
        """``C(y) = y``."""
        return self.size(lab)

    def frontier_before(self, lab: int, number: int = 0) -> FloatArray:  # noqa: ARG002 - the same for every lab
        """Best model on the market before the climb."""
        return self._state.frontier

    def open_before(self, lab: int, number: int = 0) -> FloatArray:  # noqa: ARG002
        """Best open model before the climb."""
        return self._state.best_open

    def releases(self, lab: int, number: int = 0) -> BoolArray:  # noqa: ARG002 - a climb is one release
        """The lab that climbs does."""
        return np.full(len(self._state.where.places), lab == self._lab)

    def factor(self, lab: int, number: int = 0) -> FloatArray:  # noqa: ARG002 - a climb is one release
        """Nothing is discounted at the climb itself."""
        return self.releases(lab).astype(np.float64)


def unusable(term: Term) -> str:
    """Why a term makes no sense in a race; empty if it does."""
    if isinstance(term, (FlowTerm, *ONE_OFF)):
        return ""
    if isinstance(term, GapPrize):
        return "" if np.all(np.asarray(term.softness) == 0) else "a race knows the hard gap alone; set softness to 0"
    return "it uses dates, which a race does not have; use flow terms, and terms paid at a release"


def split(terms: Sequence[Term]) -> tuple[list[FlowTerm], list[Term], list[GapPrize]]:
    """Terms that are paid while a state lasts, at a climb, and when a gap is won."""
    flows = [t for t in terms if isinstance(t, FlowTerm)]
    return flows, [t for t in terms if isinstance(t, ONE_OFF)], [t for t in terms if isinstance(t, GapPrize)]
