"""What fraction of a prior gives which sign, and how sure that is.

Each sampled point is a draw from the prior, so a count of ``k`` in ``n`` has Wilson's interval for a binomial share
(Wilson 1927): it holds at 0 and at n, where the textbook interval has no width. Sobol points spread more evenly than
independent draws, so the interval errs on the wide side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code, Interval

NORMAL_95 = 1.959963984540054
"""Quantile 0.975 of the normal distribution."""


@dataclass(frozen=True)
class Share:
    """The fraction of points with one sign.

    Attributes:
        sign: the sign.
        count: points that have it.
        of: points looked at.
        interval: 95 % interval of the fraction.
    """

    sign: Code
    count: int
    of: int
    interval: Interval

    @property
    def fraction(self) -> float:
        """``count / of``."""
        return self.count / self.of

    def to_dict(self) -> dict[str, Any]:
        """The JSON of one share."""
        return {
            "sign": self.sign.word,
            "fraction": self.fraction,
            "interval": list(self.interval),
            "count": self.count,
            "of": self.of,
        }


def wilson(count: int, of: int, z: float = NORMAL_95) -> Interval:
    """Wilson's score interval of a binomial share: all p with ``|count/of - p| <= z sqrt(p (1 - p) / of)``."""
    share = count / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def shares(codes: NDArray[np.int8]) -> tuple[Share, ...]:
    """Shares of all signs that occur among ``codes`` of any shape, in the order of :class:`Code`."""
    flat = codes.ravel()
    counts = [(code, int((flat == code).sum())) for code in Code]
    return tuple(Share(code, n, flat.size, wilson(n, flat.size)) for code, n in counts if n)


def shares_text(found: Sequence[Share]) -> str:
    """``up 62 % (59 to 65), neutral 38 % (35 to 41)``."""
    return ", ".join(
        f"{s.sign.word} {100 * s.fraction:.1f} % ({100 * s.interval[0]:.1f} to {100 * s.interval[1]:.1f})"
        for s in sorted(found, key=lambda s: -s.count)
    )
