"""Specialised models: every niche is a separate market, won by the lab that is best there.

A lab's capability is one number; in niche ``k`` it counts ``strength`` times as much, 1 unless stated, and so does the
open model's. What a model is good at may spill over: with a substitution matrix ``S`` a model of strengths ``y_l`` has
the effective quality ``q_k = sum_l S_kl y_l`` in niche ``k``. In each niche the best seller charges what it is better
by, as in limit pricing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from games.markets.base import Market
from games.markets.sales import lead_over_others
from games.parts.part import FloatArray, NonNegative, Part, Surroundings, Unit
from games.parts.state import State
from games.values import AnyValue


class Strength(Part):
    """How good a lab's models are in a niche."""

    lab: Annotated[str, Field(min_length=1)]
    """Which lab."""
    factor: Annotated[NonNegative, Unit("effective per nominal capability")]
    """What its capability counts there."""


class Niche(Part):
    """One niche."""

    share: Annotated[NonNegative, Unit("share of customers")] = 1.0
    """Customers of this niche relative to the market's number."""
    value: AnyValue | None = None
    """What its customers pay for capability; by default as everywhere in this market."""
    open_strength: Annotated[NonNegative, Unit("effective per nominal capability")] = 1.0
    """What the capability of open models from outside counts there."""
    strengths: tuple[Strength, ...] = ()
    """What labs' capabilities count there; a lab that is not named has 1."""

    def strength(self, lab: str) -> float | FloatArray:
        """What a lab's capability counts in this niche."""
        return next((s.factor for s in self.strengths if s.lab == lab), 1.0)


class Niches(Market):
    """Several niches with their own customers, and substitution between them."""

    kind: Literal["niches"] = "niches"
    """Which market this is."""
    niches: tuple[Niche, ...] = Field(default=(Niche(),), min_length=1)
    """The niches."""
    substitution: tuple[tuple[NonNegative, ...], ...] = ()
    """Matrix S, one row per niche: how much strength in another niche helps here; by default not at all."""

    summary: ClassVar[str] = "specialised models: each niche is a separate market"
    formula: ClassVar[str] = "sum over niches of n_k (f_k(q_k) - max(f_k(q_k of others), f_k(x_k)))+, q = S y"
    source: ClassVar[str] = "the blog post: niches as separate monopolies; substitution between niches"

    @model_validator(mode="after")
    def _square(self) -> Niches:
        n = len(self.niches)
        rows = [len(row) for row in self.substitution]
        if rows and rows != [n] * n:
            raise ValueError(
                f"the substitution matrix has rows of {', '.join(map(str, rows))} numbers for {n} niches; "
                f"it must be square, {n} x {n}"
            )
        return self

    def problems(self, game: Surroundings) -> list[str]:
        """Strengths of labs that are not in the game."""
        names = set(game.lab_names)
        named = {(k, s.lab) for k, niche in enumerate(self.niches) for s in niche.strengths}
        return [f"market.niches.{k} names {lab!r}, which is no lab" for k, lab in sorted(named) if lab not in names]

    def revenue_rate(self, state: State, lab: int) -> FloatArray:
        """Sum over niches of the value of the lab's lead there."""
        return np.asarray(sum(self._leads(state, k)[lab] for k in range(len(self.niches))), dtype=np.float64)

    def surplus_rate(self, state: State) -> FloatArray:
        """Sum over niches of what the best alternative to the best seller is worth."""
        total: FloatArray = np.zeros(())
        for k, niche in enumerate(self.niches):
            gaps, free = self._gaps(state, k)
            total = total + np.asarray(niche.share) * (free + gaps.max(axis=0) - lead_over_others(gaps).max(axis=0))
        return total

    def _leads(self, state: State, niche: int) -> FloatArray:
        gaps, _ = self._gaps(state, niche)
        return np.asarray(self.niches[niche].share) * lead_over_others(gaps)

    def _gaps(self, state: State, niche: int) -> tuple[FloatArray, FloatArray]:
        """``[lab, cell, ...]`` gaps over the open models in one niche, and what the best of those is worth there."""
        value = self.niches[niche].value or self.value
        factors = [self._effective(niche, name) for name in state.names]
        open_models = [factors[j] * state.open_capability(j) for j in range(state.n_labs)]
        x = np.maximum.reduce(np.broadcast_arrays(self._effective(niche, "") * state.outside, *open_models))
        free = np.where(x > 0, value(x), 0.0)
        sold = [factors[j] * state.sold(j) for j in range(state.n_labs)]
        worth = [np.where(y > 0, value(y) - state.switching, 0.0) for y in sold]
        return np.maximum(np.stack(np.broadcast_arrays(*[w - free for w in worth])), 0.0), free

    def _effective(self, niche: int, lab: str) -> FloatArray:
        """Effective quality in a niche per unit of capability; the empty name means open models from outside."""
        own = [n.strength(lab) if lab else n.open_strength for n in self.niches]
        row = self.substitution[niche] if self.substitution else [float(k == niche) for k in range(len(own))]
        return effective(row, own)


def effective(row: Sequence[float | FloatArray], strengths: Sequence[float | FloatArray]) -> FloatArray:
    """``q_k = sum_l S_kl y_l``: effective quality in niche ``k`` from one row of ``S`` and strengths in every niche."""
    return np.asarray(sum(np.asarray(s) * y for s, y in zip(row, strengths, strict=True)), dtype=np.float64)
