"""Where each pure profile is an equilibrium: polygons over two weights."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from openrace.analysis.regions import Regions
from openrace.show import style
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILL = 0.15
"""Opacity of a region."""


def draw_regions(regions: Regions, ax: Axes | None = None) -> Axes:
    """Outlines with numbers, and a legend of the profiles; areas may overlap where there are several equilibria.

    Raises:
        OpenraceError: not two weights vary.
    """
    if len(regions.paths) != 2:
        raise OpenraceError(f"the number of weights that vary is {len(regions.paths)}", "two", "give --vary twice")
    axes = style.axes_in(ax, (7.6, 4.8))
    from matplotlib.colors import to_rgba
    from matplotlib.patches import Polygon

    handles = []
    for k, region in enumerate(r for r in regions.regions if r.dimension == 2):
        ring = np.array([[float(v) for v in c] for c in region.corners])
        middle = ring.mean(axis=0)
        ring = ring[np.argsort(np.arctan2(*(ring - middle).T[::-1]))]
        colour, dash = style.series(k)
        axes.add_patch(Polygon(ring, closed=True, facecolor=colour, alpha=FILL))
        axes.add_patch(Polygon(ring, closed=True, fill=False, edgecolor=colour, linewidth=1.5, linestyle=dash))
        axes.text(float(middle[0]), float(middle[1]), str(k + 1), ha="center", va="center", fontsize=style.PLAIN)
        words = textwrap.fill(f"{k + 1}: {', '.join(region.profile)}", 26)
        handles.append(Polygon(ring, facecolor=to_rgba(colour, FILL), edgecolor=colour, linestyle=dash, label=words))
    axes.set_xlim(float(regions.low[0]), float(regions.high[0]))
    axes.set_ylim(float(regions.low[1]), float(regions.high[1]))
    style.labels(axes, ax, *[regions.about.place(path).label for path in regions.paths])
    title = f"{regions.game}: where each pure profile is an equilibrium (white: none is)"
    style.title(axes, title, ax, regions.about.hash)
    if handles:
        style.legend(axes, handles, ax)
    return axes
