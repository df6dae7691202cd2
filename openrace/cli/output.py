"""Data on stdout, everything else on stderr: a card for people, one JSON object, or a text to share."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openrace.cli import waiting
from openrace.cli.guard import answers
from openrace.cli.typed import words_given
from openrace.version import version

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes
    from rich.console import RenderableType

    from openrace.cli.typed.options import Printed
    from openrace.concepts.result import Picture, Result
    from openrace.show.cards.share import Share
    from solver.common.table import Table

LONGEST = 200
"""Characters of one word of an error; a longer one is a number or a name that nobody reads twice."""
SCHEMA = 1
"""Version of the JSON layout; it changes when a field changes its meaning."""


@dataclass(frozen=True)
class Report:
    """An answer in every form in which it can be printed; forms are made when they are wanted.

    Attributes:
        data: the JSON object.
        card: what people read.
        table: rows for a file.
        share: what is worth repeating.
        note: a line below the card.
    """

    data: dict[str, Any]
    card: Callable[[], RenderableType]
    table: Callable[[], Table]
    share: Callable[[], Share]
    note: str = ""


def emit_result(
    result: Result,
    printed: Printed,
    changed: Sequence[str] = (),
    game: str = "",
    *,
    more: dict[str, Any] | None = None,
    note: str = "",
) -> None:
    """Prints a result, with ``more`` fields in its JSON object and a note below it; for the rest see :func:`emit`."""
    from openrace.show import faces

    data = result.to_dict() | (more or {})
    report = Report(data, lambda: faces.card(result), result.table, lambda: faces.share(result), note)
    emit(report, printed, changed, game)


def emit_picture(
    result: Picture, out: Path | None, printed: Printed, changed: Sequence[str] = (), game: str = "", *, hint: str = ""
) -> None:
    """Prints a result that has a picture, and draws it where ``--out`` says so; for the rest see :func:`emit`.

    Args:
        result: the result.
        out: the picture's file.
        printed: the form that the command line names.
        changed: the settings that came with ``--set``.
        game: the game as typed.
        hint: a line below the card where nothing is drawn.
    """
    from openrace.show import faces

    data = result.to_dict()
    note = write_picture(data, out, result.plot) or hint
    report = Report(data, lambda: faces.card(result), result.table, lambda: faces.share(result), note)
    emit(report, printed, changed, game)


def emit(report: Report, printed: Printed, changed: Sequence[str] = (), game: str = "") -> None:
    """Prints a report in the form that the command line names, and writes its table where ``--table`` says so.

    Args:
        report: the answer.
        printed: the form that the command line names.
        changed: the settings that came with ``--set``.
        game: the game as typed, if settings of it that cannot matter are to be named.
    """
    said: Sequence[str] = ()
    if game and changed:
        from openrace.questions.notes import notes

        said = notes(game, changed)
    waiting.stop()
    if printed.table is not None:
        report.table().write(printed.table)
    shared = ""
    if printed.share:
        from openrace.show.cards.share import share_text

        shared = share_text(report.share(), changed, words_given.command(without=("--share", "--json")))
    if printed.json:
        write_json(report.data | ({"share": shared} if shared else {}) | ({"notes": list(said)} if said else {}))
    elif shared:
        answers().write(shared)
    else:
        from rich.console import Group
        from rich.text import Text

        from openrace.show.screen import print_card

        note = [Text(report.note, style="dim")] if report.note else []
        print_card(Group(report.card(), *note, *[Text(f"note: {line}", style="yellow") for line in said]), answers())


def write_picture(data: dict[str, Any], out: Path | None, draw: Callable[[], Axes]) -> str:
    """Writes the picture where --out says so, which ``data`` then names; returns a line about it for the card."""
    if out is None:
        return ""
    from openrace.show import style

    with style.into_files():
        axes = draw()
        note = style.Note(style.title_of(axes), str(data.get("hash") or ""), words_given.command())
        style.save(axes, out, note)
    data["file"] = str(out)
    return f"wrote {out}"


def write_json(data: dict[str, Any]) -> None:
    """One object with schema and version; what JSON cannot say (inf, nan) is null."""
    from openrace.concepts.plain import plain

    whole = {"schema": SCHEMA, "version": version(), **data}
    answers().write(json.dumps(plain(whole), allow_nan=False) + "\n")


def write_error(what: str, expected: str, hint: str, *, as_json: bool) -> None:
    """A mistake in one sentence on stderr, or as JSON on stdout."""
    what, expected, hint = (shortened(text) for text in (what, expected, hint))
    if as_json:
        write_json({"error": {"what": what, "expected": expected, "hint": hint}})
        return
    from rich.text import Text

    from openrace.show.screen import print_card

    parts = Text("error: ", style="bold red")
    parts.append(what + "\n", style="default not bold")
    if expected:
        parts.append("expected: ", style="bold").append(expected + "\n", style="not bold")
    if hint:
        parts.append("try: ", style="bold").append(hint, style="not bold")
    print_card(parts, sys.stderr)


def shortened(text: str) -> str:
    """The text with words of more than ``LONGEST`` characters cut in the middle."""
    return re.sub(rf"\S{{{LONGEST},}}", lambda m: f"{m[0][:20]}...{m[0][-8:]} ({len(m[0]):,} characters)", text)
