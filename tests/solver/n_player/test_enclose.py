"""Boxes that hold the roots of a cell, in both arithmetics, beside roots that are known exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.common.arrays import IntArray
from solver.n_player.relaxation.integers import IntegerGame, Support
from solver.n_player.roots.cell import Simplex
from solver.n_player.roots.enclose import enclose, pairs
from solver.n_player.roots.leaf import Cell
from solver.n_player.tree.recheck import root_boxes

BITS = 5
SUM = 2**BITS
SHAPES = st.sampled_from([(2, 2, 2), (4, 3, 2), (2, 3, 4), (3, 2, 2, 3), (2, 2, 2, 2, 2)])


def with_root(shape: tuple[int, ...], rng: np.random.Generator) -> tuple[IntegerGame, Support, list[IntArray]]:
    """A random game, and a support with weights of its actions, out of ``SUM``, at which they all pay alike."""
    support = tuple(tuple(sorted(rng.permutation(n)[: rng.integers(1, n + 1)].tolist())) for n in shape)
    weights = [rng.multinomial(SUM - len(own), np.full(len(own), 1 / len(own))) + 1 for own in support]
    payoffs = []
    for i, own in enumerate(rng.integers(-9, 10, (len(shape), *shape)).astype(object)):
        others = [j for j in range(len(shape)) if j != i]
        paid = np.moveaxis(own, i, 0)
        for j in reversed(others):
            dense = np.zeros(shape[j], dtype=object)
            dense[list(support[j])] = weights[j].tolist()
            paid = np.tensordot(paid, dense, axes=(j + (j < i), 0))
        # Less what each action pays there, all of them pay 0; times the sums of weights, payoffs stay whole.
        payoffs.append(SUM ** len(others) * own - paid.reshape([-1 if j == i else 1 for j in range(len(shape))]))
    return IntegerGame.of(payoffs), support, weights


def around(mix: IntArray, support: Sequence[int], n_actions: int, closer: int) -> Simplex:
    """The face of a support, drawn together ``2**closer`` times towards a mix, which is one of the corners."""
    corners = np.zeros((len(mix), n_actions), dtype=object)
    corners[:, list(support)] = (mix << closer) + SUM * np.eye(len(mix), dtype=np.int64) - mix
    corners[0, list(support)] = mix << closer
    return Simplex(corners, BITS + closer)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), shape=SHAPES, closer=st.integers(0, 8))
def test_boxes_hold_a_root_in_the_corner_of_a_cell_whoever_keeps_a_simplex(
    seed: int, shape: tuple[int, ...], closer: int
) -> None:
    game, support, weights = with_root(shape, np.random.default_rng(seed))
    root = [[Fraction(w, SUM) for w in own.tolist()] for own in weights]
    cell = Cell(support, tuple(around(w, s, n, closer) for w, s, n in zip(weights, support, shape, strict=True)))
    for pair in (None, *pairs(support)):
        corners = {c: own.floats for c, own in cell.split(pair).items()}
        for boxes in (root_boxes(game, cell, pair), enclose(list(game.normalised), support, pair, corners)):
            assert boxes != []
            # Systems that are singular give no boxes.
            for own, (low, high) in zip(root, boxes, strict=True) if boxes is not None else ():
                assert all(a <= p <= b for a, p, b in zip(low, own, high, strict=True))
