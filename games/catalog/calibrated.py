"""Games whose numbers come from the register of evidence: the frontier of 2026, by dates and by effort.

Two closed labs of the same kind sell to customers of different tastes. Open models follow what they release at a lag in
time. What is written here is the shape alone; ``games.evidence`` has every number.
"""

from __future__ import annotations

from games.evidence.calibration import calibrated
from games.evidence.functions import DAYS
from games.evidence.register import register
from games.markets import Logit
from games.modifiers import DemandGrowth
from games.race import RaceGame
from games.race.lab import RaceLab
from games.race.world import OutsideModel
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.risk.world_risk import Deployment, WorldRisk
from games.terms import MarketShare, Prestige, Revenue, SharedRuin, Slowness, TrainingCost
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from games.values import Logarithm

NAME = "frontier-2026"
RACE_NAME = "frontier-2026-race"


def frontier() -> ReleaseGame:
    """Dates: when do two closed labs release while open models follow?"""
    labs = tuple(
        Lab(
            name=name,
            start=1.0,
            start_age=0.0,
            terms=(Revenue(), TrainingCost(), Prestige(), MarketShare(), Slowness(), SharedRuin()),
        )
        for name in ("leader", "rival")
    )
    bare = ReleaseGame(
        name=NAME,
        summary="two closed labs of 2026 decide when to release; open models follow the frontier at a lag",
        labs=labs,
        calendar=Calendar(days_per_period=DAYS),
        open=OpenPath(reaction=1.0),
        market=Logit(value=Logarithm()),
        risk=WorldRisk(deployment=Deployment()),
        modifiers=(DemandGrowth(),),
    )
    return calibrated(bare, register())


def frontier_race() -> RaceGame:
    """Effort: how hard do they work at it?"""
    labs = tuple(RaceLab(name=name, terms=(Revenue(), Prestige())) for name in ("leader", "rival"))
    bare = RaceGame(
        name=RACE_NAME,
        summary="two closed labs of 2026 choose how hard to work; open models follow the frontier at a lag",
        rungs=(1.0, 2.0),
        labs=labs,
        days_per_period=DAYS,
        market=Logit(value=Logarithm()),
        open=OutsideModel(rung=0, follow_lag=0),
    )
    return calibrated(bare, register())
