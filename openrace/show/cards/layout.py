"""Tables on the screen: columns without rules that fold long words rather than cut them."""

from __future__ import annotations

from collections.abc import Collection

from rich.console import Group, RenderableType
from rich.table import Table as Columns
from rich.text import Text

from openrace.show.cards.words import number
from solver.common.table import Table

LABEL = 8
"""Letters of the longest label, so that what they stand for begins at the same place."""
MOST_ROWS = 24
"""Rows of a table on the screen; --json and --table have them all."""


def columns(*titles: str, style: str = "dim", whole: Collection[str] = (), right: Collection[str] = ()) -> Columns:
    """An empty table with these titles.

    Args:
        titles: one per column; a table whose titles are all empty shows none.
        style: of the titles.
        whole: titles of columns that are not wrapped.
        right: titles of columns that end at the same place, as numbers do.
    """
    table = Columns(box=None, pad_edge=False, show_header=any(titles), header_style=style, padding=(0, 2, 0, 0))
    for title in titles:
        table.add_column(title, no_wrap=title in whole, overflow="fold", justify="right" if title in right else "left")
    return table


def labelled(label: str, text: Text | str) -> Columns:
    """A word and what it stands for, the lines of which begin at the same place."""
    table = columns("", "")
    table.add_row(Text(label.ljust(LABEL), style="bold"), text)
    return table


def table_card(table: Table, note: str = "", digits: int = 4) -> RenderableType:
    """A table of results, its numbers to some significant digits."""
    shown = columns(*table.header, style="bold")
    for row in table.rows[:MOST_ROWS]:
        shown.add_row(*["-" if v is None else number(v, digits) if isinstance(v, float) else str(v) for v in row])
    hidden = len(table.rows) - MOST_ROWS
    lines: list[RenderableType] = [Text(table.title, style="italic"), shown]
    if hidden > 0:
        lines.append(Text(f"and {hidden:,} more rows: --json or --table", style="dim"))
    if note:
        lines.append(Text(note, style="dim"))
    return Group(*lines)
