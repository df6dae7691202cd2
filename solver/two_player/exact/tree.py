"""The complementarity tree: every product of two faces on which nobody has regret.

A label is *settled* when its variable vanishes on the whole of one face of the product. Which labels are settled is
repeated until nothing changes; then an open label splits the node: the first child holds one variable at zero, the
second its partner. Why the leaves are all maximal Nash subsets is said in :mod:`solver.two_player`. Of the second child
only those subsets count on which the first child's variable is *not* zero throughout (it is *barred* from vanishing):
the others are met in the first child.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from solver.common.clock import Clock
from solver.two_player.exact.face import Face, labels_in

MAX_NODES = 100_000
"""Nodes visited at most: minutes for games of a dozen actions, whose trees have hundreds of nodes as a rule."""

MAX_TRIALS = 8
"""Labels tried at most before the best of them splits a node."""

GOOD_SPLIT = 0.9
"""A split is good enough when its children leave this share of the open labels open, on average. Trying on until 0.5
halves the tree and doubles the time; not trying at all makes Bertrand competition on 20 prices take 4,500 nodes, not 8.
"""

Zeros = tuple[int, int]
"""A bitmask of labels per player: those that vanish on the whole of that player's face."""

Pair = tuple[Face, Face]
"""The row player's face and the column player's."""


@dataclass(frozen=True)
class Tree:
    """What a search found.

    Attributes:
        leaves: products of faces, all of them equilibria, none contained in another; zero sets are closed.
        nodes: nodes of the tree, dead ends included.
        n_open: nodes left when the budget was spent; 0 means that ``leaves`` are all maximal Nash subsets.
    """

    leaves: tuple[Pair, ...]
    nodes: int
    n_open: int


@dataclass(frozen=True)
class _Node:
    """A product of faces that was propagated to a fixpoint and may hold equilibria."""

    faces: Pair
    barred: Zeros


def search(first: Face, second: Face, max_nodes: int = MAX_NODES, clock: Clock | None = None) -> Tree:
    """Close every branch below ``first x second``; the faces handed in are consumed."""
    everything = first.own | second.own
    found: dict[Zeros, Pair] = {}
    root = _Node((first, second), (0, 0))
    stack = [root] if _settle(root, everything) else []
    nodes = 1
    clock = clock or Clock()

    def progress() -> str:
        return f"{nodes:,} nodes, {len(found):,} faces of equilibria found, {len(stack):,} nodes open"

    with clock.limiting():
        while stack and nodes < max_nodes:
            clock.tick(progress)
            clock.check()
            # It stays on the stack until its children are known, so that an interruption loses nothing.
            node, children = stack[-1], list[_Node]()
            unsettled = _unsettled(node, everything)
            if unsettled:
                children = _split(node, unsettled, everything)
                nodes += 2
            elif _close(node, everything):
                found[node.faces[0].zeros, node.faces[1].zeros] = node.faces
            stack[-1:] = children
    return Tree(tuple(found[zeros] for zeros in _maximal(list(found))), nodes, len(stack))


def _unsettled(node: _Node, everything: int) -> int:
    return everything & ~(node.faces[0].zeros | node.faces[1].zeros)


def _settle(node: _Node, everything: int) -> bool:
    """Propagate to a fixpoint; ``False`` if the node holds no equilibrium, or only those of an earlier child."""
    changed = True
    while changed:
        changed = False
        # Only labels that were never seen to vanish can be positive throughout; each costs a linear program.
        for this, other in (node.faces, node.faces[::-1]):
            for label in labels_in(everything & ~(this.zeros | other.zeros | this.ever_zero)):
                if not this.can_vanish(label):
                    if not other.hold_at_zero(label):
                        return False
                    changed = True
            # A label that vanishes throughout is settled: fewer are left to split on, and bars show.
            for label in labels_in(everything & ~(this.zeros | other.zeros | this.ever_positive)):
                this.can_be_positive(label)
    return _respects_bars(node)


def _respects_bars(node: _Node) -> bool:
    return all(
        face.can_be_positive(label)
        for face, barred in zip(node.faces, node.barred, strict=True)
        for label in labels_in(barred)
    )


def _split(node: _Node, unsettled: int, everything: int) -> list[_Node]:
    """Live children for the label that settles most, tried in order of how seldom its variables are seen to vanish."""
    fewest, best = 2 * len(node.faces) * everything.bit_length(), list[_Node]()
    good = 2 * GOOD_SPLIT * unsettled.bit_count()
    for label in sorted(labels_in(unsettled), key=lambda k: prod(face.zero_share(k) for face in node.faces))[
        :MAX_TRIALS
    ]:
        children = [child for child in _children(node, label) if _settle(child, everything)]
        left_open = sum(_unsettled(child, everything).bit_count() for child in children)
        if left_open < fewest:
            fewest, best = left_open, children
        if len(children) < 2 or left_open <= good:
            break
    return best


def _children(node: _Node, label: int) -> tuple[_Node, _Node]:
    first, second = node.faces
    left, right = first.copy(), second.copy()
    # Both exist: an open label can vanish on either side, or the partner would have been held at zero.
    left.hold_at_zero(label)
    right.hold_at_zero(label)
    barred = (node.barred[0] | 1 << label, node.barred[1])
    return _Node((first.copy(), right), barred), _Node((left, second.copy()), node.barred)


def _close(node: _Node, everything: int) -> bool:
    """Find all labels that vanish throughout; ``False`` if a barred one does."""
    for face in node.faces:
        for label in labels_in(everything & ~(face.zeros | face.ever_positive)):
            face.can_be_positive(label)
    return _respects_bars(node)


def _maximal(zeros: list[Zeros]) -> list[Zeros]:
    """Leaves contained in no other: a larger face has a smaller zero set."""
    return [
        one
        for one in zeros
        # A leaf without a label that vanishes on both sides cannot lie inside another: that one would settle less.
        if not one[0] & one[1]
        or not any(two != one and two[0] & one[0] == two[0] and two[1] & one[1] == two[1] for two in zeros)
    ]
