"""The effect of each factor on what an event does to the race: every factor on and off, in all orders.

The change that an event makes is computed with every set of the game's factors. The effect of a factor is what it adds
to the change on average over all orders in which factors may be switched on, so effects add up to the total: the change
with all factors on, less that with all off. A factor that the game does not have, or that changes nothing, has effect
0. Two factors *interact* where each adds more, or less, beside the other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games.events.base import Intervention
from games.parts.direction import Interval
from games.parts.game import Game
from games.parts.identity import game_hash
from games.parts.metric import Sense
from games.parts.part import FloatArray
from games.race.race_game import RaceGame
from games.release.release_game import ReleaseGame
from openrace.concepts.choice import Choice
from openrace.concepts.concept import spoken
from openrace.concepts.plain import Plain
from openrace.concepts.result import Picture
from openrace.isolate.factors import Factor, Labs, factors_of, is_in
from openrace.isolate.worth import Worth, names_of
from openrace.questions.question import Question, metric_named
from openrace.questions.shapley import IntArray, interactions, orders, sampling_error, shapley
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.prior import Belief, evidence, stated
from openrace.sweeps.progress import work
from openrace.sweeps.samplers import Sobol
from solver.common.errors import OpenraceError
from solver.common.table import Entry, Table

MOST_EXACT = 10
"""Factors up to which every set is solved: 1,024 pairs of games."""
PAIRS = 128
"""Orders drawn, each with its reverse, with more factors."""
DRAWS = 16
"""Draws from a prior, per set of factors."""
MOST_DRAWS = 10_000
NOISE = 1e-9
"""Share of the largest change below which an interaction is rounding."""
QUANTILES = (0.05, 0.95)
"""Ends of an interval over a prior."""


@dataclass(frozen=True)
class Effect(Plain):
    """What one factor does to one metric.

    Attributes:
        factor: the factor.
        value: its share of the total.
        interval: 5 % and 95 % quantile of that share over the prior, widened to hold the share itself and what drawn
            orders leave open; both ends are the value where nothing varies.
        alone: the change with this factor on and all others off, less that with all off.
        last: the change with all on, less that with this one off.
    """

    factor: Factor
    value: float
    interval: Interval
    alone: float
    last: float

    def entries(self) -> dict[str, object]:
        """The JSON of one bar."""
        return {
            "factor": self.factor.name,
            "value": self.value,
            "low": self.interval[0],
            "high": self.interval[1],
            "alone": self.alone,
            "last": self.last,
            "words": self.factor.words,
            "who": self.factor.who,
        }


@dataclass(frozen=True)
class Interaction(Plain):
    """Two factors that do more together than each on its own.

    Attributes:
        factors: their names.
        value: what they add to each other.
    """

    factors: tuple[str, str]
    value: float


@dataclass(frozen=True)
class OnMetric(Plain):
    """Effects on one metric.

    Attributes:
        metric: its name.
        unit: of all numbers here.
        sense: which way is racing.
        base: the change with all factors off: what the event does by itself.
        total: the change with all on, less ``base``.
        effects: one per factor, largest first; they sum to ``total``.
        interactions: pairs that matter more than either of their factors, largest first.
    """

    metric: str
    unit: str
    sense: Sense
    base: float
    total: float
    effects: tuple[Effect, ...]
    interactions: tuple[Interaction, ...]

    def entries(self) -> dict[str, object]:
        """The JSON of one metric."""
        return {
            "metric": self.metric,
            "unit": self.unit,
            "base": self.base,
            "total": self.total,
            "effects": self.effects,
            "interactions": self.interactions,
        }


@dataclass(frozen=True, repr=False)
class Effects(Picture):
    """Effects of every factor of a game on what an event does to it.

    Attributes:
        game: the game with all its factors.
        intervention: what is done to it.
        concept: what labs know and can do, in words.
        metrics: effects on each metric, that of the question first.
        exact: whether every set of factors was solved; otherwise orders were drawn.
        n_sets: sets of factors that were solved.
        draws: draws from the prior.
        prior: where they come from, in words; empty without one.
    """

    game: Labs
    intervention: str
    concept: str
    metrics: tuple[OnMetric, ...]
    exact: bool
    n_sets: int
    draws: int
    prior: str

    @property
    def main(self) -> OnMetric:
        """Effects on the metric of the question."""
        return self.metrics[0]

    def __repr__(self) -> str:
        of = self.main
        first = of.effects[0]
        return f"Effects({self.game.name}, {self.intervention}: {of.metric} {of.total:+g}, {first.factor.name} first)"

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace effects``."""
        return {
            "game": self.game.name,
            "hash": game_hash(self.game),
            "intervention": self.intervention,
            "concept": self.concept,
            **self.main.entries(),
            "exact": self.exact,
            "sets": self.n_sets,
            "draws": self.draws,
            "prior": self.prior,
            "metrics": {of.metric: of for of in self.metrics},
        }

    def table(self) -> Table:
        """One row per factor and metric."""
        header = ("metric", "factor", "value", "low", "high", "alone", "last", "who")
        rows: list[tuple[Entry, ...]] = []
        for of in self.metrics:
            rows += [
                (of.metric, e.factor.name, e.value, *e.interval, e.alone, e.last, e.factor.who) for e in of.effects
            ]
        return Table(f"effects in {self.game.name}, {self.intervention}", header, tuple(rows))


def effects(
    game: Game,
    intervention: Intervention,
    *,
    metric: str | None = None,
    choice: Choice | None = None,
    beliefs: Sequence[Belief] = (),
    draws: int = DRAWS,
    seed: int = 0,
    budget: float | None = BUDGET,
) -> Effects:
    """Switch every factor of a game off and on, in all orders, and see what an event does.

    Arguments are those of :func:`openrace.effects`.

    Raises:
        OpenraceError: no game of labs, an unknown metric, one without a mean (dates over an infinite horizon), or a
            search that takes longer than the budget.
    """
    check_draws(draws, 0, DRAWS)
    base = _labs(game)
    listed = factors_of(base)
    known = tuple(f for f in listed if is_in(f, base))
    question = Question(base, intervention)
    wanted = metric or question.metric
    measures = {measure[0]: measure for measure in question.games()[0].measures()}
    metric_named(measures, wanted)
    names = names_of(tuple(measures), wanted)
    believed = stated(question, beliefs) if beliefs else evidence(base)
    drawn = believed.numbers(base, draws, Sobol(seed)) if draws and believed is not None else {}
    chosen = choice or Choice()
    worth = Worth(base, intervention, known, names, chosen, drawn)
    exact = len(known) <= MOST_EXACT
    some = None if exact else orders(len(known), PAIRS, seed)
    masks = np.arange(1 << len(known)) if some is None else some.needed
    with work(worth.cells(len(masks)), "pairs of games", budget=budget) as bar:
        values = worth.of(masks, bar)
    # A date that never comes has no mean; what is asked about must have one, other metrics are left out.
    means = np.asarray(np.isfinite(values).all(axis=(0, 1)))
    if not means[0]:
        raise OpenraceError(
            f"{wanted} has no mean over an infinite horizon", "a metric with a mean", "name frontier_end, for example"
        )
    names, values = tuple(n for n, has in zip(names, means, strict=True) if has), values[:, :, means]
    if some is None:
        shares, error, together = shapley(values), np.zeros((len(known), *values.shape[1:])), interactions(values)
    else:
        added = some.added(values)
        shares, error, together = added.mean(axis=0), sampling_error(added), None
    solved = _Solved(known, listed, values, shares, error, together, masks)
    told = tuple(solved.on(*measures[name], k) for k, name in enumerate(names))
    return Effects(
        base,
        intervention.text,
        spoken(chosen.label_in(base)),
        told,
        exact,
        len(masks),
        worth.n_each - 1,
        believed.source if believed is not None and drawn else "",
    )


def check_draws(draws: int, least: int, usual: int) -> None:
    """Refuses fewer or more draws from a prior than make sense.

    Raises:
        OpenraceError: it is not ``least`` to ``MOST_DRAWS``.
    """
    if not least <= draws <= MOST_DRAWS:
        raise OpenraceError(f"{draws:,} draws came", f"{least} to {MOST_DRAWS:,}", f"leave it out for {usual}")


def _labs(game: Game) -> Labs:
    if not isinstance(game, ReleaseGame | RaceGame):
        raise OpenraceError(
            f"{game.name} has no assumptions to switch off", "a game of labs", "openrace games lists the games"
        )
    return game


@dataclass(frozen=True, eq=False)
class _Solved:
    """What was computed, ``K`` metrics and ``1 + D`` draws, the game as it is first.

    Attributes:
        known: the ``n`` factors of the game.
        listed: all factors.
        worth: ``(sets, 1 + D, K)`` changes.
        shares: ``(n, 1 + D, K)`` effects.
        error: ``(n, 1 + D, K)`` half the width of what drawn orders leave open.
        together: ``(n, n, 1 + D, K)`` interactions; ``None`` where orders were drawn.
        masks: the sets.
    """

    known: tuple[Factor, ...]
    listed: tuple[Factor, ...]
    worth: FloatArray
    shares: FloatArray
    error: FloatArray
    together: FloatArray | None
    masks: IntArray

    def on(self, metric: str, sense: Sense, unit: str, k: int) -> OnMetric:
        """Effects on the ``k``-th metric."""
        at = {factor: i for i, factor in enumerate(self.known)}
        bars = [self._effect(f, at[f], k) if f in at else Effect(f, 0.0, (0.0, 0.0), 0.0, 0.0) for f in self.listed]
        base, whole = self._change(0, k), self._change((1 << len(self.known)) - 1, k)
        pairs = self._pairs(k)
        bars.sort(key=lambda e: -abs(e.value))
        return OnMetric(metric, unit, sense, base, whole - base, tuple(bars), pairs)

    def _effect(self, factor: Factor, i: int, k: int) -> Effect:
        everything = (1 << len(self.known)) - 1
        own = self.shares[i, :, k]
        value, open_ = float(own[0]), float(self.error[i, 0, k])
        low, high = (float(np.quantile(own[1:] if len(own) > 1 else own, q)) for q in QUANTILES)
        interval = min(low, value) - open_, max(high, value) + open_
        alone = self._change(1 << i, k) - self._change(0, k)
        last = self._change(everything, k) - self._change(everything ^ (1 << i), k)
        return Effect(factor, value, interval, alone, last)

    def _change(self, mask: int, k: int) -> float:
        return float(self.worth[int(np.searchsorted(self.masks, mask)), 0, k])

    def _pairs(self, k: int) -> tuple[Interaction, ...]:
        """Pairs that matter more than either factor, up to what rounding leaves."""
        if self.together is None:
            return ()
        own = np.abs(self.shares[:, 0, k])
        noise = NOISE * (1.0 + float(np.abs(self.worth[:, 0, k]).max()))
        found = [
            Interaction((self.known[j].name, self.known[i].name), float(value))
            for i in range(len(self.known))
            for j in range(i)
            if abs(value := self.together[i, j, 0, k]) > max(own[i], own[j]) + noise
        ]
        return tuple(sorted(found, key=lambda pair: -abs(pair.value)))
