"""The best-response graph in words: where play that follows best responses rests, and where it never does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.game import Game
from games.parts.identity import game_hash
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Report, Share
from solver.common.table import Entry, Table
from solver.common.tabular import percent
from solver.common.words import capital, count, sentence
from solver.game.best_response import Profile, ResponseGraph
from solver.game.normal_form import NormalForm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_EDGES = 20_000
"""Switches listed in the JSON; their number is always there."""
MOST_SHOWN = 12
"""Profiles of a cycle, and sinks, on the screen."""
MEANING = (
    "A switch leads from a profile to one in which one player plays a best response instead. A sink has no switch: a "
    "pure equilibrium. In a cycle play moves for ever. A basin is what leads there."
)
"""The terms, explained once."""


def response_report(game: Game, form: NormalForm, found: ResponseGraph) -> Report:
    """What ``openrace graph`` prints; profiles are lists of the plans' labels."""
    sizes = basin_sizes(found)
    edges = [
        {
            "from": _labels(form, start),
            "to": _labels(form, end),
            "player": form.players[data["player"]],
            "gain": data["gain"],
        }
        for start, end, data in found.graph.edges(data=True)
        if found.graph.number_of_edges() <= MOST_EDGES
    ]
    data = {
        "game": game.name,
        "hash": game_hash(game),
        "players": list(form.players),
        "actions": [list(row) for row in form.actions],
        "profiles": found.graph.number_of_nodes(),
        "switches": found.graph.number_of_edges(),
        "sinks": [{"profile": _labels(form, s), "basin": sizes[s]} for s in found.sinks],
        "cycles": [{"profiles": [_labels(form, p) for p in cycle], "basin": sizes[cycle[0]]} for cycle in found.cycles],
        "edges": edges,
    }

    def draw() -> Axes:
        from openrace.show.response_plot import draw_graph

        return draw_graph(found, form)

    return Report(data, lambda: _card(data), lambda: _table(data), lambda: _paragraph(data), draw)


def basin_sizes(found: ResponseGraph) -> dict[Profile, int]:
    """How many profiles lead to each sink, and to the first profile of each cycle, itself included.

    One search backwards per end on a sparse matrix: ties give a game of a hundred plans thousands of ends.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    place = {profile: k for k, profile in enumerate(found.graph.nodes)}
    edges = [(place[end], place[start]) for start, end in found.graph.edges]
    ends, starts = zip(*edges, strict=True) if edges else ((), ())
    back = csr_array((np.ones(len(edges), dtype=np.int8), (ends, starts)), shape=(len(place), len(place)))
    targets = [*found.sinks, *[cycle[0] for cycle in found.cycles]]
    return {end: len(breadth_first_order(back, place[end], return_predecessors=False)) for end in targets}


def _card(data: dict[str, Any]) -> RenderableType:
    head = Text.assemble((data["game"], "bold"), f": {_size(data)}")
    parts: list[RenderableType] = [head, Text(MEANING, style="dim")]
    if data["sinks"]:
        table = columns("sink", *data["players"], "basin", style="bold", right=("sink", "basin"))
        for k, sink in enumerate(data["sinks"][:MOST_SHOWN]):
            table.add_row(str(k + 1), *sink["profile"], _share(sink["basin"], data))
        parts.append(table)
        hidden = len(data["sinks"]) - MOST_SHOWN
        if hidden > 0:
            parts.append(Text(f"and {hidden:,} more sinks: --json", style="dim"))
    else:
        parts.append(Text("no sink: the game has no pure equilibrium"))
    for k, cycle in enumerate(data["cycles"]):
        shown = "; ".join(", ".join(p) for p in cycle["profiles"][:MOST_SHOWN])
        more = len(cycle["profiles"]) - MOST_SHOWN
        line = (
            f"cycle {k + 1}: {count(len(cycle['profiles']), 'profile')}, basin {_share(cycle['basin'], data)}: {shown}"
        )
        parts.append(Text(line + (f"; and {more:,} more" if more > 0 else "")))
    return Group(*parts)


def _table(data: dict[str, Any]) -> Table:
    """One row per sink, and per profile of a cycle."""
    rows: list[tuple[Entry, ...]] = [("sink", k + 1, *s["profile"], s["basin"]) for k, s in enumerate(data["sinks"])]
    rows += [("cycle", k + 1, *p, c["basin"]) for k, c in enumerate(data["cycles"]) for p in c["profiles"]]
    header = ("kind", "number", *data["players"], "basin")
    return Table(f"best responses in {data['game']}", header, tuple(rows))


def _paragraph(data: dict[str, Any]) -> Share:
    """How many sinks and cycles there are."""
    ends = f"{count(len(data['sinks']), 'sink')} and {count(len(data['cycles']), 'cycle')}"
    head = capital(sentence(f"{data['game']}: {_size(data)}"))
    paragraph = f"{head} Play ends in {ends}. {MEANING}"
    return Share(data["game"], paragraph, ends, "every pure profile was looked at", data["hash"])


def _size(data: dict[str, Any]) -> str:
    return f"{count(data['profiles'], 'pure profile')}, {count(data['switches'], 'switch')} to a best response"


def _share(basin: int, data: dict[str, Any]) -> str:
    return f"{basin:,} ({percent(basin / data['profiles'])})"


def _labels(form: NormalForm, profile: Profile) -> list[str]:
    return [row[a] for row, a in zip(form.actions, profile, strict=True)]
