"""Expected value of many uses when any one of them may ruin everything: the second post, rows 34 to 44.

``EV(K) = K^d A q^K - B (1 - q^K)``, ``q = 1 - p``, ``L = -ln q``: ``K`` uses together are worth ``A K^d`` unless one of
them goes wrong, which costs ``B`` and every benefit. ``EV' = q^K [A K^{d-1} (d - L K) - B L]``: at ``d = 1`` it is zero
at ``1/L - B/A``; at other ``d`` the bracket is searched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np

from games.parts.part import FloatArray

LARGEST_POWER = 690.0
"""``e`` to this power is still a float, with room for a factor beside it."""
LARGEST = 1e290
"""No story counts to more than this."""
LEAST = 1e-250
"""A chance below this is none: what it leaves of payoffs cannot be compared."""
TIE = 1e-12
"""Two expected values that agree to this share of what is at stake are tied."""


def safe(p: float, uses: float) -> float:
    """``q^K``: the chance that nothing goes wrong."""
    if uses == 0 or p == 0:
        return 1.0
    return 0.0 if p == 1 else math.exp(uses * math.log1p(-p))


def left(p: float, uses: float) -> float:
    """``q^K``, and 0 where hardly a number is left of it."""
    good = safe(p, uses)
    return good if good > LEAST else 0.0


def ruin(p: float, uses: FloatArray) -> FloatArray:
    """``1 - q^K`` for many numbers of uses, accurate where it is small."""
    if p == 1:
        return np.asarray(uses > 0, dtype=np.float64)
    return np.asarray(-np.expm1(uses * math.log1p(-p)), dtype=np.float64)


def expected_value(A: float, B: float, p: float, uses: float, d: float = 1.0) -> float:  # noqa: N803 - the formula's
    """``EV(K)``."""
    return benefit(A, p, uses, d) - B * float(ruin(p, np.array(uses)))


def benefit(A: float, p: float, uses: float, d: float) -> float:  # noqa: N803 - the formula's
    """``A K^d q^K``, by logarithms: ``K^d`` alone may be larger than every float. Infinite if the product is too."""
    if A == 0 or uses == 0 or (p == 1 and uses > 0):
        return 0.0
    power = math.log(A) + d * math.log(uses) - hazard(p) * uses
    if power > LARGEST_POWER:
        return math.inf
    return A * uses**d * safe(p, uses) if d * abs(math.log(uses)) < LARGEST_POWER else math.exp(power)


def hazard(p: float) -> float:
    """``L = -ln(1 - p)``, infinite at ``p = 1``."""
    return math.inf if p == 1 else -math.log1p(-p)


def best_scale(A: float, B: float, p: float) -> float | None:  # noqa: N803 - the formula's
    """``max(0, 1/L - B/A)``; ``None`` where no number of uses is too many."""
    if p == 0:
        return None if A > 0 else 0.0
    return max(0.0, 1 / hazard(p) - B / A) if A > 0 else 0.0


def stationary_maximum(A: float, B: float, p: float, d: float) -> float | None:  # noqa: N803 - the formula's
    """The largest scale at which a rise of ``EV`` turns into a fall; ``None`` if there is none."""
    if d == 1:
        return best_scale(A, B, p) or None
    if p == 0 or A == 0:
        return None
    rate = hazard(p)
    if math.isinf(rate):
        return None

    def rises(uses: float) -> bool:
        return slope_sign(A, B, p, d, uses) > 0

    # The bracket peaks at (d - 1)/L if d > 1, and falls all the way if d < 1; at d/L it is negative.
    low, high = max(0.0, (d - 1) / rate), d / rate
    if d < 1:
        low = high
        while low > 1e-300 and not rises(low):
            low /= 2
    if not rises(low):
        return None
    return _last(rises, low, high)


def slope_sign(A: float, B: float, p: float, d: float, uses: float) -> int:  # noqa: N803 - the formula's
    """Sign of the bracket ``A K^{d-1} (d - L K) - B L`` of ``EV'``, by logarithms where powers are large; ``K > 0``."""
    rate = hazard(p)
    room = d - rate * uses
    if A == 0 or room <= 0:
        return -1 if B * rate > 0 or (A > 0 and room < 0) else 0
    power = (d - 1) * math.log(uses)
    if abs(power) < LARGEST_POWER:
        left, right = uses ** (d - 1) * room, B * rate / A
    elif B * rate == 0:
        return 1
    else:
        left, right = power + math.log(room), math.log(B * rate / A)
    return int(left > right) - int(left < right)


def best_integers(value: Callable[[int], float], near: float, top: int | None, stake: float) -> tuple[int, ...]:
    """Every best whole number of uses, ties included: 0, and those around ``near``."""
    around = {max(0, math.floor(near) + k) for k in range(-2, 4)}
    return ties({0} | {k for k in around if top is None or k <= top}, value, stake)


def ties(uses: Iterable[int], value: Callable[[int], float], stake: float) -> tuple[int, ...]:
    """Those whose value is best."""
    worth = {k: value(k) for k in uses}
    best = max(worth.values())
    return tuple(sorted(k for k, w in worth.items() if w >= best - TIE * stake))


def _last(holds: Callable[[float], bool], low: float, high: float) -> float:
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return low
        if holds(middle):
            low = middle
        else:
            high = middle
