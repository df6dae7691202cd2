"""Every equilibrium along one assumption: a line for each branch, and the values at which something happens."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from openrace.analysis.branches import Branches
from openrace.show import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LISTED = len(style.SERIES) * len(style.DASHES)
"""Branches that a legend distinguishes; further ones are thin and grey."""
LABEL = 0.14
"""Width of an upright label, in inches: breakpoints closer than this get labels that are moved apart."""


def draw_branches(result: Branches, ax: Axes | None = None) -> Axes:
    """The metric on every branch against the parameter; breakpoints as dotted lines with their values above."""
    axes = style.axes_in(ax, (7.8, 4.6))
    for k, branch in enumerate(result.branches):
        low, high = (np.array([v[end] for v in branch.values]) for end in (0, 1))
        at = np.array(branch.at)
        seen = np.isfinite(low) & np.isfinite(high)
        if not np.median(high - low):
            # At a breakpoint itself two branches tie, and the extent spans both: that point is on neither line.
            seen &= high == low
        colour, dash = style.series(k) if k < LISTED else ("#bbbbbb", "-")
        label = textwrap.shorten(branch.key, 40, placeholder=" ...") if k < LISTED else None
        width = 2.0 if k < LISTED else 0.8
        middle = (low[seen] + high[seen]) / 2
        axes.plot(at[seen], middle, color=colour, linestyle=dash, linewidth=width, label=label, alpha=0.9)
        axes.fill_between(at[seen], low[seen], high[seen], color=colour, alpha=0.2, linewidth=0)
    if result.branches:
        first = min(branch.at[0] for branch in result.branches)
        last = max(branch.at[-1] for branch in result.branches)
        pad = 0.03 * (last - first)
        axes.set_xlim(first - pad, last + pad)
    place = result.about.place(result.path)
    if place.base is not None and axes.get_xlim()[0] <= place.base <= axes.get_xlim()[1]:
        axes.axvline(place.base, color="#999999", linestyle="-", linewidth=0.8, zorder=0, label="base point")
    style.labels(axes, ax, place.label, result.about.metric or result.metric)
    hidden = len(result.branches) - LISTED
    more = f" ({hidden} of {len(result.branches)} thin and grey)" if hidden > 0 else ""
    title = f"{result.name}: every equilibrium along {result.path}"
    style.title(axes, title + more, ax, result.about.hash, 6.0 if not result.breakpoints else 46.0)
    handles, _ = axes.get_legend_handles_labels()
    if handles:
        style.legend(axes, handles, ax)
    # Last, because the room for labels is known only now.
    _mark(result.breakpoints, axes)
    return axes


def _mark(breakpoints: Sequence[float], axes: Axes) -> None:
    """A dotted line at each breakpoint, and its value above the frame, upright and beside its neighbours."""
    low, high = axes.get_xlim()
    width, _ = style.inches(axes)
    for value in breakpoints:
        axes.axvline(value, color="#888888", linestyle=":", linewidth=1)
    # Breakpoints that print alike share a label.
    labels = {f"{value:.4f}": value for value in reversed(breakpoints)}
    ordered = sorted(labels.items(), key=lambda pair: pair[1])
    places = spread([(value - low) / (high - low) for _, value in ordered], LABEL / width)
    for (text, value), place in zip(ordered, places, strict=True):
        axes.annotate(
            text,
            (value, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(place, 1.035),
            textcoords="axes fraction",
            fontsize=style.SMALL,
            rotation=90,
            va="bottom",
            ha="center",
            arrowprops={"arrowstyle": "-", "color": "#888888", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0},
        )


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Ascending places in [0, 1] moved as little as needed to lie ``gap`` apart; closer where there is no room."""
    n = len(places)
    step = min(gap, 1.0 / (n - 1)) if n > 1 else gap
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + step) if moved else place)
    # Those pushed beyond the end go back, and push the ones before them.
    for k in range(n - 1, -1, -1):
        limit = 1.0 if k == n - 1 else moved[k + 1] - step
        moved[k] = min(moved[k], limit)
    return moved
