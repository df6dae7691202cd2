"""Signs on boxes: a certificate that a verdict holds at every point of a box of weights, or a counterexample.

Points of the box are looked at first; one whose sign differs from that in the middle is solved again on its own, and
refutes. Otherwise the box is proven as a whole (``openrace.isolate.proven_sign``), or halved along its longest side,
part by part, until each part is proven, a part's middle refutes, or the time is spent: what is not proven by then is
left open, and listed. All parts together are the box, and every proof is in rational numbers.

What is exact: see ``openrace.analysis.linear`` for how payoffs are read. Open loop, at most two labs with a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product

import numpy as np

from games.events.base import Intervention
from games.parts.direction import Code
from games.parts.game import Game
from games.parts.paths import Setting
from openrace.analysis.landscape import GameLandscape, Ground, Signs
from openrace.concepts.result import Picture
from openrace.isolate.exact_question import ExactQuestion, exact_question
from openrace.isolate.proven_sign import proven_sign
from openrace.isolate.weight_box import WeightBox
from openrace.questions.about import About
from openrace.questions.question import Question
from solver.common.clock import DEFAULT_BUDGET, Clock
from solver.common.errors import OpenraceError
from solver.common.table import Entry, Table
from solver.common.words import shown
from solver.two_player.family.family import Box

BUDGET = DEFAULT_BUDGET
"""Seconds after which what is not proven is left open."""
LOOKS = 64
"""Points looked at before anything is proven."""
FINEST = 1e-6
"""Share of the box below which a part is not halved any more: a boundary that no halving can pass."""
MOST_LISTED = 1_000
"""Open parts listed in JSON, the largest first."""


class ProofStatus(StrEnum):
    """How a proof ended."""

    PROVEN = "proven"
    """The verdict is the same at every point."""
    REFUTED = "refuted"
    """A point with another verdict was found, and solved again on its own."""
    OPEN = "open"
    """No such point was found, and some parts are not proven."""


@dataclass(frozen=True)
class Part:
    """A part of the box.

    Attributes:
        box: its ends.
        sign: the sign proven for each of its points; ``None`` where none is.
        share: of the whole box's volume.
    """

    box: Box
    sign: Code | None
    share: float


@dataclass(frozen=True, repr=False)
class Proof(Picture):
    """What is known of a verdict over a box.

    Attributes:
        game: its name.
        intervention: whose effect has the sign.
        metric: whose sign.
        status: how it ended.
        box: the weights and their ends.
        base: the verdict in the middle, solved on its own.
        counterexample: a point with another verdict, solved on its own.
        parts: parts of the box, proven or open; all of them together are the box.
        about: the game, the weights and the metric, in words.
    """

    game: str
    intervention: str
    metric: str
    status: ProofStatus
    box: WeightBox
    base: Ground
    counterexample: Ground | None
    parts: tuple[Part, ...]
    about: About

    @property
    def direction(self) -> Code:
        """The verdict in the middle of the box: what is proven, or refuted."""
        return self.base.sign

    @property
    def open(self) -> tuple[Part, ...]:
        """What is left open, the largest part first."""
        return tuple(sorted((p for p in self.parts if p.sign is None), key=lambda p: -p.share))

    @property
    def open_share(self) -> float:
        """The open part of the box's volume."""
        return float(sum(p.share for p in self.open))

    def share_of(self, sign: Code) -> float:
        """The part of the box's volume for which one sign is proven."""
        return float(sum(p.share for p in self.parts if p.sign is sign))

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace prove``."""
        return {
            "game": self.game,
            "hash": self.about.hash,
            "intervention": self.intervention,
            "status": self.status,
            "metric": self.metric,
            "direction": self.direction,
            "box": self.box,
            "counterexample": self.counterexample,
            "base": self.base,
            "proven": {sign: self.share_of(sign) for sign in Code if self.share_of(sign)},
            "open": {
                "share": self.open_share,
                "count": len(self.open),
                "parts": [{"box": self.box.part(p.box), "share": p.share} for p in self.open[:MOST_LISTED]],
            },
            "parts": len(self.parts),
        }

    def table(self) -> Table:
        """One row per part."""
        header = tuple(f"{path} {end}" for path in self.box.paths for end in ("least", "most"))
        rows: list[tuple[Entry, ...]] = []
        for part in self.parts:
            ends = [float(end) for pair in zip(part.box.low, part.box.high, strict=True) for end in pair]
            rows.append(("open" if part.sign is None else part.sign.word, part.share, *ends))
        return Table(f"{self.metric} in {self.game}, {self.intervention}", ("sign", "share", *header), tuple(rows))

    def __repr__(self) -> str:
        return f"Proof({self.game}: {self.metric} {self.direction.word}, {self.status})"


def prove(
    game: Game,
    intervention: Intervention,
    box: WeightBox,
    *,
    metric: str | None = None,
    whole: bool = False,
    finest: float = FINEST,
    budget: float = BUDGET,
) -> Proof:
    """Whether a verdict holds at every point of a box of weights.

    Arguments are those of :func:`openrace.prove`.

    Raises:
        OpenraceError: a path is no weight, more than two labs have a choice, or the metric is none of the game's.
    """
    if isinstance(finest, bool) or not isinstance(finest, int | float) or not 0 < finest <= 1:
        raise OpenraceError(
            f"the finest part is {shown(finest)}",
            "a share of the box, above 0 and at most 1",
            f"leave it out for {FINEST:g}",
        )
    question = Question(game, intervention)
    name = metric or question.metric
    search = _Search(question, box, name, Clock(budget))
    parts, counterexample = search.run(whole, finest)
    status = ProofStatus.REFUTED
    if counterexample is None:
        # A part of another sign, at whose points solving anew sees a tie, refutes nothing and proves nothing.
        is_open = any(part.sign is not search.base.sign for part in parts) or not search.base.proven
        status = ProofStatus.OPEN if is_open else ProofStatus.PROVEN
    about = search.landscape.about(box.paths, name)
    return Proof(game.name, intervention.text, name, status, box, search.base, counterexample, tuple(parts), about)


class _Search:
    """Branch and bound over one box."""

    def __init__(self, question: Question, box: WeightBox, metric: str, clock: Clock) -> None:
        self.exact: ExactQuestion = exact_question(question, box.paths, box.box, metric)
        self.landscape = GameLandscape(question)
        self.box, self.metric, self.clock = box, metric, clock
        low, high = (np.array([float(v) for v in end]) for end in (box.box.low, box.box.high))
        self.signs: Signs = self.landscape.signs(box.paths, low, high, metric)
        self.base = self.ground(box.box.middle)

    def run(self, whole: bool, finest: float) -> tuple[list[Part], Ground | None]:
        """The parts, and a counterexample if there is one; without ``whole`` the search ends with it."""
        counterexample = self.refutation(self.looks())
        settled: list[Part] = []
        waiting = [self.box.box]
        while waiting and (whole or counterexample is None):
            undecided = []
            for box in waiting:
                sign = None if self.clock.is_over else proven_sign(self.exact, box, self.clock)
                if sign is None:
                    undecided.append(box)
                else:
                    settled.append(self.part(box, sign))
                self.clock.tick(lambda: f"{len(settled):,} parts proven")
            waiting = []
            for box in undecided:
                if self.clock.is_over or box.share_of(self.box.box) <= finest:
                    settled.append(self.part(box, None))
                else:
                    waiting += box.halves(self.longest(box))
            # What is proven with another sign refutes as well, at any of its points.
            others = [part.box.middle for part in settled if part.sign not in (None, self.base.sign)]
            if counterexample is None:
                counterexample = self.refutation([*others[:1], *[box.middle for box in undecided]])
        return settled + [self.part(box, None) for box in waiting], counterexample

    def looks(self) -> list[tuple[Fraction, ...]]:
        """Corners of the box and points spread over it."""
        from scipy.stats import qmc

        box = self.box.box
        spread = qmc.Sobol(len(box.low), scramble=False).random(LOOKS)
        inside = [
            tuple(a + Fraction(float(s)) * width for a, s, width in zip(box.low, row, box.widths, strict=True))
            for row in spread
        ]
        return [*product(*zip(box.low, box.high, strict=True)), *inside][: 2 * LOOKS]

    def refutation(self, points: Sequence[tuple[Fraction, ...]]) -> Ground | None:
        """The first point whose sign is another one, when it is solved again on its own."""
        if not points:
            return None
        codes = self.signs(np.array([[float(v) for v in point] for point in points]))
        for k in np.flatnonzero(codes != int(self.base.sign)).tolist():
            found = self.ground(points[k])
            if found.sign is not self.base.sign and found.proven:
                return found
        return None

    def ground(self, point: Sequence[Fraction]) -> Ground:
        """The verdict at a point, solved on its own."""
        settings = [Setting(path, float(value)) for path, value in zip(self.box.paths, point, strict=True)]
        return self.landscape.ground(settings, self.metric)

    def longest(self, box: Box) -> int:
        """The side that is longest as a part of the whole box's."""
        shares = [own / all_ for own, all_ in zip(box.widths, self.box.box.widths, strict=True)]
        return max(range(len(shares)), key=shares.__getitem__)

    def part(self, box: Box, sign: Code | None) -> Part:
        return Part(box, sign, float(box.share_of(self.box.box)))
