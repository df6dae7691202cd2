"""Cards as text: fitted to a terminal, unwrapped in a pipe, and never more than text.

A name in a file may hold anything: markup of this program's own libraries, codes that move a terminal's cursor,
characters that reverse what follows. On the screen it is text, character by character.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.segment import Segment

from solver.common.words import printable

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderableType

UNWRAPPED = 100_000
"""Columns of a pipe: no line is longer, so none is wrapped."""
PAGE = 110
"""Columns of a card in a notebook."""
_PREFORMATTED = '<pre style="line-height: 1.25; white-space: pre-wrap">{code}</pre>'
NARROWEST = 20
"""Columns below which a table cannot be laid out."""


class _Screen(Console):
    """A console whose terminal obeys nothing that a name says."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As rich does, without characters that a terminal would obey."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)


def print_card(card: RenderableType, stream: TextIO) -> None:
    """Writes a card to a stream, coloured if that is a terminal and ``NO_COLOR`` is not set."""
    stream.write(card_text(card, columns(stream), terminal=stream.isatty()))


def card_text(card: RenderableType, width: int = UNWRAPPED, *, terminal: bool = False) -> str:
    """A card as text of at most ``width`` columns, without spaces at the ends of lines.

    Args:
        card: what is shown.
        width: columns.
        terminal: whether colours may be used, as far as the environment allows them.
    """
    screen = _Screen(width=width, force_terminal=terminal, markup=False, emoji=False, highlight=False)
    with screen.capture() as captured:
        screen.print(card)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def card_html(card: RenderableType, width: int = PAGE) -> str:
    """A card as a piece of HTML with its colours, in which every name is text."""
    screen = _Screen(width=width, record=True, file=io.StringIO(), markup=False, emoji=False, highlight=False)
    screen.print(card)
    return screen.export_html(inline_styles=True, code_format=_PREFORMATTED)


def columns(stream: TextIO) -> int:
    """Columns of a stream: what ``COLUMNS`` says, else the terminal's; a pipe is as wide as it has to be."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isascii() and stated.isdecimal() and 0 < len(stated) < 6:
        return max(int(stated), NARROWEST)
    return max(Console(file=stream).width, NARROWEST) if stream.isatty() else UNWRAPPED
