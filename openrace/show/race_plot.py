"""A race as a picture: effort in every state before and after an event, the frontier over time, and who is first.

Two labs stand on a lattice, the first lab's capability to the right and the second one's upwards. From every state an
arrow to the right is the first lab's effort and one upwards the second one's; its length is in proportion to the
hazard. With one lab or more than two, bars show the efforts at the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from games.parts.direction import Interval
from games.parts.identity import game_hash
from games.parts.part import FloatArray
from openrace.concepts.race import RaceAnswer
from openrace.questions.race_states import StateShift, state_shifts
from openrace.show import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST = 0.75
"""Length of the longest arrow, in distances between neighbouring states."""
APART = 0.07
"""Distance between an arrow before and the arrow after, the same way."""
DATES = 41
"""Dates at which the frontier is drawn."""
GONE = 1e-9
"""An effort below this is no arrow."""


def draw_races(before: RaceAnswer, after: RaceAnswer, title: str, ax: Axes | None = None) -> Axes:
    """The ladder before and after, and in a figure of its own the frontier over time and who is first."""
    if ax is not None:
        _efforts(ax, before, after)
        style.title(ax, title, ax)
        return ax
    figure = style.new_figure((10.5, 5.2))
    grid = figure.add_gridspec(2, 2, width_ratios=(1.25, 1.0), height_ratios=(1.5, 1.0))
    ladder = figure.add_subplot(grid[:, 0])
    _efforts(ladder, before, after)
    frontier(figure.add_subplot(grid[0, 1]), before, after)
    first = figure.add_subplot(grid[1, 1])
    _pairs(first, "p_first", before, after)
    first.set_xlim(0, 1)
    first.set_xlabel("chance to be the first above the start", fontsize=style.PLAIN)
    style.heading(ladder, style.Note(title, game_hash(after.game)))
    return ladder


def draw_race(answer: RaceAnswer, ax: Axes | None = None) -> Axes:
    """Effort in every state of the first equilibrium of one race."""
    axes = style.axes_in(ax, (6.0, 5.0))
    _efforts(axes, answer, None)
    style.title(axes, f"{answer.game.name}: effort in every state (first equilibrium)", ax)
    return axes


@dataclass(frozen=True)
class _Side:
    """Efforts of one game in the states that are drawn, in the first equilibrium, and how they look."""

    efforts: FloatArray
    colour: str
    word: str
    shift: float


def _efforts(axes: Axes, before: RaceAnswer, after: RaceAnswer | None) -> None:
    states = _drawn(before, after)
    if len(before.players) != 2 or not states:
        _pairs(axes, "effort", before, after)
        axes.set_xlabel("effort at the start (climbs per period)", fontsize=style.PLAIN)
        return
    sides = [_Side(_first_of([s.before for s in states]), style.BEFORE, "before", APART)]
    if after is not None:
        sides.append(_Side(_first_of([s.after for s in states]), style.AFTER, "after", -APART))
    places = np.array([s.rungs for s in states], dtype=np.float64)
    longest = max(float(side.efforts.max()) for side in sides) or 1.0
    axes.scatter(places[:, 0], places[:, 1], s=14, color="#bbbbbb", zorder=1)
    for side in sides:
        for lab, way in ((0, np.array([1.0, 0.0])), (1, np.array([0.0, 1.0]))):
            own = side.efforts[:, lab]
            some = own > GONE
            starts = places[some] + side.shift * way[::-1]
            steps = np.outer(LONGEST * own[some] / longest, way)
            axes.quiver(
                starts[:, 0], starts[:, 1], steps[:, 0], steps[:, 1], angles="xy", scale_units="xy", scale=1,
                color=side.colour, width=0.006, zorder=2,
            )  # fmt: skip
    capabilities = [f"{q:g}" for q in before.game.rungs]
    axes.set_xticks(range(len(capabilities)), capabilities, fontsize=style.SMALL)
    axes.set_yticks(range(len(capabilities)), capabilities, fontsize=style.SMALL)
    axes.set_xlabel(f"capability of {before.players[0]}; arrows to the right: its effort", fontsize=style.PLAIN)
    axes.set_ylabel(f"capability of {before.players[1]}; arrows upwards: its effort", fontsize=style.PLAIN)
    axes.set_xlim(-0.4, len(capabilities) - 0.4)
    axes.set_ylim(-0.4, len(capabilities) - 0.4)
    axes.set_aspect("equal")
    axes.legend(handles=_keys(sides, longest), loc="upper left", framealpha=0.85, fontsize=style.SMALL)


def _drawn(before: RaceAnswer, after: RaceAnswer | None) -> list[StateShift]:
    """One state for everybody's rungs: the one with the least open model, where nobody has left."""
    found: dict[tuple[int, ...], StateShift] = {}
    for state in state_shifts(before, after or before):
        known = found.get(state.rungs)
        if known is None or state.open_before < known.open_before:
            found[state.rungs] = state
    return list(found.values())


def _first_of(efforts: Sequence[tuple[Interval, ...]]) -> FloatArray:
    """``(S, N)`` middles of intervals over all equilibria."""
    return np.array([[(low + high) / 2 for low, high in own] for own in efforts])


def _keys(sides: Sequence[_Side], longest: float) -> list[Any]:
    from matplotlib.lines import Line2D

    scale = f"longest: {longest:.3g} a period"
    words = [f"{side.word} ({scale})" if k == 0 else side.word for k, side in enumerate(sides)]
    return [Line2D([], [], color=s.colour, label=word) for s, word in zip(sides, words, strict=True)]


def frontier(axes: Axes, before: RaceAnswer, after: RaceAnswer) -> None:
    """The expected frontier and best open model over time, least and greatest over the equilibria drawn."""
    dates = max((answer.dates(DATES) for answer in (before, after)), key=lambda own: float(own[-1]))
    for answer, colour, word in ((before, style.BEFORE, "before"), (after, style.AFTER, "after")):
        paths = answer.over_time(dates)
        for dash, levels, name in (
            ("-", np.array([path.frontier for path in paths]), "frontier"),
            ("--", np.array([path.best_open for path in paths]), "best open model"),
        ):
            low, high = levels.min(axis=0), levels.max(axis=0)
            for bound in (low, high):
                axes.plot(dates, bound, color=colour, linestyle=dash, linewidth=1.4)
            axes.plot([], [], color=colour, linestyle=dash, label=f"{name}, {word}")
            axes.fill_between(dates, low, high, color=colour, alpha=0.2, linewidth=0)
    style.labels(axes, axes, "time (periods)", "expected capability")
    axes.grid(color="#eeeeee")
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False, fontsize=style.SMALL)


def _pairs(axes: Axes, metric: str, before: RaceAnswer, after: RaceAnswer | None) -> None:
    """Bars of a metric of every lab before and after; lines from the least to the greatest over all equilibria."""
    sides = [(before, style.BEFORE, 0.2), *([(after, style.AFTER, -0.2)] if after is not None else [])]
    labs = list(dict.fromkeys(name for answer, _, _ in sides for name in answer.players))
    for answer, colour, up in sides:
        known = {m.name: m.values for m in answer.metrics}
        for k, lab in enumerate(labs):
            values = known.get(f"{metric}.{lab}")
            if values is not None:
                axes.barh(-k + up, float(values.mean()), height=0.36, color=colour)
                axes.plot([values.min(), values.max()], [-k + up] * 2, color="black", linewidth=1)
    axes.set_yticks([-k for k in range(len(labs))], labs, fontsize=style.PLAIN)
    axes.tick_params(labelsize=style.SMALL)
