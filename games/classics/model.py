"""What every published model has in common: quantities that solvers find, values its paper prints, and the operator.

A model is a part whose fields are the paper's parameters. Its *quantities* are methods that return what a solver found,
with the paper's formula beside it where there is one. *Published* values name a quantity, the parameters and the place
in the paper. The operator *an open model appears* is the method ``changes``: the parameters afterwards, by each channel
alone and by all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache, wraps
from types import FunctionType
from typing import Any, ClassVar, Literal, Self, TypeVar

from games.parts.metric import Sense
from games.parts.part import FloatArray, Part
from games.race.race_game import RaceGame
from solver.common.errors import OpenraceError
from solver.game.normal_form import NormalForm


@dataclass(frozen=True)
class Found:
    """What a solver found of one quantity.

    Attributes:
        value: the number.
        how: by which solver, with its certificate or its step, in a few words.
        accuracy: how far the number may be from the model's.
        formula: what the paper's closed form says at the same parameters; ``None`` where there is none.
    """

    value: float
    how: str
    accuracy: float = 1e-9
    formula: float | None = None

    def rest(self) -> Found:
        """What the quantity leaves of 1."""
        return Found(1 - self.value, self.how, self.accuracy, None if self.formula is None else 1 - self.formula)


@dataclass(frozen=True)
class Published:
    """One value that a paper prints, or that a formula of it has at stated parameters.

    Attributes:
        quantity: name of the model's method.
        value: the number printed.
        tolerance: how far ours may be from it: half a unit of the last digit printed, where no reason is given.
        place: section, equation or table of the paper.
        settings: the model's parameters that differ from its defaults.
        formula: whether the paper prints a formula and no number.
    """

    quantity: str
    value: float
    tolerance: float
    place: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    formula: bool = False


class Channel(StrEnum):
    """Through what an open model acts."""

    WIN = "win"
    """What the winner gets."""
    LOSE = "lose"
    """What a loser gets."""
    STATUS_QUO = "status quo"
    """What is earned while nobody has won."""
    DISCOUNT = "discount"
    """How much later payments count."""
    COST = "cost"
    """What effort, or safety, costs."""
    HAZARD = "hazard"
    """How likely harm is at given choices."""
    ALIKE = "all flows alike"
    """Winner's, loser's and today's flows by one amount."""
    ALL = "all"
    """Every channel through which the model's open model acts."""


Changes = dict[Channel, dict[str, Any]]
"""New values of parameters, by the channel through which an open model acts."""


Measured = Literal["effort", "date", "risk"]
"""What the question is asked of."""
SENSES: dict[Measured, Sense] = {"effort": Sense.MORE, "date": Sense.EARLIER, "risk": Sense.LEVEL}
"""Metrics of the question, and how a change of each is read: more effort or an earlier date is more racing."""


@dataclass(frozen=True)
class Asked:
    """A quantity of which the project's question is asked.

    Attributes:
        metric: ``effort``, ``date`` or ``risk``.
        quantity: name of the model's method.
    """

    metric: Measured
    quantity: str

    @property
    def sense(self) -> Sense:
        """How a change is read."""
        return SENSES[self.metric]


M = TypeVar("M")
T = TypeVar("T")
_WORDS = "quantity_in_words"


def quantity(words: str) -> Callable[[Callable[[M], Found]], Callable[[M], Found]]:
    """Marks a method as one of the model's quantities.

    Args:
        words: what it is, with its unit.
    """

    def mark(method: Callable[[M], Found]) -> Callable[[M], Found]:
        setattr(method, _WORDS, words)
        return method

    return mark


def solved_once(method: Callable[[M], T]) -> Callable[[M], T]:
    """Keeps what a method of a model finds, by the model's parameters: several quantities read one equilibrium."""
    kept = lru_cache(maxsize=256)(method)

    @wraps(method)
    def read(model: M) -> T:
        return kept(model)

    return read


@solved_once
def _readings(model: Classic) -> Sequence[Found]:
    return model.readings()


def reading(words: str, k: int) -> Callable[[Classic], Found]:
    """A quantity: one of the numbers that a model reads off one solution, which is found once for all of them.

    Args:
        words: what it is, with its unit.
        k: its place in :meth:`Classic.readings`.
    """

    @quantity(words)
    def read(model: Classic) -> Found:
        return _readings(model)[k]

    return read


class Classic(Part):
    """Base of every published model: its fields are the paper's parameters, its quantities what solvers find."""

    name: ClassVar[str]
    """Name in the table."""
    source: ClassVar[str]
    """The paper."""
    concept: ClassVar[str]
    """The solution concept."""
    published: ClassVar[tuple[Published, ...]] = ()
    """What the paper prints."""
    asked: ClassVar[tuple[Asked, ...]] = ()
    """What the project's question is asked of."""
    asked_at: ClassVar[Mapping[str, Any]] = {}
    """Parameters at which it is asked, where the defaults leave nothing to move."""
    finding: ClassVar[str] = ""
    """Where the paper and the solvers disagree, and why; empty where they do not."""

    @classmethod
    def quantities(cls) -> dict[str, str]:
        """Names of the model's quantities, and what they are."""
        found: dict[str, str] = {}
        for kind in reversed(cls.__mro__):
            for attribute, member in vars(kind).items():
                if isinstance(member, FunctionType) and hasattr(member, _WORDS):
                    found[attribute] = str(getattr(member, _WORDS))
        return found

    def readings(self) -> Sequence[Found]:
        """Numbers that one solution holds, in the order in which :func:`reading` names them."""
        raise NotImplementedError

    def found(self, name: str) -> Found:
        """What a solver finds of one quantity.

        Raises:
            OpenraceError: the model has no quantity of that name.
        """
        if name not in self.quantities():
            raise OpenraceError(
                f"{self.name} has no quantity {name!r}", f"one of {', '.join(self.quantities())}", "choose another one"
            )
        result: Found = getattr(self, name)()
        return result

    @classmethod
    def is_game(cls) -> bool:
        """Whether :meth:`strategic` states a table or a race."""
        return cls.strategic is not Classic.strategic

    def strategic(self) -> NormalForm | RaceGame:
        """What its players choose from and get: a table of payoffs or a race, as every question about games reads it.

        Raises:
            OpenraceError: the model has none, or none at these parameters.
        """
        asks = ", and --question open asks it what an open model does" if self.asked else ""
        raise OpenraceError(
            f"{self.name} has no table of payoffs and is no race: its concept is {self.concept}",
            "a model that openrace games lists",
            f"openrace replicate {self.name} computes it, with --set PARAMETER=VALUE at other parameters{asks}",
        )

    def grid_step(self) -> float | None:
        """Distance between choices on a grid that stands for numbers; ``None`` where they stand for themselves."""
        return None

    def plan_numbers(self, player: int) -> FloatArray | None:  # noqa: ARG002 - the contract
        """``(D, A)``: the numbers that a player's choices on a grid are; ``None`` where they are none."""
        return None

    def refined(self, parts: int, free: int) -> NormalForm:
        """The table on a finer grid: more choices for one player, whose old ones keep their labels.

        Args:
            parts: how many distances of the new grid make one of the old.
            free: number of the player.
        """
        raise NotImplementedError

    def measured(self, form: NormalForm) -> dict[str, FloatArray]:  # noqa: ARG002 - the contract
        """Quantities that every profile of the table has, by name: ``(A_0, ..., A_{N-1})`` each."""
        return {}

    def changes(self, x: float) -> Changes:  # noqa: ARG002 - the contract
        """Parameters that an open model of quality ``x`` changes, by each channel alone and by all of them."""
        return {}

    def opened(self, x: float) -> dict[Channel, Self]:
        """The model after an open model of quality ``x`` has appeared, by channel."""
        return {channel: self.model_copy(update=own) for channel, own in self.changes(x).items()}
