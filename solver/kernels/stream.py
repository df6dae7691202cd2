"""Unpack the streams of games whose equilibria are not a list of isolated points (see ``many.solve_one``)."""

from __future__ import annotations

from solver.kernels.jit import Ints, Shorts, kernel


@kernel("v", "HNNNN")
def count_stream(stream: Shorts, offsets: Ints, equilibria: Ints, subsets: Ints, sizes: Ints) -> None:
    """Subsets per game into ``subsets``, components into ``sizes[2g]`` ... see :func:`decode_stream`.

    ``offsets`` and ``equilibria`` are offsets per game into the stream and the list of equilibria. A game without a
    stream has as many subsets as equilibria. ``sizes`` receives, per game: components, corners listed for each player.
    """
    for g in range(len(offsets) - 1):
        at = offsets[g]
        points = equilibria[g + 1] - equilibria[g]
        if offsets[g + 1] == at:
            subsets[g] = points
            for k in range(3):
                sizes[3 * g + k] = points
            continue
        subsets[g] = stream[at]
        sizes[3 * g] = stream[at + 1]
        sizes[3 * g + 1] = 0
        sizes[3 * g + 2] = 0
        at += 2 + points
        for _ in range(subsets[g]):
            sizes[3 * g + 1] += stream[at + 1]
            sizes[3 * g + 2] += stream[at + 2]
            at += 3 + stream[at + 1] + stream[at + 2]


@kernel("v", "HNNHHHNHNH")
def decode_stream(
    stream: Shorts, offsets: Ints, equilibria: Ints, pairs: Shorts, of_point: Shorts, of_subset: Shorts,
    x_offsets: Ints, x_corners: Shorts, y_offsets: Ints, y_corners: Shorts,
) -> None:  # fmt: skip
    """Components of equilibria and of subsets, and each subset's corners as offsets and indices, all games in a row."""
    s = 0
    nx = 0
    ny = 0
    x_offsets[0] = 0
    y_offsets[0] = 0
    for g in range(len(offsets) - 1):
        at = offsets[g]
        first = equilibria[g]
        points = equilibria[g + 1] - first
        if offsets[g + 1] == at:
            for e in range(points):
                of_point[first + e] = e
                of_subset[s] = e
                x_corners[nx] = pairs[2 * (first + e)]
                y_corners[ny] = pairs[2 * (first + e) + 1]
                nx += 1
                ny += 1
                s += 1
                x_offsets[s] = nx
                y_offsets[s] = ny
            continue
        subsets = stream[at]
        for e in range(points):
            of_point[first + e] = stream[at + 2 + e]
        at += 2 + points
        for _ in range(subsets):
            of_subset[s] = stream[at]
            count_x = stream[at + 1]
            count_y = stream[at + 2]
            at += 3
            for k in range(count_x):
                x_corners[nx + k] = stream[at + k]
            for k in range(count_y):
                y_corners[ny + k] = stream[at + count_x + k]
            at += count_x + count_y
            nx += count_x
            ny += count_y
            s += 1
            x_offsets[s] = nx
            y_offsets[s] = ny
