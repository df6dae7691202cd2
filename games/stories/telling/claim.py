"""What a story claims, and whether what is observed bears it out.

A claim says something about a story's numbers as its lever moves: which way they go (:class:`Moves`), in which order
they go one way and then another (:class:`Course`), or in which regimes it is true (:class:`Where`). It is judged where
the premises hold under which its author makes it; what happens elsewhere is reported as ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from games.parts.direction import Direction
from games.stories.telling.lever import Lever, Move
from games.stories.telling.number import Value


class Kind(StrEnum):
    """What has to be done to get a story's numbers."""

    FORMULA = "formula"
    """Evaluate a formula."""
    CHOICE = "choice"
    """One lab maximises over an interval."""
    GAME = "game"
    """Labs play a game, which is solved."""


class Reading(StrEnum):
    """Who says what the claim says."""

    AUTHOR = "author's"
    """The author says so."""
    OPENRACE = "openrace's"
    """The author names the topic, and the sign is openrace's reading of it."""


class Verdict(StrEnum):
    """Whether a claim holds."""

    YES = "yes"
    NO = "no"
    CONDITIONAL = "conditional"


@dataclass(frozen=True)
class Ingredient:
    """An assumption that can be taken away: a parameter and the value at which it does nothing."""

    term: str
    field: str
    off: Value


@dataclass(frozen=True)
class Rule:
    """What a measure is expected to do.

    Attributes:
        metric: name of the measure.
        regime: while this lasts, or when this ends.
        direction: of racing.
        then: the regime that follows; empty for a rule about a whole stretch.
    """

    metric: str
    regime: str
    direction: Direction
    then: str = ""


@dataclass(frozen=True)
class Expectation:
    """A direction with its condition.

    Attributes:
        metric: name of the measure.
        when: the condition in symbols, with the breakpoints that were found.
        direction: what the story expects.
        moves: moves of the lever ``(from, to)`` by which it is checked.
        granted: whether the premises of the claim hold there.
    """

    metric: str
    when: str
    direction: Direction
    moves: tuple[Move, ...]
    granted: bool = True


@dataclass(frozen=True)
class Seen:
    """What is observed where something is expected.

    Attributes:
        expected: the expectation.
        direction: what the measure does on the moves of it.
        settled: whether no move is one of the least or of the greatest alone: else the measure may move.
    """

    expected: Expectation
    direction: Direction
    settled: bool


@dataclass(frozen=True)
class Finding:
    """Whether the claim holds, and why in one sentence."""

    verdict: Verdict
    because: str


class Says:
    """What a claim says of a story's measures.

    Methods take the story as far as it is a lever, the name of its first measure, which is meant if none is named, and
    what was seen under the premises, in the order of the lever.
    """

    def judged(self, story: Lever, first: str, seen: Sequence[Seen]) -> Verdict:
        """Whether it holds."""
        raise NotImplementedError

    def expects_change(self) -> bool:
        """Whether it says that something moves, so that it is wrong where nothing does."""
        return True

    def about(self, first: str) -> tuple[str, ...]:
        """Names of the measures that it speaks of: the first, unless others are named."""
        return (first,)

    def question(self, first: str) -> str:  # noqa: ARG002 - the contract
        """The measure or question whose regimes decide; empty if directions do."""
        return ""

    def remark(self, first: str, seen: Sequence[Seen]) -> str:  # noqa: ARG002 - the contract
        """What is to be added to the lines, in words; empty if nothing."""
        return ""


@dataclass(frozen=True)
class Moves(Says):
    """Directions that the claim allows its measures: everywhere one of these.

    Attributes:
        allowed: per measure, its directions; the empty name is the story's first measure.
    """

    allowed: tuple[tuple[str, tuple[Direction, ...]], ...]

    def judged(self, story: Lever, first: str, seen: Sequence[Seen]) -> Verdict:  # noqa: ARG002 - the contract
        """Yes if all that is seen is allowed, no if nothing is."""
        ways = {name or first: ways for name, ways in self.allowed}
        return _told([s.direction in ways[s.expected.metric] for s in seen if s.expected.metric in ways])

    def expects_change(self) -> bool:
        """Whether a direction other than neutral is allowed."""
        return any(way is not Direction.NEUTRAL for _, ways in self.allowed for way in ways)

    def about(self, first: str) -> tuple[str, ...]:
        """The measures named."""
        return tuple(name or first for name, _ in self.allowed)


@dataclass(frozen=True)
class Course(Says):
    """The order in which the first measure goes one way and then another along the lever.

    Attributes:
        steps: its directions in order, those that stay left out.
    """

    steps: tuple[Direction, ...]

    def judged(self, story: Lever, first: str, seen: Sequence[Seen]) -> Verdict:  # noqa: ARG002 - the contract
        """Yes if this is the course, conditional if it is a part of it, no if a step is missing."""
        turns = _turns(first, seen)
        if turns == self.steps:
            return Verdict.YES
        left = iter(turns)
        return Verdict.CONDITIONAL if all(step in left for step in self.steps) else Verdict.NO

    def remark(self, first: str, seen: Sequence[Seen]) -> str:
        """That it never turns, where it does not."""
        return "" if len(_turns(first, seen)) > 1 else "; so it never turns"


@dataclass(frozen=True)
class Where(Says):
    """Regimes in which the claim is true.

    Attributes:
        regimes: of the measure or question below.
        of: what the regimes are about; empty for the first measure.
    """

    regimes: tuple[str, ...]
    of: str = ""

    def judged(self, story: Lever, first: str, seen: Sequence[Seen]) -> Verdict:  # noqa: ARG002 - the contract
        """Yes if no other regime occurs, no if none of these does."""
        return _told([regime in self.regimes for regime in story.regimes(self.of or first)])

    def expects_change(self) -> bool:
        """A claim about what is, not about what moves."""
        return False

    def about(self, first: str) -> tuple[str, ...]:
        """What the regimes are about."""
        return (self.of or first,)

    def question(self, first: str) -> str:
        """What the regimes are about."""
        return self.of or first


def moves(*first: Direction, **others: tuple[Direction, ...]) -> Moves:
    """Directions that a claim allows the first measure, and others by name."""
    return Moves((*((("", first),) if first else ()), *others.items()))


def _turns(first: str, seen: Sequence[Seen]) -> tuple[Direction, ...]:
    """Directions of the first measure in order, those that stay left out, each named once."""
    ways = [s.direction for s in seen if s.expected.metric == first]
    return tuple(way for way, _ in groupby(way for way in ways if way is not Direction.NEUTRAL))


def _told(right: Sequence[bool]) -> Verdict:
    """Yes if all are right, no if none is; where there is nothing to see, that is the condition."""
    return Verdict.YES if right and all(right) else Verdict.CONDITIONAL if any(right) or not right else Verdict.NO
