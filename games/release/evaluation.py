"""What a release game pays and what happens in it, computed once for all who want to know.

A question asks for the same numbers many times: what labs get, line by line, and what happens, under one solution
concept after the other, and again for notes and for how fragile the answer is. A game is immutable, so what was
computed of it is kept by its numbers, as long as it is among the latest and as there is room.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import prod
from typing import Any

import numpy as np
from pydantic import BaseModel

from games.modifiers import Account, Modifier
from games.parts.event import Event, book_of
from games.parts.memory import Latest
from games.parts.metric import Metric
from games.parts.part import BoolArray, FloatArray, batch_size
from games.release.books import book_measures
from games.release.history import History
from games.release.metrics import Measure, expected, of_worlds, release_measures
from games.release.setup import ReleaseSetup
from games.release.together.worlds import worlds_of
from games.time.open_path import OpenPath
from games.time.scenarios import outlooks
from games.time.worlds import Worlds, chances, everywhere

MOST_KEPT = 32
"""Games whose evaluations are kept."""
KEPT_BYTES = 1 << 27
"""Room for the arrays of all of them."""
ARRAYS_PER_HISTORY = 6
"""Arrays over cells, worlds and profiles that a history remembers, about."""


class Evaluation:
    """One game's histories, what terms pay and what happens; each is computed when it is first asked for.

    Args:
        game: the game; its event plays no part.
        together: whether worlds share histories, which is faster; otherwise each has its own.
        paths: open paths whose worlds are wanted, if not those of the game's own (``games.release.together.worlds``).
    """

    def __init__(self, game: ReleaseSetup, *, together: bool = True, paths: Sequence[OpenPath] = ()) -> None:
        self._game, self._together, self._paths = game, together, tuple(paths)
        self._worlds: dict[bool, tuple[Worlds[History], ...]] = {}
        self._paid: dict[tuple[bool, int, int], FloatArray] = {}
        self._under: dict[int, BoolArray | None] = {}
        self._metrics: dict[tuple[Event | None, int], Metric] = {}

    @property
    def size(self) -> int:
        """Bytes of its arrays, about."""
        game = self._game
        cells = len(game.calendar.grid())
        profiles = prod(len(lab.plans(game.calendar)) for lab in game.labs)
        events = sum(type(m).futures is not Modifier.futures for m in game.modifiers)
        worlds = len(outlooks(game.open, game.calendar, believed=True)) * prod([cells + 1] * events)
        return 8 * ARRAYS_PER_HISTORY * cells * profiles * worlds * (batch_size(game) or 1)

    def worlds(self, *, believed: bool) -> tuple[Worlds[History], ...]:
        """The worlds as labs think of them or as they will be, in groups with one history each."""
        believed = believed and self._errs
        if believed not in self._worlds:
            self._worlds[believed] = worlds_of(
                self._game, believed=believed, together=self._together, paths=self._paths
            )
        return self._worlds[believed]

    def account(self, lab: int, *, believed: bool, unweighted: bool) -> Account:
        """What a lab of the game gets in every scenario, if all believe in this game.

        Args:
            lab: its index.
            believed: as the lab believes it, or as it will be.
            unweighted: whether terms of weight 0 are wanted too, as at weight 1; otherwise they are 0, unevaluated.
        """
        game, worlds = self._game, self.worlds(believed=believed)
        terms = game.labs[lab].terms
        # A lab lists terms that it may come to care about: at weight 0 they are most of the work, for nothing.
        values = tuple(
            self._term(lab, number, believed=believed)
            if unweighted or np.any(np.asarray(term.weight) != 0)
            else everywhere(worlds, lambda _: np.zeros(()))
            for number, term in enumerate(terms)
        )
        wrappers = tuple(
            (m.label, m.wrap)
            for m in game.ordered_modifiers
            if type(m).wrap is not Modifier.wrap
            and m.applies_to(game.labs[lab].name)
            and (believed or type(m).in_truth)
        )
        return Account(lab, terms, values, chances(worlds), worlds, game.market, wrappers)

    def metrics(self, event: Event | None, names: Collection[str]) -> tuple[Metric, ...]:
        """What happens in every profile, as it will be, before coalitions plan together.

        Args:
            event: whose three books are among the metrics; ``None`` for none.
            names: of the metrics that are wanted; all if empty.
        """
        worlds = self.worlds(believed=False)
        each = [self._measures(group, event) for group in worlds]
        # Only the books, which are last, depend on the event.
        wanted = [
            (k, (event if book_of(measure.name) else None, k))
            for k, measure in enumerate(each[0])
            if not names or measure.name in names
        ]
        missing = [(k, key) for k, key in wanted if key not in self._metrics]
        made = [[own[k].metric(group.history) for k, _ in missing] for group, own in zip(worlds, each, strict=True)]
        found = expected(made, worlds)
        for (_, key), metric in zip(missing, found, strict=True):
            self._metrics[key] = metric.mapped(_kept)
        return tuple(self._metrics[key] for _, key in wanted)

    def metrics_by_world(self, event: Event | None) -> tuple[Metric, ...]:
        """What happens in every world and profile, ``[scenario, *batch, *profile]``."""
        worlds = self.worlds(believed=False)
        each = [[own.metric(group.history) for own in self._measures(group, event)] for group in worlds]
        return tuple(of_worlds(same, worlds) for same in zip(*each, strict=True))

    @property
    def _errs(self) -> bool:
        """Whether labs may think of worlds that do not come."""
        announced = any(path.announced for path in self._paths or (self._game.open,))
        return announced or any(not type(m).in_truth for m in self._game.modifiers)

    def _term(self, lab: int, number: int, *, believed: bool) -> FloatArray:
        key = believed and self._errs, lab, number
        if key not in self._paid:
            term, market = self._game.labs[lab].terms[number], self._game.market
            self._paid[key] = _kept(
                everywhere(self.worlds(believed=believed), lambda history: term.evaluate(history, lab, market))
            )
        return self._paid[key]

    def _measures(self, group: Worlds[History], event: Event | None) -> list[Measure]:
        game = self._game
        risky = game.world_risk is not None
        found = [*release_measures(group.history, game.market, game.milestones, risky=risky)]
        if event is not None:
            found += book_measures(group.history, event, game.milestones, lambda lab: self._gone(lab, group))
        return found

    def _gone(self, lab: int, group: Worlds[History]) -> BoolArray:
        """Profiles in which a lab goes under, in a group of worlds."""
        if lab not in self._under:
            self._under[lab] = self._goes_under(lab)
        gone = self._under[lab]
        if gone is None:
            return np.zeros((), dtype=np.bool_)
        own = gone[group.places]
        return own if len(group.places) > 1 else own[0]

    def _goes_under(self, lab: int) -> BoolArray | None:
        """``[scenario, *batch, *profile]`` whether a lab goes under; ``None`` where nothing makes it."""
        game, worlds = self._game, self.worlds(believed=False)
        ruined = [m for m in game.modifiers if type(m).gone is not Modifier.gone and m.applies_to(game.labs[lab].name)]
        if not ruined:
            return None
        account = Account(lab, (), (), chances(worlds), worlds, game.market)
        return np.broadcast_to(np.logical_or.reduce([m.gone(account) for m in ruined]), account.shape)


def _kept(values: FloatArray) -> FloatArray:
    """Numbers that all who look at an equal game get: not to be changed."""
    shared = values.view()
    shared.flags.writeable = False
    return shared


_LATEST: Latest[Evaluation] = Latest(MOST_KEPT, lambda found: found.size, KEPT_BYTES)
"""Evaluations of the latest games."""


def evaluation(game: ReleaseSetup) -> Evaluation:
    """The evaluation of a game, the same for every equal game as long as it is kept."""
    key: object = tuple(game.__dict__.values())
    try:
        hash(key)
    except TypeError:
        key = _hashable(key)
    return _LATEST.of(key, lambda: Evaluation(game))


def _hashable(value: Any) -> Any:
    """A part of a game at many parameter points, whose numbers are arrays; a list still has no hash."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, value.tobytes()
    if isinstance(value, tuple):
        return tuple(map(_hashable, value))
    if isinstance(value, BaseModel):
        return type(value), *map(_hashable, value.__dict__.values())
    return value
