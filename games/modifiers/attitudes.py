"""What a lab makes of its total: bankruptcy, falling marginal utility, fear of the worst.

These wrap totals, so payoffs are no longer linear in the weights of terms. They apply scenario by scenario.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.modifiers.account import Account
from games.modifiers.base import LabModifier, Stage
from games.parts.part import BoolArray, Finite, FloatArray, NonNegative, Positive, Share, Surroundings, Unit


class Survival(LabModifier):
    """A lab whose revenue is too small gives up; its payoff then is ``exit``, whatever else it cares about."""

    kind: Literal["survival"] = "survival"
    minimum: Annotated[NonNegative, Unit("currency over the horizon")] = 0.0
    """Discounted revenue R_min below which the lab does not survive."""
    exit: Annotated[Finite, Unit("currency")] = 0.0
    """Payoff of a lab that does not."""
    keeps: tuple[str, ...] = ()
    """Names of terms that are still felt then, such as the regret of having pushed the frontier."""

    summary: ClassVar[str] = "a lab that earns too little goes under"
    formula: ClassVar[str] = "payoff = exit + kept terms if revenue < R_min"
    source: ClassVar[str] = "comment thread: RobertM's lab that goes bankrupt when open models catch up"
    linear: ClassVar[bool] = False
    stage: ClassVar[Stage] = Stage.EXIT

    def problems(self, game: Surroundings) -> list[str]:
        """Kept terms that no lab has."""
        known = {label for lab in game.lab_names if self.applies_to(lab) for label in game.term_labels(lab)}
        missing = [f"{self.label}.keeps names {n!r}, which is no term" for n in self.keeps if n not in known]
        return [*super().problems(game), *missing]

    def wrap(self, account: Account) -> FloatArray:
        """``exit`` where revenue does not reach the minimum."""
        left = account.weighted(self.keeps)
        return np.where(self.gone(account), np.asarray(self.exit) + left, account.total)

    def gone(self, account: Account) -> BoolArray:
        """Where revenue does not reach the minimum."""
        return np.asarray(account.revenue() < self.minimum, dtype=np.bool_)


class ConcaveUtility(LabModifier):
    """``u(g) = g^alpha`` of a lab's total, and ``-(-g)^alpha`` of a loss."""

    kind: Literal["concave_utility"] = "concave_utility"
    exponent: Annotated[Positive, Unit("power")] = 0.5
    """alpha; below 1 more is worth less and less."""

    summary: ClassVar[str] = "each further gain is worth less to the lab"
    formula: ClassVar[str] = "u(g) = sign(g) |g|^alpha"
    source: ClassVar[str] = "comment thread: jessicata's sublinear utility"
    linear: ClassVar[bool] = False
    stage: ClassVar[Stage] = Stage.UTILITY

    def wrap(self, account: Account) -> FloatArray:
        """Utility of the total."""
        worth = np.abs(account.total) ** np.asarray(self.exponent)
        return np.asarray(np.sign(account.total) * worth, dtype=np.float64)


class WorstCases(LabModifier):
    """Conditional value at risk: the lab looks at the worst scenarios only."""

    kind: Literal["worst_cases"] = "worst_cases"
    level: Annotated[Share, Unit("chance")] = 0.1
    """Share of the worst cases that count; 1 is risk-neutral."""

    summary: ClassVar[str] = "weighs plans by their worst scenarios"
    formula: ClassVar[str] = "mean payoff over the worst share of scenarios (CVaR)"
    source: ClassVar[str] = "Rockafellar and Uryasev 2000, Journal of Risk 2"
    linear: ClassVar[bool] = False
    stage: ClassVar[Stage] = Stage.FEAR

    def wrap(self, account: Account) -> FloatArray:
        """The mean of the worst outcomes, as a sure thing in every scenario."""
        return worst_mean(account.total, account.probability, self.level)


def worst_mean(outcomes: FloatArray, probability: FloatArray, level: float | FloatArray) -> FloatArray:
    """Mean over the worst ``level`` of outcomes.

    Args:
        outcomes: ``[scenario, ...]``.
        probability: ``[scenario, ...]``, broadcasting; sums to 1.
        level: above 0, 1 at most.
    """
    order = np.argsort(outcomes, axis=0, kind="stable")
    chance = np.take_along_axis(np.broadcast_to(probability, np.shape(outcomes)), order, axis=0)
    passed = np.cumsum(chance, axis=0) - chance
    counted = np.clip(np.asarray(level) - passed, 0.0, chance)
    worst = counted * np.take_along_axis(np.asarray(outcomes), order, axis=0)
    return np.asarray(worst.sum(axis=0) / counted.sum(axis=0), dtype=np.float64)
