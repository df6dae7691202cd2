"""One linear program on joint play, in three blocks of memory: a header, small integers, floats.

The program is ``min sum_j c_j W_j + u`` over ``W, u, s >= 0`` with ``sum_j W_j = 1`` and ``R W + u - s = 0``: the
smallest ``u`` by which all rows ``R W >= -u`` hold at once (``solver.n_player.relaxation.bound``). Its *variables*
are numbered: column ``j`` as ``j``, ``u`` as ``C``, the slack of row ``r`` as ``C + 1 + r``. Equation 0 is the sum,
equation ``1 + r`` is row ``r``; ``m = 1 + R`` equations have ``m`` basic variables, and all others are zero.

The header ``H`` holds sizes and, for every array, its offset: in the header itself
(``ACTIONS`` to ``FATE_START``, one number per player), in the integers ``S`` (``OWN`` to ``ROWS``) or in the floats
``F`` (``VALUES`` to ``PLAYED``).

* Of the game: ``ACTIONS`` ``A_i``, ``FATE_START`` where a player's actions begin among all,
  ``OWN`` and ``REST`` ``(N, T)`` of each profile, ``VALUES`` per player ``(A_i, STRIDE_i)`` from ``VALUE_START``,
  ``COST_OF`` each profile.
* Of the node: ``FATES`` of all actions; ``COLUMNS`` profiles, ``FIXED`` at zero or not, ``SPOT`` ``(N, T)`` of each
  column in each player's part of ``TOTALS``, ``COST``; ``ROWS`` ``(i, k, a, b)``; the basis: ``PLACE`` of a variable in
  it or -1, ``HEAD`` the variable at a place, ``INVERSE`` lines of ``LEADING``, ``REDUCED`` costs.
* Scratch: ``TOTALS`` per player ``(A_i, STRIDE_i)`` from ``VALUE_START``, ``ALPHA`` one number per variable, ``SHORT``
  and ``SLICE`` ``(A_i, A_i)``, ``ENTERING``, ``SOURCE`` one per equation, ``NORM`` of each line, ``PLAYED`` two per
  action.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

(PLAYERS, PROFILES, ALL_ACTIONS, N_COLUMNS, N_ROWS, MOST_ROWS, LEADING, RUNS, PIVOTS, PICK) = range(10)
(ACTIONS, STRIDE, VALUE_START, FATE_START, OWN, REST, FATES) = range(10, 17)
(COLUMNS, FIXED, SPOT, PLACE, HEAD, ROWS) = range(17, 23)
(VALUES, TOTALS, COST_OF, COST, INVERSE, REDUCED, ALPHA, SHORT, ENTERING, SOURCE, NORM, SLICE, PLAYED) = range(23, 36)
HEADER = 36

OPEN, IN, OUT = 0, 1, 2
"""What a node says of an action: undecided, no regret, not played."""

LANES = 8
"""Lengths are padded to whole vectors of so many doubles."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """The three blocks."""

    header: NDArray[np.int64]
    integers: NDArray[np.int32]
    floats: NDArray[np.float64]

    def part(self, array: int, length: int) -> NDArray[np.int32]:
        """The first entries of an array of integers, a view."""
        start = int(self.header[array])
        return self.integers[start : start + length]

    def float_part(self, array: int, length: int) -> NDArray[np.float64]:
        """The first entries of an array of floats, a view."""
        start = int(self.header[array])
        return self.floats[start : start + length]


def blocks(
    values: Sequence[NDArray[np.float64]],
    own: NDArray[np.int64],
    rest: NDArray[np.int64],
    costs: NDArray[np.float64],
    most_rows: int,
) -> Blocks:
    """Blocks for a game with ``values[i]`` ``(A_i, rest_i)``, ``own`` and ``rest`` ``(N, T)``, ``costs`` ``(T,)``."""
    n, t = own.shape
    n_actions = [len(v) for v in values]
    strides = [_padded(v.shape[1]) for v in values]
    tables = [a * s for a, s in zip(n_actions, strides, strict=True)]
    leading, n_fates = _padded(most_rows + 1), sum(n_actions)
    integers = {
        **dict.fromkeys((OWN, REST, SPOT), n * t),
        **dict.fromkeys((COLUMNS, FIXED), t),
        FATES: n_fates,
        PLACE: t + 1 + most_rows,
        HEAD: most_rows + 1,
        ROWS: 4 * most_rows,
    }
    floats = {
        **dict.fromkeys((VALUES, TOTALS), sum(tables)),
        **dict.fromkeys((COST_OF, COST), t),
        INVERSE: (most_rows + 1) * leading,
        **dict.fromkeys((REDUCED, ALPHA), t + 1 + most_rows),
        **dict.fromkeys((SHORT, SLICE), max(n_actions) ** 2),
        **dict.fromkeys((ENTERING, SOURCE, NORM), leading),
        PLAYED: 2 * n_fates,
    }
    starts = [np.cumsum([0, *sizes])[:-1] for sizes in (tables, n_actions)]
    header = np.concatenate([np.zeros(HEADER), n_actions, strides, *starts]).astype(np.int64)
    header[ACTIONS : FATE_START + 1] = HEADER + n * np.arange(FATE_START + 1 - ACTIONS)
    header[[PLAYERS, PROFILES, ALL_ACTIONS]] = n, t, n_fates
    header[[MOST_ROWS, LEADING]] = most_rows, leading
    for part in (integers, floats):
        header[list(part)] = np.cumsum([0, *part.values()])[:-1]
    out = Blocks(header, np.zeros(sum(integers.values()), np.int32), np.zeros(sum(floats.values())))
    out.part(OWN, n * t)[:] = own.ravel()
    out.part(REST, n * t)[:] = rest.ravel()
    start = int(header[VALUES])
    for v, stride in zip(values, strides, strict=True):
        out.floats[start : start + len(v) * stride].reshape(len(v), stride)[:, : v.shape[1]] = v
        start += len(v) * stride
    out.float_part(COST_OF, t)[:] = costs
    return out


def _padded(length: int) -> int:
    return -(-length // LANES) * LANES
