"""What a command prints: an answer in every form, one of them to paste into a comment thread.

What is shared is one paragraph and a table of five lines, in Markdown. The table says what a reader needs in order to
disagree: which assumptions differ from the catalogue's, the verdict, how far it is proven, the command that repeats it,
and the version and the hash of the game.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openrace.version import version
from solver.common.table import Table
from solver.common.words import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.console import RenderableType


@dataclass(frozen=True)
class Share:
    """What is worth repeating of an answer.

    Attributes:
        subject: what was asked about: a game, a story, or the list that was printed.
        paragraph: the answer in sentences.
        verdict: the answer in a few words.
        proof: how far it is proven.
        hash: of the game's numbers; empty if no game was asked about.
    """

    subject: str
    paragraph: str
    verdict: str
    proof: str
    hash: str = ""


@dataclass(frozen=True)
class Report:
    """An answer in every form in which it can be printed; forms are made when they are wanted.

    Attributes:
        data: the JSON object.
        card: what people read.
        table: rows for a file.
        share: what is worth repeating.
        picture: draws it in a new figure, if it has a picture.
    """

    data: dict[str, Any]
    card: Callable[[], RenderableType]
    table: Callable[[], Table]
    share: Callable[[], Share]
    picture: Callable[[], Axes] | None = None


def share_text(share: Share, changed: Sequence[str], command: str) -> str:
    """The paragraph and the table.

    Args:
        share: the answer.
        changed: settings that differ from the game's own numbers, as given.
        command: what repeats the answer.
    """
    rows = (
        ("assumptions changed", ", ".join(changed) or "none"),
        ("verdict", share.verdict),
        ("proof", share.proof),
        ("command", command),
        ("version, hash", f"openrace {version()}" + (f", {share.hash}" if share.hash else "")),
    )
    table = Table(share.subject, ("question", share.subject), rows)
    return f"{printable(' '.join(share.paragraph.split()))}\n\n{table.markdown()}"
