"""The specification curve: every specification from down to up, and below it the choices that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from games.parts.change_words import metric_words
from games.parts.direction import Code
from openrace.isolate.multiverse import Multiverse
from openrace.isolate.specification_curve import NO_CHOICE
from openrace.isolate.worlds import ACCOUNTING, GIVEN, NUMBERS
from openrace.show import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from openrace.isolate.specification_curve import Dimension

HEIGHT = 8.0
"""Height of the curve, in rows of choices."""
ROW = 0.17
"""Height of a row, in inches."""
UNMOVED = "#999999"
"""Lines of what changes nothing: its own grey is too light for a line."""


def draw_multiverse(result: Multiverse, ax: Axes | None = None) -> Axes:
    """Moves of the metric as bars in the colours of their signs, sorted; ticks below say which choices were made."""
    curve = result.curve
    shown = [(d, dimension) for d, dimension in enumerate(curve.dimensions) if len(dimension.options) > 1]
    rows = [(d, option, label) for d, dimension in shown for option, label in _rows(dimension)]
    axes = style.axes_in(ax, (8.6, 1.2 + ROW * (len(rows) + len(shown) + HEIGHT + 2)))
    order = curve.order()
    at = np.arange(len(order))
    signs = curve.signs[order]
    moves = curve.moves[order]
    middle = HEIGHT / 2
    present = [sign for sign in Code if (signs == int(sign)).any()]
    for sign in present:
        own = signs == int(sign)
        low, high = (np.nan_to_num(moves[own, end]) * middle for end in (0, 1))
        colour = _colour(sign)
        axes.vlines(at[own], middle + np.minimum(low, 0), middle + np.maximum(high, 0), color=colour, linewidth=0.8)
        axes.scatter(at[own], middle + (low + high) / 2, s=2, color=colour, zorder=3)
    axes.axhline(middle, color="black", linewidth=0.5)
    ticks, labels, y = [HEIGHT, middle, 0.0], ["more of a race", "no change", "less of a race"], -2.0
    for d, dimension in shown:
        for option, label in _rows(dimension):
            chosen = np.isin(curve.chosen[order, d], option)
            for sign in present:
                own = chosen & (signs == int(sign))
                axes.vlines(at[own], y - 0.4, y + 0.4, color=_colour(sign), linewidth=0.8)
            ticks.append(y)
            labels.append(f"{dimension.name}: {label}")
            y -= 1.0
        y -= 1.0
    axes.set_yticks(ticks, labels, fontsize=style.SMALL)
    axes.set_ylim(y, HEIGHT + 0.8)
    axes.set_xlim(-1, len(order))
    axes.tick_params(axis="x", labelsize=style.SMALL)
    axes.set_xlabel("specifications", fontsize=style.PLAIN)
    title = f"{result.game}, {result.intervention}: {len(result.curve):,} specifications"
    style.title(axes, title, ax, result.about.hash)
    style.sign_legend(axes, present, ax, curve.shares)
    legend = axes.get_legend()
    for sign, patch in zip(present, legend.get_patches() if legend else (), strict=False):
        patch.set_facecolor(_colour(sign))
    return axes


def _colour(sign: Code) -> str:
    return UNMOVED if sign is Code.NEUTRAL else style.SIGNS[sign]


def _rows(dimension: Dimension) -> list[tuple[list[int], str]]:
    """The options of each row, and its label; draws of numbers share one."""
    if dimension.name == NUMBERS:
        drawn = [k for k, option in enumerate(dimension.options) if option != GIVEN]
        return [([dimension.options.index(GIVEN)], GIVEN), (drawn, "drawn")]
    words = metric_words if dimension.name == ACCOUNTING else str
    return [([k], words(option)) for k, option in enumerate(dimension.options) if option != NO_CHOICE]
