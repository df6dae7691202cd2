"""Equilibria of small staged games by brute force, in rationals: every tie is mixed on a grid, nothing is clever.

Nothing is shared with the solver but the game. A state's answers are value vectors; each combination of its successors'
answers makes a stage game, in which every profile of a grid is tried, with the points added at which somebody is
indifferent.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random

from solver.staged.game import Chance, ListedGame, Stage, State, Terminal

Vector = tuple[Fraction, ...]
STEPS = 12
"""Of the grid of mixtures: halves, thirds, quarters and sixths are met."""
MOST = 150
"""Answers kept per state, and combinations tried, at random beyond."""


def answers(game: ListedGame, seed: int = 0) -> set[Vector]:
    """Values of equilibria of a tree: every one whose mixtures are on the grid, or a random part of them."""
    return set(_answers(game, game.initial, Random(seed)))  # noqa: S311 (no secret)


def _answers(game: ListedGame, state: State, random: Random) -> list[Vector]:
    node = game.node(state)
    if isinstance(node, Terminal):
        return [tuple(Fraction(v) for v in node.values.tolist())]
    n_rows, rewards = len(node.rewards), node.rewards.reshape(len(node.rewards), -1).tolist()
    branches = node.successors or (None,) * len(rewards[0])
    below = {s: _answers(game, s, random) for s in dict.fromkeys(branches) if s is not None}
    found: dict[Vector, None] = {}
    for chosen in _sample(list(below.values()), random):
        after = dict(zip(below, chosen, strict=True))
        outcomes = [
            tuple(Fraction(rewards[r][b]) + (after[s][r] if s is not None else 0) for r in range(n_rows))
            for b, s in enumerate(branches)
        ]
        if isinstance(node, Chance):
            found[_mean(outcomes, [Fraction(p) for p in node.probabilities.tolist()])] = None
        else:
            found.update(dict.fromkeys(_stage(node, outcomes)))
    kept = list(found)
    return kept if len(kept) <= MOST else random.sample(kept, MOST)


def _sample(choices: list[list[Vector]], random: Random) -> Iterator[tuple[Vector, ...]]:
    count = 1
    for own in choices:
        count *= len(own)
    if count <= MOST:
        yield from product(*choices)
    else:
        yield from (tuple(random.choice(own) for own in choices) for _ in range(MOST))


def _stage(node: Stage, outcomes: list[Vector]) -> Iterator[Vector]:
    grid = [Fraction(k, STEPS) for k in range(STEPS + 1)]
    if len(node.movers) == 1:
        mover = node.movers[0]
        best = max(v[mover] for v in outcomes)
        top = [v for v in outcomes if v[mover] == best]
        yield from (_mean([a, b], [1 - p, p]) for a in top for b in top for p in grid)
        return
    one, two = node.movers
    gain_one = [outcomes[2 + y][one] - outcomes[y][one] for y in (0, 1)]
    gain_two = [outcomes[2 * x + 1][two] - outcomes[2 * x][two] for x in (0, 1)]
    for x, y in product(_with_root(grid, gain_two), _with_root(grid, gain_one)):
        if _best(x, (1 - y) * gain_one[0] + y * gain_one[1]) and _best(y, (1 - x) * gain_two[0] + x * gain_two[1]):
            yield _mean(outcomes, [(1 - x) * (1 - y), (1 - x) * y, x * (1 - y), x * y])


def _with_root(grid: list[Fraction], gains: list[Fraction]) -> list[Fraction]:
    first, last = gains
    root = first / (first - last) if first * last < 0 else None
    return grid if root is None else [*grid, root]


def _best(p: Fraction, gain: Fraction) -> bool:
    return gain == 0 or p == (1 if gain > 0 else 0)


def _mean(vectors: list[Vector], weights: list[Fraction]) -> Vector:
    return tuple(
        sum((w * v for w, v in zip(weights, row, strict=True)), Fraction(0)) for row in zip(*vectors, strict=True)
    )
