"""What a story is moved by, and the stretches of it on which one regime lasts.

Every cell of the lever whose ends differ in regime is halved to the last digit, so breakpoints are found and never
typed in. A regime that holds at a single point is no stretch; at the very start of the lever it counts as what leaving
it does, where the story has a rule for that step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Self

from games.parts.part import Part
from solver.decision.breakpoints import breakpoints

CELLS = 48
"""Cells of the lever whose ends are compared before changes of regime are bisected."""
WIDTH = 1e-11
"""Breakpoints are bracketed to this share of the lever's span."""
MERGED = 1e-9
"""A stretch shorter than this share of the lever's span is a single point, not a stretch."""
HALVINGS = range(7, 31)
"""Below the first cell, the lever is looked at where it is halved so often."""

Move = tuple[float, float]
"""Two values of a lever: where a move starts, and where it ends."""


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


class Lever(Part):
    """Parameters of which one is the lever, and what it does to regimes and premises."""

    lever: ClassVar[str] = "x"
    """What moves: a parameter."""

    def regime(self) -> str:
        """In which regime these parameters are, as far as the first measure is concerned."""
        return "always"

    def regime_of(self, metric: str) -> str:  # noqa: ARG002 - most stories have one regime for all measures
        """The same as far as another measure or question is concerned."""
        return self.regime()

    def granted(self) -> bool:
        """Whether the premises of the claim hold at these parameters."""
        return True

    def span(self) -> Move:
        """The values of the lever that are looked at, from without it to much of it: of a share, from none to all."""
        return 0.0, 1.0

    def marks(self) -> tuple[float, ...]:
        """Values of the lever to look at besides even cells, where regimes may be narrow: ever closer to its start."""
        lo, hi = self.span()
        return tuple(lo + (hi - lo) * 2.0**-k for k in HALVINGS)

    def at(self, level: float) -> Self:
        """The story with its lever at ``level``, rounded where the lever is a whole number."""
        is_whole = isinstance(getattr(self, self.lever), int)
        return self.model_copy(update={self.lever: round(level) if is_whole else level})

    def move(self) -> Move:
        """The move of the lever whose verdict is reported: from without it to its value here."""
        return self.span()[0], float(getattr(self, self.lever))

    def moves_in(self, stretch: Stretch) -> tuple[Move, ...]:
        """Moves of the lever by which a stretch is checked: between neighbours of a few points inside it."""
        points = [stretch.lo + share * (stretch.hi - stretch.lo) for share in (0.03, 0.31, 0.62, 0.97)]
        return tuple(pairwise(points))

    def tells_start(self, metric: str, start: str, following: str) -> bool:
        """Whether there is a rule about a regime that holds at the very start of the lever only."""
        raise NotImplementedError

    def stretches(self, metric: str) -> tuple[Stretch, ...]:
        """The lever's span cut where the regime changes; cuts are found by bisection to the last digit."""
        return _stretches_of(self, metric)

    def regimes(self, metric: str) -> tuple[str, ...]:
        """Regimes along the lever as far as a measure or question is concerned, where the premises hold."""
        return tuple(s.regime for s in self.stretches(metric) if s.granted)

    def first(self, metric: str, *regimes: str) -> float | None:
        """Where one of these regimes first begins along the lever; ``None`` if none ever does."""
        return next((s.lo for s in self.stretches(metric) if s.regime in regimes), None)

    def last(self, metric: str, *regimes: str) -> float | None:
        """Where the last of them ends: 0 if none occurs, ``None`` if one holds for ever."""
        stretches = self.stretches(metric)
        if stretches[-1].regime in regimes:
            return None
        return max((s.hi for s in stretches if s.regime in regimes), default=0.0)

    def when(self, stretch: Stretch) -> str:
        """The condition on the lever that a stretch stands for."""
        lo, hi = self.span()
        begins, ends = stretch.lo > lo or bool(stretch.left), stretch.hi < hi
        if begins and ends:
            return f"while {stretch.lo:.6g} < {self.lever} < {stretch.hi:.6g}"
        if begins:
            return f"while {self.lever} > {stretch.lo:.6g}"
        return f"while {self.lever} < {stretch.hi:.6g}" if ends else f"for every value of {self.lever}"


@lru_cache(maxsize=256)
def _stretches_of(story: Lever, metric: str) -> tuple[Stretch, ...]:
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
