"""The register of evidence on the screen: what is known, how well, and which parameters it becomes."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.evidence.quantity import Quantity
from games.evidence.register import register
from openrace.show.cards.share import Share
from openrace.show.cards.words import number
from solver.common.table import Table
from solver.common.words import count, sentence


def evidence_dict() -> dict[str, Any]:
    """The JSON of ``openrace evidence``."""
    return {"quantities": [_row(quantity) for quantity in register().values()]}


def evidence_card(data: dict[str, Any]) -> RenderableType:
    """The card of ``openrace evidence``: per quantity its number, what was measured, where, and what it becomes."""
    lines: list[RenderableType] = []
    for row in data["quantities"]:
        found = "no estimate" if row["estimate"] is None else number(row["estimate"])
        head = Text.assemble((row["name"], "bold"), f"  {found} ({_range(row)}) {row['unit']}; {row['quality']}")
        lines.append(head)
        lines.append(Padding(Text(sentence(row["measured"])), (0, 0, 0, 4)))
        lines.append(Padding(Text(f"{row['source']}, {row['date']}: {row['address']}", style="dim"), (0, 0, 0, 4)))
        uses = ", ".join(f"{use['path']} of {use['game']}" for use in row["maps"])
        lines.append(
            Padding(Text(f"becomes {uses}" if uses else "no calibrated game has a place for it"), (0, 0, 0, 4))
        )
    own = "--evidence FILE.toml adds entries of yours, or replaces those of a known name, for any command."
    return Group(*lines, Text(own, style="dim"))


def evidence_table(data: dict[str, Any]) -> Table:
    """One row per quantity."""
    header = ("name", "estimate", "low", "high", "unit", "range", "quality", "source", "address", "date")
    rows = tuple(tuple(row[name] for name in header) for row in data["quantities"])
    return Table("evidence", header, rows)


def evidence_share(data: dict[str, Any]) -> Share:
    """How much is known."""
    rows = data["quantities"]
    without = [row["name"] for row in rows if row["estimate"] is None]
    each = ", each" if len(rows) > 1 else ""
    paragraph = f"openrace's calibrated games rest on {count(len(rows), 'number')}{each} with a source"
    if without:
        paragraph += f"; of {len(without)} nothing is known, and a wide range is taken: {', '.join(without)}"
    paragraph += "."
    return Share("evidence", paragraph, count(len(rows), "number"), "nothing was solved")


def _range(row: dict[str, Any]) -> str:
    return f"{number(row['low'])} to {number(row['high'])}"


def _row(quantity: Quantity) -> dict[str, Any]:
    return {
        "name": quantity.name,
        "estimate": quantity.estimate,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "range": quantity.range,
        "spread": str(quantity.spread),
        "measured": quantity.measured,
        "source": quantity.source,
        "address": quantity.address,
        "date": quantity.date,
        "quality": str(quantity.quality),
        "maps": [use.model_dump(mode="json") for use in quantity.maps],
    }
