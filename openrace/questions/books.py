"""The three books of a verdict: response, progress, contribution (``games.parts.event`` says what is in each)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from games.parts.event import BOOKS, book_of
from openrace.concepts.plain import Plain
from openrace.questions.verdict import MetricShift
from solver.common.errors import OpenraceError


@dataclass(frozen=True)
class Books(Plain):
    """What moved, book by book.

    Attributes:
        response: what the labs do that the event does not treat; empty if it treats all.
        progress: how far models get, with and without what the event put on the market.
        contribution: what the treated labs do, and what the frontier owes to the event.
    """

    response: tuple[MetricShift, ...] = ()
    progress: tuple[MetricShift, ...] = ()
    contribution: tuple[MetricShift, ...] = ()

    def entries(self) -> dict[str, object]:
        """The JSON of ``books``: metrics by their names within the book."""
        each = zip(BOOKS, (self.response, self.progress, self.contribution), strict=True)
        return {book: {m.metric.removeprefix(f"{book}."): m for m in found} for book, found in each}


def in_books(shifts: Sequence[MetricShift]) -> tuple[tuple[MetricShift, ...], Books]:
    """Metrics of the game as a whole, and those of each book."""
    whole = tuple(m for m in shifts if book_of(m.metric) is None)
    return whole, Books(*[tuple(m for m in shifts if book_of(m.metric) == book) for book in BOOKS])


def about(metrics: Sequence[MetricShift], name: str) -> tuple[MetricShift, ...]:
    """The metric of that name, or all metrics of one lab.

    Raises:
        OpenraceError: there is neither.
    """
    found = tuple(m for m in metrics if m.metric == name or (name and m.metric.endswith(f".{name}")))
    if not found:
        known = [m.metric for m in metrics]
        close = get_close_matches(name, known, 1, cutoff=0.5)
        raise OpenraceError(
            f"no metric or lab is named {name!r}",
            f"one of {', '.join(known)}",
            f"did you mean {close[0]!r}" if close else "openrace shift ... --all shows them in words",
        )
    return found
