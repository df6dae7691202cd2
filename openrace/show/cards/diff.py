"""Two games side by side on the screen."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction
from games.parts.identity import game_hash
from openrace.questions.diff import Diff
from openrace.questions.verdict import MetricShift
from openrace.show.cards.changes import change_text, sides
from openrace.show.cards.firmness import firmness
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Share
from solver.common.table import Entry, Table
from solver.common.words import count, sentence

SHAPLEY = (
    "with it: the first game's direction if it adopts this one assumption; without it: the second game's direction if "
    "it gives this one up; Shapley share: its part of the difference, averaged over the orders of adopting them"
)
"""The columns of an attribution, explained."""


def diff_card(result: Diff) -> RenderableType:
    """The card of ``openrace diff``."""
    names = result.names
    asked = {a.difference.path: a for a in result.attributions}
    more = ("with it", "without it", "Shapley share") if asked else ()
    table = columns("assumption", *names, *more, style="bold")
    for d in result.differences:
        row = [d.path, d.first or "-", d.second or "-"]
        if d.path in asked:
            a = asked[d.path]
            ways = [_way(v, d) for v, d in zip(result.verdicts or (), (a.swapped_in, a.swapped_out), strict=True)]
            row += [*ways, "" if a.shapley is None else f"{a.shapley:+.2f}"]
        table.add_row(*row)
    parts: list[RenderableType] = [table] if result.differences else []
    if asked:
        parts.append(Text(SHAPLEY, style="dim"))
    if result.verdicts is not None:
        said = [
            f"{change_text(v)} in {name}, {' -> '.join(sides(v))}"
            for v, name in zip(result.verdicts, names, strict=True)
        ]
        unit = result.verdicts[0].unit
        what = metric_words(result.metric) + (f" ({unit})" if unit else "")
        parts.append(Text(f"{what}: {'; '.join(said)}", style="bold"))
    firm = [line for own, name in zip(result.firm, names, strict=True) for line in firmness(own, where=name)]
    return Group(*parts, Text(result.sentence, style="bold"), *firm)


def _way(metric: MetricShift, direction: Direction) -> str:
    return change_word(direction, metric.sense, metric.unit)


def diff_table(result: Diff) -> Table:
    """One row per differing assumption."""
    names = result.names
    asked = {a.difference.path: a for a in result.attributions}
    rows: list[tuple[Entry, ...]] = []
    for d in result.differences:
        a = asked.get(d.path)
        said: tuple[Entry, ...] = (None, None, None)
        if a is not None and result.verdicts is not None:
            first, second = result.verdicts
            said = (_way(first, a.swapped_in), _way(second, a.swapped_out), a.shapley)
        rows.append((d.path, d.first, d.second, *said))
    header = ("assumption", *names, f"{names[0]} with it", f"{names[1]} without it", "Shapley share")
    return Table(f"{names[0]} against {names[1]}", header, tuple(rows))


def diff_share(result: Diff) -> Share:
    """How many assumptions differ, and what that explains."""
    names = result.names
    differing = ", ".join(f"{d.path} ({d.first or 'none'} against {d.second or 'none'})" for d in result.differences)
    paragraph = f"{names[0]} and {names[1]} differ in {count(len(result.differences), 'assumption')}: {differing}."
    proven = result.verdicts is not None and all(v.proven for v in result.verdicts)
    return Share(
        f"{names[0]} against {names[1]}",
        f"{paragraph} {result.sentence}",
        sentence(result.sentence),
        "no verdict was asked for" if result.verdicts is None else "proven" if proven else "not proven complete",
        f"{game_hash(result.first)} and {game_hash(result.second)}",
    )
