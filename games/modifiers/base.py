"""A modifier: changes the world before terms are evaluated, or what a lab makes of its total.

Modifiers have parameters and no weight. They apply by stages, whatever the order in which a game lists them, and within
a stage by name. One that makes payoffs non-linear in the weights of terms says so (``linear = False``); code that uses
linearity must check it.

There are four places where a modifier may act, and each acts in one of them: ``perceive`` (the game a lab believes to
be in), ``futures`` (events that may come), ``shocks`` (costs, discounting, customers) and ``wrap`` (a lab's total).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, TypeVar

import numpy as np

from games.modifiers.account import Account
from games.parts.part import BoolArray, FloatArray, KindedPart, Part, Surroundings
from games.time.shocks import Shocks
from games.time.timeline import Timeline

G = TypeVar("G", bound=Part)
T = TypeVar("T")


class Stage(IntEnum):
    """When a modifier applies: what an earlier one does, a later one sees."""

    BELIEF = 0
    """Which game a lab believes to be in."""
    EVENT = 1
    """What may happen to everybody, such as regulation."""
    GAIN = 2
    """Capability that a release gets for nothing."""
    BASE = 3
    """What has to be trained."""
    SAVING = 4
    """Sums taken off the cost of training."""
    SHARE = 5
    """Factors on the cost of training, customers, and all whose order does not matter."""
    EXIT = 6
    """Wrappers: who goes under."""
    UTILITY = 7
    """Wrappers: what a total is worth."""
    FEAR = 8
    """Wrappers: which scenarios count."""


@dataclass(frozen=True, eq=False)
class Future:
    """One way in which things may go on.

    Attributes:
        chance: its probability, ``[*batch, *profile]`` or broadcasting to it.
        shocks: the world's shocks in it.
    """

    chance: FloatArray
    shocks: Shocks


class Modifier(KindedPart):
    """A change of the world, or of how labs feel about their totals."""

    name: str = ""
    """Path of this modifier; by default its kind."""

    linear: ClassVar[bool] = True
    """Whether payoffs stay linear in the weights of terms."""
    in_truth: ClassVar[bool] = True
    """Whether the world itself is so; False for how labs feel about it, which changes play and no outcome."""
    stage: ClassVar[Stage] = Stage.SHARE
    """When it applies among the modifiers of a game."""

    @property
    def label(self) -> str:
        """The name used in paths and tables."""
        return self.name or self.kind

    @property
    def about(self) -> tuple[str, ...]:
        """What tells two of one kind apart where neither has a name: together they are two, and not one."""
        return ()

    def applies_to(self, lab: str) -> bool:  # noqa: ARG002 - the contract
        """Whether it changes anything for this lab."""
        return True

    def perceive(self, game: G, lab: int) -> G:  # noqa: ARG002 - the contract
        """The game that the lab believes to be in."""
        return game

    def seen_at(self, date: float) -> Modifier:  # noqa: ARG002 - the contract
        """The modifier as the lab feels it at a date, for a lab whose preferences change as time goes by."""
        return self

    def shocks(self, history: Timeline) -> Shocks:
        """The world's shocks after this modifier; ``history.shocks`` holds those before it."""
        return history.shocks

    def futures(self, history: Timeline) -> tuple[Future, ...]:
        """Every way in which things may go on after this modifier, with chances that sum to 1."""
        return (Future(np.ones(()), self.shocks(history)),)

    def replans(self, labs: Sequence[str]) -> bool:  # noqa: ARG002 - the contract
        """Whether it brings news after which some of these labs, if they react, would plan anew."""
        return False

    def wrap(self, account: Account) -> FloatArray:
        """The lab's payoff ``[scenario, *batch, *profile]`` after this modifier; their expectation is what counts."""
        return account.total

    def gone(self, account: Account) -> BoolArray:  # noqa: ARG002 - the contract
        """Whether the lab has gone under, ``[scenario, *batch, *profile]`` or broadcasting: then it races no more."""
        return np.zeros((), dtype=np.bool_)


class LabModifier(Modifier):
    """A modifier that may apply to some labs only."""

    only: tuple[str, ...] = ()
    """Labs to which it applies; by default all."""

    @property
    def about(self) -> tuple[str, ...]:
        """The labs to which it applies."""
        return self.only

    def applies_to(self, lab: str) -> bool:
        """Whether it changes anything for this lab."""
        return not self.only or lab in self.only

    def problems(self, game: Surroundings) -> list[str]:
        """Names of labs that are not in the game."""
        known = game.lab_names
        return [f"{self.label}.only names {n!r}, which is no lab of the game" for n in self.only if n not in known]

    def per_lab(self, history: Timeline, before: Sequence[T], after: Sequence[T]) -> tuple[T, ...]:
        """``after`` for the labs to which it applies, ``before`` for the others."""
        return tuple(
            new if self.applies_to(lab) else old for lab, old, new in zip(history.names, before, after, strict=True)
        )
