"""What a market makes of sellers' gaps: prices, shares and surplus, per customer and day.

Axes: sellers first, then whatever axes the gaps have. The functions in this folder that return ``Sales`` are formulas
of gaps alone and know no lab, so that they can be checked against the papers they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from games.parts.part import FloatArray


class Pricing(StrEnum):
    """What a seller knows about its customers."""

    ONE_PRICE = "one-price"
    """The same price for all."""
    DISCRIMINATING = "discriminating"
    """Each customer pays what the model is worth to that customer."""


@dataclass(frozen=True)
class Sales:
    """Outcome of price competition.

    Attributes:
        price: ``[seller, ...]``, 0 for one who sells nothing.
        share: ``[seller, ...]`` share of all customers served.
        surplus: ``[...]`` consumer surplus beyond what the free open model gives.
    """

    price: FloatArray
    share: FloatArray
    surplus: FloatArray

    @property
    def profit(self) -> FloatArray:
        """``[seller, ...]`` revenue per customer of the whole market, buyers or not."""
        return np.asarray(self.price * self.share, dtype=np.float64)


def lead_over_others(gaps: FloatArray) -> FloatArray:
    """``[seller, ...]`` what each seller's model is worth beyond the best alternative, the free model included."""
    leads = []
    for i in range(len(gaps)):
        others = [gaps[j] for j in range(len(gaps)) if j != i]
        leads.append(np.maximum(gaps[i] - np.maximum.reduce([np.zeros_like(gaps[i]), *others]), 0.0))
    return np.stack(leads)
