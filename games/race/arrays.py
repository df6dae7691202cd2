"""The arrays of a race for ``solver.directional``: flows, costs, climbs, hazards, exits; one game per parameter point.

What a state or a climb pays a lab is kept line by line (its terms, income, fixed cost, prizes), so that the parts of a
payoff differ.

``B`` games, ``S`` states without the last one, in which all is over, ``N`` labs, ``K`` climbs, ``V`` other moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from games.parts.part import BoolArray, FloatArray, batch_size
from games.race.payments import Release, split
from games.race.setup import RaceSetup
from games.race.states import FINISH, GAP, NO_LAB, Move
from games.race.world import Ending
from solver.common.arrays import IntArray
from solver.directional import DirectionalGame, Events, Exits, Options

RUIN, REGULATION = "ruin", "regulation"
"""Hazards that end the race."""


class RaceArrays:
    """A race in arrays; the last state, in which all is over, pays nothing."""

    def __init__(self, game: RaceSetup) -> None:
        self.given, self.map = game, game.states
        self.n_games = batch_size(game) or 1
        self.n_states, self.n_labs = len(self.map.places), len(game.labs)
        self.state = game.race_state()
        self.terms = [split(lab.terms) for lab in game.labs]

    def spread(self, values: object) -> FloatArray:
        """``(B, S)`` from anything that broadcasts to it."""
        return np.broadcast_to(np.asarray(values, dtype=np.float64), (self.n_games, self.n_states))

    def each(self, value: object) -> FloatArray:
        """``(B,)`` from a number or an array ``(B, 1)``."""
        return np.broadcast_to(np.asarray(value, dtype=np.float64).reshape(-1), (self.n_games,))

    @cached_property
    def flow_lines(self) -> tuple[dict[str, FloatArray], ...]:
        """Per lab ``(B, S)`` of every line that is paid while a state lasts; nothing after the lab has left."""
        return tuple(self._flows_of(i) for i in range(self.n_labs))

    def _flows_of(self, lab: int) -> dict[str, FloatArray]:
        own, market = self.given.labs[lab], self.given.customers
        lines = {
            term.label: self.spread(np.asarray(term.weight) * term.rate(self.state, lab, market))
            for term in self.terms[lab][0]
        }
        lines |= {"income": self.spread(own.income), "fixed_cost": -self.spread(own.fixed_cost)}
        return {name: np.where(self.map.left[:, lab], 0.0, flow) for name, flow in lines.items()}

    @cached_property
    def flows(self) -> FloatArray:
        """``(B, S, N)``."""
        return np.stack([np.add.reduce(list(lines.values())) for lines in self.flow_lines], axis=2)

    @cached_property
    def climb_lines(self) -> tuple[dict[str, FloatArray], ...]:
        """Per lab ``(B, K)`` of every line that a climb pays at once, its own climbs and the others'."""
        mine = [self.climbers == i for i in range(self.n_labs)]
        found: list[dict[str, FloatArray]] = []
        for i in range(self.n_labs):
            moment, lines = Release(self.state, i), {}
            for term in self.terms[i][1]:
                # Such a term reads the release alone (``payments.ONE_OFF``), which ``Release`` gives.
                paid = term.evaluate(moment, i, self.given.customers)  # type: ignore[arg-type]  # a part of a timeline
                amount = self.spread(np.asarray(term.weight) * paid)
                lines[term.label] = np.where(mine[i], amount[:, self.sources], 0.0)
            for term in self.terms[i][2]:
                prize = np.where(mine[i], 1.0, -self.each(term.loss)[:, None])
                lines[term.label] = np.where(self.won, self.each(term.weight)[:, None] * prize, 0.0)
            finish = self.given.finish
            if finish is not None:
                prize = np.where(mine[i], self.each(finish.winner)[:, None], self.each(finish.loser)[:, None])
                lines["finish"] = np.where(self.finishes, prize, 0.0)
            found.append(lines)
        return tuple(found)

    @cached_property
    def sources(self) -> IntArray:
        """``(K,)`` state of every climb."""
        return _column(self.map.climbs, "source")

    @cached_property
    def climbers(self) -> IntArray:
        """``(K,)`` lab of every climb."""
        return _column(self.map.climbs, "lab")

    @cached_property
    def reached(self) -> IntArray:
        """``(K,)`` state in which every climb ends, before the race is over where the climb ends it."""
        return _column(self.map.climbs, "target")

    @cached_property
    def finishes(self) -> BoolArray:
        """``(K,)`` climbs that reach the rung on which the race ends."""
        return np.array([c.cause == FINISH for c in self.map.climbs], dtype=np.bool_)

    @cached_property
    def won(self) -> BoolArray:
        """``(K,)`` climbs that win a gap: after which the lab is so far above everybody, open models included."""
        return np.array([c.cause == GAP for c in self.map.climbs], dtype=np.bool_)

    @cached_property
    def ends(self) -> dict[str, FloatArray]:
        """``(B, S)`` hazards that end the race."""
        front, x = self.state.frontier, self.state.best_open
        each: dict[str, Ending] = {RUIN: self.given.ruin, REGULATION: self.given.regulation}
        return {name: self.spread(end.hazard + end.frontier * front + end.open * x) for name, end in each.items()}

    def game(self) -> DirectionalGame:
        """One game per parameter point."""
        given, total = self.given, self.n_states + 1
        flows = np.zeros((self.n_games, total, self.n_labs))
        flows[:, :-1] = self.flows
        costs = np.ones((self.n_games, total, self.n_labs))
        fixed = np.full((self.n_games, total, self.n_labs), np.nan)
        for i, lab in enumerate(given.labs):
            below = self.state.best_open > self.state.capability(i)
            costs[:, :-1, i] = self.spread(lab.effort_cost) * np.where(below, self.spread(given.ease), 1.0)
            if lab.effort is not None:
                fixed[:, :-1, i] = self.spread(lab.effort)
        return DirectionalGame(
            flows,
            costs,
            self.each(given.discount_rate),
            float(np.asarray(given.effort_exponent).reshape(-1)[0]),
            self.options(),
            self.events(),
            0,
            None if np.isnan(fixed).all() else fixed,
            self.exits(),
        )

    def options(self) -> Options:
        """Climbs, each with what it pays everybody at once."""
        bonus = np.zeros((self.n_games, len(self.map.climbs), self.n_labs))
        for i, lines in enumerate(self.climb_lines):
            for paid in lines.values():
                bonus[:, :, i] += paid
        targets = np.where(self.finishes | self.won, self.map.over, self.reached)
        return Options(self.sources, self.climbers, targets, bonus)

    @cached_property
    def hazards(self) -> tuple[Move, ...]:
        """Moves that no lab makes: open models that arrive or follow, learning, ruin, regulation."""
        ends = [
            Move(s, self.map.over, name, NO_LAB)
            for name, rates in self.ends.items()
            for s in np.flatnonzero((rates > 0).any(axis=0)).tolist()
        ]
        return (*self.map.drifts, *ends)

    def caused(self, cause: str) -> BoolArray:
        """``(V,)`` hazards that have one cause."""
        return np.array([move.cause == cause for move in self.hazards], dtype=np.bool_)

    def events(self) -> Events:
        """The hazards, each with what it pays everybody at once."""
        given, sources = self.given, _column(self.hazards, "source")
        drifts = {"arrival": given.open.arrival_rate, "follow": given.open.follow_rate, "learn": given.learn}
        each = {cause: self.spread(rate) for cause, rate in drifts.items()} | self.ends
        rates = np.zeros((self.n_games, len(sources)))
        for k, move in enumerate(self.hazards):
            rates[:, k] = each[move.cause][:, move.source]
        lumps = np.zeros((*rates.shape, self.n_labs))
        lumps[:, self.caused(RUIN)] = np.stack([-self.each(lab.ruin_loss) for lab in given.labs], axis=1)[:, None]
        # What staying in the state for good is worth.
        stopped = self.caused(REGULATION)
        lumps[:, stopped] = self.flows[:, sources[stopped]] / self.each(given.discount_rate)[:, None, None]
        return Events(sources, _column(self.hazards, "target"), rates, lumps)

    def exits(self) -> Exits:
        """Exits where a lab's flow is below what staying costs: where its net flow is negative."""
        rows = self.map.leaves
        allowed = np.array([bool(np.any(self.flows[:, x.source, x.lab] < 0)) for x in rows], dtype=bool)
        return Exits(_column(rows, "source"), _column(rows, "lab"), _column(rows, "target"), allowed)


def _column(rows: Sequence[Move], name: str) -> IntArray:
    return np.array([getattr(row, name) for row in rows], dtype=np.int64)
