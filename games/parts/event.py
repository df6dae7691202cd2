"""What is done to a game of labs: whom an event treats, the model that it brings, and the two games to compare.

An event *treats* the labs whose choices or plans it changes by decree; an open model from outside treats none. What
follows from it is kept in three books:

* **response**: what the labs do that are not treated. This is the race.
* **progress**: how far the best model and the best open model get, with everything, and (``without``) as they would be
  if the same labs did the same and neither the event's own model nor anything of a treated lab were on the market.
* **contribution**: what the treated labs do, and what the frontier owes to them and to the event's model.

Names of metrics say the book first: ``response.first_release``, ``progress.without.frontier_area``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from games.parts.game import Game

BOOKS = ("response", "progress", "contribution")
"""Names of the books, in the order in which they are read."""
G_co = TypeVar("G_co", bound=Game, covariant=True)


def regulation_words(hazard: float, what: str) -> str:
    """What a hazard of regulation does, in words.

    Args:
        hazard: per period.
        what: is stopped: ``releases``.
    """
    if hazard == 0:
        return f"regulation that stops all {what} gets no likelier: its hazard rises by 0"
    return f"regulation may come, at hazard {hazard:g} per period, and then stops all {what}"


@dataclass(frozen=True)
class NewModel:
    """An open model that an event puts on the market from outside.

    Attributes:
        capability: of the model.
        date: when it comes; where dates are left to chance, on average.
        replaces: capability of the outside model whose place it takes from the start on; 0 if there is none.
    """

    capability: float
    date: float
    replaces: float = 0.0


@dataclass(frozen=True)
class Event:
    """What an event does by decree.

    Attributes:
        treated: names of the labs whose choices or plans it changes.
        model: the open model that it puts on the market from outside; ``None`` for none.
        outside: whether it changes what open models there are from outside: without it, none of them count.
    """

    treated: tuple[str, ...] = ()
    model: NewModel | None = None
    outside: bool = False


@dataclass(frozen=True, eq=False)
class Treated(Generic[G_co]):
    """A game without and with an event.

    Attributes:
        before: without it.
        after: with it.
        sentence: what happens, in words.
        model: the open model that it puts on the market from outside; ``None`` for none.
        joined: names of labs that exist after it only: those that merged under a new name.
        outside: whether it changes what open models there are from outside.
    """

    before: G_co
    after: G_co
    sentence: str
    model: NewModel | None = None
    joined: tuple[str, ...] = ()
    outside: bool = False


def book_of(name: str) -> str | None:
    """The book a metric is in; ``None`` for metrics of the game as a whole."""
    first = name.partition(".")[0]
    return first if first in BOOKS else None
