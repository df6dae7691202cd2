"""Who is best in each cell, and how ties share: used by prestige and by market share."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from games.parts.part import FloatArray

if TYPE_CHECKING:
    from games.release.history import History


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


def models(history: History, among: Among) -> list[FloatArray]:
    """Each lab's model that competes for being best, per cell; 0 where it has none."""
    pick = history.open_capability if among is Among.OPEN else history.capability
    return [pick(i) for i in range(history.n_labs)]


def share_of_best(history: History, lab: int, among: Among, ties: Ties) -> FloatArray:
    """What ``lab`` gets of being best in each cell.

    An open model from outside takes the place of a lab that it exceeds, not of one that it equals.
    """
    own = models(history, among)
    top = np.maximum.reduce(np.broadcast_arrays(*own, history.outside))
    mine = (own[lab] >= top) & (own[lab] > 0)
    if ties is Ties.ALL or history.n_labs == 1:
        return np.asarray(mine, dtype=np.float64)
    n_best = sum((m >= top) & (m > 0) for m in own)
    if ties is Ties.NONE:
        return np.asarray(mine & (n_best == 1), dtype=np.float64)
    return np.asarray(mine / np.maximum(n_best, 1), dtype=np.float64)
