"""Sign maps: directions as areas over two assumptions, one panel for each concept.

Large areas carry their word, the base point is marked, and exact or refined boundaries are lines.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from games.parts.direction import Code
from games.parts.part import FloatArray
from openrace.analysis.regions import Region
from openrace.analysis.sign_map import SignMap, sign_map_of
from openrace.concepts.concept import spoken
from openrace.show import style
from openrace.show.cards.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from openrace.sweeps.results import Sweep

LABELLED = 0.03
"""Connected areas of at least this share of the map carry their word."""
LETTER, LINE = 0.085, 0.16
"""Width of a letter and height of a line of an area's word, in inches."""
FADED = 0.25
"""Least colour of a cell whose draws disagree."""


def draw_map(result: SignMap, ax: Axes | None = None) -> Axes:
    """Signs as colours, with the lines at which pure equilibria begin and end, or refined boundaries."""
    axes = style.axes_in(ax, (7.6, 4.8))
    _paint(result, axes)
    axes.set_ylabel(style.upwards(result.about.place(result.y.path).label, ax), fontsize=style.PLAIN)
    style.title(axes, _title(result) + f", {spoken(result.concept)}", ax, result.about.hash)
    style.sign_legend(
        axes,
        [s.sign for s in result.shares],
        ax,
        {s.sign: s.fraction for s in result.shares},
        _base_handles(result),
        style.race_words(result.about, result.metric),
    )
    # Last, because the room for words is known only now.
    _words(result, axes)
    return axes


def draw_sweep(result: Sweep, ax: Axes | None = None) -> Axes:
    """The map in a sweep of two axes."""
    return draw_map(sign_map_of(result), ax)


def draw_panels(maps: Sequence[SignMap]) -> tuple[Axes, ...]:
    """Maps over the same axes with their boundaries and exact lines, in a new figure, with one legend."""
    first = maps[0]
    if len(maps) == 1:
        return (draw_map(first),)
    n = len(maps)
    places = tuple(style.new_figure((2.1 + 3.0 * n, 3.8)).subplots(1, n, sharey=True, squeeze=False)[0])
    for own, axes in zip(maps, places, strict=True):
        _paint(own, axes)
        # A number and its sign stay on one line.
        parts = ", ".join(f"{s.word} {100 * s.fraction:.0f}\N{NO-BREAK SPACE}%" for s in own.shares)
        axes.set_title(f"{spoken(own.concept)}\n" + textwrap.fill(parts, 38), fontsize=style.PLAIN)
    places[0].set_ylabel(style.upwards(first.about.place(first.y.path).label, places[0]), fontsize=style.PLAIN)
    signs = sorted({s.sign for own in maps for s in own.shares})
    words = style.race_words(first.about, first.metric)
    style.sign_legend(places[-1], signs, None, None, _base_handles(first), words)
    style.heading(places[0], style.Note(_title(first), first.about.hash))
    for own, axes in zip(maps, places, strict=True):
        _words(own, axes)
    return places


def _title(result: SignMap) -> str:
    return f"{result.game}, {result.intervention}: {result.about.metric or result.metric}"


def _paint(result: SignMap, axes: Axes) -> None:
    from matplotlib.colors import to_rgb

    x, y = result.x.values, result.y.values
    rgba = np.array([to_rgb(style.SIGNS[Code(int(c))]) for c in result.codes.ravel()]).reshape(*result.codes.shape, 3)
    faded = 1 - (1 - rgba) * (FADED + (1 - FADED) * result.certainty[..., None])
    # Cells are drawn around their points, so that a point on the edge of the map is still a whole cell.
    columns, rows = _edges(x), _edges(y)
    axes.pcolormesh(columns, rows, faded.transpose(1, 0, 2), shading="flat", rasterized=True)
    for regions, dash in zip(result.exact, ("--", "-"), strict=False):
        for region in regions.regions:
            _outline(region, axes, dash)
    if result.boundary is not None:
        from matplotlib.collections import LineCollection

        axes.add_collection(
            LineCollection([np.asarray(s) for s in result.boundary.segments], colors="black", linewidths=1.0)
        )
    axes.set_xlim(columns[0], columns[-1])
    axes.set_ylim(rows[0], rows[-1])
    style.labels(axes, None, result.about.place(result.x.path).label)
    base = _base(result)
    if base is not None:
        axes.plot(*base, marker="X", markersize=9, markerfacecolor="white", markeredgecolor="black", zorder=6)


def _base(result: SignMap) -> tuple[float, float] | None:
    """The base point, if it is on the map."""
    found = [result.about.place(axis.path).base for axis in (result.x, result.y)]
    if found[0] is None or found[1] is None:
        return None
    inside = [axis.values[0] <= v <= axis.values[-1] for axis, v in zip((result.x, result.y), found, strict=True)]
    return (found[0], found[1]) if all(inside) else None


def _base_handles(result: SignMap) -> list[object]:
    """A line of the legend about the base point, also where it lies outside the map."""
    from matplotlib.lines import Line2D

    values = [result.about.place(axis.path).base for axis in (result.x, result.y)]
    if None in values:
        return []
    at = ", ".join(number(v) for v in values)
    if _base(result) is None:
        return [Line2D([], [], linestyle="", label=textwrap.fill(f"the base point, {at}, is outside", 18))]
    mark = {"marker": "X", "markerfacecolor": "white", "markeredgecolor": "black", "linestyle": ""}
    return [Line2D([], [], markersize=8, label=f"base point\n{at}", **mark)]  # type: ignore[arg-type]


def _words(result: SignMap, axes: Axes) -> None:
    """The word of every large connected area, in its inside and clear of the axes."""
    from scipy import ndimage

    inches = style.inches(axes)
    for code in {int(c) for c in np.unique(result.codes)}:
        areas, n_areas = ndimage.label(result.codes == code)
        for k in range(1, n_areas + 1):
            inside = areas == k
            if inside.mean() < LABELLED:
                continue
            word = result.about.word(Code(code))
            margins = (LETTER * len(word) / 2 + 0.08) / inches[0], (LINE / 2 + 0.06) / inches[1]
            at = _clear(_middle(inside), margins)
            axes.text(
                *at,
                word,
                transform=axes.transAxes,
                ha="center",
                va="center",
                fontsize=style.PLAIN,
                bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "alpha": 0.8, "linewidth": 0},
            )


def _middle(inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[float, float]:
    """The place deepest in an area, in shares of the axes."""
    from scipy import ndimage

    depth = ndimage.distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1]
    # Of places equally deep the one in their middle.
    deepest = np.argwhere(depth >= depth.max() - 1e-9)
    i, j = deepest[np.abs(deepest - deepest.mean(axis=0)).sum(axis=1).argmin()]
    return (float(i) + 0.5) / inside.shape[0], (float(j) + 0.5) / inside.shape[1]


def _clear(at: tuple[float, float], margins: tuple[float, float]) -> tuple[float, float]:
    """The place moved away from the edges by the margins, or to the middle where there is no room."""
    x, y = (min(max(v, m), 1 - m) if m < 0.5 else 0.5 for v, m in zip(at, margins, strict=True))
    return x, y


def _edges(values: FloatArray) -> list[float]:
    if len(values) == 1:
        return [float(values[0]) - 0.5, float(values[0]) + 0.5]
    middle = (values[1:] + values[:-1]) / 2
    return [float(2 * values[0] - middle[0]), *map(float, middle), float(2 * values[-1] - middle[-1])]


def _outline(region: Region, axes: Axes, dash: str) -> None:
    for i, j in region.edges:
        a, b = region.corners[i], region.corners[j]
        axes.plot([float(a[0]), float(b[0])], [float(a[1]), float(b[1])], color="black", linestyle=dash, linewidth=0.8)
