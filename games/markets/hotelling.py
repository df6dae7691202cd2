"""Two closed labs at the ends of a line of tastes, and an open model that suits everybody alike.

A customer at distance ``d`` from a lab has ``u - t d - p`` there and 0 with the free model, ``u = (f(y) - f(x))+``.
Let ``z`` be the left lab's share. Depending on ``u_L + u_R``:

* from ``3t`` on they compete: ``z = 1/2 + (u_L - u_R)/(6t)``, ``p_L = 2 t z`` (or the better takes all at
  ``u_L - u_R - t``, if that ``z`` passes 1);
* from ``2t`` to ``3t`` they touch without competing: the customer between them is left nothing, and every ``z`` between
  ``max(u_L/3t, 1 - u_R/2t)`` and ``min(u_L/2t, 1 - u_R/3t)`` is an equilibrium; the middle one is taken, which is 1/2
  for equal labs;
* below ``2t`` each is a local monopolist: ``p = u/2``, share ``u/(2t)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.priced import PricedMarket
from games.markets.sales import Sales
from games.parts.part import FloatArray, Positive, Surroundings, Unit
from games.parts.state import State


class Hotelling(PricedMarket):
    """Two specialised labs that compete for the customers between them."""

    kind: Literal["hotelling"] = "hotelling"
    """Which market this is."""
    transport: Annotated[Positive, Unit("currency per customer-day and length of the line")] = 1.0
    """What it costs a customer to use a model made for the other end, t."""
    left: str = ""
    """Lab at the left end; by default the game's first lab."""
    right: str = ""
    """Lab at the right end; by default the game's second lab. Other labs sell nothing here."""

    summary: ClassVar[str] = "two specialised labs at the ends of a line of tastes; the open model suits all alike"
    formula: ClassVar[str] = "equal labs with gap u: price t from u = 1.5 t on, u - t/2 down to u = t, below u/2"
    source: ClassVar[str] = "Hotelling 1929, Economic Journal 39; Salop 1979, Bell Journal 10 (outside good, kink)"

    def problems(self, game: Surroundings) -> list[str]:
        """Ends that are no labs, and games with more labs than ends where none is named."""
        names = game.lab_names
        named = [n for n in (self.left, self.right) if n]
        found = [f"market.{end} is {n!r}, which is no lab" for end, n in self._ends() if n and n not in names]
        if len(names) > 2 and len(named) < 2:
            found.append(f"{len(names)} labs cannot stand at two ends: name market.left and market.right")
        if len(named) == 2 and self.left == self.right:
            found.append(f"market.left and market.right are both {self.left!r}")
        return found

    def sales(self, gaps: FloatArray, *numbers: FloatArray) -> Sales:
        """The equilibrium between the two ends."""
        left, right = np.maximum(gaps, 0.0)
        return line(left, right, numbers[0])

    def numbers(self) -> tuple[float | FloatArray, ...]:
        """The cost of transport."""
        return (self.transport,)

    def sellers(self, state: State) -> Sequence[int]:
        """The lab at each end, -1 for an empty one."""
        names = state.names
        taken = [names.index(n) if n else -1 for _, n in self._ends()]
        free = [i for i in range(len(names)) if i not in taken]
        return [place if place >= 0 else (free.pop(0) if free else -1) for place in taken]

    def _ends(self) -> tuple[tuple[str, str], ...]:
        return ("left", self.left), ("right", self.right)


def line(left: FloatArray, right: FloatArray, transport: float | FloatArray) -> Sales:
    """Equilibrium of price competition between the ends of a line; both gaps 0 or more, any shape."""
    t = np.asarray(transport, dtype=np.float64)
    both = left + right
    split = 0.5 + (left - right) / (6 * t)
    mid = (np.maximum(left / 3, t - right / 2) + np.minimum(left / 2, t - right / 3)) / (2 * t)
    compete, touch = both >= 3 * t, both >= 2 * t
    prices, shares = [], []
    for own, other, z, middle in ((left, right, split, mid), (right, left, 1 - split, 1 - mid)):
        fought = np.where(z >= 1, own - other - t, 2 * t * np.clip(z, 0.0, 1.0))
        share = np.where(compete, np.clip(z, 0.0, 1.0), np.where(touch, middle, own / (2 * t)))
        prices.append(np.where(compete, fought, np.where(touch, own - t * middle, own / 2)))
        shares.append(share)
    price, share = np.stack(prices), np.stack(shares)
    surplus = (share * (np.stack([left, right]) - price) - t * share**2 / 2).sum(axis=0)
    return Sales(price, share, surplus)
