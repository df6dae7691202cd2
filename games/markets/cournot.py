"""Sellers who fix quantities: how many closed labs a market can feed.

Willingness is uniform on [0, 1], as in ``vertical``; sellers fix how many customers ``q`` they serve, and prices clear
the market: ``p_i = g_i - sum_j min(g_i, g_j) q_j``. First-order conditions are linear, ``(M + diag(g)) q = g`` with
``M_ij = min(g_i, g_j)``, and the profit is ``g_i q_i^2``: ``g/(N+1)^2`` each for ``N`` equal labs. With an entry cost
``F`` labs enter while that covers it.
"""

from __future__ import annotations

import math
from typing import ClassVar, Literal

import numpy as np

from games.markets.priced import PricedMarket
from games.markets.sales import Sales
from games.parts.part import FloatArray


class Cournot(PricedMarket):
    """Closed labs that share customers by fixing quantities."""

    kind: Literal["cournot"] = "cournot"
    """Which market this is."""

    summary: ClassVar[str] = "labs fix how many customers they serve; prices clear the market"
    formula: ClassVar[str] = (
        "N equal labs earn g/(N+1)^2 each; in general g_i q_i^2 with (M + diag g) q = g, M = min(g, g)"
    )
    source: ClassVar[str] = "Cournot 1838; comment thread: customers served by open models feed fewer closed labs"

    def sales(self, gaps: FloatArray, *numbers: FloatArray) -> Sales:  # noqa: ARG002 - the contract
        """The equilibrium in quantities."""
        return quantities(np.maximum(gaps, 0.0))

    def free_share(self) -> float:
        """Half: willingness is uniform from 0 to all of the value."""
        return 0.5


def quantities(gaps: FloatArray) -> Sales:
    """Equilibrium of quantity competition.

    Args:
        gaps: ``[seller, ...]``, 0 or more; a seller without a gap serves nobody.
    """
    g: FloatArray = np.moveaxis(np.asarray(gaps, dtype=np.float64), 0, -1)
    lower = np.minimum(g[..., :, None], g[..., None, :])
    serves = g > 0
    matrix = np.where(serves[..., :, None], lower, 0.0) + np.eye(g.shape[-1]) * np.where(serves, g, 1.0)[..., None]
    q = np.asarray(np.linalg.solve(matrix, g[..., None])[..., 0], dtype=np.float64)
    price = np.asarray(g * q, dtype=np.float64)
    # Marginal worth is linear in quantities, so surplus is half the quadratic form.
    surplus = 0.5 * np.einsum("...i,...ij,...j->...", q, lower, q)
    return Sales(np.moveaxis(price, -1, 0), np.moveaxis(q, -1, 0), surplus)


def n_entrants(size: float, entry_cost: float) -> int:
    """Number of equal labs that enter a market worth ``size = n * g``, each at a cost; who breaks even enters.

    The largest ``N`` with ``size / (N + 1)^2 >= entry_cost``.
    """
    # A market that exactly feeds N must not feed N - 1 for the last bit of a quotient.
    return max(math.isqrt(math.floor(size / entry_cost * (1 + 1e-12))) - 1, 0)
