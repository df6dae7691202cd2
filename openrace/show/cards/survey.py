"""Results over assumptions on the screen: shares, tables and what was searched in vain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from openrace.analysis.shares import Share, shares_text
from openrace.concepts.concept import spoken
from openrace.show.cards.words import interval, number

if TYPE_CHECKING:
    from openrace.analysis.disagreement import Disagreement
    from openrace.analysis.flip import Flips
    from openrace.analysis.sign_map import SignMap
    from openrace.questions.tables import Table
    from openrace.sweeps.sweep import Sweep

MOST_ROWS = 24


def sweep_card(result: Sweep, found: Sequence[tuple[str, Sequence[Share]]]) -> RenderableType:
    """The card of ``openrace sweep``."""
    lines = [Text(f"{result.n_done:,} of {result.n_cells:,} cells in {result.path}")]
    lines += _share_lines(found)
    if result.n_done == result.n_cells:
        lines.append(Text(f'open it with: xarray.open_zarr("{result.path}", consolidated=False)', style="dim"))
    return Group(*lines)


def shares_card(found: Sequence[tuple[str, Sequence[Share]]], note: str) -> RenderableType:
    """Shares of signs, a line per metric."""
    return Group(*_share_lines(found), Text(note, style="dim"))


def _share_lines(found: Sequence[tuple[str, Sequence[Share]]]) -> list[Text]:
    return [Text.assemble((f"{name}: ", "bold"), shares_text(own)) for name, own in found]


def concepts_card(
    maps: Sequence[SignMap], found: Sequence[tuple[str, Sequence[Share]]], pairs: Sequence[Disagreement], note: str
) -> RenderableType:
    """Shares of signs under every concept, and where the concepts disagree."""
    from openrace.analysis.disagreement import agreed

    cells = maps[0].codes.size
    same = agreed(maps)
    lines = [Text(f"\nall concepts agree in {same:,} of {cells:,} cells", style="bold")]
    for pair in pairs:
        line = Text(f"{spoken(pair.first)} and {spoken(pair.second)} differ in {100 * pair.count / pair.of:.1f} %")
        if pair.clashes:
            worst = pair.clashes[0]
            line.append(
                f", most often {worst.signs[0].word} against {worst.signs[1].word} ({100 * worst.count / pair.of:.1f} "
                f"%: {maps[0].x.path} {interval(worst.box[0])}, {maps[0].y.path} {interval(worst.box[1])})"
            )
        lines.append(line)
    proven = [spoken(m.concept) for m in maps if m.proven.all()]
    words = "proven complete in every cell: " + (", ".join(proven) or "none")
    return Group(*_share_lines(found), *lines, Text(words, style="dim"), Text(note, style="dim"))


def table_card(table: Table, note: str = "", digits: int = 4) -> RenderableType:
    """A table of results, its numbers to so many digits."""
    shown = RichTable(title=table.title, box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in table.header:
        shown.add_column(name)
    for row in table.rows[:MOST_ROWS]:
        shown.add_row(*["-" if v is None else number(v, digits) if isinstance(v, float) else str(v) for v in row])
    hidden = len(table.rows) - MOST_ROWS
    lines: list[RenderableType] = [shown]
    if hidden > 0:
        lines.append(Text(f"and {hidden:,} more rows: --json or --table", style="dim"))
    if note:
        lines.append(Text(note, style="dim"))
    return Group(*lines)


def flips_card(result: Flips) -> RenderableType:
    """The card of ``openrace flip``."""
    head = Text.assemble((result.name, "bold"), f": {result.metric} goes {result.base.word} at the base point\n")
    return Group(head, table_card(result.table(), "\n".join(result.none)))
