"""Bars over assumptions: what flips a conclusion, and what each assumption does to an effect (a tornado)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from games.parts.direction import Code
from openrace.analysis.flip import Flip, Flips
from openrace.analysis.sensitivity import Sensitivity
from openrace.show import style
from openrace.show.cards.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 0.5
"""Height of a bar, in distances between bars."""
MOST_FLIPS = 12
"""Flips drawn, nearest first."""
PLAIN_SIGNS = (Code.UP, Code.DOWN, Code.MORE, Code.LESS)
"""Directions that an effect on one side of zero can have."""
UNDECIDED = "#BBBBBB"
"""Colour of a side of zero on which no end of a bar has a plain direction."""


def draw_flips(result: Flips, ax: Axes | None = None) -> Axes:
    """The nearest flips as bars, in the units of the search; colours are the sign beyond."""
    shown = result.found[:MOST_FLIPS][::-1]
    axes = style.axes_in(ax, (7.8, 1.6 + 0.45 * max(2, len(shown))))
    colours = [style.SIGNS[f.flipped.sign] for f in shown]
    axes.barh(range(len(shown)), [f.distance for f in shown], height=HEIGHT, color=colours, edgecolor="black")
    _name_bars(axes, [_change(result, f) for f in shown], ax)
    axes.set_xlim(left=0)
    axes.set_xlabel(f"size of the change ({result.unit})", fontsize=style.PLAIN)
    axes.tick_params(axis="x", labelsize=style.SMALL)
    if not shown:
        axes.text(0.5, 0.5, "no flip was found", transform=axes.transAxes, ha="center", fontsize=style.PLAIN)
    title = (
        f"{result.name}: what flips {result.about.metric or result.metric} away from {result.about.word(result.base)}"
    )
    style.title(axes, title, ax, result.about.hash)
    words = style.race_words(result.about, result.metric)
    style.sign_legend(axes, sorted({f.flipped.sign for f in shown}), ax, words=words)
    return axes


def draw_tornado(result: Sensitivity, ax: Axes | None = None) -> Axes:
    """The effect at either end of every prior, around the effect at the base point.

    A bar changes its colour where it crosses zero; the disc at each of its ends has the colour of the direction there,
    which may also depend on the equilibrium.
    """
    axes = style.axes_in(ax, (7.8, 1.8 + 0.5 * max(2, len(result.bars))))
    below, above = (_side(result, sign) for sign in (-1, 1))
    base = result.base_effect
    for row, bar in enumerate(reversed(result.bars)):
        for value, sign in zip(bar.effect, bar.signs, strict=True):
            if not (math.isfinite(value) and math.isfinite(base)):
                continue
            low, high = min(base, value), max(base, value)
            for start, stop, colour in ((low, min(high, 0.0), below), (max(low, 0.0), high, above)):
                if start < stop:
                    axes.barh(row, stop - start, left=start, height=HEIGHT, color=colour, edgecolor="none", zorder=2)
            axes.plot(value, row, marker="o", markersize=7, color=style.SIGNS[sign], markeredgecolor="black", zorder=4)
    axes.axvline(0.0, color="black", linewidth=1.2, zorder=3)
    axes.axvline(base, color="black", linewidth=1, linestyle="--", zorder=3)
    names = [(result.about.place(b.path).words, b.ends) for b in reversed(result.bars)]
    _name_bars(axes, [f"{words}: {number(low, 3)} to {number(high, 3)}" for words, (low, high) in names], ax)
    ends = [0.0, *(v for v in (base, *(e for bar in result.bars for e in bar.effect)) if math.isfinite(v))]
    pad = 0.06 * (max(ends) - min(ends)) or 1.0
    axes.set_xlim(min(ends) - pad, max(ends) + pad)
    axes.tick_params(axis="x", labelsize=style.SMALL)
    axes.set_xlabel(f"change of {result.about.metric or result.metric}, after less before", fontsize=style.PLAIN)
    title = f"{result.game}: one assumption at a time"
    style.title(axes, title, ax, result.about.hash)
    seen = {s for b in result.bars for s in b.signs} | {result.base}
    from matplotlib.lines import Line2D

    lines = [
        Line2D([], [], color="black", linestyle="--", label=f"base point: {number(base, 3)}"),
        Line2D([], [], color="black", linewidth=1.2, label="no change: 0"),
    ]
    style.sign_legend(axes, sorted(seen), ax, None, lines, style.race_words(result.about, result.metric))
    return axes


def _side(result: Sensitivity, sign: int) -> str:
    """The colour of effects below or above zero: that of the plain direction which such an effect has in the result."""
    ends = [(result.base_effect, result.base)]
    ends += [pair for bar in result.bars for pair in zip(bar.effect, bar.signs, strict=True)]
    for effect, code in ends:
        if effect * sign > 0 and code in PLAIN_SIGNS:
            return style.SIGNS[code]
    return UNDECIDED


def _name_bars(axes: Axes, names: list[str], ax: Axes | None) -> None:
    """Names beside the bars; above them, within the axes, where the axes have neighbours."""
    if ax is None:
        axes.set_yticks(range(len(names)), names, fontsize=style.SMALL)
    else:
        axes.set_yticks([])
        for row, name in enumerate(names):
            place = axes.get_yaxis_transform()
            axes.text(0.01, row + HEIGHT / 2, name, transform=place, va="bottom", fontsize=style.SMALL - 1)
    axes.set_ylim(-0.5, len(names) - 0.3)


def _change(result: Flips, flip: Flip) -> str:
    """Which assumptions change by how much, and to what."""
    parts = [
        f"{result.about.place(path).words}: {number(at - change)} to {number(at)}"
        for path, change, at in zip(flip.paths, flip.changes, flip.at, strict=True)
    ]
    return "\n".join(parts)
