"""Customers with tastes of their own: logit demand against a free open model.

A customer values seller ``i`` at ``g_i - p_i`` and the open model at 0, each plus a taste drawn from an extreme-value
distribution of spread ``sigma``; a seller that is behind still has customers. Against given rivals, with
``A = 1 + sum of e^{(g_j - p_j)/sigma}`` over them, the best price is

    p = sigma (1 + W(e^{g/sigma - 1} / A)),   profit sigma W,

``W`` Lambert's function, here by the Wright omega function, which does not overflow. Prices are strategic complements
and best responses contract, so iterating them from the lowest price finds the equilibrium.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.markets.sales import Sales
from games.markets.wright_omega import wright_omega
from games.parts.part import FloatArray, Positive, Unit
from games.parts.state import State
from solver.game.errors import SolverError

_MOST_STEPS = 2000
_CLOSE = 1e-13
"""Change of prices, in units of sigma, at which the iteration ends."""


class Logit(Market):
    """Logit demand; one model per seller, and the open one for nothing."""

    kind: Literal["logit"] = "logit"
    """Which market this is."""
    sigma: Annotated[Positive, Unit("currency per customer-day")] = 0.25
    """Spread of tastes: how much else than capability matters to customers."""

    summary: ClassVar[str] = "customers with tastes of their own; the open model is close enough for some of them"
    formula: ClassVar[str] = (
        "monopolist: price sigma (1 + W), profit sigma W, W = W(e^(g/sigma - 1)); g may be negative"
    )
    source: ClassVar[str] = "McFadden 1974; Anderson, de Palma and Thisse 1992, ch. 7"

    def revenue_rate(self, state: State, lab: int) -> FloatArray:
        """Revenue of a lab per customer and day."""
        return self._sales(state).of(lab)

    def surplus_rate(self, state: State) -> FloatArray:
        """Expected surplus, less the constant that tastes add whatever is on offer."""
        return self._sales(state).surplus + self.free_value(state)

    def _sales(self, state: State) -> Sales:
        return state.once(self, lambda: logit(self.advantages(state), self.sigma))


def logit(gaps: FloatArray, sigma: float | FloatArray) -> Sales:
    """Equilibrium of price competition.

    Args:
        gaps: ``[seller, ...]``, negative allowed; ``-inf`` for one who has nothing to sell.
        sigma: spread of tastes.

    Raises:
        SolverError: best responses do not settle.
    """
    spread = np.asarray(sigma, dtype=np.float64)
    worth = gaps / spread
    markup = np.ones_like(worth)  # prices in units of sigma
    for _ in range(_MOST_STEPS):
        best = 1.0 + wright_omega(worth - 1.0 - _rivals(worth - markup))
        change = np.max(np.abs(best - markup), initial=0.0)
        markup = best
        if change <= _CLOSE * np.max(markup, initial=1.0):
            break
    else:
        raise SolverError("prices under logit demand did not settle")
    appeal = worth - markup
    total = np.logaddexp.reduce([np.zeros_like(appeal[0]), *appeal])
    share = np.exp(appeal - total)
    return Sales(np.where(np.isneginf(worth), 0.0, spread * markup), share, spread * total)


def _rivals(appeal: FloatArray) -> FloatArray:
    """``log A`` for every seller."""
    nothing = np.zeros_like(appeal[0])
    return np.stack(
        [np.logaddexp.reduce([nothing, *[a for j, a in enumerate(appeal) if j != i]]) for i in range(len(appeal))]
    )
