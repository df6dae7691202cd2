"""The best-response graph as a picture: pure profiles on a lattice, and arrows along which play may move.

The first player's plans run downwards and the other players' combined plans to the right, so that a vertical arrow is
a switch of the first player. An arrow shows the direction of a switch, a line how far the switches on a cycle go. Discs
are sinks (pure equilibria), rings are profiles on cycles.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from games.parts.part import FloatArray
from openrace.show import style
from openrace.show.screen import printable
from solver.game.best_response import Profile, ResponseGraph
from solver.game.normal_form import NormalForm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHORT = 0.42
"""Length of an arrow, in distances between neighbours: it shows a direction and hides no other arrow."""
MOST_TICKS = 40
"""Labels along one side; more could not be read."""


def draw_graph(found: ResponseGraph, form: NormalForm, ax: Axes | None = None) -> Axes:
    """Draws the graph.

    Args:
        found: the graph.
        form: the game, for names of players and plans.
        ax: where to draw; left out, a new figure that fits the number of plans.
    """
    columns = list(product(*[range(n) for n in form.n_actions[1:]]))
    axes = style.axes_in(ax, (min(16.0, 3.5 + 0.42 * len(columns)), min(12.0, 2.0 + 0.36 * form.n_actions[0])))
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
    _label(axes, form, columns)
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


def _label(axes: Axes, form: NormalForm, columns: list[tuple[int, ...]]) -> None:
    labels = [", ".join(row[a] for row, a in zip(form.actions[1:], own, strict=True)) for own in columns]
    every = -(-len(labels) // MOST_TICKS)
    axes.set_xticks(range(0, len(labels), every), [printable(t) for t in labels[::every]], rotation=90)
    step = -(-form.n_actions[0] // MOST_TICKS)
    axes.set_yticks(range(0, form.n_actions[0], step), [printable(t) for t in form.actions[0][::step]])
    axes.set_ylim(form.n_actions[0] - 0.5, -0.5)
    axes.set_xlim(-0.5, prod(form.n_actions[1:]) - 0.5)
    axes.set_ylabel(printable(f"plan of {form.players[0]}"))
    axes.set_xlabel(printable(f"plan of {' and '.join(form.players[1:])}") if form.n_players > 1 else "")
    axes.set_title(printable(f"{form.title or 'the game'}: switches to best responses"), fontsize=11)


def _key(axes: Axes, form: NormalForm, found: ResponseGraph) -> None:
    from matplotlib.lines import Line2D

    entries = [
        Line2D([], [], color=style.series(i)[0], label=printable(f"{name} switches"))
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
