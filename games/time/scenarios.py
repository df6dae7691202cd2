"""The ways in which an uncertain open path may turn out, with their probabilities.

A Poisson arrival at rate ``l`` could come at any date; here it becomes one scenario for every step of the calendar,
plus "not before the horizon". Within a stretch of length ``L`` the model is dated at its certainty equivalent ``s``,
the date that discounts like the random one: ``e^{-r s} = E[e^{-r S}]``. Flows of a lab that discounts at the calendar's
rate then come out exactly; for other rates the error is of second order in the stretch.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from games.time.calendar import Calendar
from games.time.discounting import Number
from games.time.open_path import OpenPath, OpenRelease

MAX_STRETCHES = 2000
"""Steps up to the horizon in which a model may arrive, at most: each is another history."""
_RARE = 1e-12
"""Stands for a rate of 0 in formulas that divide by it; such an arrival has probability 0."""


@dataclass(frozen=True)
class Outlook:
    """One way in which the open path may turn out.

    Attributes:
        probability: its chance; a number, or an array over parameter points.
        steps: every open release from outside that comes in it.
    """

    probability: Number
    steps: tuple[OpenRelease, ...]


def outlooks(path: OpenPath, calendar: Calendar, *, believed: bool) -> tuple[Outlook, ...]:
    """Every way in which the path may turn out; one of probability 1 if nothing is uncertain."""
    sure = path.steps(believed=believed)
    named = [Outlook(s.probability, (*sure, *s.releases)) for s in path.scenarios]
    left = 1.0 - sum((np.asarray(s.probability) for s in path.scenarios), np.zeros(()))
    if not named or np.any(left > 1e-12):
        named.append(Outlook(np.maximum(left, 0.0) if named else 1.0, sure))
    if np.all(np.asarray(path.arrival_rate) == 0):
        return tuple(named)
    arrivals = _arrivals(path, calendar)
    return tuple(
        Outlook(np.asarray(one.probability) * np.asarray(other.probability), (*one.steps, *other.steps))
        for one in named
        for other in arrivals
    )


def _arrivals(path: OpenPath, calendar: Calendar) -> tuple[Outlook, ...]:
    rate = np.maximum(np.asarray(path.arrival_rate, dtype=np.float64), _RARE)
    found = []
    for start, end in pairwise(calendar.stretches()):
        survived = np.exp(-rate * start)
        chance = survived * (1.0 if np.isinf(end) else -np.expm1(-rate * (end - start)))
        date = start + _equivalent(rate, np.asarray(calendar.discount_rate), float(end - start))
        model = OpenRelease.model_construct(capability=path.arrival_capability, date=date)
        found.append(Outlook(chance, (model,)))
    if not calendar.is_infinite:
        found.append(Outlook(np.exp(-rate * calendar.horizon), ()))
    return tuple(found)


def _equivalent(rate: np.ndarray, discount: np.ndarray, length: float) -> np.ndarray:
    """Certainty equivalent of an exponential date within a stretch, measured from its start."""
    if np.isinf(length):
        return np.asarray(np.log1p(discount / rate) / np.where(discount == 0, 1.0, discount))
    within = -np.expm1(-rate * length)
    factor = rate / (rate + discount) * -np.expm1(-(rate + discount) * length) / within
    mean = 1.0 / rate - length * np.exp(-rate * length) / within
    # For rare arrivals the mean is a difference of large numbers; it is half the stretch then.
    mean = np.where(rate * length < 1e-6, length / 2, mean)
    patient = np.where(discount == 0, 1.0, discount)
    return np.asarray(np.where(discount == 0, mean, -np.log(factor) / patient))
