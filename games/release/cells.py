"""Cells of time: stretches on which nothing changes, whatever labs do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np

from games.parts.part import FloatArray
from games.release.lab import Plans
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease
from games.time.shocks import Rule


def cell_edges(
    calendar: Calendar,
    plans: Sequence[Plans],
    steps: Sequence[OpenRelease],
    path: OpenPath,
    rules: Sequence[Rule],
    known: Sequence[FloatArray],
    ones: tuple[int, ...],
) -> FloatArray:
    """``[cell + 1, *batch, 1, ..., 1]`` edges: slots, horizon, open releases, and what follows labs' dates.

    Args:
        calendar: horizon and slots.
        plans: one ``Plans`` per lab.
        steps: open releases from outside.
        path: how open models from outside react to the labs.
        rules: regulation, which may delay releases.
        known: when open models have caught up with models that labs start with.
        ones: a 1 for each axis after the first.
    """
    last = np.inf if calendar.is_infinite else calendar.horizon
    moving = [np.asarray(s.date, dtype=np.float64) for s in steps if np.any(np.asarray(s.date) > 0)]
    moving += [date + np.asarray(rule.delay) for rule in rules if rule.delay is not None for date in calendar.dates()]
    if reacts(path):
        dates = np.unique(np.concatenate([p.dates[np.isfinite(p.dates)] for p in plans]))
        moving += [date + np.asarray(path.lag, dtype=np.float64) for date in dates]
        moving += known
    fixed = np.union1d(calendar.grid(), [float(m) for m in moving if m.ndim == 0 and m < last])
    arrays = [m for m in moving if m.ndim > 0]
    if not arrays:
        return fixed.reshape(-1, *ones)
    # A date on the path may differ within a batch; a date twice makes a cell of length 0, which costs nothing.
    shape = np.broadcast_shapes(ones, *[m.shape for m in arrays])
    rows = [np.broadcast_to(row, shape) for row in fixed]
    rows += [np.broadcast_to(np.minimum(m, last), shape) for m in arrays]
    return np.sort(np.stack(rows), axis=0)


def put_together(each: Sequence[Sequence[OpenRelease]], n_axes: int) -> tuple[OpenRelease, ...]:
    """Open releases of several worlds as one list, whose numbers are arrays ``[world, ...]`` where worlds differ.

    Args:
        each: the open releases of each world.
        n_axes: axes of an array after the first.
    """
    return tuple(_one_release(same, n_axes) for same in zip_longest(*each, fillvalue=NO_RELEASE))


def taken_apart(steps: Sequence[OpenRelease], world: int, n_axes: int) -> tuple[OpenRelease, ...]:
    """The open releases of one world out of those that ``put_together`` made one list of."""
    own = [(_of_world(step.capability, world, n_axes), _of_world(step.date, world, n_axes)) for step in steps]
    return tuple(
        OpenRelease.model_construct(capability=capability, date=date)
        for capability, date in own
        if not np.all(np.isinf(date))
    )


def side_by_side(edges: Sequence[FloatArray]) -> FloatArray:
    """``[cell + 1, world, *batch, 1, ..., 1]`` edges of the cells of several worlds.

    Where a world has fewer cells than another one, it begins with cells without length, which cost nothing.
    """
    n = max(map(len, edges))
    padded = [np.concatenate([np.repeat(own[:1], n - len(own), axis=0), own]) for own in edges]
    if all(np.array_equal(own, padded[0]) for own in padded):
        return padded[0][:, None]
    return np.stack(np.broadcast_arrays(*padded), axis=1)


NO_RELEASE = OpenRelease.model_construct(capability=0.0, date=np.inf)
"""Stands for a release in worlds that have fewer of them than another one."""


def _one_release(same: Sequence[OpenRelease], n_axes: int) -> OpenRelease:
    first = same[0]
    if all(np.array_equal(one.capability, first.capability) and np.array_equal(one.date, first.date) for one in same):
        return first
    numbers = [[np.asarray(one.capability) for one in same], [np.asarray(one.date) for one in same]]
    capability, date = (
        np.stack([np.reshape(one, (1,) * (n_axes - one.ndim) + one.shape) for one in np.broadcast_arrays(*own)])
        for own in numbers
    )
    return OpenRelease.model_construct(capability=capability, date=date)


def _of_world(number: float | FloatArray, world: int, n_axes: int) -> float | FloatArray:
    """A number in one world; one without an axis over worlds is the same in all of them."""
    if np.ndim(number) <= n_axes:
        return number
    own = np.asarray(number)[world]
    return float(own.item()) if own.size == 1 else own


def reacts(path: OpenPath) -> bool:
    """Whether open models from outside follow the labs' models."""
    return bool(np.any(np.asarray(path.reaction) > 0))
