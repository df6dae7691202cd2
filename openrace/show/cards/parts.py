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
from openrace.show.cards.share import Report, Share
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
Parts = dict[str, list[dict[str, Any]]]
"""By sort what is said of each part."""


def parts_report(name: str | None) -> Report:
    """What ``openrace parts`` prints: all parts, those of one sort, or one with its formula, numbers and source.

    Args:
        name: a sort (``terms``) or a kind (``prestige``); ``None`` for everything.

    Raises:
        OpenraceError: nothing has that name.
    """
    known = {sort: [_described(member) for member in members] for sort, (_, members) in SORTS.items()}
    found = known if name is None else _named(name, known)
    rows = [(sort, row) for sort, own in found.items() for row in own]
    header = ("sort", "kind", "meaning", "formula", "unit", "source", "numbers")
    said = [f"{sort}: {', '.join(row['kind'] for row in own)}" for sort, own in found.items()]
    paragraph = f"A game is composed of parts. {'; '.join(said)}."
    return Report(
        {"parts": found},
        lambda: _card(found, whole=name is not None),
        lambda: Table(
            "parts of games",
            header,
            tuple(
                (sort, r["kind"], r["summary"], r["formula"], r["unit"], r["source"], ", ".join(r["numbers"]))
                for sort, r in rows
            ),
        ),
        lambda: Share("parts", paragraph, count(len(rows), "part"), "nothing was solved"),
    )


def _named(name: str, known: Parts) -> Parts:
    found = {sort: kept for sort, rows in known.items() if (kept := [r for r in rows if name in (sort, r["kind"])])}
    if not found:
        names = [*SORTS, *(row["kind"] for rows in known.values() for row in rows)]
        close = get_close_matches(name, names, 1, cutoff=0.5)
        raise OpenraceError(
            f"no part is named {name!r}",
            f"one of {', '.join(names)}",
            f"did you mean {close[0]!r}" if close else "openrace parts lists them",
        )
    return found


def _card(found: Parts, *, whole: bool) -> RenderableType:
    lines: list[RenderableType] = []
    for sort, rows in found.items():
        lines.append(Text.assemble((sort, "bold"), f": {SORTS[sort][0]}"))
        for row in rows:
            lines += _part(row) if whole else [_indented(Text.assemble((row["kind"], "cyan"), f": {row['summary']}"))]
    more = "--toml of openrace show prints a game to add parts to; --set LAB.TERM=WEIGHT adds a term."
    return Group(
        *lines, Text(more if whole else "openrace parts NAME: formula, numbers, units and source", style="dim")
    )


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
