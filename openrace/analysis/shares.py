"""What fraction of cells or of a prior gives which sign, and how sure the fraction of a prior is.

Points drawn from a prior are a sample, so a count of ``k`` in ``n`` has Wilson's interval for a binomial share (Wilson
1927): it holds at 0 and at n, where the textbook interval has no width. Sobol points spread more evenly than
independent draws, so the interval errs on the wide side. The cells of a grid are all there is: their shares have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code, Interval
from openrace.concepts.plain import Plain
from openrace.questions.about import Measured
from openrace.sweeps.results import Sweep

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Share(Plain):
    """The fraction of points with one sign.

    Attributes:
        sign: the sign.
        count: points that have it.
        of: points looked at.
        interval: 95 % interval of the fraction in the prior; ``None`` where points are no sample.
        word: the sign as people read it of this metric, such as ``earlier``.
    """

    sign: Code
    count: int
    of: int
    interval: Interval | None
    word: str

    @property
    def fraction(self) -> float:
        """``count / of``."""
        return self.count / self.of

    def entries(self) -> dict[str, object]:
        """The JSON of one share."""
        return {
            "sign": self.sign,
            "fraction": self.fraction,
            "interval": self.interval,
            "count": self.count,
            "of": self.of,
        }


def shares(codes: NDArray[np.int8], measured: Measured | None, *, sampled: bool) -> tuple[Share, ...]:
    """Shares of all signs that occur among ``codes`` of any shape, in the order of :class:`Code`.

    Args:
        codes: signs of all points.
        measured: whose signs; ``None`` where that is unknown.
        sampled: whether points are drawn from a prior.
    """

    def word(code: Code) -> str:
        return code.word if measured is None else measured.word(code)

    counts = [(code, int((codes == code).sum())) for code in Code]
    return tuple(
        Share(code, n, codes.size, _wilson(n, codes.size) if sampled else None, word(code)) for code, n in counts if n
    )


def shares_of(done: Sweep, metric: str, concept: str | None = None) -> tuple[Share, ...]:
    """Shares of a metric's signs over a sweep."""
    measured = done.columns[done.layout.metric(metric)]
    return shares(done.directions(metric, concept), measured, sampled=done.layout.design.sampled)


def shares_text(found: Sequence[Share]) -> str:
    """``earlier 62.0 % (59.1 to 64.8), the same 38.0 % (35.2 to 40.9)``; without intervals where there are none."""
    return ", ".join(
        f"{s.word} {100 * s.fraction:.1f} %"
        + ("" if s.interval is None else f" ({100 * s.interval[0]:.1f} to {100 * s.interval[1]:.1f})")
        for s in sorted(found, key=lambda s: -s.count)
    )


def _wilson(count: int, of: int) -> Interval:
    from scipy.stats import binomtest

    found = binomtest(count, of).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)
