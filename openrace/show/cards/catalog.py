"""The list of games on the screen."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.table import Table

from games.catalog.names import CATALOG, named


def catalog_dict() -> dict[str, Any]:
    """The JSON of ``openrace games``."""
    rows = []
    for name, entry in CATALOG.items():
        game = named(name)
        form = game.normal_form()
        rows.append(
            {
                "name": name,
                "players": list(form.players),
                "plans": list(form.n_actions),
                "rows": list(entry.rows),
                "summary": game.summary,
            }
        )
    return {"games": rows}


def catalog_card() -> RenderableType:
    """The card of ``openrace games``."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for title in ("name", "players", "plans", "rows", "summary"):
        table.add_column(title)
    for row in catalog_dict()["games"]:
        plans = " x ".join(str(n) for n in row["plans"])
        table.add_row(row["name"], ", ".join(row["players"]), plans, ", ".join(row["rows"]), row["summary"])
    return table
