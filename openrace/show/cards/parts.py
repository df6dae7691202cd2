"""The parts a game is composed of, on the screen: terms, markets, modifiers and value functions."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.markets import MARKETS
from games.modifiers import MODIFIERS
from games.parts.docs import doc_of
from games.parts.part import KindedPart, Unit, kind_of
from games.terms import TERMS
from games.terms.base import Term
from games.values import VALUES
from openrace.show.cards.share import Share
from solver.common.errors import OpenraceError
from solver.common.table import Table
from solver.common.words import count, sentence

SORTS: dict[str, tuple[str, Iterable[type[KindedPart]]]] = {
    "terms": ("what labs care about; a payoff is the sum of weights times terms", TERMS),
    "markets": ("who sells to whom at what price", MARKETS),
    "modifiers": ("changes of the world, and of how a lab feels about its total", MODIFIERS),
    "values": ("what a customer pays per day for a model of some capability", VALUES),
}
"""Every explicit list of parts, and what its members are."""


def parts_dict(name: str | None = None) -> dict[str, Any]:
    """The JSON of ``openrace parts``: all parts, those of one sort, or one.

    Args:
        name: a sort (``terms``) or a kind (``prestige``); left out, everything.

    Raises:
        OpenraceError: nothing has that name.
    """
    found = {sort: [_described(member) for member in members] for sort, (_, members) in SORTS.items()}
    if name is None:
        return {"parts": found}
    wanted = {sort: [r for r in rows if name in (sort, r["kind"])] for sort, rows in found.items()}
    if not any(wanted.values()):
        known = [*SORTS, *(row["kind"] for rows in found.values() for row in rows)]
        close = get_close_matches(name, known, 1, cutoff=0.5)
        raise OpenraceError(
            f"no part is named {name!r}",
            f"one of {', '.join(known)}",
            f"did you mean {close[0]!r}" if close else "openrace parts lists them",
        )
    return {"parts": {sort: rows for sort, rows in wanted.items() if rows}}


def parts_card(data: dict[str, Any], *, whole: bool) -> RenderableType:
    """The card of ``openrace parts``.

    Args:
        data: what :func:`parts_dict` found.
        whole: whether formulas, numbers and sources are shown.
    """
    lines: list[RenderableType] = []
    for sort, rows in data["parts"].items():
        lines.append(Text.assemble((sort, "bold"), f": {SORTS[sort][0]}"))
        for row in rows:
            lines += _part(row) if whole else [_indented(Text.assemble((row["kind"], "cyan"), f": {row['summary']}"))]
    more = "--toml of openrace show prints a game to add parts to; --set LAB.TERM=WEIGHT adds a term."
    return Group(
        *lines, Text(more if whole else "openrace parts NAME: formula, numbers, units and source", style="dim")
    )


def parts_table(data: dict[str, Any]) -> Table:
    """One row per part."""
    rows = tuple(
        (sort, r["kind"], r["summary"], r["formula"], r["unit"], r["source"], ", ".join(r["numbers"]))
        for sort, rows in data["parts"].items()
        for r in rows
    )
    return Table("parts of games", ("sort", "kind", "meaning", "formula", "unit", "source", "numbers"), rows)


def parts_share(data: dict[str, Any]) -> Share:
    """How many parts there are, and their names."""
    said = [f"{sort}: {', '.join(row['kind'] for row in rows)}" for sort, rows in data["parts"].items()]
    n = sum(len(rows) for rows in data["parts"].values())
    return Share("parts", f"A game is composed of parts. {'; '.join(said)}.", count(n, "part"), "nothing was solved")


def _described(member: type[KindedPart]) -> dict[str, Any]:
    named = [name for name in member.model_fields if name not in ("kind", "name", "weight")]
    return {
        "kind": kind_of(member),
        "summary": member.summary,
        "formula": member.formula,
        "unit": member.unit if issubclass(member, Term) else "",
        "source": member.source,
        "numbers": {name: {"unit": _unit(member, name), "meaning": doc_of(member, name)} for name in named},
    }


def _unit(member: type[KindedPart], name: str) -> str:
    return next((m.text for m in member.model_fields[name].metadata if isinstance(m, Unit)), "")


def _part(row: dict[str, Any]) -> list[RenderableType]:
    unit = f"   in {row['unit']} at weight 1" if row["unit"] else ""
    lines = [
        _indented(Text.assemble((row["kind"], "cyan"), f": {sentence(row['summary'])}")),
        _indented(Text.assemble((row["formula"], "italic"), unit), 4),
    ]
    for name, said in row["numbers"].items():
        unit = f" ({said['unit']})" if said["unit"] else ""
        lines.append(_indented(Text.assemble((name, "cyan"), f"{unit}: {' '.join(said['meaning'].split())}"), 4))
    lines.append(_indented(Text(f"source: {row['source']}", style="dim"), 4))
    return lines


def _indented(text: Text, by: int = 2) -> RenderableType:
    return Padding(text, (0, 0, 0, by))
