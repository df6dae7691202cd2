"""The metrics of an event's three books in a race (``games.parts.event`` says what is in each book).

The race is the effort of the labs that the event does not treat, at the start: the hazard at which they climb. When
they climb and what they spend is there too. Progress is the frontier and the best open model, averaged over time with
the weights of discounting, and the dates at which the frontier reaches the rungs above the labs' start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from games.parts.event import Event
from games.parts.metric import Sense
from games.parts.part import BoolArray, FloatArray
from games.race.lab import CLOSED
from games.race.measures import Measure, average, efforts, highest, reaching, spending
from games.race.race_game import RaceGame

Market = tuple[FloatArray, FloatArray]
"""The best model and the best open model on the market, by state ``(S,)``."""


def book_measures(game: RaceGame, event: Event) -> Iterator[Measure]:
    """All metrics of the three books."""
    treated = [i for i, name in enumerate(game.lab_names) if name in event.treated]
    others = [i for i in range(len(game.labs)) if i not in treated]
    state = game.race_state()
    here, alone = (state.frontier, state.best_open), _market_without(game, treated, event)
    yield from _behaviour(game, others, "response.")
    yield from _reach(game, here, "progress.")
    yield from _reach(game, alone, "progress.without.")
    yield from _behaviour(game, treated, "contribution.")
    for name, whole, rest in zip(("frontier", "best_open"), here, alone, strict=True):
        yield average(f"contribution.{name}", whole - rest, Sense.LEVEL)


def _market_without(game: RaceGame, treated: Sequence[int], event: Event) -> Market:
    """The same as the whole market's without the models of the treated labs and the event's own from outside.

    States do not remember who made a model that a better one has hidden. A model from outside that came after the
    start is known only while it is above what labs have opened; where treated labs may open any, it is left out.
    """
    state = game.race_state()
    others = [i for i in range(len(game.labs)) if i not in treated]
    start, later = game.open.capability_at_start(game.rungs) or 0.0, state.outside
    if event.model is not None:
        start = event.model.replaces if event.model.date == 0 else start
        later = np.where(later > event.model.capability, later, 0.0)
    if event.outside:
        start = 0.0
    if event.outside or any(game.labs[i].openness != (CLOSED,) for i in treated):
        later = np.zeros_like(later)
    size = np.full(len(game.states.places), start)
    best_open = highest([size, later, *[state.open_capability(i) for i in others]])
    return highest([best_open, *[state.capability(i) for i in others]]), best_open


def _behaviour(game: RaceGame, labs: Sequence[int], book: str) -> Iterator[Measure]:
    """How hard some labs work, when they climb, and what that costs; nothing if there are none."""
    if not labs:
        return
    yield from efforts(game, labs, book)
    rungs = game.states.rungs[:, labs]
    yield from reaching("first_climb", np.asarray((rungs > rungs[0]).any(axis=1), dtype=np.bool_), book)
    for k in range(int(rungs[0].max()) + 1, len(game.rungs)):
        yield from reaching(f"reached.{game.rungs[k]:g}", np.asarray(rungs.max(axis=1) >= k, dtype=np.bool_), book)
    yield from spending(game, labs, book)


def _reach(game: RaceGame, market: Market, book: str) -> Iterator[Measure]:
    """How far the best model and the best open model get, and when."""
    frontier, best_open = market
    yield average(f"{book}frontier", frontier)
    yield average(f"{book}best_open", best_open)
    for k in range(int(game.states.rungs[0].max()) + 1, len(game.rungs)):
        inside: BoolArray = frontier >= game.rungs[k]
        yield from reaching(f"reached.{game.rungs[k]:g}", inside, book)
