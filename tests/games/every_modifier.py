"""A list of modifiers for tests of what holds under all of them."""

from games import modifiers
from games.modifiers.regulation import Effect
from games.modifiers.training import Form

EVERY_MODIFIER: tuple[modifiers.Modifier, ...] = (
    modifiers.Spillover(beta=0.5),
    modifiers.Spillover(name="ahead", beta=1, form=Form.HEAD_START),
    modifiers.CatchUp(eta=0.5, only=("alice",)),
    modifiers.Talent(drawn=0.5),
    modifiers.Hiring(kappa=0.5),
    modifiers.Leakage(beta=0.5),
    modifiers.OpenDemand(psi=0.5),
    modifiers.DemandGrowth(rate=-0.1),
    modifiers.Bass(),
    modifiers.Regulation(hazard=0.2, effect=Effect.STOP),
    modifiers.Regulation(name="ceiling", hazard=0.1, effect=Effect.CAP, cap=3),
    modifiers.Regulation(name="notice", hazard=0.1, effect=Effect.DELAY, delay=1.5, by=(2.0,), only=("alice",)),
    modifiers.Belief(name="hope", path="alice.prestige", factor=2.0),
    modifiers.Belief(name="pace", path="calendar.discount_rate", value=0.2, only=("alice",)),
    modifiers.Impatience(beta=0.5),
    modifiers.Survival(minimum=5, exit=-1, only=("alice",)),
    modifiers.ConcaveUtility(exponent=0.5),
    modifiers.WorstCases(level=0.5),
)
"""One of every kind at least, none at its neutral point."""
