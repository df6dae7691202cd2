"""Ways in which uses can go wrong: the chance that all is well after ``K`` of them.

The explicit list, and the field type that reads it. ``K`` is a real number, so that a release may bring a fraction of
a use on average.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, SerializeAsAny

from games.parts.part import OF_SIZE, FloatArray, KindedPart, Positive, Probability, Unit
from games.parts.registry import Registry


class Risk(KindedPart):
    """How the chance of ruin grows with the number of uses."""

    ends_all: ClassVar[bool] = True
    """Whether one use that goes wrong leaves nothing for others to ruin."""

    def survival(self, uses: FloatArray) -> FloatArray:
        """Chance that none of ``uses`` uses ruined everything."""
        raise NotImplementedError

    def losses(self, uses: FloatArray) -> FloatArray:
        """Expected number of losses: the chance of ruin, which happens once."""
        return 1.0 - self.survival(uses)

    def kept(self, uses: FloatArray) -> FloatArray:
        """Share of the benefits that are enjoyed, in expectation: none after ruin."""
        return self.survival(uses)


class Independent(Risk):
    """Each use goes wrong with the same probability, and one is enough."""

    kind: Literal["independent"] = "independent"
    p: Annotated[Probability, Unit("per use")] = 0.01
    """Chance that one use ruins everything."""

    summary: ClassVar[str] = "each use may ruin everything, with the same chance"
    formula: ClassVar[str] = "all is well after K uses with probability (1 - p)**K"
    source: ClassVar[str] = "the second post: a one in a hundred chance per use, wiping out all benefits"

    def survival(self, uses: FloatArray) -> FloatArray:
        """``q^K``."""
        return np.asarray((1.0 - np.asarray(self.p)) ** uses, dtype=np.float64)


class Urn(Risk):
    """One of N possible uses is the bad one, and no use happens twice: the chance rises with every good draw."""

    kind: Literal["urn"] = "urn"
    balls: Annotated[Positive, Unit("uses")] = 100.0
    """Number N of possible uses."""

    summary: ClassVar[str] = "one of N possible uses ruins everything, and none happens twice"
    formula: ClassVar[str] = "all is well after K uses with probability (1 - K/N)+"
    source: ClassVar[str] = "the second post's thread: balls drawn from an urn, without replacement"

    def survival(self, uses: FloatArray) -> FloatArray:
        """``1 - K/N``."""
        return np.asarray(np.maximum(1.0 - uses / np.asarray(self.balls), 0.0), dtype=np.float64)


class Additive(Risk):
    """Accidents add up and wipe nothing out: twice the uses, twice the good and twice the harm."""

    kind: Literal["additive"] = "additive"
    p: Annotated[Probability, Unit("per use")] = 0.01
    """Chance that one use goes wrong."""

    summary: ClassVar[str] = "accidents add up and wipe nothing out"
    formula: ClassVar[str] = "p K losses, and (1 - p) K good uses"
    source: ClassVar[str] = "the second post's thread: the expected value per ball, times the number of balls"
    ends_all: ClassVar[bool] = False

    def survival(self, uses: FloatArray) -> FloatArray:
        """Chance of no accident."""
        return np.asarray((1.0 - np.asarray(self.p)) ** uses, dtype=np.float64)

    def losses(self, uses: FloatArray) -> FloatArray:
        """``p K``."""
        return np.asarray(self.p) * uses

    def kept(self, uses: FloatArray) -> FloatArray:
        """``1 - p``, whatever the number of uses."""
        return 1.0 - np.asarray(self.p) + 0.0 * uses


class OrderedUsers(Risk):
    """Users come in the order in which access gets easier, each with a different risk."""

    kind: Literal["ordered-users"] = "ordered-users"
    p: Annotated[tuple[Annotated[float, Field(ge=0, lt=1), OF_SIZE], ...], Unit("per user"), Field(min_length=1)] = (
        0.001,
        0.01,
        0.1,
    )
    """Chance that each user ruins everything, the first to come first; later ones are like the last."""

    summary: ClassVar[str] = "easier access lets in users who are less selected"
    formula: ClassVar[str] = "all is well after K users with probability product of (1 - p_i), i up to K"
    source: ClassVar[str] = "the second post's thread: hard courses select for talent and intent"

    def survival(self, uses: FloatArray) -> FloatArray:
        """The product, geometric between whole numbers of users."""
        risk = -np.log1p(-np.array(self.p))
        until = np.concatenate([[0.0], np.cumsum(risk)])
        count = np.asarray(uses, dtype=np.float64)
        beyond = np.maximum(count - len(risk), 0.0) * risk[-1]
        within = np.interp(count, np.arange(len(until)), until)
        return np.asarray(np.exp(-(within + beyond)), dtype=np.float64)


RISKS: Registry[Risk] = Registry("risk", (Independent, Urn, Additive, OrderedUsers))

AnyRisk = Annotated[SerializeAsAny[Risk], BeforeValidator(RISKS.parse)]
