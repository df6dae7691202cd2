"""The release game once more, as plain loops over profiles, cells and labs: slow, and easy to believe.

No code is shared with ``games.release.history``, only the description of a game. Everything is a Python float.
"""

import math
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from games.release.lab import Lab
from games.release.release_game import ReleaseGame


@dataclass(frozen=True)
class Release:
    """One release: a date, a capability, and whether it is open."""

    date: float
    size: float
    is_open: bool


class PlainHistory:
    """What one profile makes happen; plans are given by their positions."""

    def __init__(self, game: ReleaseGame, profile: tuple[int, ...]) -> None:
        self.game = game
        self.labs = game.labs
        self.plans = [plans_of(lab, game)[k] for lab, k in zip(game.labs, profile, strict=True)]
        self.steps = [(game.open.date, game.open.capability)]
        self.steps += [(s.date, s.capability) for s in (*game.open.releases, *game.open.announced)]

    def models(self, lab: int, t: float, openly: bool) -> float:
        """Best open, or closed, model of a lab on the market at ``t``."""
        spec = self.labs[lab]
        best = spec.start if starts_open(spec) == openly else 0.0
        return max([best] + [r.size for r in self.plans[lab] if r.date <= t and r.is_open == openly])

    def capability(self, lab: int, t: float) -> float:
        return max(self.models(lab, t, True), self.models(lab, t, False))

    def outside(self, t: float) -> float:
        best = max([c for d, c in self.steps if d <= t] + [0.0])
        rho, lag = self.game.open.reaction, self.game.open.lag
        if rho > 0:
            seen = [lab.start for lab in self.labs if self.followed_from(lab) <= t]
            seen += [r.size for r in self.releases() if r.date + lag <= t]
            best = max(best, rho * max(seen, default=0.0))
        return best

    def releases(self) -> list[Release]:
        """All releases of all labs."""
        return [release for plan in self.plans for release in plan]

    def first(self, lab: int) -> float:
        """Date of the lab's first release, ``inf`` for never."""
        return min([release.date for release in self.plans[lab]], default=math.inf)

    def followed_from(self, lab: Lab) -> float:
        """When open models that follow have reached the lab's starting model."""
        return 0.0 if lab.start_age is None else max(0.0, self.game.open.lag - lab.start_age)

    def best_open(self, t: float) -> float:
        return max([self.outside(t)] + [self.models(i, t, True) for i in range(len(self.labs))])

    def best_closed(self, t: float) -> float:
        return max(self.models(i, t, False) for i in range(len(self.labs)))

    def frontier(self, t: float) -> float:
        return max(self.best_open(t), self.best_closed(t))

    def before(self, own: Release) -> float:
        """Best model on the market just before a release."""
        when = own.date
        rho, lag = self.game.open.reaction, self.game.open.lag
        best = max(spec.start for spec in self.labs)
        best = max([best] + [c for d, c in self.steps if d < when or d <= 0])
        best = max([best] + [r.size for r in self.releases() if r.date < when])
        seen = [lab.start for lab in self.labs if self.followed_from(lab) < when or self.followed_from(lab) == 0]
        seen += [r.size for r in self.releases() if r.date + lag < when]
        return max(best, rho * max(seen, default=0.0))

    def cells(self) -> list[tuple[float, float]]:
        """Stretches of time on which nothing changes."""
        calendar = self.game.calendar
        dates = {0.0, calendar.horizon}
        dates |= {k * calendar.step for k in range(calendar.slots)}
        dates |= {d for d, _ in self.steps}
        if self.game.open.reaction > 0:
            dates |= {r.date + self.game.open.lag for r in self.releases()}
            dates |= {self.followed_from(lab) for lab in self.labs}
        if math.isfinite(calendar.horizon):
            dates |= {k * calendar.step for k in range(int(calendar.horizon / calendar.step) + 1)}
        edges = [*sorted(d for d in dates if d < calendar.horizon), calendar.horizon]
        return [(a, b) for a, b in pairwise(edges) if b > a]

    def rate(self, lab: int) -> float:
        own = self.labs[lab].discount_rate
        return self.game.calendar.discount_rate if own is None else own

    def once(self, lab: int, own: Release) -> float:
        """Discount factor at one of the lab's releases."""
        return math.exp(-self.rate(lab) * own.date)


def plans_of(lab: Lab, game: ReleaseGame) -> list[tuple[Release, ...]]:
    """Every set of releases at different dates, small sets first; never last."""
    calendar = game.calendar
    dates = [k * calendar.step for k in range(calendar.slots)] if lab.dates is None else list(lab.dates)
    kinds = {"open": [True], "closed": [False], "either": [True, False]}[lab.release]
    singles = []
    for date in dates:
        grown = (lab.start + lab.growth * date) * float(np.exp(np.log(lab.growth_factor) * date))
        reach = lab.path[round(date / calendar.step)] if lab.path else grown
        singles += [Release(date, effort * reach, kind) for effort in lab.efforts for kind in kinds]
    plans: list[tuple[Release, ...]] = []
    for n in range(1, lab.releases + 1):
        plans += [some for some in combinations(singles, n) if all(a.date < b.date for a, b in pairwise(some))]
    return plans + ([()] if lab.may_wait else [])


def starts_open(lab: Lab) -> bool:
    return lab.release == "open" if lab.start_open is None else lab.start_open


def integral(rate: float, start: float, end: float) -> float:
    """Of ``exp(-rate t)``."""
    if rate == 0:
        return end - start
    last = 0.0 if math.isinf(end) else math.exp(-rate * end)
    return (math.exp(-rate * start) - last) / rate
