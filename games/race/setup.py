"""What a race is composed of: ladder, labs, market, open models and other hazards, as one validated whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from games.markets import AnyMarket
from games.markets.base import Market
from games.parts.change_words import Doing, Response
from games.parts.lab_game import LabGame
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from games.race.lab import RaceLab
from games.race.payments import RaceState, unusable
from games.race.states import Climber, Map, Rules, explore, winning_gap
from games.race.world import Finish, OutsideModel, Regulation, Ruin

PROFILES_PER_STATE = 10
"""Profiles of a game of plans that take as long as one state of races that are solved together."""


class NobodySells(Market):
    """No market: nobody sells anything."""

    kind: Literal["none"] = "none"

    def revenue_rate(self, state: object, lab: int) -> FloatArray:  # noqa: ARG002 - the contract
        """Nothing."""
        return np.zeros(())

    def surplus_rate(self, state: object) -> FloatArray:  # noqa: ARG002
        """Nothing."""
        return np.zeros(())


class RaceSetup(LabGame):
    """The parts of a race."""

    noun: ClassVar[str] = "race"
    plan_unit: ClassVar[str] = "climbs per period"
    responses: ClassVar[tuple[str, ...]] = ("response.effort",)
    says: ClassVar[Mapping[str, Response]] = {
        "effort": Response(
            Doing("works", "may work", "harder", "less hard"),
            "all labs together",
            Doing("work", "may work", "harder", "less hard"),
            "how hard it works at the start",
        )
    }
    anybody: ClassVar[str] = "effort"

    kind: Literal["race"] = "race"
    """What sort of game this is."""
    rungs: Annotated[tuple[Positive, ...], Field(min_length=2), Unit("capability")]
    """Capability of each rung of the ladder, rising."""
    discount_rate: Annotated[Positive, Unit("per period")] = 0.1
    """Continuous discount rate r of every lab."""
    effort_exponent: Annotated[float, Field(gt=1, allow_inf_nan=False), Unit("power")] = 2.0
    """Exponent of effort in its cost: g in c h^g / g."""
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
    def _consistent(self) -> Self:
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
            if self.finish is not None and lab.rung >= self.finish.rung:
                found.append(f"{lab.name} starts on rung {lab.rung}, at or above finish.rung {self.finish.rung}")
            found += [f"{lab.name}.{t.label}: {why}" for t in lab.terms if (why := unusable(t))]
        rungs = {f"{lab.name}.rung": lab.rung for lab in self.labs} | {
            "open.rung": self.open.rung,
            "open.arrival_rung": self.open.arrival_rung,
            "finish.rung": None if self.finish is None else self.finish.rung,
        }
        high = {name: rung for name, rung in rungs.items() if rung is not None and rung > top}
        return found + [f"{name} is {rung}, above the ladder, whose top is rung {top}" for name, rung in high.items()]

    @property
    def states(self) -> Map:
        """States and moves."""
        top = len(self.rungs) - 1
        climbers = tuple(
            Climber(x.rung, top if x.top is None else min(x.top, top), x.openness, x.may_exit, winning_gap(x))
            for x in self.labs
        )
        follows, learn = np.any(np.asarray(self.open.follow_rate) > 0), np.any(np.asarray(self.learn) > 0)
        return explore(
            Rules(
                tuple(map(float, self.rungs)),
                climbers,
                self.open.capability_at_start(self.rungs),
                self.open.capability_at_arrival(self.rungs),
                self.open.follow_lag if follows else None,
                bool(learn),
                None if self.finish is None else self.finish.rung,
            )
        )

    @property
    def customers(self) -> Market:
        """The market, or one in which nobody sells."""
        return NobodySells() if self.market is None else self.market

    @property
    def lab_names(self) -> tuple[str, ...]:
        """Names of the labs, in their order."""
        return tuple(lab.name for lab in self.labs)

    @property
    def period_days(self) -> float:
        """Days in a period."""
        return float(np.asarray(self.days_per_period).reshape(-1)[0])

    def size(self) -> int:
        """States, each as much work as several profiles of a game of plans."""
        return PROFILES_PER_STATE * len(self.states.places)

    def race_state(self) -> RaceState:
        """What markets and terms read, for every state but the one in which all is over."""
        return RaceState(self.labs, np.asarray(self.rungs, dtype=np.float64), self.states, self.days_per_period)
