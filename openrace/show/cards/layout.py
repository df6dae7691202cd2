"""Tables on the screen: columns without rules that fold long words rather than cut them."""

from __future__ import annotations

from collections.abc import Collection

from rich.table import Table


def columns(*titles: str, style: str = "dim", whole: Collection[str] = (), right: Collection[str] = ()) -> Table:
    """An empty table with these titles.

    Args:
        titles: one per column; a table whose titles are all empty shows none.
        style: of the titles.
        whole: titles of columns that are not wrapped.
        right: titles of columns that end at the same place, as numbers do.
    """
    table = Table(box=None, pad_edge=False, show_header=any(titles), header_style=style, padding=(0, 2, 0, 0))
    for title in titles:
        table.add_column(title, no_wrap=title in whole, overflow="fold", justify="right" if title in right else "left")
    return table
