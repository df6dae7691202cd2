"""The best-response graph as a picture: pure profiles on a lattice, and arrows along which play may move.

The first player's plans run downwards and the other players' combined plans to the right, so that a vertical arrow is
a switch of the first player. An arrow shows the direction of a switch, a line how far the switches on a cycle go. Discs
are sinks (pure equilibria), rings are profiles on cycles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from games.parts.part import FloatArray
from openrace.show import style
from solver.game.best_response import Profile, ResponseGraph
from solver.game.normal_form import NormalForm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHORT = 0.42
"""Length of an arrow, in distances between neighbours: it shows a direction and hides no other arrow."""
LONGEST = 40
"""Letters of a name."""
MOST_TICKS = 40
"""Labels along one side; more could not be read."""


def draw_graph(found: ResponseGraph, form: NormalForm) -> Axes:
    """Draws the graph of a game in a new figure that fits the number of plans."""
    columns = list(product(*[range(n) for n in form.n_actions[1:]]))
    downwards, across = _plans(form, columns)
    axes = style.axes_in(None, (_room(across, downwards, 4.5, 16.0), _room(downwards, across, 1.8, 12.0)))
    place = {others: float(k) for k, others in enumerate(columns)}

    def at(profile: Profile) -> tuple[float, float]:
        return place[profile[1:]], float(profile[0])

    nodes = np.array([at(p) for p in found.graph.nodes])
    axes.scatter(nodes[:, 0], nodes[:, 1], s=4, color="#bbbbbb", zorder=1)
    cycling = {p for cycle in found.cycles for p in cycle}
    for player in range(form.n_players):
        moves = [
            (at(a), at(b), a in cycling) for a, b, data in found.graph.edges(data=True) if data["player"] == player
        ]
        ends = np.array([[*start, *end] for start, end, _ in moves]).reshape(-1, 4)
        colour = style.series(player)[0]
        _arrows(axes, ends, colour)
        for (x, y), (u, v), turns in moves:
            if turns:
                axes.plot([x, u], [y, v], color=colour, linewidth=0.8, alpha=0.5, zorder=1)
    for profiles, face in ((found.sinks, "black"), (tuple(cycling), "none")):
        if profiles:
            spots = np.array([at(p) for p in profiles])
            axes.scatter(spots[:, 0], spots[:, 1], s=60, facecolor=face, edgecolor="black", zorder=3)
    _ticks(axes.set_xticks, across, rotation=90.0)
    _ticks(axes.set_yticks, downwards)
    axes.set_ylim(len(downwards) - 0.5, -0.5)
    axes.set_xlim(-0.5, len(across) - 0.5)
    axes.set_ylabel(style.cut(f"plan of {form.players[0]}", LONGEST))
    others = f"plan of {' and '.join(form.players[1:])}" if form.n_players > 1 else ""
    axes.set_xlabel(style.cut(others, 2 * LONGEST))
    style.title(axes, f"{form.title or 'the game'}: switches to best responses", None)
    _key(axes, form, found)
    return axes


def _arrows(axes: Axes, ends: FloatArray, colour: str) -> None:
    """One short arrow per switch, from its profile in its direction; rows of ``ends`` are x, y, u, v."""
    if not len(ends):
        return
    start, way = ends[:, :2], ends[:, 2:] - ends[:, :2]
    way = SHORT * way / np.linalg.norm(way, axis=1, keepdims=True)
    axes.quiver(
        start[:, 0], start[:, 1], way[:, 0], way[:, 1], angles="xy", scale_units="xy", scale=1,
        color=colour, width=0.0025, headwidth=5, zorder=2,
    )  # fmt: skip


def _plans(form: NormalForm, columns: Sequence[Sequence[int]]) -> tuple[list[str], list[str]]:
    """Names of the first player's plans, and of what the others may do together."""
    together = [", ".join(row[a] for row, a in zip(form.actions[1:], own, strict=True)) for own in columns]
    own, others = ([style.cut(name, LONGEST) for name in names] for names in (form.actions[0], together))
    return own, others


def _room(along: Sequence[str], beside: Sequence[str], least: float, most: float) -> float:
    """Inches for a number of plans, beside the names of the plans on the other side."""
    return min(most, least + 0.42 * len(along) + 0.08 * max(map(len, beside)))


def _ticks(place: Callable[..., object], names: Sequence[str], **looks: float) -> None:
    every = -(-len(names) // MOST_TICKS)
    place(range(0, len(names), every), names[::every], **looks)


def _key(axes: Axes, form: NormalForm, found: ResponseGraph) -> None:
    from matplotlib.lines import Line2D

    entries = [
        Line2D([], [], color=style.series(i)[0], label=f"{style.cut(name, LONGEST)} switches")
        for i, name in enumerate(form.players)
    ]
    for there, face, words in (
        (found.sinks, "black", "sink: a pure equilibrium"),
        (found.cycles, "none", "on a cycle"),
    ):
        if there:
            ring = Line2D([], [], linestyle="none", marker="o", markersize=8, markeredgecolor="black", label=words)
            ring.set_markerfacecolor(face)
            entries.append(ring)
    axes.legend(handles=entries, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
