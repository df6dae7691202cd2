"""Terms: what labs care about. The explicit list, and the field type that reads it."""

from typing import Annotated

from pydantic import BeforeValidator, SerializeAsAny

from games.parts.registry import Registry
from games.terms.base import FlowTerm, Slot, Term
from games.terms.complement import Complement
from games.terms.frontier_penalty import FrontierPenalty
from games.terms.gap_prize import GapPrize
from games.terms.gap_utility import GapUtility
from games.terms.goal import Goal
from games.terms.market_share import MarketShare
from games.terms.prestige import Prestige
from games.terms.release_payment import EntryCost, Subsidy
from games.terms.revenue import Revenue
from games.terms.ruin import Liability, SharedRuin, WorldHarm
from games.terms.scale import ScaleBenefit, ScaleHarm
from games.terms.slow_progress import SlowProgress
from games.terms.slowness import Slowness
from games.terms.staying_out import StayingOut
from games.terms.training_cost import TrainingCost

TERMS: Registry[Term] = Registry(
    "term",
    (
        Revenue,
        TrainingCost,
        Prestige,
        MarketShare,
        FrontierPenalty,
        Slowness,
        SlowProgress,
        GapPrize,
        GapUtility,
        Goal,
        StayingOut,
        EntryCost,
        Subsidy,
        Complement,
        SharedRuin,
        Liability,
        ScaleHarm,
        ScaleBenefit,
        WorldHarm,
    ),
)

AnyTerm = Annotated[SerializeAsAny[Term], BeforeValidator(TERMS.parse)]

__all__ = [
    "TERMS",
    "AnyTerm",
    "Complement",
    "EntryCost",
    "FlowTerm",
    "FrontierPenalty",
    "GapPrize",
    "GapUtility",
    "Goal",
    "Liability",
    "MarketShare",
    "Prestige",
    "Revenue",
    "ScaleBenefit",
    "ScaleHarm",
    "SharedRuin",
    "Slot",
    "SlowProgress",
    "Slowness",
    "StayingOut",
    "Subsidy",
    "Term",
    "TrainingCost",
    "WorldHarm",
]
