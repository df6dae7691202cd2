"""The release game once more, as plain loops over profiles, cells and labs: slow, and easy to believe.

No code is shared with ``games.release.history``, only the description of a game. Everything is a Python float.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from games.release.lab import Lab
from games.release.release_game import ReleaseGame


@dataclass(frozen=True)
class Plan:
    """One lab's plan: a date (``inf`` for never), a capability, and whether it is open."""

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
        spec, plan = self.labs[lab], self.plans[lab]
        best = spec.start if starts_open(spec) == openly else 0.0
        if plan.date <= t and plan.is_open == openly:
            best = max(best, plan.size)
        return best

    def capability(self, lab: int, t: float) -> float:
        return max(self.models(lab, t, True), self.models(lab, t, False))

    def outside(self, t: float) -> float:
        best = max([c for d, c in self.steps if d <= t] + [0.0])
        rho, lag = self.game.open.reaction, self.game.open.lag
        if rho > 0:
            seen = [lab.start for lab in self.labs if self.followed_from(lab) <= t]
            seen += [p.size for p in self.plans if p.date + lag <= t]
            best = max(best, rho * max(seen, default=0.0))
        return best

    def followed_from(self, lab: Lab) -> float:
        """When open models that follow have reached the lab's starting model."""
        return 0.0 if lab.start_age is None else max(0.0, self.game.open.lag - lab.start_age)

    def best_open(self, t: float) -> float:
        return max([self.outside(t)] + [self.models(i, t, True) for i in range(len(self.labs))])

    def best_closed(self, t: float) -> float:
        return max(self.models(i, t, False) for i in range(len(self.labs)))

    def frontier(self, t: float) -> float:
        return max(self.best_open(t), self.best_closed(t))

    def before(self, lab: int) -> float:
        """Best model on the market just before the lab's release."""
        when = self.plans[lab].date
        rho, lag = self.game.open.reaction, self.game.open.lag
        best = max(spec.start for spec in self.labs)
        best = max([best] + [c for d, c in self.steps if d < when or d <= 0])
        best = max([best] + [p.size for j, p in enumerate(self.plans) if j != lab and p.date < when])
        seen = [lab.start for lab in self.labs if self.followed_from(lab) < when or self.followed_from(lab) == 0]
        seen += [p.size for p in self.plans if p.date + lag < when]
        return max(best, rho * max(seen, default=0.0))

    def cells(self) -> list[tuple[float, float]]:
        """Stretches of time on which nothing changes."""
        calendar = self.game.calendar
        dates = {0.0, calendar.horizon}
        dates |= {k * calendar.step for k in range(calendar.slots)}
        dates |= {d for d, _ in self.steps}
        if self.game.open.reaction > 0:
            dates |= {p.date + self.game.open.lag for p in self.plans}
            dates |= {self.followed_from(lab) for lab in self.labs}
        if math.isfinite(calendar.horizon):
            dates |= {k * calendar.step for k in range(int(calendar.horizon / calendar.step) + 1)}
        edges = [*sorted(d for d in dates if d < calendar.horizon), calendar.horizon]
        return [(a, b) for a, b in pairwise(edges) if b > a]

    def rate(self, lab: int) -> float:
        own = self.labs[lab].discount_rate
        return self.game.calendar.discount_rate if own is None else own

    def once(self, lab: int) -> float:
        """Discount factor at the lab's release."""
        date = self.plans[lab].date
        return math.exp(-self.rate(lab) * date) if math.isfinite(date) else 0.0


def plans_of(lab: Lab, game: ReleaseGame) -> list[Plan]:
    calendar = game.calendar
    dates = [k * calendar.step for k in range(calendar.slots)] if lab.dates is None else list(lab.dates)
    kinds = {"open": [True], "closed": [False], "either": [True, False]}[lab.release]
    plans = []
    for date in dates:
        reach = (
            lab.path[round(date / calendar.step)]
            if lab.path
            else (lab.start + lab.growth * date) * lab.growth_factor**date
        )
        plans += [Plan(date, effort * reach, kind) for effort in lab.efforts for kind in kinds]
    return plans + ([Plan(math.inf, 0.0, False)] if lab.may_wait else [])


def starts_open(lab: Lab) -> bool:
    return lab.release == "open" if lab.start_open is None else lab.start_open


def integral(rate: float, start: float, end: float) -> float:
    """Of ``exp(-rate t)``."""
    if rate == 0:
        return end - start
    last = 0.0 if math.isinf(end) else math.exp(-rate * end)
    return (math.exp(-rate * start) - last) / rate
