"""Cells of a sweep solved again on their own, in exact arithmetic: how many, and how many agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openrace.analysis.landscape import GameLandscape
from openrace.concepts.choice import Choice
from openrace.concepts.plain import Plain
from openrace.sweeps.results import Sweep

VERIFIED = 8
"""Cells that are solved again if the caller says nothing."""


@dataclass(frozen=True)
class Verified(Plain):
    """Cells of a map, drawn at random, that were solved again on their own in exact arithmetic.

    Attributes:
        cells: how many.
        agree: those with the sign that the map has there.
        proven: those whose sets of equilibria are proven complete, before and after.
    """

    cells: int
    agree: int
    proven: int

    def words(self, of: int) -> str:
        """How many cells out of ``of`` were solved again, and how many agree."""
        agree = "all agree" if self.agree == self.cells else f"only {self.agree} agree"
        proof = "all proven" if self.proven == self.cells else f"{self.proven} proven"
        cells = f"{self.cells:,} of {of:,} cells, drawn at random, were solved again"
        return f"{cells} in exact arithmetic: {agree}, {proof}"


def verify(done: Sweep, metric: str, n: int) -> Verified:
    """Solves some points of the sweep again, one by one."""
    design, question = done.layout.design, done.question
    codes = done.directions(metric, Choice().label_in(question.game)).ravel()
    chosen = np.sort(np.random.default_rng(0).choice(codes.size, min(n, codes.size), replace=False))
    agree = proven = 0
    for at in chosen.tolist():
        (point,) = design.points(tuple(slice(int(i), int(i) + 1) for i in np.unravel_index(at, design.shape)))
        found = GameLandscape(question).ground(question.settings(design.paths, point.tolist()), metric)
        same = int(found.sign) == int(codes[at])
        agree, proven = agree + same, proven + (same and found.proven)
    return Verified(len(chosen), agree, proven)
