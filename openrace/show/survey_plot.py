"""Pictures of questions over assumptions. Functions take ``ax=None`` and return Axes.

Colours are Okabe and Ito's, told apart with every common colour blindness; signs also differ in lightness, and large
areas carry their word, so that a picture survives a grey printer.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from games.parts.direction import Code
from openrace.concepts.concept import Concept, spoken
from solver.game.errors import OpenraceError
from solver.game.extras import extra

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from openrace.analysis.branches import Branches
    from openrace.analysis.flip import Flips
    from openrace.analysis.refine import Boundary
    from openrace.analysis.regions import Region, Regions
    from openrace.analysis.sensitivity import Sensitivity
    from openrace.analysis.sign_map import SignMap

COLOURS = {
    Code.UP: "#D55E00",
    Code.DOWN: "#0072B2",
    Code.NEUTRAL: "#F2F2F2",
    Code.AMBIGUOUS: "#F0E442",
    Code.MORE: "#E69F00",
    Code.LESS: "#56B4E9",
    Code.UNKNOWN: "#000000",
}
WORDS = {
    Code.UP: "speeds the race up",
    Code.DOWN: "slows it down",
    Code.NEUTRAL: "changes nothing",
    Code.AMBIGUOUS: "depends on the equilibrium",
    Code.MORE: "more",
    Code.LESS: "less",
    Code.UNKNOWN: "no equilibrium found",
}
LABELLED = 0.03
"""Connected areas of at least this share of the map carry their word."""
DPI = 110
MOST_LEVEL = 6
"""Breakpoints whose numbers are written side by side; more are written upright."""
LINES = ("#000000", "#009E73", "#CC79A7", "#0072B2", "#D55E00", "#E69F00", "#56B4E9")


def draw_map(
    result: SignMap, ax: Axes | None = None, *, exact: Sequence[Regions] = (), boundary: Boundary | None = None
) -> Axes:
    """Signs as colours, with the lines at which pure equilibria begin and end, or refined boundaries."""
    axes = _axes(ax, (7.2, 4.8))
    _paint(result, axes, exact, boundary)
    axes.set_ylabel(result.y.path)
    axes.set_title(f"{result.game}, {result.intervention}: {result.metric} under {spoken(result.concept)}", fontsize=10)
    _legend(axes, [s.sign for s in result.shares], {s.sign: s.fraction for s in result.shares})
    return axes


def draw_maps(
    maps: Sequence[SignMap], *, exact: Sequence[Regions] = (), boundaries: Sequence[Boundary] = ()
) -> tuple[Axes, ...]:
    """One panel per concept over the same axes, with one legend; exact lines belong to fixed plans and go there."""
    panels = _row(len(maps))
    for k, (result, axes) in enumerate(zip(maps, panels, strict=True)):
        lines = exact if result.concept == Concept.OPEN_LOOP else ()
        _paint(result, axes, lines, boundaries[k] if boundaries else None)
        parts = ", ".join(f"{s.sign.word} {100 * s.fraction:.0f} %" for s in result.shares)
        axes.set_title(f"{spoken(result.concept)}\n{parts}", fontsize=9)
    first = maps[0]
    panels[0].set_ylabel(first.y.path)
    panels[0].figure.suptitle(f"{first.game}, {first.intervention}: {first.metric}", fontsize=10)
    _legend(panels[-1], sorted({s.sign for m in maps for s in m.shares}), {})
    return panels


def _paint(result: SignMap, axes: Axes, exact: Sequence[Regions], boundary: Boundary | None) -> None:
    x, y = result.x.values, result.y.values
    rgba = np.array([_rgb(COLOURS[Code(int(c))]) for c in result.codes.ravel()]).reshape(*result.codes.shape, 3)
    faded = 1 - (1 - rgba) * (0.25 + 0.75 * result.certainty[..., None])
    # Cells are drawn around their points, so that a point on the edge of the map is still a whole cell.
    axes.pcolormesh(_edges(x), _edges(y), faded.transpose(1, 0, 2), shading="flat", rasterized=True)
    for regions, style in zip(exact, ("--", "-"), strict=False):
        for region in regions.regions:
            _outline(region, axes, style)
    if boundary is not None:
        from matplotlib.collections import LineCollection

        axes.add_collection(LineCollection([np.asarray(s) for s in boundary.segments], colors="black", linewidths=1.0))
    _words(result, axes)
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(y[0], y[-1])
    axes.set_xlabel(result.x.path)


def draw_regions(regions: Regions, ax: Axes | None = None) -> Axes:
    """Where each pure profile is an equilibrium: outlines and names, over two weights."""
    if len(regions.paths) != 2:
        raise OpenraceError(f"{len(regions.paths)} weights vary", "two", "give --vary twice")
    axes = _axes(ax, (7.2, 4.8))
    from matplotlib.patches import Polygon

    for k, region in enumerate(r for r in regions.regions if r.dimension == 2):
        ring = np.array([[float(v) for v in c] for c in region.corners])
        middle = ring.mean(axis=0)
        ring = ring[np.argsort(np.arctan2(*(ring - middle).T[::-1]))]
        colour = LINES[k % len(LINES)]
        axes.add_patch(Polygon(ring, closed=True, facecolor=colour, alpha=0.18))
        axes.add_patch(Polygon(ring, closed=True, fill=False, edgecolor=colour, linewidth=1.5))
        axes.text(float(middle[0]), float(middle[1]), "\n".join(region.profile), ha="center", va="center", fontsize=8)
    axes.set_xlim(float(regions.low[0]), float(regions.high[0]))
    axes.set_ylim(float(regions.low[1]), float(regions.high[1]))
    axes.set_xlabel(regions.paths[0])
    axes.set_ylabel(regions.paths[1])
    axes.set_title(f"{regions.game}: where each pure profile is an equilibrium", fontsize=10)
    note = "a plan of each lab in its order; white: no pure equilibrium"
    axes.text(0.99, 0.99, note, transform=axes.transAxes, ha="right", va="top", fontsize=7, color="#555555")
    return axes


def draw_branches(result: Branches, ax: Axes | None = None) -> Axes:
    """The metric on every branch against the parameter; breakpoints as dotted lines."""
    axes = _axes(ax, (7.2, 4.2))
    for k, branch in enumerate(result.branches):
        low, high = (np.array([v[end] for v in branch.values]) for end in (0, 1))
        at, colour = np.array(branch.at), LINES[k % len(LINES)]
        seen = np.isfinite(low) & np.isfinite(high)
        if not np.median(high - low):
            # At a breakpoint itself two branches tie, and the extent spans both: that point is on neither line.
            seen &= high == low
        label = textwrap.shorten(branch.key, 44, placeholder=" ...") if k < len(LINES) else None
        axes.plot(at[seen], (low[seen] + high[seen]) / 2, color=colour, linewidth=2, label=label, alpha=0.9)
        axes.fill_between(at[seen], low[seen], high[seen], color=colour, alpha=0.2, linewidth=0)
    for at_ in result.breakpoints:
        axes.axvline(at_, color="#888888", linestyle=":", linewidth=1)
        # Above the frame, where no branch runs; upright where many breakpoints would overlap.
        turn = 90 if len(result.breakpoints) > MOST_LEVEL else 0
        place = ("data", "axes fraction")
        axes.annotate(f"{at_:.4f}", (at_, 1.01), xycoords=place, fontsize=7, rotation=turn, va="bottom", ha="center")
    axes.set_xlabel(result.path)
    axes.set_ylabel(result.metric)
    pad = 6.0 if not result.breakpoints else 34.0 if len(result.breakpoints) > MOST_LEVEL else 16.0
    axes.set_title(f"{result.name}: every branch", fontsize=10, pad=pad)
    axes.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return axes


def draw_flips(result: Flips, ax: Axes | None = None, most: int = 12) -> Axes:
    """The nearest flips as bars, in the units of the search."""
    axes = _axes(ax, (7.2, 3.6))
    shown = result.found[:most][::-1]
    axes.barh(
        range(len(shown)),
        [f.distance for f in shown],
        color=[COLOURS[f.flipped.sign] for f in shown],
        edgecolor="black",
    )
    names = [
        ", ".join(f"{p} {c:+.3g}" for p, c in zip(f.paths, f.changes, strict=True)) + f"\n{f.flipped.sign.word}"
        for f in shown
    ]
    axes.set_yticks(range(len(shown)), names, fontsize=7)
    axes.set_xlabel(f"size of the change ({result.unit})")
    axes.set_title(f"{result.name}: what flips {result.metric} away from {result.base.word}", fontsize=10)
    return axes


def draw_tornado(result: Sensitivity, ax: Axes | None = None) -> Axes:
    """Effect at either end of every prior, around the effect at the base point; colours are signs."""
    axes = _axes(ax, (7.2, 3.6))
    for row, bar in enumerate(reversed(result.bars)):
        for value, sign in zip(bar.effect, bar.signs, strict=True):
            axes.barh(row, value - result.base_effect, left=result.base_effect, color=COLOURS[sign], edgecolor="black")
    axes.axvline(result.base_effect, color="black", linewidth=1)
    axes.set_yticks(
        range(len(result.bars)),
        [f"{b.path}\n{b.ends[0]:.3g} to {b.ends[1]:.3g}" for b in reversed(result.bars)],
        fontsize=8,
    )
    axes.annotate(
        f"at the base point: {result.base_effect:.3g}",
        (result.base_effect, 0.0),
        xycoords=("data", "axes fraction"),
        xytext=(-4, 4),
        textcoords="offset points",
        fontsize=7,
        ha="right",
    )
    axes.set_ylim(-0.8, len(result.bars) - 0.5)
    axes.set_xlabel(f"change of {result.metric}, after less before")
    axes.set_title(f"{result.game}: one assumption at a time", fontsize=10)
    _legend(axes, sorted({s for b in result.bars for s in b.signs}), {})
    return axes


def save(axes: Axes, path: Path) -> None:
    """Writes the picture that the axes are in, as PNG, SVG or PDF by its ending.

    Raises:
        OpenraceError: another ending.
    """
    if path.suffix not in (".png", ".svg", ".pdf"):
        raise OpenraceError(f"the picture's file is {path}", "a name that ends in .png, .svg or .pdf", "rename it")
    from matplotlib import pyplot as plt

    figure = axes.get_figure(root=True)
    if figure is None:
        raise OpenraceError("the axes are in no figure", "axes of a figure", "draw into plt.subplots()")
    metadata = {"Software": None} if path.suffix == ".png" else None
    figure.savefig(path, dpi=DPI, metadata=metadata)
    plt.close("all")


def _axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    if ax is not None:
        return ax
    with extra("plot"):
        import matplotlib as mpl
        from matplotlib import pyplot as plt

    mpl.use("Agg")

    return plt.subplots(figsize=size, layout="constrained")[1]


def _row(n: int) -> tuple[Axes, ...]:
    """Panels side by side, sharing the vertical axis."""
    with extra("plot"):
        import matplotlib as mpl
        from matplotlib import pyplot as plt

    mpl.use("Agg")

    figure = plt.figure(figsize=(1.9 + 2.9 * n, 3.6), layout="constrained")
    return tuple(figure.subplots(1, n, sharey=True, squeeze=False)[0])


def _edges(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float]:
    if len(values) == 1:
        return [float(values[0]) - 0.5, float(values[0]) + 0.5]
    middle = (values[1:] + values[:-1]) / 2
    return [float(2 * values[0] - middle[0]), *map(float, middle), float(2 * values[-1] - middle[-1])]


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return red, green, blue


def _outline(region: Region, axes: Axes, style: str) -> None:
    for i, j in region.edges:
        a, b = region.corners[i], region.corners[j]
        axes.plot([float(a[0]), float(b[0])], [float(a[1]), float(b[1])], color="black", linestyle=style, linewidth=0.8)


def _words(result: SignMap, axes: Axes) -> None:
    """The word of every large connected area, in its inside."""
    from scipy import ndimage

    for code in {int(c) for c in np.unique(result.codes)}:
        areas, n_areas = ndimage.label(result.codes == code)
        for k in range(1, n_areas + 1):
            inside = areas == k
            if inside.mean() < LABELLED:
                continue
            depth = ndimage.distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1]
            i, j = np.unravel_index(int(depth.argmax()), depth.shape)
            axes.text(
                result.x.values[i],
                result.y.values[j],
                Code(code).word,
                ha="center",
                va="center",
                fontsize=9,
                bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "alpha": 0.75, "linewidth": 0},
            )


def _legend(axes: Axes, signs: Sequence[Code], parts: dict[Code, float]) -> None:
    from matplotlib.patches import Patch

    handles = [
        Patch(
            facecolor=COLOURS[s],
            edgecolor="black",
            label=textwrap.fill(WORDS[s], 16) + (f"\n{100 * parts[s]:.1f} %" if s in parts else ""),
        )
        for s in signs
    ]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=8)
