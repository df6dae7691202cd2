"""Data on stdout, everything else on stderr: a card for people, one JSON object, or a text to share."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from openrace.cli import waiting
from openrace.cli.guard import answers
from openrace.cli.typed import words_given
from openrace.show import faces
from openrace.show.cards.share import Report, share_text
from openrace.version import version

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from openrace.cli.typed.options import Printed
    from openrace.concepts.result import Result

LONGEST = 200
"""Characters of one word of an error; a longer one is a number or a name that nobody reads twice."""
SCHEMA = 1
"""Version of the JSON layout; it changes when a field changes its meaning."""


def report_of(result: Result) -> Report:
    """A result in every form; its faces are loaded where one is shown, for an answer in JSON does not wait for them."""
    return Report(
        result.to_dict(),
        lambda: faces.card(result),
        result.table,
        lambda: faces.share(result),
        lambda: faces.draw(result, None),
    )


def emit(
    answer: Result | Report,
    printed: Printed,
    changed: Sequence[str] = (),
    game: str = "",
    *,
    out: Path | None = None,
    note: str = "",
) -> None:
    """Prints an answer in the form that the command line names, and writes its table where ``--table`` says so.

    Args:
        answer: a result, or a report of what is none.
        printed: the form that the command line names.
        changed: the settings that came with ``--set``.
        game: the game as typed, if settings of it that cannot matter are to be named.
        out: file of a picture, which the answer then names.
        note: a line below the card where nothing is drawn.
    """
    report = answer if isinstance(answer, Report) else report_of(answer)
    data, lines = report.data, [note] if note else []
    if out is not None and report.picture is not None:
        write_picture(report.picture, out, str(data.get("hash") or ""))
        data, lines = data | {"file": str(out)}, [f"wrote {out}"]
    said: Sequence[str] = ()
    if game and changed:
        from openrace.questions.notes import notes

        said = notes(game, changed)
    waiting.stop()
    if printed.table is not None:
        report.table().write(printed.table)
    shared = ""
    if printed.share:
        shared = share_text(report.share(), changed, words_given.command(without=("--share", "--json")))
    if printed.json:
        write_json(data | ({"share": shared} if shared else {}) | ({"notes": list(said)} if said else {}))
    elif shared:
        answers().write(shared)
    else:
        from rich.console import Group
        from rich.text import Text

        from openrace.show.screen import print_card

        below = [Text(line, style="dim") for line in lines] + [Text(f"note: {line}", style="yellow") for line in said]
        print_card(Group(report.card(), *below), answers())


def write_picture(draw: Callable[[], Axes], out: Path, hash_: str) -> None:
    """Writes a picture of the game with that hash, with the command line that repeats it."""
    from openrace.show import style

    with style.into_files():
        axes = draw()
        style.save(axes, out, style.Note(style.title_of(axes), hash_, words_given.command()))


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
