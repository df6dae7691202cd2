"""The register of evidence on the screen: what is known, how well, and which parameters it becomes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.evidence.quantity import Quantity
from games.evidence.register import register
from openrace.show.cards.share import Report, Share
from openrace.show.cards.words import number
from solver.common.table import Table
from solver.common.words import count, sentence

OWN = "--evidence FILE.toml adds entries of yours, or replaces those of a known name, for any command."
"""How a user says what he knows."""


def evidence_report() -> Report:
    """What ``openrace evidence`` prints."""
    found = tuple(register().values())
    header = ("name", "estimate", "low", "high", "unit", "range", "quality", "source", "address", "date")
    rows = [quantity.model_dump(mode="json") for quantity in found]
    return Report(
        {"quantities": rows},
        lambda: Group(*[line for quantity in found for line in _lines(quantity)], Text(OWN, style="dim")),
        lambda: Table("evidence", header, tuple(tuple(row[name] for name in header) for row in rows)),
        lambda: _share(found),
    )


def _lines(known: Quantity) -> list[RenderableType]:
    """Its number, what was measured, where, and what it becomes."""
    found = "no estimate" if known.estimate is None else number(known.estimate)
    ends = f"{number(known.low)} to {number(known.high)}"
    uses = ", ".join(f"{use.path} of {use.game}" for use in known.maps)
    below = (
        Text(sentence(known.measured)),
        Text(f"{known.source}, {known.date}: {known.address}", style="dim"),
        Text(f"becomes {uses}" if uses else "no calibrated game has a place for it"),
    )
    head = Text.assemble((known.name, "bold"), f"  {found} ({ends}) {known.unit}; {known.quality}")
    return [head, *[Padding(text, (0, 0, 0, 4)) for text in below]]


def _share(found: Sequence[Quantity]) -> Share:
    """How much is known."""
    without = [quantity.name for quantity in found if quantity.estimate is None]
    each = ", each" if len(found) > 1 else ""
    paragraph = f"openrace's calibrated games rest on {count(len(found), 'number')}{each} with a source"
    if without:
        paragraph += f"; of {len(without)} nothing is known, and a wide range is taken: {', '.join(without)}"
    return Share("evidence", f"{paragraph}.", count(len(found), "number"), "nothing was solved")
