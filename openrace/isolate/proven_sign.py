"""The sign of a verdict at every point of a box of weights, where it can be proven.

On each side the metric is an interval, from its least to its greatest value over all equilibria. Three things bound the
two ends of it for every game of the box: no equilibrium lies outside the enclosure (``candidates``), each game has one
equilibrium at least (Nash 1951), and an equilibrium that lasts over the box is always among them (``lasting``). What
the ends can move is then between two numbers, and the rule of :mod:`games.parts.direction` is applied to those.
"""

from __future__ import annotations

from collections.abc import Sequence

from games.parts.direction import Code
from openrace.isolate.exact_question import ExactQuestion
from solver.common.arrays import ExactArray
from solver.common.clock import Clock
from solver.two_player.exact.tree import Tree
from solver.two_player.family.candidates import candidates
from solver.two_player.family.extent import Extent, extent
from solver.two_player.family.family import Box
from solver.two_player.family.lasting import Lasting, lasting

Ends = tuple[Extent, Extent]
"""Bounds on the least and on the greatest value of a metric over all equilibria, whatever the weights."""


def proven_sign(question: ExactQuestion, box: Box, clock: Clock) -> Code | None:
    """The sign at every point of the box; ``None`` where it is not proven.

    Args:
        question: both games.
        box: the weights.
        clock: limits the search; a box for which the time runs out is not proven.
    """
    if question.is_same:
        return Code.NEUTRAL
    trees = [candidates(side, box, clock=clock) for side in (question.before, question.after)]
    if any(tree.n_open for tree in trees):
        return None
    outside = [(_outside(trees[0], measure.before), _outside(trees[1], measure.after)) for measure in question.measures]
    found = _sign(question, [((one, one), (two, two)) for one, two in outside])
    if found is not None:
        return found
    kept = [lasting(side, box, clock=clock) for side in (question.before, question.after)]
    ends = [
        (_narrowed(one, kept[0], measure.before), _narrowed(two, kept[1], measure.after))
        for measure, (one, two) in zip(question.measures, outside, strict=True)
    ]
    return _sign(question, ends)


def _outside(tree: Tree, values: ExactArray) -> Extent:
    found = [extent(leaf, values) for leaf in tree.leaves]
    return min(low for low, _ in found), max(high for _, high in found)


def _narrowed(outside: Extent, kept: Sequence[Lasting], values: ExactArray) -> Ends:
    low, high = outside
    inside = [one.extent(values) for one in kept]
    return (low, min([high, *(most for _, most in inside)])), (max([low, *(least for least, _ in inside)]), high)


def _sign(question: ExactQuestion, ends: Sequence[tuple[Ends, Ends]]) -> Code | None:
    """What the rule says of moves that are known up to bounds; ``None`` where the bounds leave several answers."""
    moves = [
        (measure, now[0] - then[1], now[1] - then[0])
        for measure, (before, after) in zip(question.measures, ends, strict=True)
        for then, now in zip(before, after, strict=True)
    ]
    rises = any(least > measure.tolerance for measure, least, _ in moves)
    falls = any(most < -measure.tolerance for measure, _, most in moves)
    may_rise = any(most > measure.tolerance for measure, _, most in moves)
    may_fall = any(least < -measure.tolerance for measure, least, _ in moves)
    if rises and falls:
        return Code.AMBIGUOUS
    if rises and not may_fall:
        return Code.MORE if question.level else Code.UP
    if falls and not may_rise:
        return Code.LESS if question.level else Code.DOWN
    return None if may_rise or may_fall else Code.NEUTRAL
