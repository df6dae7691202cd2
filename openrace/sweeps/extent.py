"""Least and greatest value of metrics over every game's set of equilibria, for many games at once.

The expectation of a metric is linear in each player's mixed action, so over a product of faces its extremes are at
corners (see ``openrace.concepts.outcomes``). ``B`` games, ``E`` corner points, ``K`` metrics.

Sums are taken in a fixed order and never by a matrix library: the same cell has the same bits whatever batch it is in.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from games.parts.part import FloatArray
from openrace.sweeps.grid_solver import GridEquilibria, IntArray


def expectations(found: GridEquilibria, values: FloatArray) -> FloatArray:
    """``(E, K)`` expectations at every corner point.

    Args:
        found: the equilibria.
        values: ``(K, A_0, ...)`` if metrics are the same in all games, else ``(K, B, A_0, ...)``.
    """
    n_players = len(found.corners)
    varies = values.ndim == n_players + 2
    if n_players == 2:
        return _pair_expectations(found, np.ascontiguousarray(values if varies else values[:, None]))
    game_of = np.repeat(np.arange(len(found)), np.diff(found.offsets))
    out = np.empty((len(found.points), len(values)))
    for e, rows in enumerate(found.points):
        here = values[:, game_of[e]] if varies else values
        for player in reversed(range(n_players)):
            here = (here * found.corners[player][rows[player]]).sum(axis=-1)
        out[e] = here
    return out


def _pair_expectations(found: GridEquilibria, values: FloatArray) -> FloatArray:
    from solver.kernels.loader import load

    out = np.empty((len(found.points), len(values)))
    load().pair_expectations(
        np.ascontiguousarray(found.corners[0]).ravel(),
        np.ascontiguousarray(found.corners[1]).ravel(),
        found.points.ravel(),
        found.offsets,
        values.ravel(),
        np.array([*values.shape], dtype=np.int64),
        np.zeros(values.shape[0] * values.shape[3]),
        out.ravel(),
    )
    return out


def plain_pair_expectations(found: GridEquilibria, values: FloatArray) -> FloatArray:
    """The same as the kernel, by the definition; tests hold them together."""
    game_of = np.repeat(np.arange(len(found)), np.diff(found.offsets))
    out = np.empty((len(found.points), len(values)))
    for e, (p, q) in enumerate(found.points):
        here = values[:, game_of[e] if values.shape[1] > 1 else 0]
        out[e] = (here * found.corners[0][p][:, None] * found.corners[1][q]).sum(axis=(1, 2))
    return out


def extremes(offsets: IntArray, values: FloatArray) -> FloatArray:
    """``(B, K, 2)`` least and greatest of ``values`` ``(E, K)`` per game; nan where a game has no point."""
    out = np.full((len(offsets) - 1, values.shape[1], 2), np.nan)
    some = np.flatnonzero(np.diff(offsets))
    if len(some):
        out[some, :, 0] = np.minimum.reduceat(values, offsets[some], axis=0)
        out[some, :, 1] = np.maximum.reduceat(values, offsets[some], axis=0)
    return out


def supports(found: GridEquilibria, n_words: int) -> NDArray[np.uint64]:
    """``(B, N, n_words)`` bit masks: actions that some equilibrium of the game plays; action a is bit a % 64."""
    out = np.zeros((len(found), len(found.corners), n_words), dtype=np.uint64)
    for player, (corners, offsets) in enumerate(zip(found.corners, found.corner_offsets, strict=True)):
        some = np.flatnonzero(np.diff(offsets))
        if not len(some):
            continue
        bits = np.zeros((len(corners), n_words * 64), dtype=bool)
        bits[:, : corners.shape[1]] = corners > 0
        words = np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64)
        out[some, player] = np.bitwise_or.reduceat(words, offsets[some], axis=0)
    return out
