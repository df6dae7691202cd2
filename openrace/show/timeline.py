"""Who releases when, equilibrium by equilibrium, and how far models have come, before and after an intervention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from games.parts.identity import game_hash
from games.parts.part import FloatArray
from games.release.history import History
from games.release.release_game import ReleaseGame
from openrace.concepts.concept import Answered
from openrace.concepts.equilibria import marginals
from openrace.concepts.expectations import intervals
from openrace.questions.shift import Shift
from openrace.show import style
from openrace.show.cards.alike import kinds
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_SHOWN = 3
"""Equilibria drawn on each side, one panel for each; near-copies count as one."""
SURE = 230
"""Area of the disc of a plan that is played for sure, in square points."""

SMALLEST = 1e-6
"""Chances below this are not drawn."""


def timeline(result: Shift, ax: Axes | None = None) -> Axes:
    """Who releases when: one panel per equilibrium, those before the intervention above those after it.

    Discs have areas in proportion to the chance of a date in that one equilibrium; "never" is at the right.
    """
    return _rows(_sides(result), _note(result), ax)


def plays(answer: Answered, ax: Axes | None = None) -> Axes:
    """Who releases when in one solved game: a panel for each equilibrium."""
    title = f"{answer.game.name}: who releases when ({answer.concept})"
    side = _Side(answer, "", style.AFTER, filled=True)
    return _rows((side,), style.Note(title, game_hash(answer.game)), ax)


def _rows(sides: Sequence[_Side], note: style.Note, ax: Axes | None) -> Axes:
    """A row of panels for each side, in a new figure or in the place of given axes."""
    columns = max(1, *[len(panels_of(side.answer)) for side in sides])
    height = 0.7 + len(sides) * (0.3 + _height(sides[-1].answer))
    grid = style.panels_in(ax, len(sides), columns, (2.2 + 2.9 * columns, height))
    _fill(sides, grid)
    label = "release date (periods)" + ("; area: its chance" if ax is None else "")
    grid[-1][0].set_xlabel(label, fontsize=style.SMALL)
    if ax is None:
        style.heading(grid[0][0], note)
    else:
        style.title(ax, note.title, ax)
    return ax or grid[0][0]


def frontier(result: Shift, ax: Axes | None = None) -> Axes:
    """The expected frontier and the expected best open model over time, least and greatest over all equilibria."""
    axes = style.axes_in(ax, (8.0, 3.2))
    for answer, colour in ((result.before, style.BEFORE), (result.after, style.AFTER)):
        game = _release_game(answer)
        worlds = [(np.asarray(w.probability), w.history) for w in game.worlds(believed=False)]
        start = np.unique(np.concatenate([h.start.ravel() for _, h in worlds]))
        last = game.calendar.horizon if not game.calendar.is_infinite else start[-1] + game.calendar.step
        for dash, name in (("-", "frontier"), ("--", "best_open")):
            levels = sum((p * _at_times(getattr(h, name), h, start) for p, h in worlds), np.zeros(()))
            ends = np.array(intervals(answer.found, [game.on_players(np.ascontiguousarray(cell)) for cell in levels]))
            times = np.append(start, last)
            low, high = (np.append(ends[:, k], ends[-1, k]) for k in (0, 1))
            for bound in (low, high):
                axes.step(times, bound, where="post", color=colour, linestyle=dash, linewidth=1.6)
            axes.fill_between(times, low, high, step="post", color=colour, alpha=0.2, linewidth=0)
    style.labels(axes, ax, "time (periods)", "capability")
    axes.grid(color="#eeeeee")
    axes.legend(handles=_keys(), loc="best", framealpha=0.85, fontsize=style.SMALL)
    return axes


def draw_shift(result: Shift) -> Axes:
    """Both pictures in one new figure, the frontier below; returns the axes of the frontier.

    Raises:
        OpenraceError: the game is no release game.
    """
    columns = max(len(panels_of(a)) for a in (result.before, result.after))
    height = _height(result.after)
    figure = style.new_figure((max(8.4, 2.2 + 2.9 * columns), 4.2 + 2 * height))
    layout = figure.add_gridspec(3, columns, height_ratios=(height, height, 2.4))
    first = figure.add_subplot(layout[0, 0])
    grid = [
        [first if i == j == 0 else figure.add_subplot(layout[i, j], sharex=first, sharey=first) for j in range(columns)]
        for i in range(2)
    ]
    for i, row in enumerate(grid):
        for j, axes in enumerate(row):
            axes.tick_params(labelbottom=i == 1, labelleft=j == 0)
    _fill(_sides(result), grid)
    for axes in grid[1]:
        axes.set_xlabel("release date (periods); area: its chance", fontsize=style.SMALL)
    below = frontier(result, figure.add_subplot(layout[2, :]))
    style.heading(below, _note(result))
    return below


def _note(result: Shift) -> style.Note:
    """Where a picture of a shift comes from; the hash is that of the game after."""
    return style.Note(f"{result.before.game.name}: {result.sentence}", game_hash(result.after.game))


@dataclass(frozen=True)
class _Side:
    """A solved game and how its plays are drawn."""

    answer: Answered
    word: str
    colour: str
    filled: bool


def _sides(result: Shift) -> tuple[_Side, _Side]:
    return (
        _Side(result.before, "before", style.BEFORE, filled=False),
        _Side(result.after, "after", style.AFTER, filled=True),
    )


def _fill(sides: Sequence[_Side], grid: list[list[Axes]]) -> None:
    """Draws every equilibrium of each side into its panel and hides panels that are left over."""
    game = _release_game(sides[-1].answer)
    names = [lab.name for lab in game.labs]
    last = float(game.calendar.dates()[-1])
    never = last + 1.5 * game.calendar.step
    for row, side in zip(grid, sides, strict=True):
        shown = panels_of(side.answer)
        for axes, k in zip(row, shown, strict=False):
            for i, (dates, chance) in enumerate(release_chances(side.answer, k)):
                at = np.where(np.isfinite(dates), dates, never)
                rows = np.full(len(at), len(names) - 1 - i)
                face = side.colour if side.filled else "none"
                axes.scatter(
                    at, rows, s=SURE * chance, facecolors=face, edgecolors=side.colour, linewidths=1.6, zorder=3
                )
            words = _panel_title(side.word, k, len(side.answer.plays), shown)
            axes.set_title(words, fontsize=style.PLAIN, loc="left")
            axes.grid(axis="x", color="#e5e5e5", zorder=0)
        for axes in row[len(shown) :]:
            axes.set_visible(False)
    first = grid[0][0]
    n_ticks = min(round(last / game.calendar.step) + 1, 13 if len(grid[0]) == 1 else 7)
    ticks = game.calendar.dates()[:: max(1, -(-len(game.calendar.dates()) // n_ticks))]
    first.set_xticks([*ticks, never], [*[f"{t:g}" for t in np.round(ticks, 2)], "never"])
    first.set_yticks(range(len(names)), names[::-1])
    first.set_xlim(-0.6 * game.calendar.step, never + 0.9 * game.calendar.step)
    first.set_ylim(-0.7, len(names) - 0.3)
    for row in grid:
        for axes in row:
            axes.tick_params(labelsize=style.SMALL)


def _panel_title(word: str, k: int, n: int, shown: list[int]) -> str:
    lead = f"{word}: " if word else ""
    if n == 1:
        return f"{lead}the only equilibrium"
    left = n - len(shown)
    return f"{lead}{k + 1} of {n}" + (f" ({left} not drawn)" if left and k == shown[-1] else "")


def panels_of(answer: Answered) -> list[int]:
    """Equilibria that are drawn, by their place in the list: one of each kind, the first few."""
    return [kind.shown for kind in kinds(answer.plays)][:MOST_SHOWN]


def _height(answer: Answered) -> float:
    """Inches for one row of panels."""
    return 0.55 + 0.34 * len(_release_game(answer).labs)


def release_chances(answer: Answered, k: int) -> list[tuple[FloatArray, FloatArray]]:
    """Per lab the dates of its releases in the ``k``-th equilibrium, infinite for never, and their chances."""
    game = _release_game(answer)
    found: dict[int, tuple[FloatArray, FloatArray]] = {}
    for player, own in zip(game.players, answer.plays[k], strict=True):
        plans = [game.labs[i].plans(game.calendar) for i in player.labs]
        joint = own.reshape([len(p) for p in plans])
        for i, made, chance in zip(player.labs, plans, marginals(joint), strict=True):
            # A further release that does not come is no event; that none comes at all is.
            shown = (np.isfinite(made.dates) | (np.arange(len(made.dates)) == 0)[:, None]) & (chance > SMALLEST)
            found[i] = made.dates[shown], np.broadcast_to(chance, made.dates.shape)[shown]
    return [found[i] for i in sorted(found)]


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


def _keys() -> list[Any]:
    from matplotlib.lines import Line2D

    make: Callable[..., Any] = Line2D
    lines = (
        (style.BEFORE, "-", "frontier, before"),
        (style.AFTER, "-", "frontier, after"),
        (style.BEFORE, "--", "best open model, before"),
        (style.AFTER, "--", "best open model, after"),
    )
    return [make([], [], linestyle=dash, color=colour, label=label) for colour, dash, label in lines]
