"""A list of modifiers for tests of what holds under all of them."""

from games.modifiers import (
    Bass,
    Belief,
    CatchUp,
    ConcaveUtility,
    DemandGrowth,
    Hiring,
    Impatience,
    Leakage,
    Modifier,
    OpenDemand,
    Regulation,
    Spillover,
    Survival,
    Talent,
    WorstCases,
)
from games.modifiers.regulation import Effect
from games.modifiers.training import Form

EVERY_MODIFIER: tuple[Modifier, ...] = (
    Spillover(beta=0.5),
    Spillover(name="ahead", beta=1, form=Form.HEAD_START),
    CatchUp(eta=0.5, only=("alice",)),
    Talent(drawn=0.5),
    Hiring(kappa=0.5),
    Leakage(beta=0.5),
    OpenDemand(psi=0.5),
    DemandGrowth(rate=-0.1),
    Bass(),
    Regulation(hazard=0.2, effect=Effect.STOP),
    Regulation(name="ceiling", hazard=0.1, effect=Effect.CAP, cap=3),
    Regulation(name="notice", hazard=0.1, effect=Effect.DELAY, delay=1.5, by=(2.0,), only=("alice",)),
    Belief(name="hope", path="alice.prestige", factor=2.0),
    Belief(name="pace", path="calendar.discount_rate", value=0.2, only=("alice",)),
    Impatience(beta=0.5),
    Survival(minimum=5, exit=-1, only=("alice",)),
    ConcaveUtility(exponent=0.5),
    WorstCases(level=0.5),
)
"""One of every kind at least, none at its neutral point."""
