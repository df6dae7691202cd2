"""What open models do to the cost of training: knowledge, talent, recruits.

Letters: ``C`` the cost of a lab's release so far (``C(y) = y`` before any modifier), ``x`` the best open model just
before that release.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import reduce
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


class CostModifier(LabModifier):
    """A change of what releases cost to train."""

    def changed(self, history: Timeline, cost: FloatArray, lab: int, number: int) -> FloatArray:
        """The new cost of a release, ``[*batch, *profile]``.

        Args:
            history: the world before.
            cost: of the release, after the modifiers before this one.
            lab: whose release it is.
            number: which of its releases; 0 is the first.
        """
        raise NotImplementedError

    def shocks(self, history: Timeline) -> Shocks:
        """Other costs of every release of the labs to which it applies."""
        labs = range(history.n_labs)
        before = history.shocks.cost or tuple(tuple(history.own_size(i, n) for n in history.numbers(i)) for i in labs)
        after = [
            tuple(self.changed(history, cost, i, number) for number, cost in enumerate(own))
            for i, own in enumerate(before)
        ]
        return replace(history.shocks, cost=self.per_lab(history, before, after))


class Spillover(CostModifier):
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

    def changed(self, history: Timeline, cost: FloatArray, lab: int, number: int) -> FloatArray:
        """Less, by a share or by a head start."""
        saved = np.asarray(self.beta) * history.open_before(lab, number)
        return np.maximum(cost - saved, 0.0) if self.form is Form.HEAD_START else cost * np.exp(-saved)


class CatchUp(CostModifier):
    """Training pays only for what lies above the best model that the lab can start from, its own or an open one.

    Its own is the best that it has released, its starting model included.
    """

    kind: Literal["catch_up"] = "catch_up"
    price: Annotated[NonNegative, Unit("currency per unit of capability")] = 1.0
    """Cost k of one unit of capability."""
    eta: Annotated[NonNegative, Unit("own per open capability")] = 1.0
    """How much of an open model's capability a lab can take over."""

    summary: ClassVar[str] = "a lab that is behind may start from the best open model"
    formula: ClassVar[str] = "k (y - max(own start, eta x))+"
    source: ClassVar[str] = "comment thread: Wei Dai's state that catches up by an open model"
    stage: ClassVar[Stage] = Stage.BASE

    def changed(self, history: Timeline, cost: FloatArray, lab: int, number: int) -> FloatArray:  # noqa: ARG002 - the contract
        """What is left to train, in place of ``C = y``."""
        own = [history.size(lab, earlier) for earlier in range(number)]
        base = np.maximum(history.start_capability(lab), np.asarray(self.eta) * history.open_before(lab, number))
        base = reduce(np.maximum, own, base)
        return np.asarray(self.price) * np.maximum(history.own_size(lab, number) - base, 0.0)


class Talent(CostModifier):
    """Better open models draw people away to build on them, and train people for the frontier."""

    kind: Literal["talent"] = "talent"
    drawn: Annotated[NonNegative, Unit("per unit of open capability")] = 0.1
    """w_b: how much dearer training gets as people leave to build on open models."""
    trained: Annotated[NonNegative, Unit("per unit of open capability")] = 0.0
    """w_e: how much cheaper it gets as people gain experience with them."""

    summary: ClassVar[str] = "open models draw talent away, and train it"
    formula: ClassVar[str] = "C (1 + (w_b - w_e) x)+"
    source: ClassVar[str] = "comment thread: Mikhail Samin on talent drawn to corporate work, and gaining experience"

    def changed(self, history: Timeline, cost: FloatArray, lab: int, number: int) -> FloatArray:
        """More or less, as more is drawn away or more is trained."""
        net = np.asarray(self.drawn) - np.asarray(self.trained)
        return np.asarray(cost * np.maximum(1.0 + net * history.open_before(lab, number), 0.0), dtype=np.float64)


class Hiring(CostModifier):
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

    def changed(self, history: Timeline, cost: FloatArray, lab: int, number: int) -> FloatArray:
        """Less for labs with prestige."""
        until = np.minimum(history.end, history.finite_date(lab, number))
        best = share_of_best(history, lab, self.among, Ties.SHARE)
        prestige = np.asarray(self.initial) + (best * np.clip(until - history.start, 0.0, None)).sum(axis=0)
        return hiring_cost(cost, self.kappa, prestige)


class Leakage(LabModifier):
    """Architecture and training details leak: open releases of others add to what a lab's own effort gives.

    What another lab reveals is what it trained for the best model that it has released openly.
    """

    kind: Literal["leakage"] = "leakage"
    beta: Annotated[NonNegative, Unit("own per leaked capability")] = 0.5
    """Share of what others trained openly that a later release gets for nothing."""

    summary: ClassVar[str] = "what open releases reveal adds to everybody's later models"
    formula: ClassVar[str] = "y = own effort + beta * sum of what others had trained and released openly before"
    source: ClassVar[str] = "comment thread: Mikhail Samin on insights that reach the whole field"
    stage: ClassVar[Stage] = Stage.GAIN

    def shocks(self, history: Timeline) -> Shocks:
        """Better later releases, at no cost."""
        nothing = tuple(
            tuple(np.zeros((1,) * history.n_labs) for _ in history.numbers(i)) for i in range(history.n_labs)
        )
        before = history.shocks.gain or nothing
        after = [
            tuple(gain + self._leaked(history, i, number) for number, gain in enumerate(own))
            for i, own in enumerate(before)
        ]
        return replace(history.shocks, gain=self.per_lab(history, before, after))

    def _leaked(self, history: Timeline, lab: int, number: int) -> FloatArray:
        """What others have revealed before a release."""
        total: FloatArray = np.zeros(())
        for j in (j for j in range(history.n_labs) if j != lab):
            known = [
                np.where(
                    (history.date(j, m) < history.date(lab, number)) & history.is_open(j, m),
                    history.own_size(j, m),
                    0.0,
                )
                for m in history.numbers(j)
            ]
            total = total + np.asarray(self.beta) * reduce(np.maximum, known)
        return total


def hiring_cost(cost: float | FloatArray, kappa: float | FloatArray, prestige: float | FloatArray) -> FloatArray:
    """``C / (1 + kappa * prestige)``."""
    return np.asarray(cost) / (1.0 + np.asarray(kappa) * prestige)
