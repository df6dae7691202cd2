"""Equal rows are computed once: the different combinations of values among arrays that broadcast together.

The labs of a game have few models on the market: one for each date at which a release may fall. A market looks at every
cell of time and every profile, and there the same models meet again and again. So its price equilibrium is computed for
each *combination* that occurs, and read off for every cell and profile by an index.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from games.parts.part import FloatArray

_MOST_CODES = 2**40
"""Codes are numbered anew before a product of counts could pass the largest integer."""
_LISTED = 4
"""Codes are marked in a list as long as this many times the number of places; beyond, they are sorted."""


def distinct(arrays: Sequence[FloatArray]) -> tuple[list[FloatArray], NDArray[np.intp]]:
    """The different combinations of values of arrays that broadcast together.

    Costs a sort of each array before it is broadcast, and a few passes over the places.

    Returns:
        Per array its value in each of the ``K`` combinations, ``(K,)``; and at each place of the broadcast arrays the
        number of the combination there.
    """
    codes, n_codes = np.zeros((), dtype=np.int64), 1
    for array in arrays:
        values, own = np.unique(array, return_inverse=True)
        codes = codes * len(values) + own.reshape(np.shape(array))
        n_codes *= len(values)
        if n_codes > _MOST_CODES:
            codes, n_codes = _numbered(codes, n_codes)
    index, n = _numbered(codes, n_codes)
    # Any place of a combination shows its values.
    place = np.empty(n, dtype=np.intp)
    place[index.ravel()] = np.arange(index.size)
    return [np.broadcast_to(array, index.shape).flat[place] for array in arrays], index


def _numbered(codes: NDArray[np.int64], n_codes: int) -> tuple[NDArray[np.intp], int]:
    """Codes numbered from 0 without gaps, and how many there are."""
    if n_codes > _LISTED * codes.size:
        found, own = np.unique(codes, return_inverse=True)
        return own.reshape(codes.shape), len(found)
    occurs = np.zeros(n_codes, dtype=np.bool_)
    occurs[codes] = True
    numbers = np.cumsum(occurs) - 1
    return numbers[codes], int(numbers[-1]) + 1
