"""Who is best, and how ties share: used by prestige and by market share."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from games.parts.part import FloatArray
from games.parts.state import State


class Among(StrEnum):
    """Against whom a lab must be best."""

    ALL = "all"
    """Best model on the market, open or closed."""
    OPEN = "open"
    """Best open model."""


class Ties(StrEnum):
    """What each of several best labs gets."""

    SHARE = "share"
    """An equal share."""
    ALL = "all"
    """The whole, every one of them."""
    NONE = "none"
    """Nothing."""


def models(state: State, among: Among) -> list[FloatArray]:
    """Each lab's model that competes for being best, per cell; 0 where it has none."""
    pick = state.open_capability if among is Among.OPEN else state.capability
    return [pick(i) for i in range(state.n_labs)]


def share_of_best(state: State, lab: int, among: Among, ties: Ties) -> FloatArray:
    """What ``lab`` gets of being best in each cell.

    An open model from outside takes the place of a lab that it exceeds, not of one that it equals.
    """
    own = models(state, among)
    top = np.maximum.reduce(np.broadcast_arrays(*own, state.outside))
    mine = (own[lab] >= top) & (own[lab] > 0)
    if ties is Ties.ALL or state.n_labs == 1:
        return np.asarray(mine, dtype=np.float64)
    n_best = sum((m >= top) & (m > 0) for m in own)
    if ties is Ties.NONE:
        return np.asarray(mine & (n_best == 1), dtype=np.float64)
    return np.asarray(mine / np.maximum(n_best, 1), dtype=np.float64)
