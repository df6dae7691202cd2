"""A game's assumptions on the screen: in short what is set and what it means, or every number in words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pydantic import BaseModel
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.parts.game import Game
from games.parts.identity import game_hash
from games.parts.mistakes import Keys
from games.parts.part import KindedPart
from games.parts.paths import follow, leaves
from games.release.describe import Assumption, assumptions
from games.terms import Term
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Report, Share
from openrace.show.cards.words import heading, number, summed_up
from solver.common.table import Table
from solver.common.words import count, sentence

ALWAYS = ("calendar.horizon", "calendar.slots")
"""Shown in short also where they are the defaults: nothing can be read without them."""
MORE = "--all: every number with unit, formula and source; --toml: a file to edit"
"""Where the rest is."""
UNSAID = ("kind", "name", "summary", "sources", "digest")
"""Fields of the game itself that its heading says, or that say nothing to a reader."""


def assumptions_report(game: Game, asked: str, *, everything: bool) -> Report:
    """What ``openrace show`` prints.

    Args:
        game: the game.
        asked: the game as it was named on the command line.
        everything: whether the card has every number.
    """
    found = assumptions(game)
    header = ("path", "value", "unit", "meaning", "formula", "source")
    rows = tuple((a.path, value_text(a.value), a.unit, a.sentence, a.formula, a.source) for a in found)
    data = {"game": game.name, "hash": game_hash(game), "summary": game.summary}
    return Report(
        data | {"assumptions": [vars(a) for a in found]},
        lambda: assumptions_card(game, asked) if everything else _summary_card(game),
        lambda: Table(f"assumptions of {game.name}", header, rows),
        lambda: _share(game),
    )


def _share(game: Game) -> Share:
    """What is set, in one paragraph."""
    parts = [f"{part}: {', '.join(said)}" for part, said in _set(game)]
    n = len(leaves(game))
    return Share(
        game.name,
        f"{sentence(summed_up(game))} It assumes {'; '.join(parts)}.",
        "no question was asked",
        f"{count(n, 'number')} and choices, none of them computed",
        game_hash(game),
    )


def _summary_card(game: Game) -> RenderableType:
    """What is set and what that means."""
    table = columns("", "")
    if getattr(game, "labs", ()):
        for part, said in _set(game):
            table.add_row(Text(part, style="bold"), f"{', '.join(said)}{_idle(game, part)}")
    else:
        rows = [a for a in assumptions(game) if a.path and a.path not in UNSAID]
        for a in (a for a in rows if a.value):
            value = f"{value_text(a.value)} {a.unit}".strip()
            table.add_row(Text(a.path, style="bold"), f"{value}: {_first_clause(a.sentence)}")
        if idle := [a.path for a in rows if not a.value]:
            table.add_row("0 or left out", ", ".join(idle))
        if not rows:
            form = game.normal_form()
            table.add_row("players", ", ".join(form.players))
            table.add_row("plans", " x ".join(str(n) for n in form.n_actions))
    means = [f"{name}: {meaning}" for name, meaning in _meanings(game)]
    # Of games without labs to list, there are few conventions.
    means += () if getattr(game, "labs", ()) else game.conventions()
    return Group(heading(game), table, *[Text(said, style="dim") for said in means], Text(MORE))


def assumptions_card(game: Game, asked: str) -> RenderableType:
    """The card of ``openrace show --all``: every number, a line with its value and below it what it means.

    Args:
        game: the game.
        asked: the game as it was named on the command line.
    """
    parts: list[RenderableType] = [heading(game)]
    for group, rows in groupby(assumptions(game), key=lambda a: a.group):
        parts.append(Text(f"\n{group}", style="bold"))
        parts += [line for a in rows for line in _lines(a)]
    change = f"openrace show {shlex.quote(asked)} --set path=value changes a number; --toml prints a file to edit."
    return Group(*parts, Text(f"\n{change}", style="dim"))


def value_text(value: Any) -> str:
    """A value as a person reads it; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return "inf" if value == float("inf") else number(float(value), 6)
    return ", ".join(value_text(v) for v in value) if isinstance(value, list | tuple) else str(value)


def _lines(a: Assumption) -> Iterator[RenderableType]:
    if not a.path:
        yield Text(f"- {a.sentence}")
        return
    value = value_text(a.value)
    head = Text.assemble((a.path, "cyan"), f" = {value} {a.unit}".rstrip() if value else "  (left out)")
    if a.formula:
        head.append(f"   {a.formula}", style="italic")
    yield head
    # Docstrings mark symbols for the pages of the site.
    means = sentence(a.sentence.replace("``", "")) + (f" [{a.source}]" if a.source else "")
    yield Padding(Text(means, style="dim"), (0, 0, 0, 4))


def _set(game: Game) -> list[tuple[str, list[str]]]:
    """Per part of the game what differs from the defaults, in words such as ``start 6``."""
    found: dict[str, list[str]] = {}
    silent: list[str] = []
    for path, keys in leaves(game).items():
        owner, field = _owner(game, keys)
        value = getattr(owner, field)
        if isinstance(owner, Term) and field == "weight" and not value:
            silent.append(f"{path}.")
        if path in UNSAID or any(path.startswith(prefix) for prefix in silent) or not _is_set(owner, field, path):
            continue
        part, dot, rest = path.partition(".")
        value = value_text(value)
        found.setdefault(part if dot else "numbers", []).append(f"{rest if dot else part} {value}")
    return [(part, said) for part, said in found.items() if said]


def _idle(game: Game, part: str) -> str:
    """That nothing in a part of the game can matter, and why; empty if something can."""
    inside = [path for path in leaves(game) if path.startswith(f"{part}.") and "." not in path[len(part) + 1 :]]
    reasons = {game.why_idle(path) for path in inside}
    reason = reasons.pop() if len(reasons) == 1 else ""
    return f" (cannot matter: {reason})" if reason else ""


def _is_set(owner: BaseModel, field: str, path: str) -> bool:
    value = getattr(owner, field)
    if path in ALWAYS:
        return True
    if isinstance(owner, Term):
        if field == "weight":
            return bool(value)
        if field == "kind":
            return False
    if field == "name":
        return False
    if isinstance(owner, KindedPart) and field == "kind":
        return True
    if isinstance(owner, Game):
        return value not in (None, (), "")
    return bool(value != type(owner).model_fields[field].default)


def _meanings(game: Game) -> list[tuple[str, str]]:
    """Every term that pays something to some lab, in words."""
    found: dict[str, str] = {}
    for path, keys in leaves(game).items():
        owner, field = _owner(game, keys)
        if isinstance(owner, Term) and field == "weight" and owner.weight:
            found[path.rpartition(".")[2]] = owner.summary
    return list(found.items())


def _first_clause(text: str) -> str:
    """What is said before the first semicolon, bracket or comma: enough to recognise a number by."""
    return re.split(r"[;(,.]| ``", text, maxsplit=1)[0].strip()


def _owner(game: Game, keys: Keys) -> tuple[BaseModel, str]:
    return follow(game, keys[:-1]), str(keys[-1])
