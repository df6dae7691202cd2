"""Who has which model on the market, and the states of the market that differ.

All that a market or a flow term reads follows from what each lab has released openly and what it has not, and from the
models from outside. In most cells of time, and in most of the worlds that are looked at together, these are what they
were in another one. What depends on the state alone is therefore computed for each *different* state, and read off for
every cell and world by an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from games.parts.memory import Memory, remembered
from games.parts.part import BoolArray, FloatArray
from games.time.discounting import Number


class Models(Memory):
    """A state of the market; a subclass says who belongs together, what each lab has, and what there is from outside.

    Attributes:
        teams: per lab, the number of the coalition it belongs to; all different if every lab is on its own.
    """

    teams: tuple[int, ...]

    @property
    def n_labs(self) -> int:
        """``N``."""
        return len(self.teams)

    def together(self, lab: int, other: int) -> bool:
        """Whether two labs are one coalition's, or the same."""
        return self.teams[lab] == self.teams[other]

    def closed_capability(self, lab: int) -> FloatArray:
        """Best model that the lab sells; 0 if all it has is open."""
        raise NotImplementedError

    def open_capability(self, lab: int) -> FloatArray:
        """Best model that the lab has released openly; 0 for none."""
        raise NotImplementedError

    @property
    def outside(self) -> FloatArray:
        """Best open model from outside the game."""
        raise NotImplementedError

    @remembered
    def capability(self, lab: int) -> FloatArray:
        """Best model of the lab on the market, its starting model included."""
        return np.maximum(self.open_capability(lab), self.closed_capability(lab))

    @remembered
    def sold(self, lab: int) -> FloatArray:
        """As ``closed_capability``, but a coalition does not undercut itself: only its best model is sold.

        Of equal ones the earlier-listed lab's is; the others have 0.
        """
        model = self.closed_capability(lab)
        for mate in self._mates(lab):
            other = self.closed_capability(mate)
            model = np.where((other > model) | ((other == model) & (mate < lab)), 0.0, model)
        return model

    def is_first_of_team(self, lab: int) -> BoolArray:
        """Where the lab has its coalition's best model; of equal ones the earlier-listed lab's counts."""
        own = self.capability(lab)
        first = np.ones((1,) * self.n_labs, dtype=np.bool_)
        for mate in self._mates(lab):
            other = self.capability(mate)
            first = first & ((own > other) | ((own == other) & (lab < mate)))
        return first

    @cached_property
    def best_open(self) -> FloatArray:
        """``x``: the best open model, whoever released it."""
        return reduce(np.maximum, [self.open_capability(i) for i in range(self.n_labs)], self.outside)

    @cached_property
    def best_closed(self) -> FloatArray:
        """Best model sold; 0 for none."""
        return reduce(np.maximum, [self.closed_capability(i) for i in range(self.n_labs)], np.zeros((1,) * self.n_labs))

    @cached_property
    def frontier(self) -> FloatArray:
        """Best model on the market, open or not."""
        return np.maximum(self.best_open, self.best_closed)

    def best_other(self, lab: int) -> FloatArray:
        """Best model from outside the lab's coalition: rivals', and open models from outside the game."""
        return reduce(np.maximum, [self.capability(j) for j in self.rivals(lab)], self.outside)

    def rivals(self, lab: int) -> list[int]:
        """Labs outside the lab's coalition."""
        return [j for j in range(self.n_labs) if not self.together(lab, j)]

    def _mates(self, lab: int) -> list[int]:
        return [j for j in range(self.n_labs) if j != lab and self.together(lab, j)]


@dataclass(frozen=True)
class DifferentStates(Models):
    """The states of the market that occur in some cell and world, on the axis on which a history has its cells.

    Attributes:
        names: of the labs.
        teams: per lab, the number of its coalition.
        days_per_period: days in one period.
        switching: what it costs a customer to leave the open model for a seller.
        closed: per lab, the best model that it sells, ``[state, *batch, *profile]``.
        opened: per lab, the best model that it has released openly.
        from_outside: best open model from outside the game.
    """

    names: tuple[str, ...]
    teams: tuple[int, ...]
    days_per_period: Number
    switching: Number
    closed: tuple[FloatArray, ...]
    opened: tuple[FloatArray, ...]
    from_outside: FloatArray

    @property
    def outside(self) -> FloatArray:
        """Best open model from outside the game."""
        return self.from_outside

    def closed_capability(self, lab: int) -> FloatArray:
        """Best model that the lab sells."""
        return self.closed[lab]

    def open_capability(self, lab: int) -> FloatArray:
        """Best model that the lab has released openly."""
        return self.opened[lab]


def different(arrays: Sequence[FloatArray]) -> tuple[list[FloatArray], NDArray[np.intp]]:
    """Arrays ``[cell, world, ...]``, or of length 1 on an axis, as rows ``[state, ...]`` that differ in some array.

    Returns:
        The rows of each array, and ``[cell, world]`` which row is there.
    """
    n_cells, n_worlds = np.broadcast_shapes(*[array.shape[:2] for array in arrays])
    whole = [np.broadcast_to(array, (n_cells, n_worlds, *array.shape[2:])) for array in arrays]
    table = np.concatenate([own.reshape(n_cells * n_worlds, -1) for own in whole], axis=1)
    rows: list[bytes] = np.ascontiguousarray(table).view(f"V{table.shape[1] * table.itemsize}").ravel().tolist()
    known = {row: k for k, row in enumerate(dict.fromkeys(rows))}
    index = np.array([known[row] for row in rows], dtype=np.intp)
    first = np.zeros(len(known), dtype=np.intp)
    # Any place of a row shows its numbers.
    first[index] = np.arange(len(index))
    return [own.reshape(n_cells * n_worlds, *own.shape[2:])[first] for own in whole], index.reshape(n_cells, n_worlds)
