"""Figures of papers: lines that solvers found, the papers' own values as points, and places that are marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openrace.replication.figures import Figure
from openrace.show import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_paper(figure: Figure, ax: Axes | None = None) -> Axes:
    """A figure of a paper, in given axes or in a new figure."""
    axes = style.axes_in(ax, (7.8, 4.4))
    handles = []
    for k, line in enumerate(figure.lines):
        colour, dash = style.series(k)
        dash, marker = ("", "o") if line.points else (dash, "")
        handles += axes.plot(
            line.x, line.y, color=colour, linewidth=1.4, linestyle=dash, marker=marker, markersize=5, label=line.label
        )
    for k, (words, place) in enumerate(figure.marks):
        axes.axvline(place, color=style.BEFORE, linewidth=1.0, linestyle="--" if k % 2 else ":")
        # Words beside a line read upwards, each at its own height so that neighbours stay apart.
        axes.annotate(
            words,
            (place, 0.03 + 0.45 * (k % 2)),
            xycoords=("data", "axes fraction"),
            xytext=(3, 0),
            textcoords="offset points",
            rotation=90,
            fontsize=style.SMALL,
            color=style.BEFORE,
        )
    style.labels(axes, ax, figure.across, figure.up)
    style.title(axes, figure.title, ax)
    style.legend(axes, handles, ax)
    return axes


def write_papers(found: tuple[Figure, ...], folder: Path, command: str) -> list[Path]:
    """Writes each figure into a folder, as MODEL.png, and returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with style.into_files():
        for figure in found:
            path = folder / f"{figure.model}.png"
            style.save(draw_paper(figure), path, style.Note(figure.title, command=command))
            files.append(path)
    return files
