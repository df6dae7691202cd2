"""Stretches of a story's lever: where one regime lasts, found by computing the regime along the lever.

Every cell of the lever whose ends differ is halved to the last digit, so breakpoints are found and never typed in. A
regime that holds at a single point is no stretch; at the very start of the lever it counts as what leaving it does,
where the story has a rule for that step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Protocol, Self

from solver.decision.breakpoints import breakpoints

CELLS = 48
"""Cells of the lever whose ends are compared before changes of regime are bisected."""
WIDTH = 1e-11
"""Breakpoints are bracketed to this share of the lever's span."""
MERGED = 1e-9
"""A stretch shorter than this share of the lever's span is a single point, not a stretch."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of the lever, ``lo`` to ``hi``, on which one regime lasts.

    ``left`` is the regime at ``lo`` itself, where that is the start of the lever, holds there only, and leaving it is a
    move of its own; empty otherwise. ``granted`` says whether the premises of the claim hold on the stretch.
    """

    regime: str
    lo: float
    hi: float
    left: str = ""
    granted: bool = True


class Levered(Protocol):
    """What has a lever and is in a regime at each of its values: a story."""

    def __hash__(self) -> int:
        """Equal stories, equal hash."""

    def span(self) -> tuple[float, float]:
        """The values of the lever that are looked at."""

    def marks(self) -> tuple[float, ...]:
        """Values of the lever to look at besides even cells."""

    def at(self, level: float) -> Self:
        """The same with its lever at ``level``."""

    def regime_of(self, metric: str) -> str:
        """In which regime it is, as far as this measure is concerned."""

    def granted(self) -> bool:
        """Whether the premises of the claim hold."""

    def tells_start(self, metric: str, start: str, following: str) -> bool:
        """Whether there is a rule about a regime that holds at the very start of the lever only."""


@lru_cache(maxsize=256)
def stretches_of(story: Levered, metric: str) -> tuple[Stretch, ...]:
    """The lever's span cut where the regime changes, or whether the premises hold.

    Cached: values, expectations and findings of a story all use them.
    """
    lo, hi = story.span()

    def place(level: float) -> tuple[str, bool]:
        here = story.at(level)
        return here.regime_of(metric), here.granted()

    changes = breakpoints(place, lo, hi, cells=CELLS, tolerance=WIDTH, marks=story.marks())
    cuts = [lo, *(change.at for change in changes), hi]
    middles = [(a, b, *place((a + b) / 2)) for a, b in pairwise(cuts)]
    found = [
        Stretch(regime, a, b, granted=granted)
        for a, b, regime, granted in middles
        # A regime that holds at a single end of the span is not a stretch.
        if b - a > MERGED * (hi - lo)
    ]
    # What is left out at the ends is rounding: the first stretch begins with the span, and the last ends with it.
    joined = _joined(found, lo, hi)
    start = story.at(lo).regime_of(metric)
    if story.tells_start(metric, start, joined[0].regime):
        return (replace(joined[0], left=start), *joined[1:])
    return joined


def _joined(stretches: list[Stretch], lo: float, hi: float) -> tuple[Stretch, ...]:
    """Neighbours of one regime made one stretch, ``lo`` to ``hi``: what lay between them was a single point."""
    found: list[Stretch] = []
    for stretch in stretches:
        if found and (found[-1].regime, found[-1].granted) == (stretch.regime, stretch.granted):
            found[-1] = replace(found[-1], hi=stretch.hi)
        else:
            found.append(replace(stretch, lo=found[-1].hi if found else lo))
    return (*found[:-1], *(replace(s, hi=hi) for s in found[-1:]))
