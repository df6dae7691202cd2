"""Pictures. Functions take ``ax=None`` and return Axes; matplotlib is imported when a picture is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from games.parts.part import FloatArray
from games.release.history import History
from games.release.release_game import ReleaseGame
from openrace.concepts.concept import Answered
from openrace.concepts.equilibria import marginals
from openrace.concepts.expectations import intervals
from openrace.questions.shift import Shift
from solver.game.errors import OpenraceError
from solver.game.extras import extra

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BEFORE, AFTER = "#0072B2", "#D55E00"
"""Okabe and Ito's blue and vermillion: told apart with every common colour blindness, and in grey."""
DPI = 150


def timeline(result: Shift, ax: Axes | None = None) -> Axes:
    """Who releases when: for each lab, the chance of every date before (above) and after (below the lab's line).

    Discs have areas in proportion to probability, averaged over the equilibria found; "never" stands at the right.
    """
    axes = _axes(ax, (8.0, 3.2))
    game = _release_game(result.after)
    names = [lab.name for lab in game.labs]
    last = float(game.calendar.dates()[-1])
    never = last + 1.5 * game.calendar.step
    for answer, colour, offset in ((result.before, BEFORE, 0.14), (result.after, AFTER, -0.14)):
        for i, (dates, chance) in enumerate(_release_chances(answer)):
            at = np.where(np.isfinite(dates), dates, never)
            shown = chance > 1e-6
            rows = np.full(int(shown.sum()), len(names) - 1 - i + offset)
            axes.scatter(at[shown], rows, s=260 * chance[shown], color=colour, zorder=3)
    axes.set_yticks(range(len(names)), names[::-1])
    axes.set_ylim(-0.6, len(names) - 0.4)
    ticks = np.linspace(0, last, min(int(last / game.calendar.step) + 1, 12))
    axes.set_xticks([*ticks, never], [*[f"{t:g}" for t in np.round(ticks, 2)], "never"])
    axes.set_xlabel("release date (periods); disc area is probability")
    axes.grid(axis="x", color="#dddddd", zorder=0)
    handles = [_key(BEFORE, "before"), _key(AFTER, "after")]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return axes


def frontier(result: Shift, ax: Axes | None = None) -> Axes:
    """The expected frontier and the expected best open model over time, with the range over equilibria shaded."""
    axes = _axes(ax, (8.0, 3.2))
    for answer, colour in ((result.before, BEFORE), (result.after, AFTER)):
        game = _release_game(answer)
        worlds = [(float(w.probability), w.history) for w in game.worlds(believed=False)]
        start = np.unique(np.concatenate([h.start.ravel() for _, h in worlds]))
        last = game.calendar.horizon if not game.calendar.is_infinite else start[-1] + game.calendar.step
        for style, pick in (("-", _frontier), ("--", _best_open)):
            levels = sum((p * _at_times(pick(h), h, start) for p, h in worlds), np.zeros(()))
            ends = np.array(intervals(answer.found, [game.on_players(np.ascontiguousarray(cell)) for cell in levels]))
            times = np.append(start, last)
            low, high = (np.append(ends[:, k], ends[-1, k]) for k in (0, 1))
            axes.step(times, (low + high) / 2, where="post", color=colour, linestyle=style)
            axes.fill_between(times, low, high, step="post", color=colour, alpha=0.15, linewidth=0)
    axes.set_xlabel("time (periods)")
    axes.set_ylabel("capability")
    axes.grid(color="#eeeeee")
    handles = [
        _line(BEFORE, "-", "frontier before"),
        _line(AFTER, "-", "frontier after"),
        _line(BEFORE, "--", "best open before"),
        _line(AFTER, "--", "best open after"),
    ]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return axes


def save_timeline(result: Shift, path: Path) -> None:
    """Writes both pictures, one above the other, as PNG, SVG or PDF by the file's ending.

    Raises:
        OpenraceError: the game is no release game.
    """
    with extra("plot"):
        import matplotlib as mpl
        from matplotlib import pyplot as plt

    mpl.use("Agg")

    figure, (top, bottom) = plt.subplots(2, 1, figsize=(8.4, 6.0), layout="constrained")
    timeline(result, top)
    frontier(result, bottom)
    figure.suptitle(f"{result.before.game.name}: {result.sentence}", fontsize=11)
    figure.savefig(path, dpi=DPI)
    plt.close(figure)


def _release_chances(answer: Answered) -> list[tuple[FloatArray, FloatArray]]:
    """Per lab its plans' dates and their chances, averaged over the equilibria found; a coalition's labs apart."""
    game = _release_game(answer)
    found: dict[int, tuple[FloatArray, FloatArray]] = {}
    for k, player in enumerate(game.players):
        dates = [game.labs[i].plans(game.calendar).dates for i in player.labs]
        joint = np.mean([play[k] for play in answer.plays], axis=0).reshape([len(d) for d in dates])
        found |= dict(zip(player.labs, zip(dates, marginals(joint), strict=True), strict=True))
    return [found[i] for i in sorted(found)]


def _frontier(history: History) -> FloatArray:
    return history.frontier


def _best_open(history: History) -> FloatArray:
    return history.best_open


def _at_times(levels: FloatArray, history: History, times: FloatArray) -> FloatArray:
    """``(T, A_0, ..., A_{N-1})``: what holds at each time, from an array per cell."""
    cells = np.searchsorted(history.start.ravel(), times, side="right") - 1
    return np.broadcast_to(levels, (len(history.start), *history.shape))[cells]


def _release_game(answer: Answered) -> ReleaseGame:
    if not isinstance(answer.game, ReleaseGame):
        raise OpenraceError(
            f"{answer.game.name} has no releases to draw", "a release game", "openrace games lists them"
        )
    return answer.game


def _axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    if ax is not None:
        return ax
    with extra("plot"):
        from matplotlib import pyplot as plt

    return plt.subplots(figsize=size, layout="constrained")[1]


def _key(colour: str, label: str) -> object:
    from matplotlib.lines import Line2D

    return Line2D([], [], marker="o", linestyle="", color=colour, label=label)


def _line(colour: str, style: Literal["-", "--"], label: str) -> object:
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle=style, color=colour, label=label)
