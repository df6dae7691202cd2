"""Customers whose willingness to pay for quality is uniform on [0, 1].

A customer of type ``theta`` pays up to ``theta f(y)`` for a model, so ``theta g`` beyond the free open one. Sellers set
prices at once. With gaps ``g_1 < ... < g_n`` the customers split at ``theta_k = (p_k - p_{k-1}) / (g_k - g_{k-1})``,
``p_0 = g_0 = 0``. The first-order conditions chain neighbours: below the top, ``p_k = c_k p_{k+1}`` with

    c_k = d_k / (2 (d_k + d_{k+1}) - c_{k-1} d_{k+1}),   d_k = g_k - g_{k-1},   c_0 = 0,

and at the top ``p_n = d_n / (2 - c_{n-1})``. Equal gaps (``d_k = 0``) give both sellers price 0, as undercutting must.
For two sellers this is ``p_H = 2 g_H (g_H - g_L) / (4 g_H - g_L)``, ``p_L = g_L (g_H - g_L) / (4 g_H - g_L)``.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from games.markets.priced import PricedMarket
from games.markets.sales import Pricing, Sales, lead_over_others
from games.parts.part import FloatArray


class Vertical(PricedMarket):
    """Sellers of different quality and customers who value quality differently."""

    kind: Literal["vertical"] = "vertical"
    """Which market this is."""
    pricing: Pricing = Pricing.ONE_PRICE
    """One price for all customers, or a price for each of them (then only the best seller sells)."""

    summary: ClassVar[str] = "customers' willingness to pay for quality is uniform between nothing and f"
    formula: ClassVar[str] = (
        "monopolist g/4, surplus g/8; two sellers 4 gH^2 (gH-gL)/(4gH-gL)^2 and gH gL (gH-gL)/(4gH-gL)^2; "
        "perfect discrimination: lead/2"
    )
    source: ClassVar[str] = "Shaked and Sutton 1982, Review of Economic Studies 49; Choi and Shin 1992 (uniform from 0)"

    def sales(self, gaps: FloatArray, *numbers: FloatArray) -> Sales:  # noqa: ARG002 - the contract
        """The equilibrium in prices, one for all customers or one for each."""
        solve = discriminating if self.pricing is Pricing.DISCRIMINATING else one_price
        return solve(np.maximum(gaps, 0.0))

    def free_share(self) -> float:
        """Half: willingness is uniform from 0 to all of the value."""
        return 0.5


def one_price(gaps: FloatArray) -> Sales:
    """Equilibrium of price competition.

    Args:
        gaps: ``[seller, ...]``, 0 or more.
    """
    order = np.argsort(gaps, axis=0, kind="stable")
    g = np.take_along_axis(gaps, order, axis=0)
    n = len(g)
    d = np.diff(g, axis=0, prepend=np.zeros_like(g[:1]))
    chain = [np.zeros_like(g[0])]
    for k in range(n - 1):
        below = 2 * (d[k] + d[k + 1]) - chain[k] * d[k + 1]
        chain.append(np.where(d[k] > 0, d[k] / np.where(below > 0, below, 1.0), 0.0))
    prices = [d[n - 1] / (2 - chain[n - 1])]
    for k in range(n - 1, 0, -1):
        prices.append(chain[k] * prices[-1])
    price = np.stack(prices[::-1])
    steps = np.diff(price, axis=0, prepend=np.zeros_like(price[:1]))
    # Of equal models the later in the order serves everybody: their price is 0, so nobody earns by it.
    lowest = np.where(d > 0, steps / np.where(d > 0, d, 1.0), 0.0)
    highest = np.concatenate([lowest[1:], np.ones_like(lowest[:1])])
    share = highest - lowest
    surplus = (g * (highest**2 - lowest**2) / 2 - price * share).sum(axis=0)
    back = np.argsort(order, axis=0, kind="stable")
    return Sales(np.take_along_axis(price, back, axis=0), np.take_along_axis(share, back, axis=0), surplus)


def discriminating(gaps: FloatArray) -> Sales:
    """Every customer pays what a model is worth to that customer, so only the best seller earns: its lead."""
    lead = lead_over_others(gaps)
    best = gaps.max(axis=0)
    return Sales(lead / 2, (lead > 0).astype(np.float64), (best - lead.max(axis=0)) / 2)
