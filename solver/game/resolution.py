"""From float payoffs to integers, with the ties that the model meant.

Exact solvers want integers. Floats are rationals too, but the wrong ones: two payoffs that a model makes equal differ
by a few units in the last place once computed along two routes, and an exact solver would solve a different,
tie-broken game. So payoffs are read back to the numbers they stand for:

1. rationals that were given as such are kept;
2. otherwise, if every payoff of a player is a decimal with few digits (integers among them) or a fraction with a small
   denominator, up to rounding in the last place, that number is meant, and the integers are exact. Thirds and
   twelfths matter: rounded to decimals they would lose relations *between* columns, such as 1/3 + 2/3 = 1, and with
   them whole continua of equilibria, although every equilibrium that is left still has next to no regret;
3. otherwise best replies matter only through differences within one column (a player's own payoffs against one
   profile of the others), so each column is measured from its minimum, differences closer than the stated
   resolution (a fraction of the widest column) are made equal, and all are rounded to it. Differences, regret and
   equilibria then hold for the rounded game.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm, log10, sqrt

import numpy as np

from solver.common.arrays import ExactArray, FloatArray, exact_array

DECIMAL_DIGITS = 9
"""A decimal counts as meant when this many digits after the leading one suffice for all payoffs of a player."""

LARGEST_DENOMINATOR = 10_000
"""A fraction counts as meant when its denominator is at most this ..."""

COINCIDENCE = 1e-4
"""... and when a random number of its size is with at most this chance so close to one with such a denominator."""

LAST_PLACES = 8
"""Sums of a model's terms are right to this many units in the last place of the player's largest payoff."""

TINY = 1e-250
"""Payoffs that are all smaller than this are enlarged before their digits are looked at."""

LARGEST_NUMERATOR = 2**44
"""Integers over the common denominator stay below this, far from where every float is a fraction up to rounding."""


@dataclass(frozen=True)
class IntegerPayoffs:
    """Integer payoffs of a game with the same equilibria.

    Attributes:
        values: one object array of Python integers per player, shaped ``(A_0, ..., A_{N-1})``.
        denominators: one per player; ``values[i] / denominators[i]`` are the payoffs of a player who is ``exact``,
            and differences from the column minimum of any other.
        exact_players: per player, whether nothing was rounded except the last place of a float that stands for a short
            decimal or fraction.
    """

    values: tuple[ExactArray, ...]
    denominators: tuple[int, ...]
    exact_players: tuple[bool, ...]

    @property
    def exact(self) -> bool:
        """Whether no player's payoffs were rounded."""
        return all(self.exact_players)


def to_integers(payoffs: FloatArray, resolution: float, fractions: ExactArray | None = None) -> IntegerPayoffs:
    """Integers for payoffs ``(N, A_0, ..., A_{N-1})``; see the three rules at the top of this file."""
    if fractions is not None:
        parts = [_over_common_denominator(fractions[i]) for i in range(len(fractions))]
        return IntegerPayoffs(tuple(p[0] for p in parts), tuple(p[1] for p in parts), (True,) * len(parts))
    # Player by player: a weight of one lab that is no short number must not break the ties of another.
    read = [_read(own, i, resolution) for i, own in enumerate(payoffs)]
    return IntegerPayoffs(tuple(r[0] for r in read), tuple(r[1] for r in read), tuple(r[2] for r in read))


def _read(own: FloatArray, player: int, resolution: float) -> tuple[ExactArray, int, bool]:
    """Integers, denominator and whether nothing was rounded, of one player."""
    enlarged = 1
    if 0 < np.abs(own).max() < TINY:
        # A power of two changes no digit, and keeps ten to the number of digits below the largest float.
        enlarged = 2**900
        own = own * float(enlarged)
    meant = _as_decimal(own) or _as_fractions(own) or _as_floats(own, resolution)
    values, denominator = meant or _round_differences(own, player, resolution)
    return values, denominator * enlarged, meant is not None


def _over_common_denominator(values: ExactArray) -> tuple[ExactArray, int]:
    flat = [Fraction(v) for v in values.ravel()]
    denominator = lcm(*(v.denominator for v in flat))
    return exact_array([int(v * denominator) for v in flat], values.shape), denominator


def _as_decimal(own: FloatArray) -> tuple[ExactArray, int] | None:
    """The payoffs times the smallest power of ten that makes them integers up to the last place, if there is one."""
    largest = float(np.abs(own).max())
    if largest == 0:
        return exact_array([0] * own.size, own.shape), 1
    first = min(0, -floor(log10(largest)))
    for digits in range(first, DECIMAL_DIGITS - floor(log10(largest)) + 1):
        # Only the digits the payoffs need: 400 is 4 * 10^2, and small integers keep the exact solver quick.
        if digits < 0:
            continue
        scale = 10**digits
        scaled = own * scale
        whole = np.rint(scaled)
        if np.abs(scaled).max() < 2**53 and np.array_equal(whole / scale, own):
            return exact_array([int(v) for v in whole.ravel()], own.shape), scale
        # A sum such as 0.1 + 0.2 is the decimal 0.3 up to two units in the last place.
        if np.all(np.abs(whole / scale - own) <= 2 * np.spacing(np.abs(own))):
            return exact_array([int(v) for v in whole.ravel()], own.shape), scale
    return None


def _as_fractions(own: FloatArray) -> tuple[ExactArray, int] | None:
    """The payoffs over their common denominator, if they are fractions with small denominators up to the last place."""
    largest, denominator = float(np.abs(own).max()), 1
    rounding = LAST_PLACES * float(np.spacing(largest))
    # Fractions with denominators up to d are about 1 / d^2 apart: large payoffs are soon near one by chance.
    simplest = min(LARGEST_DENOMINATOR, max(1, floor(sqrt(COINCIDENCE / rounding))))
    while largest * denominator < LARGEST_NUMERATOR:
        whole = np.rint(own * denominator)
        missed = np.abs(whole / denominator - own) > rounding
        if not missed.any():
            return exact_array([int(v) for v in whole.ravel()], own.shape), denominator
        # The first payoff that is not over this denominator yet says what is missing in it.
        first = float(own[missed][0])
        fraction = Fraction(first).limit_denominator(simplest)
        if abs(float(fraction) - first) > rounding or denominator % fraction.denominator == 0:
            return None
        denominator = lcm(denominator, fraction.denominator)
    return None


def _as_floats(own: FloatArray, resolution: float) -> tuple[ExactArray, int] | None:
    """Without a resolution nothing is rounded: the payoffs are the binary fractions that they are."""
    if resolution > 0:
        return None
    return _over_common_denominator(exact_array([Fraction(v) for v in own.ravel()], own.shape))


def _round_differences(own: FloatArray, player: int, resolution: float) -> tuple[ExactArray, int]:
    differences = own - own.min(axis=player, keepdims=True)
    widest = float(differences.max())
    if widest == 0:
        return exact_array([0] * own.size, own.shape), 1
    exponent = floor(log10(widest * resolution))
    scale = Fraction(10) ** -exponent
    steps = np.rint(_merge(differences.ravel(), widest * resolution) * float(scale))
    values = [int(v) * scale.denominator for v in steps]
    return exact_array(values, own.shape), scale.numerator


def _merge(values: FloatArray, resolution: float) -> FloatArray:
    """Values closer than the resolution made equal, so that no tie is broken by falling on two sides of a rounding."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    starts_group = np.append(True, np.diff(ranked) > resolution)
    merged = np.empty_like(values)
    merged[order] = ranked[starts_group][np.cumsum(starts_group) - 1]
    return merged
