"""What a part may read of the state of the world: who has which model on the market.

A market and a flow term need no more than this: no dates, no plans and no calendar. A release game answers for every
cell of time and every profile at once; a game without dates answers for each of its states.

Every array broadcasts to the axes of the game that answers; in a release game they are
``[cell, *batch, A_0, ..., A_{N-1}]`` (``games.release.history``). Letters: ``y`` a lab's capability, ``x`` the best
open model.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import numpy as np

from games.parts.memory import Memory
from games.parts.part import BoolArray, FloatArray

T = TypeVar("T")


class State(Protocol):
    """The models on the market, by lab and in all."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the labs, in their order."""

    @property
    def n_labs(self) -> int:
        """``N``."""

    @property
    def days_per_period(self) -> float | FloatArray:
        """Days in one period: revenue is per customer and day, flows are per period."""

    @property
    def switching(self) -> float | FloatArray:
        """What it costs a customer to leave the open model for a seller, in currency per day."""

    def capability(self, lab: int) -> FloatArray:
        """``y``: the lab's best model on the market, 0 for none."""

    def closed_capability(self, lab: int) -> FloatArray:
        """Best closed model of the lab, 0 for none."""

    def open_capability(self, lab: int) -> FloatArray:
        """Best model that the lab has released openly, 0 for none."""

    def sold(self, lab: int) -> FloatArray:
        """The lab's model that is for sale; of a coalition only the best one is."""

    def is_first_of_team(self, lab: int) -> BoolArray:
        """Whether the lab has its coalition's best model; of equal ones the earlier-listed lab's counts."""

    def best_other(self, lab: int) -> FloatArray:
        """Best model from outside the lab's coalition: rivals', and open models from outside the game."""

    @property
    def outside(self) -> FloatArray:
        """Best open model from outside the game."""

    @property
    def best_open(self) -> FloatArray:
        """``x``: the best open model, whoever released it."""

    @property
    def best_closed(self) -> FloatArray:
        """Best closed model, 0 for none."""

    @property
    def frontier(self) -> FloatArray:
        """Best model on the market, open or closed."""

    def once(self, owner: object, make: Callable[[], T]) -> T:
        """What ``owner`` computes from this state: computed at the first call, remembered for the later ones."""


class Alone(Memory):
    """A state of the market as the customers of one seller see it: rivals sell them nothing.

    Open models, the rivals' included, are there for them as for everybody.

    Args:
        state: the models on the market.
        seller: index of the lab that sells to them.
    """

    def __init__(self, state: State, seller: int) -> None:
        self._state, self._seller = state, seller

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the labs."""
        return self._state.names

    @property
    def n_labs(self) -> int:
        """``N``."""
        return self._state.n_labs

    @property
    def days_per_period(self) -> float | FloatArray:
        """Days in one period."""
        return self._state.days_per_period

    @property
    def switching(self) -> float | FloatArray:
        """What it costs a customer to leave the open model."""
        return self._state.switching

    def capability(self, lab: int) -> FloatArray:
        """The lab's best model; of a rival, its best open one."""
        return self._state.capability(lab) if lab == self._seller else self._state.open_capability(lab)

    def closed_capability(self, lab: int) -> FloatArray:
        """Best closed model of the seller, 0 for a rival."""
        return self._of_seller(self._state.closed_capability, lab)

    def open_capability(self, lab: int) -> FloatArray:
        """Best model that the lab has released openly."""
        return self._state.open_capability(lab)

    def sold(self, lab: int) -> FloatArray:
        """The seller's model for sale, 0 for a rival."""
        return self._of_seller(self._state.sold, lab)

    def is_first_of_team(self, lab: int) -> BoolArray:
        """As among all."""
        return self._state.is_first_of_team(lab)

    def best_other(self, lab: int) -> FloatArray:
        """Best model from outside the lab's coalition, that is on offer to these customers."""
        others = [self.capability(j) for j in range(self.n_labs) if j != lab]
        return np.asarray(np.maximum.reduce(np.broadcast_arrays(self.outside, *others)), dtype=np.float64)

    @property
    def outside(self) -> FloatArray:
        """Best open model from outside the game."""
        return self._state.outside

    @property
    def best_open(self) -> FloatArray:
        """The best open model."""
        return self._state.best_open

    @property
    def best_closed(self) -> FloatArray:
        """Best model sold to these customers."""
        return self.closed_capability(self._seller)

    @property
    def frontier(self) -> FloatArray:
        """Best model on offer to these customers."""
        return np.maximum(self.best_open, self.best_closed)

    def _of_seller(self, model: Callable[[int], FloatArray], lab: int) -> FloatArray:
        own = model(lab)
        return own if lab == self._seller else np.zeros_like(own)
