"""Adoption dates in continuous time: precommitment, preemption and joint late adoption.

With the letters of ``games.classics.adoption`` and ``D(t) = e^{-r t} / r``, what a flow of 1 from ``t`` on is worth:

* the second adopts at ``T2 = ln[K (r+a) / (p11 - p01)] / a``, or at once if that is past;
* ``L(t)`` is worth to be first at ``t`` when the rival follows at ``max(t, T2)``, ``F(t)`` to be that rival, ``M(t)``
  to adopt together at ``t``;
* a leader who is sure to lead takes the best date of ``L`` before ``T2``: ``T1* = ln[K (r+a) / (p10 - p00)] / a`` where
  there is no ruin (Reinganum 1981);
* without commitment whoever means to lead is pre-empted, down to the first ``T1`` at which leading and following are
  worth the same, ``(p10 - p01) (D(T1) - D(T2)) = c(T1) - c(T2)`` where there is no private ruin (Fudenberg and Tirole
  1985, proposition 2A);
* both waiting to adopt together at ``t >= T2`` is an equilibrium if nobody gains by going first before, ``M(t) >=
  L(s)`` for all ``s <= t``, nor by waiting on (``M`` still rising): proposition 2B. The last such date, ``Tj =
  ln[K (r+a) / (p11 - p00)] / a``, is best for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf, log

import numpy as np

from games.classics.adoption import AdoptionFlows
from games.classics.roots import first_crossing, root
from solver.game.errors import GameError

FAR = 60.0
"""Dates beyond this many times ``1 / min(r, a)`` are worth less than rounding error."""


@dataclass(frozen=True)
class AdoptionDates:
    """Dates of adoption, and what they are worth.

    Attributes:
        t2: the follower's date; ``inf`` is never.
        t1_star: the date of a leader who is sure to lead.
        t1: the first date at which leading is worth as much as following; ``None`` if it never is before ``t2``.
        rent: what leading at ``t1`` is worth; ``None`` without ``t1``.
        best_lead: the most that leading can be worth, at ``t1_star`` or at ``t2`` if that comes first.
        joint: the first and the last date of joint late adoption; ``None`` if pre-empting breaks all of them.
        joint_value: what the last joint date is worth to each.
    """

    t2: float
    t1_star: float
    t1: float | None
    rent: float | None
    best_lead: float
    joint: tuple[float, float] | None
    joint_value: float


def leader_value(flows: AdoptionFlows, date: float) -> float:
    """``L(date)``."""
    return float(flows.payoff(np.array(date), np.array(max(date, flows.follower_date()))))


def follower_value(flows: AdoptionFlows, date: float) -> float:
    """``F(date)``."""
    return float(flows.payoff(np.array(max(date, flows.follower_date())), np.array(date)))


def joint_value(flows: AdoptionFlows, date: float) -> float:
    """``M(date)``."""
    return float(flows.payoff(np.array(date), np.array(date)))


def adoption_dates(flows: AdoptionFlows) -> AdoptionDates:
    """All dates of one set of parameters.

    Raises:
        GameError: adopting first earns nothing more than not adopting (``p10 <= p00``).
    """
    if flows.p10 <= flows.p00:
        raise GameError(
            f"p10 = {flows.p10:g} and p00 = {flows.p00:g}",
            "p10 above p00",
            "without a gain from being first nobody ever leads",
        )
    t2, t1_star = flows.follower_date(), _best_lead(flows)
    t1 = first_crossing(lambda t: leader_value(flows, t) - follower_value(flows, t), 0.0, min(t1_star, t2))
    lead = leader_value(flows, min(t1_star, t2))
    last = _best_joint(flows)
    worth = joint_value(flows, last)
    return AdoptionDates(
        t2=t2,
        t1_star=t1_star,
        t1=t1,
        rent=None if t1 is None else leader_value(flows, t1),
        best_lead=lead,
        joint=_joint_dates(flows, t2, last, lead),
        joint_value=worth,
    )


def _best_lead(flows: AdoptionFlows) -> float:
    """The best date of ``L``, whose slope is ``e^{-rt} [p00 - p10 + K (r+a) e^{-at} + h0 (r+g) e^{-gt}]``."""
    return _falls_to(flows, flows.p10 - flows.p00)


def _best_joint(flows: AdoptionFlows) -> float:
    """The best date of ``M``, ``inf`` if waiting for ever is best."""
    return _falls_to(flows, flows.p11 - flows.p00)


def _falls_to(flows: AdoptionFlows, gain: float) -> float:
    """Where ``K (r+a) e^{-at} + h0 (r+g) e^{-gt}``, what waiting saves, has fallen to ``gain``."""
    if flows.ruin == 0:
        return inf if gain <= 0 else max(0.0, log(flows.K * (flows.r + flows.a) / gain) / flows.a)

    def saves(t: float) -> float:
        harm = flows.ruin * (flows.r + flows.ruin_decline) * np.exp(-flows.ruin_decline * t)
        return float(flows.K * (flows.r + flows.a) * np.exp(-flows.a * t) + harm) - gain

    far = _far(flows)
    if saves(0.0) <= 0:
        return 0.0
    return inf if saves(far) > 0 else root(saves, 0.0, far)


def _joint_dates(flows: AdoptionFlows, t2: float, last: float, lead: float) -> tuple[float, float] | None:
    """Dates from ``T2`` to the last joint one at which adopting together is worth the best lead at least."""
    if isinf(t2) or last < t2 or joint_value(flows, last) < lead:
        return None
    if joint_value(flows, t2) >= lead:
        return t2, last
    far = min(last, _far(flows))
    return root(lambda t: joint_value(flows, t) - lead, t2, far), last


def _far(flows: AdoptionFlows) -> float:
    return FAR / min(flows.r, flows.a)
