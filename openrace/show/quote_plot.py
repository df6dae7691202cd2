"""A card to quote: 1200 by 630 points, the size at which links are shown with a picture."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games.parts.direction import Code
from openrace.show import style
from openrace.show.cards.words import number
from openrace.version import version
from solver.common.extras import extra
from solver.common.words import capital, printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from openrace.analysis.sign_map import SignMap
    from openrace.isolate.quote import Plane, Quote

SIZE, DPI = (12.0, 6.3), 100
"""Inches, and points per inch: 1200 x 630."""
WHOLE = (0.0, 0.0, 1.0, 1.0)
"""Place of the axes in the figure."""
LEFT, WIDE, NARROW = 0.045, 0.91, 0.53
"""Where text begins, and how wide it is without and with a map, as shares of the card."""
LETTERS = 152
"""Letters of size 10 that fit into the whole width."""
LINE = 0.0305
"""Height of a line of size 10, as a share of the card."""
CLAUSE = re.compile(r"[;.] ")
"""Where a clause ends."""
LABELLED = 0.2
"""Share of the bar from which a sign's words fit into its part."""
INK, FAINT = "#111111", "#555555"


def draw_quote(result: Quote, ax: Axes | None = None) -> Axes:
    """The card; with a map of two weights to the right if the answer has one."""
    if ax is None:
        with extra("plot"):
            from matplotlib import pyplot as plt
        ax = plt.figure(figsize=SIZE, dpi=DPI).add_axes(WHOLE)
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    sign = Code.of(result.shift.metric(result.metric).direction)
    ax.axvspan(0.0, 0.018, color=style.SIGNS[sign])
    width = WIDE if result.plane is None else NARROW
    top = _block(ax, 0.945, f"{result.game.name}  ·  {result.shift.intervention}", 11, width, FAINT, most=1)
    top = _block(ax, top - 0.01, result.question, 12, width, INK, most=3)
    top = _block(ax, top - 0.018, capital(result.shift.answer), 15, width, INK, most=5, bold=True)
    top -= 0.018
    for label, text in (
        ("Sure", result.proof),
        ("Changed", result.assumes),
        ("Flips if", result.would_flip),
        ("Share", result.share),
        ("Firm", result.firm),
    ):
        if text:
            most = 5 if label == "Firm" else 2 if result.plane is None else 3
            top = _labelled(ax, top, label, text, width, most)
    if result.plane is None:
        _bar(ax, result, max(top - 0.02, 0.125))
    else:
        _map(ax, result.plane)
    _footer(ax, result)
    return ax


def write_quote(result: Quote, path: Path) -> None:
    """Writes the card; arguments and errors are those of :func:`openrace.show.style.write`."""
    with style.plain_text():
        # A figure of its own: in a notebook, the figures of pyplot are the user's.
        from matplotlib.figure import Figure

        axes = draw_quote(result, Figure(figsize=SIZE, dpi=DPI).add_axes(WHOLE))
        style.write(axes, path, style.Note(result.question, result.hash, result.command), DPI)


def _block(
    ax: Axes, top: float, text: str, size: float, width: float, colour: str, *, most: int, bold: bool = False
) -> float:
    """Text in lines from ``top`` downwards, at most ``most`` of them; returns where it ends."""
    shown = _lines(text, size, width, most)
    weight = "bold" if bold else "normal"
    for line in shown:
        ax.text(LEFT, top, line, size=size, va="top", color=colour, weight=weight)
        top -= LINE * size / 10 * 1.08
    return top


def _labelled(ax: Axes, top: float, label: str, text: str, width: float, most: int) -> float:
    ax.text(LEFT, top, label, size=10, va="top", color=FAINT, weight="bold")
    for line in _lines(text, 10, width - 0.075, most):
        ax.text(LEFT + 0.075, top, line, size=10, va="top", color=INK)
        top -= LINE * 1.05
    return top - 0.008


def _lines(text: str, size: float, width: float, most: int) -> list[str]:
    """The text in lines of that width; what does not fit ends in dots, after a whole clause if it has one."""
    letters = int(LETTERS * width * 10 / size)
    plain = printable(" ".join(text.split()))
    found = textwrap.wrap(plain, letters)
    if len(found) <= most:
        return found
    for end in reversed([clause.start() for clause in CLAUSE.finditer(plain)]):
        whole = textwrap.wrap(f"{plain[:end]} ...", letters)
        if len(whole) <= most:
            return whole
    return [*found[: most - 1], textwrap.shorten(" ".join(found[most - 1 :]), letters, placeholder=" ...")]


def _bar(ax: Axes, result: Quote, top: float) -> None:
    """Shares of the signs over the prior, as one bar."""
    from matplotlib.patches import Rectangle

    at, height = LEFT, 0.035
    for share in sorted(result.shares, key=lambda s: -s.count):
        size = WIDE * share.fraction
        colour = style.SIGNS[share.sign]
        ax.add_patch(Rectangle((at, top - height), size, height, facecolor=colour, edgecolor=INK, linewidth=0.6))
        if share.fraction > LABELLED:
            words = f"{style.SIGN_WORDS[share.sign]} {100 * share.fraction:.0f} %"
            dark = share.sign in (Code.DOWN, Code.UP, Code.UNKNOWN)
            tone = "white" if dark else INK
            ax.text(at + size / 2, top - height / 2, words, size=9, ha="center", va="center", color=tone)
        at += size


def _map(ax: Axes, plane: Plane) -> None:
    """Signs over two weights, the game's place, who stands where, and the way to the nearest flip."""
    from matplotlib.colors import BoundaryNorm, ListedColormap

    inner = ax.inset_axes((0.65, 0.19, 0.32, 0.69))
    signs, codes = plane.signs, list(Code)
    colours = ListedColormap([style.SIGNS[code] for code in codes])
    norm = BoundaryNorm([code - 0.5 for code in codes] + [codes[-1] + 0.5], len(codes))
    x, y = signs.x.values, signs.y.values
    inner.pcolormesh(x, y, signs.codes.T, cmap=colours, norm=norm, shading="nearest", rasterized=True)
    if plane.flip is not None:
        arrow: dict[str, Any] = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.6}
        inner.annotate("", plane.flip, plane.here, arrowprops=arrow, zorder=4)
    inner.plot(*plane.here, marker="*", markersize=17, color="white", markeredgecolor=INK, zorder=5)
    for point, names in plane.people.items():
        inner.plot(*point, marker="o", markersize=7, color="white", markeredgecolor=INK, zorder=6, clip_on=False)
        box: dict[str, Any] = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": INK, "linewidth": 0.6}
        inner.annotate(
            "\n".join(names),
            (point[0], point[1]),
            xytext=(7, 9),
            textcoords="offset points",
            fontsize=8,
            zorder=7,
            bbox=box,
        )
    inner.set_xlabel(_axis(signs, signs.x.path), fontsize=9)
    inner.set_ylabel(_axis(signs, signs.y.path), fontsize=9)
    inner.tick_params(labelsize=8)
    seen = [f"{style.SIGN_WORDS[s.sign]} {number(100 * s.fraction, 3)} %" for s in signs.shares]
    inner.set_title("\n".join(textwrap.wrap("star: this game; " + ", ".join(seen), 52)), fontsize=8.5)


def _axis(signs: SignMap, path: str) -> str:
    return textwrap.fill(signs.about.place(path).label.replace("of *", "of all labs"), 48)


def _footer(ax: Axes, result: Quote) -> None:
    lines = textwrap.wrap(result.command, 150)[:2]
    source = f"openrace {version()}, game {result.hash}"
    for k, line in enumerate([*lines, source]):
        ax.text(LEFT, 0.028 + 0.026 * (len(lines) - k), line, size=8.5, va="bottom", color=FAINT, family="monospace")
