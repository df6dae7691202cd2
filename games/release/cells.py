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
    """``[cell + 1, *worlds, *batch, 1, ..., 1]`` edges: slots, horizon, open releases, and what follows labs' dates.

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
    # A date may differ within a batch and between worlds. Where it cuts no cell there is one without length at the
    # start, which costs nothing.
    shape = np.broadcast_shapes(ones, *[m.shape for m in arrays])
    dates = np.stack([np.broadcast_to(m, shape) for m in arrays])
    cuts = np.where((dates < last) & ~np.isin(dates, fixed), dates, fixed[0])
    edges = np.sort(np.concatenate([np.broadcast_to(fixed.reshape(-1, *ones), (len(fixed), *shape)), cuts]), axis=0)
    return edges[np.count_nonzero((edges == fixed[0]).reshape(len(edges), -1).all(axis=1)) - 1 :]


def put_together(each: Sequence[Sequence[OpenRelease]], n_axes: int) -> tuple[OpenRelease, ...]:
    """Open releases of several worlds as one list, whose numbers are arrays ``[world, ...]`` where worlds differ.

    Args:
        each: the open releases of each world.
        n_axes: axes of an array after the first.
    """
    return tuple(_one_release(same, n_axes) for same in zip_longest(*each, fillvalue=NO_RELEASE))


NO_RELEASE = OpenRelease.model_construct(capability=0.0, date=np.inf)
"""Stands for a release in worlds that have fewer of them than another one."""


def _one_release(same: Sequence[OpenRelease], n_axes: int) -> OpenRelease:
    first = same[0]
    if all(one is first or first.is_like(one) for one in same):
        return first
    numbers = [[np.asarray(one.capability) for one in same], [np.asarray(one.date) for one in same]]
    capability, date = (
        np.stack([np.reshape(one, (1,) * (n_axes - one.ndim) + one.shape) for one in np.broadcast_arrays(*own)])
        for own in numbers
    )
    return OpenRelease.model_construct(capability=capability, date=date)


def reacts(path: OpenPath) -> bool:
    """Whether open models from outside follow the labs' models."""
    return bool(np.any(np.asarray(path.reaction) > 0))
