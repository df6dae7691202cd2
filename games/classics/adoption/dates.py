"""Adoption dates in continuous time: precommitment, preemption and joint late adoption.

With the letters of ``games.classics.adoption.flows`` and ``D(t) = e^{-r t} / r``, what a flow of 1 is worth from ``t``:

* the second adopts at ``T2 = ln[K (r+a) / (p11 - p01)] / a``, or at once if that is past;
* ``L(t)`` is worth to be first at ``t`` when the rival follows at ``max(t, T2)``; ``F(t)`` to be that rival, who even
  when it follows at once does so a moment later and bears no private ruin; ``M(t)`` to adopt together at ``t``;
* a leader who is sure to lead takes the best date of ``L`` before ``T2``: ``T1* = ln[K (r+a) / (p10 - p00)] / a`` where
  there is no ruin (Reinganum 1981);
* without commitment whoever means to lead at ``T1*`` is pre-empted if leading there is worth more than following, down
  to the ``T1`` at which the two are worth the same: ``(p10 - p01) (D(T1) - D(T2)) = c(T1) - c(T2)`` where there is no
  private ruin (Fudenberg and Tirole 1985, proposition 2A). Where following is worth more at ``T1*`` each firm waits
  for the other to lead, and where ``L`` rises up to ``T2`` nobody hurries: then there is no ``T1``;
* both waiting to adopt together at ``t >= T2`` is an equilibrium if nobody gains by going first before, ``M(t) >=
  L(s)`` for all ``s <= t``, nor by waiting on (``M`` still rising): proposition 2B. The last such date, ``Tj =
  ln[K (r+a) / (p11 - p00)] / a``, is best for both. Where ruin is private in part nobody adopts together: whoever
  follows a moment later leaves it to the other. From ``T2`` on firms then wait for one another, and nobody preempts if
  leading at ``Tj`` is worth more than at ``T1*``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf

import numpy as np

from games.classics.adoption.flows import AdoptionFlows
from games.classics.roots import first_crossing, root
from solver.common.errors import GameError, require


@dataclass(frozen=True)
class AdoptionDates:
    """Dates of adoption, and what they are worth.

    Attributes:
        t2: the follower's date; ``inf`` is never.
        t1_star: the date of a leader who is sure to lead while the other waits.
        t1: the date of preemption, from which on leading is worth as much as following; ``None`` where nobody preempts.
        rent: what leading at ``t1`` is worth; ``None`` without ``t1``.
        best_lead: the most that leading can be worth before ``t2``, at ``t1_star`` or at ``t2`` if that comes first.
        joint: the first and the last date of joint late adoption, both ``inf`` if nobody ever adopts; ``None`` if
            there is none.
        joint_value: what adopting together at its best date is worth to each.
    """

    t2: float
    t1_star: float
    t1: float | None
    rent: float | None
    best_lead: float
    joint: tuple[float, float] | None
    joint_value: float

    @property
    def waiting(self) -> bool:
        """Whether each firm waits for the other to lead: who does, and when, depends on who gives way."""
        return self.t1 is None and self.joint is None

    @property
    def first(self) -> float | None:
        """The first adoption where it comes earliest: by preemption, or both at the first joint date."""
        return self.joint[0] if self.t1 is None and self.joint is not None else self.t1

    @property
    def second(self) -> float | None:
        """The second adoption of that play."""
        return None if self.first is None else max(self.first, self.t2) if self.t1 is not None else self.first


def leading(flows: AdoptionFlows, date: float) -> float:
    """``L(date)`` above the status quo, as the other two are: dates may be too late to change anything beside it."""
    return float(flows.gain(np.array(date), np.array(max(date, flows.follower_date()))))


def following(flows: AdoptionFlows, date: float) -> float:
    """``F(date)`` above the status quo."""
    second = max(date, flows.follower_date())
    worth = float(flows.gain(np.array(second), np.array(date)))
    # Adopting at one date is adopting together for payoffs; a follower comes a moment later.
    return worth + flows.ruin_private * float(flows.harm_at(np.array(date))) if second == date else worth


def joining(flows: AdoptionFlows, date: float) -> float:
    """``M(date)`` above the status quo."""
    return float(flows.gain(np.array(date), np.array(date)))


def adoption_dates(flows: AdoptionFlows) -> AdoptionDates:
    """All dates of one set of parameters.

    Raises:
        GameError: adopting first earns nothing more than not adopting (``p10 <= p00``).
    """
    require(flows, AdoptionFlows, "AdoptionFlows(...)", "its fields are the flows, costs and rates")
    if flows.p10 <= flows.p00:
        raise GameError(
            f"p10 = {flows.p10:g} and p00 = {flows.p00:g}",
            "p10 above p00",
            "without a gain from being first nobody ever leads",
        )
    t2, t1_star, last = flows.follower_date(), flows.leader_date(), flows.joint_date()
    t1 = _preemption(flows, t1_star, t2)
    lead = leading(flows, min(t1_star, t2))
    return AdoptionDates(
        t2=t2,
        t1_star=t1_star,
        t1=t1,
        rent=None if t1 is None else flows.status_quo() + leading(flows, t1),
        best_lead=flows.status_quo() + lead,
        joint=_joint_dates(flows, t2, last, lead),
        joint_value=flows.status_quo() + joining(flows, last),
    )


def _preemption(flows: AdoptionFlows, t1_star: float, t2: float) -> float | None:
    """``T1``: from ``T1*``, where leading must be worth as much as following, back to where that ceases to be so."""

    def behind(before: float) -> float:
        date = t1_star - before
        return following(flows, date) - leading(flows, date)

    if t1_star >= t2 and t1_star > 0:
        return None
    if behind(0.0) > 0 or _later_lead(flows, t2) >= leading(flows, t1_star):
        return None
    crossing = first_crossing(behind, 0.0, t1_star)
    return 0.0 if crossing is None else t1_star - crossing


def _later_lead(flows: AdoptionFlows, t2: float) -> float:
    """What leading from ``T2`` on gains where nobody adopts together, so that firms wait for one another there."""
    last = flows.joint_date()
    return joining(flows, last) if last >= t2 and flows.ruin * flows.ruin_private > 0 else -inf


def _joint_dates(flows: AdoptionFlows, t2: float, last: float, lead: float) -> tuple[float, float] | None:
    """Dates from ``T2`` to the last joint one at which adopting together is worth the best lead at least."""
    if joining(flows, last) < lead:
        return None
    if isinf(t2) or flows.ruin * flows.ruin_private > 0:
        # The second would rather not adopt, or adopt a moment later: only never is a joint date.
        return (inf, inf) if isinf(last) else None
    if last < t2:
        return None
    if joining(flows, t2) >= lead:
        return t2, last
    return root(lambda t: joining(flows, t) - lead, t2, min(last, flows.far())), last
