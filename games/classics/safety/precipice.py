"""Racing to the precipice: Armstrong, Bostrom and Shulman 2016.

``n`` teams build AI. Each has a capability ``c``, uniform on ``[0, m]``, and chooses a safety ``s`` from 0 to 1; the
highest ``c - s`` wins, and there is no disaster with probability ``s`` of the winner. A team gets 1 if it wins
without disaster, ``1 - e`` if another one does (``e`` is enmity), 0 after a disaster. Ours beside theirs: ``top`` is
their mu, ``m``. Concepts and closed forms, with ``k = n e - e + 1``:

* nobody knows capabilities: Nash equilibrium, ``s = min(1, m / (n e))``;
* each knows its own: Bayesian equilibrium, ``s(c) = min(1, c / k)``;
* all know all: Nash equilibrium in undominated safeties, the leader takes ``min(1, gap / e)`` of its lead ``gap``
  over the second, and the second what makes that so.

*An open model of quality x appears*: teams start closer together (``m`` falls: what is open is no lead), enmity falls
if what is open is shared, or another team can join.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.classics.numbers import NumbersClassic
from games.classics.roots import bisected
from games.parts.part import FloatArray, Positive, Share, Unit
from solver.bayesian import MonotoneEquilibrium, ScoreContest, solve_scores
from solver.common.errors import SolverError
from solver.continuous import ContinuousGame
from solver.game.normal_form import NormalForm
from solver.n_player.pure import pure_equilibria

STEP = 1e-5
"""Step at which the grids of the game in which all know all end, in units of the enmity if that is below 1."""
LEADS = 24
"""Leads at which that game is solved for the average risk."""


class _Precipice(Classic):
    """Parameters that the three cases share."""

    source = "Armstrong, Bostrom and Shulman 2016, AI & Society 31"
    asked = (Asked("risk", "risk"), Asked("effort", "speed"))

    teams: Annotated[int, Field(ge=2, le=50), Unit("teams")] = 2
    """How many teams there are, ``n``."""
    enmity: Annotated[Share, Unit("")] = 1.0
    """How much worse it is that another team wins, ``e``."""
    top: Annotated[Positive, Unit("capability")] = 1.0
    """The highest capability, ``m``: how much capability matters beside safety."""

    def changes(self, x: float) -> Changes:
        """Capabilities differ a tenth less per ``x``; enmity is a tenth less; or one more team can take part."""
        return {
            Channel.STATUS_QUO: {"top": self.top * (1 - 0.1 * x)},
            Channel.LOSE: {"enmity": self.enmity * (1 - 0.1 * x)},
            Channel.HAZARD: {"teams": self.teams + 1},
        }


class ArmstrongNone(_Precipice, NumbersClassic):
    """Nobody knows any capability."""

    name = "armstrong-no-information"
    concept = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("safety", 0.5, 1e-8, "section 3.1: m / (n e)", formula=True),
        Published("safety", 0.4, 1e-8, "section 3.1: m / (n e)", {"teams": 5, "top": 2.0}, formula=True),
        Published("risk", 0.9, 1e-8, "section 3.1: 1 - m / (n e)", {"teams": 5, "top": 0.5}, formula=True),
    )
    counted = "teams"

    def chance(self, own: FloatArray, other: FloatArray) -> FloatArray:
        """The chance to win with a safety against the one of all others."""
        n, ahead = self.teams, np.clip((other - own) / self.top, -1.0, 1.0)
        behind = np.maximum(0.0, 1 + ahead) ** n / n
        return np.where(ahead >= 0, (1 - np.maximum(ahead, 0.0) ** n) / n + ahead, behind)

    def choices(self) -> ContinuousGame:
        """Safeties of teams that are alike."""
        n, e, m = self.teams, self.enmity, self.top

        def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
            chance = self.chance(own[0], other[0])
            return np.asarray(chance * own[0] + (1 - chance) * (1 - e) * other[0])

        def marginal(own: FloatArray, other: FloatArray) -> FloatArray:
            # The chance's second derivative jumps where both are alike.
            ahead = np.clip((other[0] - own[0]) / m, -1.0, 1.0)
            rising = (1 - ahead ** (n - 1)) / m if ahead >= 0 else (1 + ahead) ** (n - 1) / m
            chance = (1 - ahead**n) / n + ahead if ahead >= 0 else (1 + ahead) ** n / n
            return np.asarray([chance - rising * (own[0] - (1 - e) * other[0])])

        return ContinuousGame.symmetric(payoff, [0.0], [1.0], marginal)

    def read(self, chosen: FloatArray) -> dict[str, FloatArray]:
        """What the winner's safety leaves, as the risk and as the winner's speed."""
        (first,), (second,) = chosen
        won = self.chance(first, second)
        left = 1 - won * first - (1 - won) * second
        return {"risk": left, "speed": left}

    def readings(self) -> tuple[Found, ...]:
        """The common safety by grid zoom, and what it leaves."""
        best = self.equilibrium()
        formula = min(1.0, self.top / (self.teams * self.enmity))
        safety = Found(float(best.point[0]), best.how, best.radius + 1e-9, formula)
        return safety, safety.rest()

    safety = reading("safety of each team", 0)
    risk = reading("probability of a disaster", 1)
    speed = reading("speed of the winner, what it gives up of safety", 1)


class ArmstrongPrivate(_Precipice):
    """Each team knows its own capability."""

    name = "armstrong-private-information"
    concept = "Bayesian equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("middle_safety", 0.25, 1e-8, "section 3.2: c / (n e - e + 1)", formula=True),
        Published("risk", 2 / 3, 1e-5, "section 3.2", formula=True),
        Published("risk", 1 / 12, 1e-4, "section 3.2, m above n e - e + 1", {"enmity": 0.5, "top": 3.0}, formula=True),
    )

    def equilibrium(self) -> MonotoneEquilibrium:
        """Safety by capability."""
        contest = ScoreContest(
            self.teams, self.top, 0.0, 1.0,
            score=lambda c, s: c - s,
            win=lambda c, s: s + 0 * c,
            lose=lambda c, s: 0 * (c + s),
            beaten=lambda c, s: (1 - self.enmity) * s + 0 * c,
        )  # fmt: skip
        return solve_scores(contest)

    def readings(self) -> tuple[Found, ...]:
        """Safety of middle capability, what it leaves, and the risk on average over the winner's capability."""
        found, k = self.equilibrium(), self.teams * self.enmity - self.enmity + 1
        value = float(found.action(np.array(self.top / 2)))
        safety = Found(value, found.how, found.change + 1e-9, min(1.0, self.top / (2 * k)))
        harm, formula = found.of_winner(lambda _, s: 1 - s), private_risk(self.teams, self.enmity, self.top)
        return safety, Found(harm, found.how, found.change + 1e-4, formula), safety.rest()

    middle_safety = reading("safety of a team of middle capability", 0)
    risk = reading("probability of a disaster", 1)
    speed = reading("speed of a team of middle capability, what it gives up of safety", 2)


class ArmstrongPublic(_Precipice):
    """All teams know all capabilities."""

    name = "armstrong-public-information"
    concept = "Nash equilibrium in undominated safeties"
    published: ClassVar[tuple[Published, ...]] = (
        Published("leader_safety", 0.4, 1e-4, "section 3.3: gap / e", {"gap": 0.2, "enmity": 0.5}, formula=True),
        Published("risk", 2 / 3, 5e-5, "section 3.3", formula=True),
        Published("risk", 0.416667, 5e-5, "section 3.3", {"enmity": 0.5, "top": 1.0}, formula=True),
        Published("private_less_public", 0.0, 1e-4, "sections 3.2 and 3.3: alike at e = 1 and m = 1", formula=True),
        Published("private_less_public", 4 / 45, 1e-4, "sections 3.2 and 3.3: private is riskier",
                  {"enmity": 0.5, "top": 0.4}, formula=True),
    )  # fmt: skip

    finding = (
        "the abstract says that danger rises the more teams know of each other; by the paper's own formulas, and by "
        "the solvers, private information is riskier than public information wherever e is below 1 and m at most e"
    )

    gap: Annotated[Positive, Unit("capability")] = 0.5
    """Lead of the best team over the second."""

    def readings(self) -> tuple[Found, ...]:
        """The leader's safety by pure equilibria on shrinking grids, and what it leaves."""
        value, step, change = leader_safety(self.gap, self.enmity)
        grids = f"step {step:.1e}, change {change:.1e} when halved"
        how = f"pure equilibria in undominated safeties on shrinking grids: {grids}"
        safety = Found(value, how, 4 * STEP, min(1.0, self.gap / self.enmity))
        return safety, safety.rest()

    leader_safety = reading("safety of the leader at the lead stated", 0)

    @quantity("probability of a disaster")
    def risk(self) -> Found:
        """The games of many leads, weighted by how likely they are, up to a lead at which the leader is quite safe."""
        n, m, e = self.teams, self.top, self.enmity
        nodes, weights = np.polynomial.legendre.leggauss(LEADS)
        safe_from = bisected(lambda lead: leader_safety(lead, e)[0] >= 1 - 2 * STEP, m)
        leads = safe_from * (nodes + 1) / 2
        risks = np.array([1 - leader_safety(float(lead), e)[0] for lead in leads])
        # The lead exceeds d with probability (1 - d / m)^n.
        likely = n / m * (1 - leads / m) ** (n - 1)
        how = f"pure equilibria in undominated safeties at {LEADS} leads up to {safe_from:.6g}, step {STEP:.0e}"
        return Found(float(weights @ (risks * likely) * safe_from / 2), how, 1e-4, public_risk(n, e, m))

    speed = reading("speed of the leader at the lead stated, what it gives up of safety", 1)

    @quantity("how much riskier private information is than public information, in probability")
    def private_less_public(self) -> Found:
        """The private case's risk less this one's."""
        private = ArmstrongPrivate(teams=self.teams, enmity=self.enmity, top=self.top).risk()
        public = self.risk()
        formula = private_risk(self.teams, self.enmity, self.top) - public_risk(self.teams, self.enmity, self.top)
        return Found(private.value - public.value, f"{private.how}; {public.how}", 2e-4, formula)

    def changes(self, x: float) -> Changes:
        """As in the other cases; a smaller range of capabilities also shrinks the lead."""
        less = 1 - 0.1 * x
        status_quo = {"top": self.top * less, "gap": self.gap * less}
        return super().changes(x) | {Channel.STATUS_QUO: status_quo}


def private_risk(n: int, e: float, m: float) -> float:
    """Risk where each team knows its own capability, in closed form."""
    k = n * e - e + 1
    return 1 - n * m / ((n + 1) * k) if m <= k else (k / m) ** n / (n + 1)


def public_risk(n: int, e: float, m: float) -> float:
    """Risk where all know all, in closed form."""
    left = max(0.0, 1 - e / m) ** (n + 1)
    return 1 - m / (e * (n + 1)) * (1 - left)


@lru_cache(maxsize=4096)
def leader_safety(gap: float, e: float) -> tuple[float, float, float]:
    """The leader's safety, the last step but one, and the change when it is halved.

    Raises:
        SolverError: a grid has no pure equilibrium in undominated safeties.
    """
    # A step by which a safety is rounded moves what is played by as much divided by the enmity.
    reach = 2 + 1 / e
    around = np.arange(-ceil(2 * reach), ceil(2 * reach) + 1)
    played, last, half, step = (0.5, 0.5), (0.5, 0.5), 0.5, 1.0
    while step > STEP * min(1.0, e):
        # Both grids have one step, and reach far enough to put a coarse grid's mistake right.
        step = 2 * half / (len(around) - 1)
        grids = [np.clip(p, half, 1 - half) + step * around for p in played]
        last, played = played, _played(gap, e, grids)
        half = min(0.5, reach * step)
    return played[0], step, abs(played[0] - last[0])


def _played(gap: float, e: float, grids: list[FloatArray]) -> tuple[float, float]:
    lead, second = grids[0][:, None], grids[1][None, :]
    wins = gap - lead >= -second  # the leader wins ties
    first = np.where(wins, lead, (1 - e) * second)
    other = np.where(wins, (1 - e) * lead, second + 0 * lead)
    # A safety of the second team that another one beats whatever the leader does, and never loses to.
    never_worse = np.all(other[:, None, :] >= other[:, :, None], axis=0)
    once_better = np.any(other[:, None, :] > other[:, :, None], axis=0)
    kept = np.flatnonzero(~np.any(never_worse & once_better, axis=1))
    game = NormalForm.from_bimatrix(first[:, kept], other[:, kept])
    found = [(a, -int(kept[b])) for a, b in pure_equilibria(game)]
    if not found:
        raise SolverError(f"no pure equilibrium on the grid at a lead of {gap:g}")
    a, b = max(found)
    return float(grids[0][a]), float(grids[1][-b])
