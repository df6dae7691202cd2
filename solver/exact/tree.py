"""The complementarity tree: every product of two faces on which nobody has regret.

A pair of strategies is an equilibrium exactly when for every label ``k`` the probability of action ``k`` or its regret
is zero. A node of the tree is a product of two faces, one per player; a label is *settled* when its variable vanishes
on the whole of one of them. If a variable is positive on a whole face, its partner must vanish, and this is repeated
until nothing changes; if both are positive throughout, the node holds no equilibrium. Otherwise an open label splits
the node: the first child holds one variable at zero, the second its partner (after Audet, Hansen, Jaumard and Savard
2001). A node with every label settled is a leaf: all its points are equilibria.

Why nothing is missing: a maximal Nash subset is a product of convex sets (Jansen 1981). In its relative interior every
label has a zero on one side, so it has one on that whole side, and following these zeros down the tree ends in a leaf
that contains the subset. Hence the leaves contained in no other leaf are the maximal Nash subsets. Of the second child
only those subsets count on which the first child's variable is *not* zero throughout (it is *barred* from vanishing):
the others are met in the first child.
"""

from __future__ import annotations

from dataclasses import dataclass

from solver.exact.face import Face, labels_in

Zeros = tuple[int, int]
"""A bitmask of labels per player: those that vanish on the whole of that player's face."""


@dataclass(frozen=True)
class Tree:
    """Products of faces contained in no other, their zero sets closed, and what it took to find them."""

    leaves: tuple[tuple[Face, Face], ...]
    nodes: int
    pivots: int


@dataclass(frozen=True)
class _Node:
    faces: tuple[Face, Face]
    barred: Zeros


def search(first: Face, second: Face) -> Tree:
    """Close every branch below ``first x second``; the faces handed in are consumed."""
    everything = first.corner() | second.corner()
    for face in (first, second):
        for label in face.basic:
            everything |= 1 << label
    found: dict[Zeros, tuple[Face, Face]] = {}
    nodes = pivots = 0
    stack = [_Node((first, second), (0, 0))]
    while stack:
        node = stack.pop()
        nodes += 1
        before = sum(face.pivots for face in node.faces)
        if _settle(node, everything):
            unsettled = everything & ~(node.faces[0].zeros | node.faces[1].zeros)
            if unsettled:
                stack.extend(_children(node, unsettled))
            elif _close(node, everything):
                found[node.faces[0].zeros, node.faces[1].zeros] = node.faces
        pivots += sum(face.pivots for face in node.faces) - before
    return Tree(tuple(found[zeros] for zeros in _maximal(list(found))), nodes, pivots)


def _settle(node: _Node, everything: int) -> bool:
    """Propagate to a fixpoint; ``False`` if the node holds no equilibrium, or only those of an earlier child."""
    changed = True
    while changed:
        changed = False
        for this, other in (node.faces, node.faces[::-1]):
            for label in labels_in(everything & ~(this.zeros | other.zeros | this.ever_zero)):
                if not this.can_vanish(label):
                    if not other.hold_at_zero(label):
                        return False
                    changed = True
            for label in labels_in(everything & ~(this.zeros | other.zeros | this.ever_positive)):
                this.can_be_positive(label)
    return _respects_bars(node)


def _respects_bars(node: _Node) -> bool:
    return all(
        face.can_be_positive(label)
        for face, barred in zip(node.faces, node.barred, strict=True)
        for label in labels_in(barred)
    )


def _children(node: _Node, unsettled: int) -> tuple[_Node, _Node]:
    """Split on the label whose variables vanish at the smallest shares of the points seen: it decides most."""
    first, second = node.faces
    rarest, label = 2.0, -1
    for candidate in labels_in(unsettled):
        share = _zero_share(first, candidate) * _zero_share(second, candidate)
        if share < rarest:
            rarest, label = share, candidate
    left, right = first.copy(), second.copy()
    left.hold_at_zero(label)
    right.hold_at_zero(label)
    barred = (node.barred[0] | 1 << label, node.barred[1])
    return _Node((first, right), barred), _Node((left, second.copy()), node.barred)


def _zero_share(face: Face, label: int) -> float:
    return sum(point >> label & 1 for point in face.points) / len(face.points)


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
