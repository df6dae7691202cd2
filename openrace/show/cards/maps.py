"""Sweeps and sign maps on the screen: shares of signs, and what is known of the cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.change_words import metric_words
from games.parts.identity import game_hash
from openrace.analysis.disagreement import Disagreement, agreed, disagreements
from openrace.analysis.shares import Share, shares_of, shares_text
from openrace.concepts.concept import spoken
from openrace.show.cards import share
from openrace.show.cards.words import interval, number
from solver.common.table import Table
from solver.common.words import count
from solver.kernels.loader import is_installed

if TYPE_CHECKING:
    from openrace.analysis.sign_map import SignMap
    from openrace.sweeps.results import Sweep

UNSTATED = "see certificates in --json"

Found = Sequence[tuple[str, Sequence[Share]]]
"""What shares are of, in words, and the shares."""


def sweep_card(result: Sweep) -> RenderableType:
    """The card of ``openrace sweep``."""
    place = "memory" if result.path is None else result.path
    lines = [Text(f"{result.n_done:,} of {result.n_cells:,} cells in {place}"), *_share_lines(_in_words(result))]
    if result.path is not None and result.n_done == result.n_cells:
        lines.append(Text(f'open it with: xarray.open_zarr("{result.path}", consolidated=False)', style="dim"))
    return Group(*lines, *kernels())


def sweep_shares(result: Sweep) -> dict[str, dict[str, tuple[Share, ...]]]:
    """Shares of signs over a finished sweep, by concept and metric; none where nothing is compared."""
    columns = () if result.question.intervention is None or result.n_done < result.n_cells else result.columns
    return {c: {m.name: shares_of(result, m.name, c) for m in columns} for c in result.concepts}


def _in_words(result: Sweep) -> Found:
    return [
        (f"{metric_words(metric)} under {spoken(concept)}", shares)
        for concept, own in sweep_shares(result).items()
        for metric, shares in own.items()
    ]


def sweep_rows(result: Sweep) -> Table:
    """One row per metric, concept and sign that occurs."""
    rows = tuple(
        (name, s.word, s.count, s.of, s.fraction, *(s.interval or (None, None)))
        for name, own in _in_words(result)
        for s in own
    )
    title = f"{result.question.game.name}: {result.path}"
    return Table(title, ("metric", "sign", "cells", "of", "share", "least", "most"), rows)


def sweep_share(result: Sweep) -> share.Share:
    """How much was solved, and the shares of signs."""
    game = result.question.game
    said = "; ".join(f"{name}: {shares_text(own)}" for name, own in _in_words(result))
    done = f"{result.n_done:,} of {result.n_cells:,} cells are solved"
    return share.Share(game.name, f"{done} in {result.path}. {said}", said or done, UNSTATED, game_hash(game))


def map_card(result: SignMap) -> RenderableType:
    """A sign map under one concept."""
    return maps_card([result])


def maps_card(maps: Sequence[SignMap]) -> RenderableType:
    """The card of ``openrace map``: shares of signs under every concept, and where the concepts disagree."""
    lines = _share_lines(_map_shares(maps))
    if len(maps) > 1:
        same = agreed(maps)
        lines.append(Text(f"\nall concepts agree in {same:,} of {maps[0].codes.size:,} cells", style="bold"))
        lines += [_disagreement(pair, maps[0]) for pair in disagreements(maps)]
    return Group(*lines, _claims(maps), *kernels())


def _map_shares(maps: Sequence[SignMap]) -> list[tuple[str, Sequence[Share]]]:
    """Shares of signs over every map, and over the prior."""
    found: list[tuple[str, Sequence[Share]]] = []
    for own in maps:
        metric, under = metric_words(own.metric), f"under {spoken(own.concept)}"
        found.append((f"{metric} on the map {under}", own.shares))
        found += [(f"{metric} over the prior {under}", own.over_prior)] if own.over_prior else []
    return found


def _disagreement(pair: Disagreement, first: SignMap) -> Text:
    line = Text(f"{spoken(pair.first)} and {spoken(pair.second)} differ in {100 * pair.count / pair.of:.1f} %")
    if pair.clashes:
        worst, words = pair.clashes[0], first.about.word
        where = f"{first.x.path} {interval(worst.box[0])}, {first.y.path} {interval(worst.box[1])}"
        line.append(f", most often {words(worst.signs[0])} against {words(worst.signs[1])} ")
        line.append(f"({100 * worst.count / pair.of:.1f} %: {where})")
    return line


def maps_share(maps: Sequence[SignMap]) -> share.Share:
    """The shares of signs on a map, per concept."""
    first = maps[0]
    said = "; ".join(f"{name}: {shares_text(own)}" for name, own in _map_shares(maps))
    over = " and ".join(
        f"{axis.path} from {number(axis.values[0])} to {number(axis.values[-1])}" for axis in (first.x, first.y)
    )
    complete = all(bool(m.complete.all()) for m in maps)
    claims = ["every equilibrium is listed in every cell" if complete else "some cells may have further equilibria"]
    claims += [m.verified.words(m.codes.size) for m in maps if m.verified is not None]
    return share.Share(
        f"{first.game}, {first.intervention}",
        f"Over {over}, in {count(first.codes.size, 'cell')}: {said}.",
        said,
        "; ".join(claims),
        first.about.hash,
    )


def kernels_note() -> str:
    """What is said of a computation over many games where there is no compiler; empty where there is one."""
    return "" if is_installed() else "numba is not installed: every game was solved exactly, one after another"


def kernels() -> list[Text]:
    """The note as a line of a card, where there is one."""
    return [Text(note, style="dim")] if (note := kernels_note()) else []


def _share_lines(found: Found) -> list[Text]:
    return [Text.assemble((f"{name}: ", "bold"), shares_text(own)) for name, own in found]


def _claims(maps: Sequence[SignMap]) -> Text:
    """Where every equilibrium is listed, and how many cells were solved again."""
    complete = [spoken(m.concept) for m in maps if m.complete.all()]
    lines = [f"every equilibrium is listed in every cell under: {', '.join(complete) or 'no concept'}"]
    lines += [m.verified.words(m.codes.size) for m in maps if m.verified is not None]
    return Text("\n".join(lines), style="dim")
