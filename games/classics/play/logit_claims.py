"""Average claims in the Traveler's Dilemma's logit equilibrium where claims are real numbers, in closed form.

A claim ``x`` pays ``int_{y < x} y dF + x (1 - F) + R (1 - 2 F)``, whose slope is ``1 - F - 2 R f``, so that the density
has ``f' = f (1 - F - 2 R f) / mu`` (Capra and others 1999, equation 5). In the share ``u = F`` of lower claims this is
linear: ``df/du + k f = (1 - u) / mu`` with ``k = 2 R / mu``. The density at the lowest claim is the one at which all
claims, ``int du / f``, fill the interval.
"""

from __future__ import annotations

from math import exp

import numpy as np

from games.classics.roots import root
from games.parts.part import FloatArray

REACH = 600
"""Powers of ``e`` by which shares next to the ends may be small: payoffs of more error rates are none."""
NODES = 8
"""Shares in each panel of an integral."""
FLAT = 1e-6
"""Below this ``k`` the reward does not matter."""


def _shares() -> tuple[FloatArray, FloatArray]:
    """Shares between 0 and 1 and their weights, closer and closer to both ends."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    edges = np.append(np.arange(-REACH, 0), np.log(0.5))
    half = (edges[1:] - edges[:-1])[:, None] / 2
    near = np.exp((edges[1:] + edges[:-1])[:, None] / 2 + half * nodes).ravel()
    width = (half * weights).ravel() * near
    return np.concatenate([near, 1 - near[::-1]]), np.concatenate([width, width[::-1]])


def average_of_reals(low: float, high: float, reward: float, mu: float) -> float | None:
    """The average claim; ``None`` where the interval is too long for the error rate."""
    u, weights = _shares()
    k = 2 * reward / mu
    faded, left = np.exp(-k * u), u if k < FLAT else -np.expm1(-k * u) / k
    rises = (left - (u * u / 2 if k < FLAT else (u - left) / k)) / mu

    def missing(lowest: float) -> float:
        return float((weights / (exp(lowest) * faded + rises)).sum()) - (high - low)

    ends = (10.0 - REACH, 50.0)
    if missing(ends[0]) < 0 or missing(ends[1]) > 0:
        return None
    density = exp(root(missing, *ends)) * faded + rises
    return low + float((weights * (1 - u) / density).sum())
