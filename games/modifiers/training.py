"""What open models do to the cost of training: knowledge, talent, recruits.

Letters: ``C`` the cost of a lab's release so far (``C(y) = y`` before any modifier), ``x`` the best open model just
before that release.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.modifiers.base import LabModifier, Stage
from games.parts.part import FloatArray, NonNegative, Unit
from games.terms.standing import Among, Ties, share_of_best
from games.time.shocks import Shocks
from games.time.timeline import Timeline


class Form(StrEnum):
    """How an open model makes training cheaper."""

    SHARE = "share"
    """It saves a share of the cost: ``C e^{-beta x}``."""
    HEAD_START = "head-start"
    """It is a head start: ``(C - beta x)+``."""


class Spillover(LabModifier):
    """Open models make training easier for everybody, closed labs and open ones."""

    kind: Literal["spillover"] = "spillover"
    beta: Annotated[NonNegative, Unit("per unit of open capability")] = 0.1
    """Strength of the spillover."""
    form: Form = Form.SHARE
    """Whether open models save a share of the cost or give a head start."""

    summary: ClassVar[str] = "open models make training easier"
    formula: ClassVar[str] = "C e^(-beta x), or (C - beta x)+ as a head start; x the best open model before the release"
    source: ClassVar[str] = "the blog post: effects of open models on ease of training closed models"
    stage: ClassVar[Stage] = Stage.SAVING

    def shocks(self, history: Timeline) -> Shocks:
        """Cheaper releases."""
        costs = costs_so_far(history)
        saved = [np.asarray(self.beta) * history.open_before(i) for i in range(history.n_labs)]
        if self.form is Form.HEAD_START:
            cheaper = [np.maximum(c - s, 0.0) for c, s in zip(costs, saved, strict=True)]
        else:
            cheaper = [c * np.exp(-s) for c, s in zip(costs, saved, strict=True)]
        return history.shocks.with_cost(self.per_lab(history, costs, cheaper))


class CatchUp(LabModifier):
    """Training pays only for what lies above the best model that the lab can start from, its own or an open one."""

    kind: Literal["catch_up"] = "catch_up"
    price: Annotated[NonNegative, Unit("currency per unit of capability")] = 1.0
    """Cost k of one unit of capability."""
    eta: Annotated[NonNegative, Unit("own per open capability")] = 1.0
    """How much of an open model's capability a lab can take over."""

    summary: ClassVar[str] = "a lab that is behind may start from the best open model"
    formula: ClassVar[str] = "k (y - max(own start, eta x))+"
    source: ClassVar[str] = "comment thread: Wei Dai's state that catches up by an open model"
    stage: ClassVar[Stage] = Stage.BASE

    def shocks(self, history: Timeline) -> Shocks:
        """What is left to train, in place of ``C = y``."""
        costs = costs_so_far(history)
        left = []
        for i in range(history.n_labs):
            base = np.maximum(history.start_capability(i), np.asarray(self.eta) * history.open_before(i))
            left.append(np.asarray(self.price) * np.maximum(history.own_size(i) - base, 0.0))
        return history.shocks.with_cost(self.per_lab(history, costs, left))


class Talent(LabModifier):
    """Better open models draw people away to build on them, and train people for the frontier."""

    kind: Literal["talent"] = "talent"
    drawn: Annotated[NonNegative, Unit("per unit of open capability")] = 0.1
    """w_b: how much dearer training gets as people leave to build on open models."""
    trained: Annotated[NonNegative, Unit("per unit of open capability")] = 0.0
    """w_e: how much cheaper it gets as people gain experience with them."""

    summary: ClassVar[str] = "open models draw talent away, and train it"
    formula: ClassVar[str] = "C (1 + (w_b - w_e) x)+"
    source: ClassVar[str] = "comment thread: Mikhail Samin on talent drawn to corporate work, and gaining experience"

    def shocks(self, history: Timeline) -> Shocks:
        """Dearer or cheaper releases."""
        costs = costs_so_far(history)
        net = np.asarray(self.drawn) - np.asarray(self.trained)
        new = [c * np.maximum(1.0 + net * history.open_before(i), 0.0) for i, c in enumerate(costs)]
        return history.shocks.with_cost(self.per_lab(history, costs, new))


class Hiring(LabModifier):
    """Recruits come to who has been best: prestige makes training cheaper."""

    kind: Literal["hiring"] = "hiring"
    kappa: Annotated[NonNegative, Unit("per period of prestige")] = 0.25
    """How much a period of being best helps."""
    initial: Annotated[NonNegative, Unit("periods of prestige")] = 0.0
    """Prestige from before the start, of every lab it applies to."""
    among: Among = Among.ALL
    """Best of all models, or best of the open ones."""

    summary: ClassVar[str] = "a lab that had the best model hires better people, and trains at lower cost"
    formula: ClassVar[str] = "C / (1 + kappa * periods of being best before the release)"
    source: ClassVar[str] = "the blog post: prestige and recruitment from releasing models"

    def shocks(self, history: Timeline) -> Shocks:
        """Cheaper releases for labs with prestige."""
        costs = costs_so_far(history)
        new = []
        for i, cost in enumerate(costs):
            passed = np.clip(np.minimum(history.end, history.finite_date(i)) - history.start, 0.0, None)
            best = share_of_best(history, i, self.among, Ties.SHARE)
            prestige = np.asarray(self.initial) + (best * passed).sum(axis=0)
            new.append(hiring_cost(cost, self.kappa, prestige))
        return history.shocks.with_cost(self.per_lab(history, costs, new))


class Leakage(LabModifier):
    """Architecture and training details leak: open releases of others add to what a lab's own effort gives."""

    kind: Literal["leakage"] = "leakage"
    beta: Annotated[NonNegative, Unit("own per leaked capability")] = 0.5
    """Share of what others trained openly that a later release gets for nothing."""

    summary: ClassVar[str] = "what open releases reveal adds to everybody's later models"
    formula: ClassVar[str] = "y = own effort + beta * sum of what others had trained and released openly before"
    source: ClassVar[str] = "comment thread: Mikhail Samin on insights that reach the whole field"
    stage: ClassVar[Stage] = Stage.GAIN

    def shocks(self, history: Timeline) -> Shocks:
        """Better later releases, at no cost."""
        labs = range(history.n_labs)
        before = history.shocks.gain or tuple(np.zeros((1,) * history.n_labs) for _ in labs)
        after = []
        for i in labs:
            leaked = before[i]
            for j in labs:
                known = (history.date(j) < history.date(i)) & history.is_open(j)
                leaked = leaked + np.asarray(self.beta) * np.where(known & (i != j), history.own_size(j), 0.0)
            after.append(leaked)
        return replace(history.shocks, gain=self.per_lab(history, before, after))


def hiring_cost(cost: float | FloatArray, kappa: float | FloatArray, prestige: float | FloatArray) -> FloatArray:
    """``C / (1 + kappa * prestige)``."""
    return np.asarray(cost) / (1.0 + np.asarray(kappa) * prestige)


def costs_so_far(history: Timeline) -> tuple[FloatArray, ...]:
    """Cost of every lab's release, after the modifiers before this one."""
    return history.shocks.cost or tuple(history.own_size(i) for i in range(history.n_labs))
