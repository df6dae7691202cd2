"""How much of a total is due to each of several things that matter together (Shapley 1953).

A *worth* gives every set of things a number. Sets are bit masks: bit ``i`` says whether thing ``i`` is in. Arrays are
``(2^n, ...)`` with one row per mask, or rows for the masks that are known; all that follows keeps the last axes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, factorial

import numpy as np
from numpy.typing import NDArray

from games.parts.part import FloatArray

IntArray = NDArray[np.int64]
NORMAL = 1.959963984540054
"""Quantile of the normal distribution for 95 %."""


def shapley(worth: FloatArray) -> FloatArray:
    """``(n, ...)`` what each thing adds, on average over all orders in which things may come; sums to the total.

    Args:
        worth: ``(2^n, ...)``.
    """
    n = _n_things(worth)
    masks = np.arange(len(worth))
    sizes = _sizes(masks)
    shares = np.empty((n, *worth.shape[1:]))
    for i in range(n):
        without = masks[(masks >> i) & 1 == 0]
        # How many orders have exactly this set before thing i, as a share of all.
        weight = np.array([1.0 / (n * comb(n - 1, size)) for size in sizes[without].tolist()])
        shares[i] = np.tensordot(weight, worth[without | (1 << i)] - worth[without], axes=1)
    return shares


def interactions(worth: FloatArray) -> FloatArray:
    """``(n, n, ...)`` how much two things do together beyond what each does (Grabisch and Roubens 1999).

    Positive where each makes the other one add more; 0 on the diagonal.
    """
    n = _n_things(worth)
    masks = np.arange(len(worth))
    sizes = _sizes(masks)
    found = np.zeros((n, n, *worth.shape[1:]))
    for i in range(n):
        for j in range(i):
            both = (1 << i) | (1 << j)
            without = masks[masks & both == 0]
            weight = np.array([factorial(s) * factorial(n - s - 2) / factorial(n - 1) for s in sizes[without].tolist()])
            more = worth[without | both] - worth[without | (1 << i)] - worth[without | (1 << j)] + worth[without]
            found[i, j] = found[j, i] = np.tensordot(weight, more, axes=1)
    return found


@dataclass(frozen=True)
class Orders:
    """Some orders in which things come, each with its reverse, and the sets that they go through.

    Attributes:
        orders: ``(P, n)``.
        masks: ``(P, n + 1)`` the set before the first thing, after it, and so on.
    """

    orders: IntArray
    masks: IntArray

    @property
    def needed(self) -> IntArray:
        """Every mask whose worth is needed, once, and with them those of one thing alone and of all but one."""
        n = self.orders.shape[1]
        single = 1 << np.arange(n)
        return np.unique(np.concatenate([self.masks.ravel(), single, ((1 << n) - 1) ^ single]))

    def added(self, rows: FloatArray) -> FloatArray:
        """``(P, n, ...)`` what each thing adds in each order.

        Args:
            rows: worth of the masks in ``needed``, in their order.
        """
        worth = rows[np.searchsorted(self.needed, self.masks)]
        steps = worth[:, 1:] - worth[:, :-1]
        found = np.empty_like(steps)
        np.put_along_axis(found, self.orders.reshape(*self.orders.shape, *(1,) * (steps.ndim - 2)), steps, axis=1)
        return found


def orders(n: int, pairs: int, seed: int) -> Orders:
    """Orders drawn at random, every second the reverse of the one before: what comes early once comes late once."""
    draws = np.random.default_rng(seed)
    drawn = np.stack([draws.permutation(n) for _ in range(pairs)])
    both = np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(-1, n)
    masks = np.concatenate([np.zeros((len(both), 1), dtype=np.int64), np.cumsum(1 << both, axis=1)], axis=1)
    return Orders(both, masks)


def sampling_error(added: FloatArray) -> FloatArray:
    """``(n, ...)`` half the width of a 95 % interval of what each thing adds on average, from drawn orders.

    An order and its reverse are one draw.
    """
    pairs = added.reshape(-1, 2, *added.shape[1:]).mean(axis=1)
    if len(pairs) < 2:
        return np.full(pairs.shape[1:], np.inf)
    return np.asarray(NORMAL * pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs)))


def _sizes(masks: IntArray) -> IntArray:
    return np.array([int(mask).bit_count() for mask in masks.tolist()], dtype=np.int64)


def _n_things(worth: FloatArray) -> int:
    return len(worth).bit_length() - 1
