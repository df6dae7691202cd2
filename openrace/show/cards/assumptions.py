"""A game's assumptions in words on the screen."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from games.parts.game import Game
from games.parts.identity import game_hash
from games.release.describe import Assumption, assumptions
from openrace.show.cards.words import number


def assumptions_dict(game: Game) -> dict[str, Any]:
    """The JSON of ``openrace show``."""
    rows = [
        {
            "path": a.path,
            "value": a.value,
            "unit": a.unit,
            "sentence": a.sentence,
            "formula": a.formula,
            "source": a.source,
            "group": a.group,
        }
        for a in assumptions(game)
    ]
    return {"game": game.name, "hash": game_hash(game), "summary": game.summary, "assumptions": rows}


def assumptions_card(game: Game) -> RenderableType:
    """The card of ``openrace show``."""
    parts: list[RenderableType] = [Text.assemble((game.name, "bold"), f": {game.summary}")]
    for group, rows in groupby(assumptions(game), key=lambda a: a.group):
        parts.append(Text(f"\n{group}", style="bold"))
        parts.append(_group(list(rows)))
    change = f"openrace show {game.name} --set path=value changes a number; --toml prints the game as a file to edit."
    return Group(*parts, Text(f"\n{change}", style="dim"))


def _group(rows: list[Assumption]) -> RenderableType:
    if all(not a.path for a in rows):
        return Group(*[Text(f"- {a.sentence}") for a in rows])
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", style="cyan")
    table.add_column()
    for a in rows:
        text = Text(a.sentence)
        if a.formula:
            text.append(f"  {a.formula}", style="italic")
        if a.source:
            text.append(f"  [{a.source}]", style="dim")
        value = "" if a.value is None else _value(a.value)
        table.add_row(a.path, f"{value} {a.unit}".strip() if value else a.unit, text)
    return table


def _value(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ", ".join(_value(v) for v in value) if isinstance(value, list | tuple) else str(value)
    return "inf" if value == float("inf") else number(float(value))
