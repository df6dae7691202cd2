"""Results over assumptions on the screen: shares, tables and what was searched in vain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.parts.change_words import metric_words
from games.parts.direction import Direction, Interval
from openrace.analysis.shares import Share, shares_of, shares_text
from openrace.concepts.concept import spoken
from openrace.questions.tables import Table
from openrace.show.cards.changes import moved
from openrace.show.cards.firmness import firmness
from openrace.show.cards.layout import columns
from openrace.show.cards.words import interval, number
from solver.kernels.loader import is_installed

if TYPE_CHECKING:
    from games.parts.direction import Code
    from openrace.analysis.disagreement import Disagreement
    from openrace.analysis.flip import Flips
    from openrace.analysis.landscape import Ground
    from openrace.analysis.sign_map import SignMap
    from openrace.questions.about import Measured
    from openrace.sweeps.results import Sweep
    from solver.common.tabular import Rows

MOST_ROWS = 24
"""Rows of a table on the screen; --json and --table have them all."""

BRANCHES = (
    "birth, death: an equilibrium appears or disappears there; support change: the plans that it may draw change; "
    "jump: one answer gives way to another. An equilibrium is named by the plans drawn, lab by lab."
)
REGIONS = (
    "The profile (one plan per lab) is an equilibrium where all its inequalities hold; at equality the lab named gains "
    "nothing and loses nothing by the deviation."
)
SENSITIVITY = (
    "Indices go from 0 (does not matter) to 1: first is the share of the sign's variance that the assumption explains "
    "alone, total what it explains together with others (Sobol); pawn is how far it moves the distribution (PAWN). low "
    "and high: 95 % interval."
)
"""Terms of art, explained under the tables that use them."""


def sweep_card(result: Sweep, found: Sequence[tuple[str, Sequence[Share]]]) -> RenderableType:
    """The card of ``openrace sweep``."""
    place = "memory" if result.path is None else result.path
    lines = [Text(f"{result.n_done:,} of {result.n_cells:,} cells in {place}")]
    lines += _share_lines(found)
    if result.path is not None and result.n_done == result.n_cells:
        lines.append(Text(f'open it with: xarray.open_zarr("{result.path}", consolidated=False)', style="dim"))
    return Group(*lines, *_kernels())


def sweep_shares(result: Sweep) -> list[tuple[str, tuple[Share, ...]]]:
    """Shares of signs over a finished sweep, by metric and concept; none where nothing is compared."""
    if result.question.intervention is None or result.n_done < result.n_cells:
        return []
    several = len(result.concepts) > 1
    return [
        (f"{metric_words(m.name)} under {spoken(c)}" if several else metric_words(m.name), shares_of(result, m.name, c))
        for c in result.concepts
        for m in result.columns
    ]


def _share_lines(found: Sequence[tuple[str, Sequence[Share]]]) -> list[Text]:
    return [Text.assemble((f"{name}: ", "bold"), shares_text(own)) for name, own in found]


def concepts_card(
    maps: Sequence[SignMap], found: Sequence[tuple[str, Sequence[Share]]], pairs: Sequence[Disagreement], note: str
) -> RenderableType:
    """Shares of signs under every concept, and where the concepts disagree."""
    from openrace.analysis.disagreement import agreed

    cells, words = maps[0].codes.size, maps[0].about.word
    same = agreed(maps)
    lines = [Text(f"\nall concepts agree in {same:,} of {cells:,} cells", style="bold")]
    for pair in pairs:
        line = Text(f"{spoken(pair.first)} and {spoken(pair.second)} differ in {100 * pair.count / pair.of:.1f} %")
        if pair.clashes:
            worst = pair.clashes[0]
            where = f"{maps[0].x.path} {interval(worst.box[0])}, {maps[0].y.path} {interval(worst.box[1])}"
            line.append(f", most often {words(worst.signs[0])} against {words(worst.signs[1])} ")
            line.append(f"({100 * worst.count / pair.of:.1f} %: {where})")
        lines.append(line)
    return Group(*_share_lines(found), *lines, _claims(maps), Text(note, style="dim"))


def map_card(result: SignMap, found: Sequence[tuple[str, Sequence[Share]]], note: str) -> RenderableType:
    """Shares of signs over one map, and what is known of its cells."""
    return Group(*_share_lines(found), _claims([result]), Text(note, style="dim"), *_kernels())


def kernels_note() -> str:
    """What is said of a computation over many games where there is no compiler; empty where there is one."""
    return "" if is_installed() else "numba is not installed: every game was solved exactly, one after another"


def _kernels() -> list[Text]:
    return [Text(note, style="dim")] if (note := kernels_note()) else []


def _claims(maps: Sequence[SignMap]) -> Text:
    """Where every equilibrium is listed, and how many cells were solved again."""
    complete = [spoken(m.concept) for m in maps if m.complete.all()]
    lines = [f"every equilibrium is listed in every cell under: {', '.join(complete) or 'no concept'}"]
    lines += [m.verified.words(m.codes.size) for m in maps if m.verified is not None]
    return Text("\n".join(lines), style="dim")


def shares_table(title: str, found: Sequence[tuple[str, Sequence[Share]]]) -> Table:
    """One row per sign that occurs."""
    rows = tuple(
        (name, s.word, s.count, s.of, s.fraction, *(s.interval or (None, None))) for name, own in found for s in own
    )
    return Table(title, ("metric", "sign", "cells", "of", "share", "least", "most"), rows)


def table_card(table: Rows, note: str = "", digits: int = 4) -> RenderableType:
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


def flips_card(result: Flips) -> RenderableType:
    """The card of ``openrace flip``: the nearest changes, and how the metric moves just before and beyond each."""
    measured = result.about.measured
    unit = f", in {measured.unit}" if measured and measured.unit else ""
    base = _way(result.base, measured)
    head = Text.assemble((result.name, "bold"), f": {metric_words(result.metric)}{unit}; at the base point: {base}")
    lines: list[RenderableType] = []
    for f in result.found:
        change = ", ".join(
            f"{path} = {number(at, 6)} ({by:+.4g})" for path, at, by in zip(f.paths, f.at, f.changes, strict=True)
        )
        proven = "proven" if f.same.proven and f.flipped.proven else "not proven"
        lines.append(Text.assemble((change, "cyan"), f": {number(f.distance)} away, {proven}"))
        said = f"short of it {_ground(f.same, measured)}; beyond it {_ground(f.flipped, measured)}"
        lines.append(Padding(Text(said), (0, 0, 0, 4)))
    if result.found:
        lines.append(Text(f"away: one is the {result.unit}", style="dim"))
    return Group(head, *lines, *[Text(line) for line in result.none], *firmness(result.firm), *_kernels())


def _ground(ground: Ground, measured: Measured | None) -> str:
    """``later (5.1 -> 6)``."""
    word = _way(ground.sign, measured, ground.before, ground.after)
    return f"{word} ({interval(ground.before)} -> {interval(ground.after)})"


def _way(sign: Code, measured: Measured | None, before: Interval | None = None, after: Interval | None = None) -> str:
    if measured is None or sign.name not in Direction.__members__:
        return sign.word
    return moved(Direction[sign.name], measured.sense, measured.unit, before, after)
