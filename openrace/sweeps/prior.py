"""Priors over single assumptions: what a user believes about a number before looking.

A prior turns a share ``u`` in (0, 1) into a value (its quantile function), so that one low-discrepancy sample of the
unit cube serves every prior, and a change of a number can be measured in standard deviations.

Evidence is believed by quantity (``games.evidence``): one draw of the open lag moves every number that is made of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from games.evidence.calibration import parameters_at, quantities_drawn
from games.evidence.quantity import Spread
from games.evidence.register import register
from games.parts.game import Game
from games.parts.part import FloatArray
from games.parts.paths import matching
from openrace.questions.about import Place, about_game
from openrace.questions.question import Question
from openrace.sweeps.samplers import SOBOL, Sampler
from solver.common.errors import OpenraceError

TAIL = 1e-3
"""A normal prior is cut off at these quantiles, so that it has finite ends which can be validated."""


@dataclass(frozen=True)
class Uniform:
    """Every value between two ends alike."""

    low: float
    high: float

    @property
    def deviation(self) -> float:
        """Standard deviation, the unit in which a change may be measured: ``(high - low) / sqrt(12)``."""
        return (self.high - self.low) / math.sqrt(12)

    @property
    def text(self) -> str:
        """As in the shell, without the path."""
        return f"{self.low!r}:{self.high!r}"

    def quantile(self, share: FloatArray) -> FloatArray:
        """Values at shares in (0, 1), of the same shape: linear in the share."""
        return self.low + (self.high - self.low) * share


@dataclass(frozen=True)
class LogUniform:
    """Every ratio alike: uniform in the logarithm."""

    low: float
    high: float

    @property
    def deviation(self) -> float:
        """From ``E[v] = (b - a)/ln(b/a)`` and ``E[v^2] = (b^2 - a^2)/(2 ln(b/a))``."""
        spread = math.log(self.high / self.low)
        mean = (self.high - self.low) / spread
        return math.sqrt(max((self.high**2 - self.low**2) / (2 * spread) - mean**2, 0.0))

    @property
    def text(self) -> str:
        """As in the shell."""
        return f"log:{self.low!r}:{self.high!r}"

    def quantile(self, share: FloatArray) -> FloatArray:
        """Geometric in the share."""
        return np.asarray(self.low * (self.high / self.low) ** share, dtype=np.float64)


@dataclass(frozen=True)
class Normal:
    """A bell around a mean, cut off at its quantiles ``TAIL`` and ``1 - TAIL``."""

    mean: float
    deviation: float

    @property
    def low(self) -> float:
        """Quantile ``TAIL``."""
        return float(self.quantile(np.array(0.0)))

    @property
    def high(self) -> float:
        """Quantile ``1 - TAIL``."""
        return float(self.quantile(np.array(1.0)))

    @property
    def text(self) -> str:
        """As in the shell."""
        return f"normal:{self.mean!r}:{self.deviation!r}"

    def quantile(self, share: FloatArray) -> FloatArray:
        """Of the cut-off distribution."""
        from scipy.special import ndtri

        return np.asarray(self.mean + self.deviation * ndtri(TAIL + (1 - 2 * TAIL) * share), dtype=np.float64)


Prior = Uniform | LogUniform | Normal
"""A distribution over one number, with a least and a greatest value."""
_SHAPES: dict[str, Callable[[float, float], Prior]] = {"uniform": Uniform, "log": LogUniform, "normal": Normal}
"""As they are named in the shell."""


@dataclass(frozen=True)
class Belief:
    """A prior about the number at one path."""

    path: str
    prior: Prior


def quantiles(beliefs: Sequence[Belief], shares: FloatArray) -> FloatArray:
    """``(n, D)`` values of ``D`` priors at shares ``(n, D)``."""
    return np.stack([b.prior.quantile(shares[:, k]) for k, b in enumerate(beliefs)], axis=1)


def read_belief(text: str) -> Belief:
    """Reads ``path=low:high``, ``path=log:low:high`` or ``path=normal:mean:deviation``.

    Raises:
        OpenraceError: it is none of these, or its numbers make no distribution.
    """
    path, equals, rest = text.partition("=")
    words = rest.split(":")
    kind = words.pop(0).strip() if words[0].strip() in _SHAPES else "uniform"
    try:
        first, second = (float(n) for n in words)
    except ValueError:
        raise _malformed(text) from None
    fits = second > 0 if kind == "normal" else first < second and (kind == "uniform" or first > 0)
    if not equals or not path.strip() or not (math.isfinite(first) and math.isfinite(second) and fits):
        raise _malformed(text)
    return Belief(path.strip(), _SHAPES[kind](first, second))


def _malformed(text: str) -> OpenraceError:
    return OpenraceError(
        f"the prior {text!r} came",
        "path=low:high with low < high, path=log:low:high with 0 < low, or path=normal:mean:deviation",
        "write for example alice.prestige=0:4",
    )


@dataclass(frozen=True, eq=False)
class Believed:
    """Independent beliefs about ``D`` things, and the numbers of a game that follow from them.

    Attributes:
        beliefs: one per thing, by the name of the thing: a path, or a quantity of the register.
        places: the things in words, each with its value at the base point.
        follow: from values ``(n, D)`` to the game's numbers ``(n,)`` by path.
        source: where the beliefs come from, in words.
    """

    beliefs: tuple[Belief, ...]
    places: tuple[Place, ...]
    follow: Callable[[FloatArray], dict[str, FloatArray]]
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the things."""
        return tuple(belief.path for belief in self.beliefs)

    def drawn(self, n: int, sampler: Sampler = SOBOL) -> FloatArray:
        """``(n, D)`` values."""
        return quantiles(self.beliefs, sampler(n, len(self.beliefs)))

    def numbers(self, game: Game, n: int, sampler: Sampler = SOBOL) -> dict[str, FloatArray]:
        """``n`` draws of every single number of a game that is believed in, by its path.

        Raises:
            SettingError: a belief is about no number of the game.
        """
        found = self.follow(self.drawn(n, sampler))
        return {path: own for given, own in found.items() for path in matching(game, given)}

    def points(self, values: FloatArray) -> tuple[tuple[str, ...], FloatArray]:
        """Paths, and the values ``(n, P)`` of the game's numbers there."""
        numbers = self.follow(values)
        return tuple(numbers), np.stack(list(numbers.values()), axis=1)


def stated(question: Question, beliefs: Sequence[Belief]) -> Believed:
    """What a user believes about single numbers."""
    names = [b.path for b in beliefs]
    places = about_game(question, names).places
    return Believed(tuple(beliefs), places, lambda values: dict(zip(names, values.T, strict=True)), "the stated priors")


def evidence(game: Game) -> Believed | None:
    """What the register says of a calibrated game; ``None`` for any other one."""
    known = register()
    drawn = quantities_drawn(known, game.name)
    if not drawn:
        return None

    def follow(values: FloatArray) -> dict[str, FloatArray]:
        draws = dict(zip([q.name for q in drawn], values.T, strict=True))
        return parameters_at(known, game, draws, len(values))

    return Believed(
        tuple(Belief(q.name, (LogUniform if q.spread is Spread.LOG else Uniform)(q.low, q.high)) for q in drawn),
        tuple(Place(q.name, q.name.replace("_", " "), q.unit, q.central) for q in drawn),
        follow,
        "the ranges of the evidence",
    )
