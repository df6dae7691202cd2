"""Assumptions that may be changed: how far, and in which unit a change is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openrace.analysis.interval import bisect
from openrace.analysis.landscape import Landscape
from openrace.sweeps.prior import Belief, read_belief
from solver.common.errors import OpenraceError

NEAR = 0.01
"""Share of the way from a base value to an end that is refused which is left out at most."""


@dataclass(frozen=True)
class Lever:
    """An assumption that may be changed.

    Attributes:
        path: its path.
        low: least value looked at.
        high: greatest.
        unit: size of a change by 1.
        word: what that is.
    """

    path: str
    low: float
    high: float
    unit: float
    word: str


def relative_levers(landscape: Landscape, paths: Sequence[str]) -> tuple[Lever, ...]:
    """Levers measured in shares of the base value, from 0 to twice that value, as far as it may go.

    Raises:
        OpenraceError: a base value is 0, of which there are no shares.
    """
    levers = []
    for path in paths:
        base = landscape.value(path)
        if base == 0:
            raise OpenraceError(
                f"{path} is 0 at the base point", "bounds, or a prior, which has a unit of its own", "write path=lo:hi"
            )
        low, high = sorted(_end(landscape, path, base, end) for end in (0.0, 2 * base))
        levers.append(Lever(path, low, high, abs(base), "share of the base value"))
    return tuple(levers)


def _end(landscape: Landscape, path: str, base: float, wanted: float) -> float:
    """The value nearest to the one wanted that the number may have, by halving the way from its base value."""
    if landscape.takes(path, wanted):
        return wanted
    return bisect(lambda value: landscape.takes(path, value), base, wanted, abs(wanted - base) * NEAR)[0]


def read_levers(landscape: Landscape, texts: Sequence[str]) -> tuple[Lever, ...]:
    """Reads ``path`` (from 0 to twice the base value, as far as it may go) or ``path=lo:hi``, measured in base values.

    Raises:
        OpenraceError: malformed text, an unknown path, or a base value of 0 without bounds.
    """
    levers: list[Lever] = []
    for text in texts:
        path, equals, _ = text.partition("=")
        if not equals:
            levers += relative_levers(landscape, [path.strip()])
            continue
        belief = read_belief(text)
        base = landscape.value(belief.path)
        word = "share of the base value" if base else "1, the base value being 0"
        levers.append(Lever(belief.path, belief.prior.low, belief.prior.high, abs(base) or 1.0, word))
    return tuple(levers)


def prior_levers(beliefs: Sequence[Belief]) -> tuple[Lever, ...]:
    """Levers measured in standard deviations of a prior, over its support."""
    return tuple(Lever(b.path, b.prior.low, b.prior.high, b.prior.deviation, "standard deviation") for b in beliefs)
