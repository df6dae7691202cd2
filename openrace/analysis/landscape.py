"""Something whose answer depends on numbers, looked at from any point: a game with an intervention, or a story.

To find where a sign flips or where equilibria are born takes two things: the direction of a metric at many points,
and what may be played there. A point is a base with some numbers changed.
"""

from __future__ import annotations

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from games.events.base import Intervention
from games.parts.direction import Code, Interval
from games.parts.metric import Metric
from games.parts.part import FloatArray
from games.parts.paths import Setting
from openrace.concepts.choice import Choice
from openrace.concepts.equilibria import CellFlag
from openrace.concepts.expectations import expectations
from openrace.concepts.many import solve_many
from openrace.concepts.plain import Plain
from openrace.concepts.race import RaceAnswer, race
from openrace.questions.about import About, about_game
from openrace.questions.fragility import Firm
from openrace.questions.question import Question, metric_named
from openrace.questions.shift import Shift, shift, solve_both
from openrace.questions.verdict import judge
from openrace.sweeps.cells.builder import Builder, Way
from openrace.sweeps.cells.concepts import summarise_under
from openrace.sweeps.cells.games import CellGames
from openrace.sweeps.cells.making import cells_of
from openrace.sweeps.effort import announce
from openrace.sweeps.progress import Work
from solver.common.errors import OpenraceError

BATCH = 2048
"""Points that are looked at together."""
GLANCE = 0.25
"""Seconds that looking at some points may take for more of them to be taken next time."""
CHEAPER = 0.8
"""Share of what a point has cost at least, below which a larger batch has made points cheaper."""


@dataclass(frozen=True)
class State:
    """One thing that may be played at a parameter value.

    Attributes:
        key: what identifies it: the plans each player mixes, or the regime.
        value: the metric, least and greatest if the state is itself a set.
        support: what a branch that goes on keeps while its key changes for another reason; empty if the key says all.
    """

    key: str
    value: Interval
    support: str = ""


@dataclass(frozen=True)
class Ground(Plain):
    """Why a direction is what it is at one point, solved again on its own.

    Attributes:
        settings: the numbers that were changed.
        sign: direction of the metric there.
        before: the metric's extent before; ``None`` if there is none.
        after: the same, after.
        proven: whether both sets of equilibria are proven complete.
        max_regret: largest regret of the equilibria on which it rests.
    """

    settings: tuple[Setting, ...]
    sign: Code
    before: Interval | None
    after: Interval | None
    proven: bool
    max_regret: float

    def entries(self) -> dict[str, object]:
        """The JSON of one side of a flip."""
        return {
            "settings": {s.path: s.value for s in self.settings},
            "direction": self.sign,
            "before": self.before,
            "after": self.after,
            "proven": self.proven,
            "max_regret": self.max_regret,
        }


Signs = Callable[[FloatArray], NDArray[np.int8]]
"""From points ``(B, D)`` to direction codes ``(B,)``."""


def paced(signs: Signs, bar: Work) -> Signs:
    """The same, in batches that are small at first, so that the rate is known early, each of them reported.

    Batches grow while they are quick, and while points in larger batches are cheaper.
    """
    size, cheapest = 1, math.inf

    def codes(points: FloatArray) -> NDArray[np.int8]:
        nonlocal size, cheapest
        parts, at = [], 0
        while at < len(points):
            started = time.monotonic()
            parts.append(signs(points[at : at + size]))
            bar.advance(len(parts[-1]))
            at += size
            spent = time.monotonic() - started
            each = spent / len(parts[-1])
            if spent < GLANCE or each < CHEAPER * cheapest:
                size = min(2 * size, BATCH)
            cheapest = min(each, cheapest)
        return np.concatenate(parts)

    return codes


class Landscape(ABC):
    """A base point and what happens around it."""

    @abstractmethod
    def about(self, paths: Sequence[str], metric: str) -> About:
        """What is looked at, in words."""

    @abstractmethod
    def announce(self, n: int, budget: float | None) -> None:
        """Says on stderr that ``n`` looks take long, if they do.

        Raises:
            TooLargeError: they take more seconds than the budget.
        """

    @property
    @abstractmethod
    def metric(self) -> str:
        """The metric that is meant if none is named."""

    @abstractmethod
    def value(self, path: str) -> float:
        """The base's number at a path.

        Raises:
            OpenraceError: there is none.
        """

    @abstractmethod
    def check(self, path: str, value: float) -> None:
        """Looks whether the number at a path may have a value, all others being the base's.

        Raises:
            OpenraceError: it may not.
        """

    def takes(self, path: str, value: float) -> bool:
        """Whether :meth:`check` lets a value pass."""
        try:
            self.check(path, value)
        except OpenraceError:
            return False
        return True

    @abstractmethod
    def signs(self, paths: tuple[str, ...], low: FloatArray, high: FloatArray, metric: str) -> Signs:
        """What gives the metric's directions at points of the box from ``low`` to ``high`` ``(D,)``.

        Raises:
            OpenraceError: unknown paths or metric, or an end out of range.
        """

    @abstractmethod
    def states(self, path: str, at: float, metric: str) -> tuple[State, ...]:
        """Everything that may be played where one number is ``at``."""

    @abstractmethod
    def ground(self, settings: Sequence[Setting], metric: str) -> Ground:
        """The direction at one point, solved again on its own."""

    def firm(self, metric: str) -> Firm | None:  # noqa: ARG002 - of games
        """How firm the direction at the base point is; ``None`` where nothing but formulas decide."""
        return None


@dataclass(frozen=True, eq=False)
class GameLandscape(Landscape):
    """A game, with an intervention if directions are wanted.

    Attributes:
        question: the base point.
        choice: the concept under which signs and shifts are taken; states are those of fixed plans.
    """

    question: Question
    choice: Choice = field(default_factory=Choice)

    def about(self, paths: Sequence[str], metric: str) -> About:
        """What is looked at, in words."""
        return about_game(self.question, paths, metric)

    def announce(self, n: int, budget: float | None) -> None:
        """By the size of the game, before any is built."""
        announce(self.question.game, n, "games", budget)

    @property
    def metric(self) -> str:
        """The question's default."""
        return self.question.metric

    def value(self, path: str) -> float:
        """The base's number at a path."""
        return self.question.value(path)

    def check(self, path: str, value: float) -> None:
        """Makes both games."""
        self.question.at(self.question.settings((path,), (value,))).games()

    def signs(self, paths: tuple[str, ...], low: FloatArray, high: FloatArray, metric: str) -> Signs:
        """Batches of both games, solved and compared."""
        _asked(self.question)
        builders = cells_of(self.question, paths, low, high)
        for builder in builders:
            _metric_named(builder.look(np.stack([low, high])).metrics, metric)
        return lambda points: summarise_under(self.choice, builders, (metric,), points, 0).direction[:, 0]

    def states(self, path: str, at: float, metric: str) -> tuple[State, ...]:
        """Every extreme equilibrium of the game after the intervention, by what each player mixes."""
        builder = self._builder(path)
        if not isinstance(builder, CellGames):
            return race_states(race(builder.game_at((path,), (at,))), metric)
        ((_, batch),) = builder.build(np.array([[at]]))
        payoffs, values = batch.payoffs, _metric_named(batch.metrics, metric).values
        values = values[0] if values.ndim > payoffs.ndim - 2 else values
        found = solve_many(payoffs)
        if found.flags[0] & CellFlag.NONE_FOUND:
            return ()
        comes = np.isfinite(values)
        numbers = expectations(found, np.stack([np.where(comes, values, 0.0), comes.astype(np.float64)])[:, None])
        states = []
        for rows, (total, chance) in zip(found.points, numbers, strict=True):
            key = "; ".join(
                "+".join(_label(self._labels, i, int(a)) for a in np.flatnonzero(found.corners[i][row] > 0))
                for i, row in enumerate(rows)
            )
            value = float(total / chance) if chance > 1e-12 else float("inf")
            states.append(State(key, (value, value)))
        return tuple(sorted(set(states), key=lambda s: (s.key, s.value)))

    def ground(self, settings: Sequence[Setting], metric: str) -> Ground:
        """The shift of one metric at one point, both games solved one by one."""
        if settings:
            there = self.question.at(settings)
            then, now = solve_both(*_asked(there).pair(there.game), self.choice.solver())
        else:
            then, now = self.base.before, self.base.after
        # A name that no metric has is reported with all that there are.
        verdict = metric_named({m.metric: m for m in judge(then, now, (metric,)) or judge(then, now)}, metric)
        return Ground(
            tuple(settings),
            Code.of(verdict.direction),
            verdict.before,
            verdict.after,
            verdict.proven,
            max(then.max_regret, now.max_regret),
        )

    def firm(self, metric: str) -> Firm | None:
        """As ``shift`` says it at the base point."""
        return None if self.question.intervention is None else self.base.firm(metric)

    @cached_property
    def base(self) -> Shift:
        """The shift at the base point, solved once."""
        return shift(self.question.game, _asked(self.question), self.choice.solver())

    @cached_property
    def _labels(self) -> tuple[tuple[str, ...], ...]:
        return self.question.games()[-1].normal_form().actions

    @lru_cache(maxsize=8)  # noqa: B019 - a landscape lives as long as one question
    def _builder(self, path: str) -> Builder:
        """What builds the game after the intervention at any value of one number."""
        base = self.question.value(path)
        low, beyond = np.array([base]), np.array([base * 1.25 if base else 1e-3])
        try:
            return cells_of(self.question, (path,), low, beyond)[-1]
        except OpenraceError:
            # The trial value is out of range; made anew, every value is checked where it is used.
            return replace(cells_of(self.question, (path,), low, low)[-1], ways=(Way.REBUILT,))


def _asked(question: Question) -> Intervention:
    """What is done to the game.

    Raises:
        OpenraceError: nothing is.
    """
    if question.intervention is None:
        raise OpenraceError("no intervention came", "one whose effect has a sign", "give --open or --do")
    return question.intervention


def race_states(answer: RaceAnswer, metric: str) -> tuple[State, ...]:
    """Every equilibrium of a race, by its place in the order of efforts at the start, and by who works there."""
    values = _metric_named(answer.metrics, metric).values
    starts = [e.play.efforts[e.start] for e in answer.equilibria]
    states = []
    for place, k in enumerate(sorted(range(len(starts)), key=lambda k: (*starts[k].tolist(), k))):
        works = [name for name, effort in zip(answer.players, starts[k], strict=True) if effort > 0]
        support = f"{' and '.join(works) or 'nobody'} {'work' if len(works) > 1 else 'works'}"
        key = f"{place + 1} of {len(starts)}: {support}"
        states.append(State(key, (float(values[k]), float(values[k])), support=support))
    return tuple(states)


def _metric_named(metrics: Sequence[Metric], name: str) -> Metric:
    return metric_named({m.name: m for m in metrics}, name)


def _label(labels: tuple[tuple[str, ...], ...], player: int, action: int) -> str:
    own = labels[player] if player < len(labels) else ()
    return own[action] if action < len(own) else str(action)
