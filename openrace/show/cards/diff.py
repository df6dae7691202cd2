"""Two games side by side on the screen."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from openrace.questions.diff import Diff


def diff_card(result: Diff) -> RenderableType:
    """The card of ``openrace diff``."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for title in ("assumption", result.first.name, result.second.name):
        table.add_column(title)
    asked = {a.difference.path: a for a in result.attributions}
    if asked:
        for title in (f"{result.first.name} with it", f"{result.second.name} without it", "Shapley share"):
            table.add_column(title)
    for d in result.differences:
        row = [d.path, d.first or "-", d.second or "-"]
        if d.path in asked:
            a = asked[d.path]
            row += [str(a.swapped_in), str(a.swapped_out), "" if a.shapley is None else f"{a.shapley:+.2f}"]
        table.add_row(*row)
    verdict = ""
    if result.verdicts is not None:
        first, second = (v.direction for v in result.verdicts)
        verdict = f"\n{result.metric}: {first} in {result.first.name}, {second} in {result.second.name}"
    return Group(table, Text(f"{verdict}\n{result.sentence}", style="bold"))
