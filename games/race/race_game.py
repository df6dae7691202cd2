"""A race game: ladder, labs, market, terms and world, as a directional game in continuous time.

In state ``s`` lab ``i`` gets its market revenue and other flow terms, its income, less its fixed cost, and climbs at a
hazard ``h`` of its choice at cost ``c a h**g / g`` per period; ``a`` is ``ease`` where the best open model is above the
lab's rung, else 1. At a climb it pays or gets what its one-off terms say. ``solver.directional`` finds every
Markov-perfect equilibrium.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from games.markets import AnyMarket
from games.markets.base import Market
from games.parts.game import Game
from games.parts.metric import Metric
from games.parts.part import FloatArray, NonNegative, Positive, Unit, batch_size
from games.race.lab import CLOSED, RaceLab
from games.race.payments import RaceState, Release, split, unusable
from games.race.states import Climb, Map, explore, rules_of
from games.race.world import Finish, OutsideModel, Regulation, Ruin
from games.terms import GapPrize
from games.terms.revenue import Revenue
from solver.directional import DirectionalGame, Events, Exits, Options
from solver.game.errors import OpenraceError
from solver.game.normal_form import NormalForm


class NobodySells(Market):
    """No market: nobody sells anything."""

    kind: Literal["none"] = "none"

    def revenue_rate(self, state: object, lab: int) -> FloatArray:  # noqa: ARG002 - the contract
        """Nothing."""
        return np.zeros(())

    def surplus_rate(self, state: object) -> FloatArray:  # noqa: ARG002
        """Nothing."""
        return np.zeros(())


class RaceGame(Game):
    """Labs that climb a ladder of capabilities at hazards of their choice."""

    kind: Literal["race"] = "race"
    """What sort of game this is."""
    rungs: Annotated[tuple[Positive, ...], Field(min_length=2), Unit("capability")]
    """Capability of each rung of the ladder, rising."""
    discount_rate: Annotated[Positive, Unit("per period")] = 0.1
    """Continuous discount rate r of every lab."""
    effort_exponent: Annotated[float, Field(gt=1, allow_inf_nan=False), Unit("power")] = 2.0
    """Exponent g of effort in its cost c h^g / g."""
    days_per_period: Annotated[Positive, Unit("days")] = 1.0
    """Days in a period; revenue is per customer and day."""
    learn: Annotated[NonNegative, Unit("per period")] = 0.0
    """Hazard at which a lab below the best open model reaches its rung without effort."""
    ease: Annotated[float, Field(gt=0, le=1), Unit("share")] = 1.0
    """Factor on the effort cost of a lab below the best open model: spillovers make training easier."""
    labs: tuple[RaceLab, ...] = Field(min_length=1)
    """The players."""
    market: AnyMarket | None = None
    """How customers are served; left out, nobody sells."""
    open: OutsideModel = OutsideModel()
    """Open models from outside the game."""
    finish: Finish | None = None
    """What ends the race; left out, the ladder ends when nobody can climb, and flows go on for ever."""
    ruin: Ruin = Ruin()
    """The hazard that ends everything."""
    regulation: Regulation = Regulation()
    """The hazard that stops the race."""

    @model_validator(mode="after")
    def _consistent(self) -> RaceGame:
        problems = self._problems()
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _problems(self) -> list[str]:
        found = []
        ladder, top = np.asarray(self.rungs, dtype=np.float64), len(self.rungs) - 1
        if np.any(np.diff(ladder) <= 0):
            found.append("rungs fall or repeat; give capabilities that rise")
        names = [lab.name for lab in self.labs]
        found += [f"two labs are named {n}" for n in sorted({n for n in names if names.count(n) > 1})]
        found += [
            f"a lab cannot be named {n}, which is a part of every race" for n in names if n in type(self).model_fields
        ]
        for lab in self.labs:
            if lab.rung > top:
                found.append(f"{lab.name}.rung is {lab.rung}, above the ladder, whose top is rung {top}")
            if self.finish is not None and lab.rung >= self.finish.rung:
                found.append(f"{lab.name} starts on rung {lab.rung}, at or above finish.rung {self.finish.rung}")
            found += [f"{lab.name}.{t.label}: {why}" for t in lab.terms if (why := unusable(t))]
        for name, rung in (("open.rung", self.open.rung), ("open.arrival_rung", self.open.arrival_rung)):
            if rung is not None and rung > top:
                found.append(f"{name} is {rung}, above the ladder, whose top is rung {top}")
        if self.finish is not None and self.finish.rung > top:
            found.append(f"finish.rung is {self.finish.rung}, above the ladder, whose top is rung {top}")
        return found

    @property
    def states(self) -> Map:
        """States and moves."""
        learn = bool(np.any(np.asarray(self.learn) > 0))
        return explore(rules_of(self.rungs, self.labs, self.open, learn=learn))

    @property
    def customers(self) -> Market:
        """The market, or one in which nobody sells."""
        return NobodySells() if self.market is None else self.market

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the labs."""
        return tuple(lab.name for lab in self.labs)

    def race_state(self) -> RaceState:
        """What markets and terms ask, for every state but the one in which all is over."""
        return RaceState(self.labs, np.asarray(self.rungs, dtype=np.float64), self.states, self.days_per_period)

    def directional(self) -> DirectionalGame:
        """The game for ``solver.directional``; one game per parameter point if numbers are arrays."""
        return _Builder(self).game()

    def flows(self) -> FloatArray:
        """``(B, S, N)`` payoff flows in every state but the last, without effort."""
        return _Builder(self).flows

    def normal_form(self) -> NormalForm:
        """A race has no finite list of plans.

        Raises:
            OpenraceError: always.
        """
        raise OpenraceError(
            f"{self.name} is a race, which has no finite list of plans",
            "a game with payoffs to tabulate",
            "openrace solve finds the equilibria of a race; export a release game instead",
        )

    def roster(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Names of the labs; efforts are not counted."""
        return self.players, ()

    def metrics(self) -> tuple[Metric, ...]:
        """A race has no profiles; what its equilibria make happen is in ``games.race.metrics``."""
        return ()


class _Builder:
    """Arrays of the directional game; the last state, in which all is over, pays nothing."""

    def __init__(self, game: RaceGame) -> None:
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
    def flows(self) -> FloatArray:
        """``(B, S, N)``."""
        market, out = self.given.customers, np.zeros((self.n_games, self.n_states, self.n_labs))
        for i, lab in enumerate(self.given.labs):
            flow = self.spread(lab.income) - self.spread(lab.fixed_cost)
            for term in self.terms[i][0]:
                flow = flow + self.spread(np.asarray(term.weight) * term.rate(self.state, i, market))
            out[:, :, i] = np.where(self.map.left[:, i], 0.0, flow)
        return out

    def game(self) -> DirectionalGame:
        given = self.given
        total = self.n_states + 1
        flows = np.zeros((self.n_games, total, self.n_labs))
        flows[:, :-1] = self.flows
        costs = np.ones((self.n_games, total, self.n_labs))
        fixed = np.full((self.n_games, total, self.n_labs), np.nan)
        for i, lab in enumerate(given.labs):
            below = self.state.best_open > self.state.own(i)
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
        climbs = self.map.climbs
        bonus = np.zeros((self.n_games, len(climbs), self.n_labs))
        paid = [self.at_release(i) for i in range(self.n_labs)]
        targets = []
        for k, climb in enumerate(climbs):
            bonus[:, k, climb.lab] = paid[climb.lab][:, climb.source]
            ends, prizes = self.ending(climb)
            bonus[:, k] += prizes
            targets.append(self.map.over if ends else climb.target)
        source = np.array([c.source for c in climbs], dtype=np.int64)
        who = np.array([c.lab for c in climbs], dtype=np.int64)
        return Options(source, who, np.array(targets, dtype=np.int64), bonus)

    def at_release(self, lab: int) -> FloatArray:
        """``(B, S)`` what a climb of the lab pays it at once."""
        moment, out = Release(self.state, lab), np.zeros((self.n_games, self.n_states))
        for term in self.terms[lab][1]:
            # Such a term asks for the release alone (``payments.ONE_OFF``), which ``Release`` answers.
            paid = term.evaluate(moment, lab, self.given.customers)  # type: ignore[arg-type]  # a part of a timeline
            out = out + self.spread(np.asarray(term.weight) * paid)
        return out

    def ending(self, climb: Climb) -> tuple[bool, FloatArray]:
        """Whether a climb ends the race, and what it then pays to everybody, ``(B, N)``."""
        prizes = np.zeros((self.n_games, self.n_labs))
        finish = self.given.finish
        after = self.map.places[climb.target]
        if finish is not None and after.rungs[climb.lab] >= finish.rung:
            prizes[:] = self.each(finish.loser)[:, None]
            prizes[:, climb.lab] = self.each(finish.winner)
            return True, prizes
        won = [t for t in self.terms[climb.lab][2] if self.lead(climb) >= float(np.asarray(t.gap).reshape(-1)[0])]
        if not won:
            return False, prizes
        for i in range(self.n_labs):
            for term in self.terms[i][2]:
                prizes[:, i] += self.each(term.weight) * self.share(term, i == climb.lab)
        return True, prizes

    def share(self, prize: GapPrize, wins: bool) -> FloatArray | float:
        """1 for the winner, minus the stated loss for any other who cares."""
        return 1.0 if wins else -self.each(prize.loss)

    def lead(self, climb: Climb) -> float:
        """How far the lab is above everybody after the climb, open models included."""
        target = climb.target
        rivals = [self.state.own(j)[target] for j in range(self.n_labs) if j != climb.lab]
        return float(self.state.own(climb.lab)[target] - max([*rivals, self.state.best_open[target]]))

    def events(self) -> Events:
        sources, targets, rates, lumps = [], [], [], []
        given, nothing = self.given, np.zeros((self.n_games, self.n_labs))
        hazard = {"arrival": given.open.arrival_rate, "follow": given.open.follow_rate, "learn": given.learn}
        for drift in self.map.drifts:
            sources.append(drift.source)
            targets.append(drift.target)
            rates.append(self.each(hazard[drift.cause]))
            lumps.append(nothing)
        front, x = self.state.frontier, self.state.best_open
        ruin = given.ruin.hazard + given.ruin.frontier * front + given.ruin.open * x
        stop = given.regulation.hazard + given.regulation.frontier * front + given.regulation.open * x
        lost = np.stack([-self.each(lab.ruin_loss) for lab in given.labs], axis=1)
        forever = self.flows / self.each(given.discount_rate)[:, None, None]
        for name, hazards in (("ruin", self.spread(ruin)), ("regulation", self.spread(stop))):
            for s in np.flatnonzero((hazards > 0).any(axis=0)).tolist():
                sources.append(s)
                targets.append(self.map.over)
                rates.append(hazards[:, s])
                lumps.append(lost if name == "ruin" else forever[:, s])
        shape = (self.n_games, len(sources))
        return Events(
            np.array(sources, dtype=np.int64),
            np.array(targets, dtype=np.int64),
            np.stack(rates, axis=1) if rates else np.zeros(shape),
            np.stack(lumps, axis=1) if lumps else np.zeros((*shape, self.n_labs)),
        )

    def exits(self) -> Exits:
        """Exits where a lab's flow is below what staying costs: where its net flow is negative."""
        rows = self.map.leaves
        return Exits(
            np.array([x.source for x in rows], dtype=np.int64),
            np.array([x.lab for x in rows], dtype=np.int64),
            np.array([x.target for x in rows], dtype=np.int64),
            np.array([bool(np.any(self.flows[:, x.source, x.lab] < 0)) for x in rows], dtype=bool),
        )


def sells(game: RaceGame, lab: int) -> bool:
    """Whether a lab earns revenue."""
    return any(isinstance(t, Revenue) for t in game.labs[lab].terms)


__all__ = ["CLOSED", "NobodySells", "RaceGame", "sells"]
