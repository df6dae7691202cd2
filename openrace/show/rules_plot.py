"""Rules as outlines over the two numbers that they name most often, with the cells in which they were found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from games.parts.direction import Code
from openrace.isolate.rules import Rules
from openrace.show import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CELLS = 20_000
"""Cells drawn at most, evenly through the list."""


def draw_rules(result: Rules, ax: Axes | None = None) -> Axes:
    """Cells in the colours of their signs; a rule's outline has its number, limits of other numbers are not drawn."""
    cells = result.cells
    named = Counter(c.path for rule in result.rules for c in rule.box.conditions)
    ranked = sorted(cells.paths, key=lambda path: (-named[path], cells.paths.index(path)))
    shown = [cells.paths.index(path) for path in ranked[:2]]
    axes = style.axes_in(ax, (7.6, 4.8))
    from matplotlib.patches import Rectangle

    part = slice(None, None, max(1, len(cells.codes) // MOST_CELLS))
    codes = cells.codes[part]
    columns = [cells.points[part, k] for k in shown]
    x, y = columns if len(columns) == 2 else (columns[0], np.zeros(len(codes)))
    signs = list(result.shares)
    for sign in signs:
        own = codes == int(sign)
        # The grey of what changes nothing is too light for a point without an edge.
        edge = {"edgecolor": "#999999", "linewidth": 0.4} if sign is Code.NEUTRAL else {"linewidth": 0}
        axes.scatter(x[own], y[own], s=5, color=style.SIGNS[sign], alpha=0.6, **edge)
    ends = [(float(v.min()), float(v.max())) for v in (x, y)]
    ends = [(low, high) if low < high else (low - 1, high + 1) for low, high in ends]
    for number, rule in enumerate(result.rules, start=1):
        limits = {c.path: (c.low, c.high) for c in rule.box.conditions}
        sides = []
        for path, (low, high) in zip([cells.paths[k] for k in shown] + [""], ends, strict=False):
            bottom, top = limits.get(path, (None, None))
            sides.append((low if bottom is None else max(low, bottom), high if top is None else min(high, top)))
        (left, right), (low, high) = sides
        dash = style.series(number - 1)[1]
        axes.add_patch(
            Rectangle((left, low), right - left, high - low, fill=False, linewidth=1.5, linestyle=dash, clip_on=False)
        )
        axes.annotate(str(number), (left, high), xytext=(3, -10), textcoords="offset points", fontsize=style.PLAIN)
    axes.set_xlim(*ends[0])
    axes.set_ylim(*ends[1])
    style.labels(axes, ax, *[result.about.place(cells.paths[k]).label for k in shown])
    title = f"{result.about.name}: what makes the sign of {result.about.metric or result.cells.metric}"
    style.title(axes, title, ax, result.about.hash)
    style.sign_legend(axes, [sign for sign in Code if sign in signs], ax, result.shares)
    return axes
