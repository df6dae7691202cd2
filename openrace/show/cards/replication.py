"""Published values beside ours, and the question asked of all models, on the screen."""

from __future__ import annotations

from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from openrace.replication.opened import Signs
from openrace.replication.rows import Replication, Row
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Share
from openrace.show.cards.words import number
from solver.common.words import count

ARROWS = {"up": "up (speeds up)", "down": "down (slows down)"}
"""Directions of racing in words."""


def replication_card(result: Replication) -> RenderableType:
    """The card of ``openrace replicate``: per model its values, and below each by what it was found."""
    parts: list[RenderableType] = []
    for model, own in groupby(result.rows, key=lambda row: row.model):
        rows = list(own)
        parts.append(Text.assemble((model, "bold"), f"  {_paper(rows[0])}"))
        table = columns("quantity", "published", "ours", "difference", right=("published", "ours", "difference"))
        for row in rows:
            said = Text(row.quantity)
            said.append(f"\n{row.how}", style="dim")
            style = "" if row.ok else "bold red"
            shown = (number(row.published, 7), number(row.ours, 7), _difference(row))
            table.add_row(said, *[Text(text, style=style) for text in shown])
        parts += [table, ""]
    for model, finding in result.findings:
        parts.append(Text.assemble(("finding ", "bold yellow"), (model, "bold"), f": {finding}"))
    return Group(*parts, Text(_verdict(result), style="bold"))


def _paper(row: Row) -> str:
    return row.source.split("; ")[0]


def _difference(row: Row) -> str:
    gap = "-" if row.difference is None else f"{row.difference:+.1e}" if row.difference else "0"
    return gap if row.ok else f"{gap} (allowed {row.tolerance:.0e})"


def _verdict(result: Replication) -> str:
    wrong = [row for row in result.rows if not row.ok]
    whole = f"{count(len(result.rows), 'value')} of {count(result.papers, 'model')}"
    return f"{whole}: {'all agree' if not wrong else f'{len(wrong)} differ by more than allowed'}"


def replication_share(result: Replication) -> Share:
    """How many values agree."""
    said = _verdict(result)
    return Share("published values", f"openrace computed {said}.", said, "each value has its own certificate")


def signs_card(result: Signs) -> RenderableType:
    """The card of ``openrace replicate --question open``."""
    table = columns(
        "model", "metric", "channel", "direction", "before", "after", whole=("model",), right=("before", "after")
    )
    for row in result.rows:
        word = ARROWS.get(str(row.direction), str(row.direction))
        table.add_row(row.model, row.metric, str(row.channel), word, number(row.before), number(row.after))
    models = len({row.model for row in result.rows})
    asked = "An open model appears. Up is more effort or an earlier date; risks are more or less."
    return Group(
        Text(asked, style="bold"), table, Text(f"{count(len(result.rows), 'answer')} of {count(models, 'model')}")
    )


def signs_share(result: Signs) -> Share:
    """How many models were asked."""
    said = f"{count(len(result.rows), 'answer')} of {count(len({r.model for r in result.rows}), 'model')}"
    return Share("an open model appears", f"openrace has {said}.", said, "each solved before and after")
