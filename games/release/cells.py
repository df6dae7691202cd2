"""Cells of time: stretches on which nothing changes, whatever labs do."""

from __future__ import annotations

from collections.abc import Sequence

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


def reacts(path: OpenPath) -> bool:
    """Whether open models from outside follow the labs' models."""
    return bool(np.any(np.asarray(path.reaction) > 0))
