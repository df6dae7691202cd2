"""Modifiers: changes of the world and wrappers of totals. The explicit list, and the field type that reads it."""

from typing import Annotated

from pydantic import BeforeValidator, SerializeAsAny

from games.modifiers.account import Account
from games.modifiers.attitudes import ConcaveUtility, Survival, WorstCases
from games.modifiers.base import LabModifier, Modifier
from games.modifiers.belief import Belief
from games.modifiers.customers import Bass, DemandGrowth, OpenDemand
from games.modifiers.impatience import Impatience
from games.modifiers.regulation import Regulation
from games.modifiers.training import CatchUp, Hiring, Leakage, Spillover, Talent
from games.parts.registry import Registry

MODIFIERS: Registry[Modifier] = Registry(
    "modifier",
    (
        Spillover,
        CatchUp,
        Talent,
        Hiring,
        Leakage,
        OpenDemand,
        DemandGrowth,
        Bass,
        Regulation,
        Belief,
        Impatience,
        Survival,
        ConcaveUtility,
        WorstCases,
    ),
)

AnyModifier = Annotated[SerializeAsAny[Modifier], BeforeValidator(MODIFIERS.parse)]

__all__ = [
    "MODIFIERS",
    "Account",
    "AnyModifier",
    "Bass",
    "Belief",
    "CatchUp",
    "ConcaveUtility",
    "DemandGrowth",
    "Hiring",
    "Impatience",
    "LabModifier",
    "Leakage",
    "Modifier",
    "OpenDemand",
    "Regulation",
    "Spillover",
    "Survival",
    "Talent",
    "WorstCases",
]
