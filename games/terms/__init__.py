"""Terms: what labs care about. The explicit list, and the field type that reads it."""

from typing import Annotated

from pydantic import BeforeValidator, SerializeAsAny

from games.registry import Registry
from games.terms.base import Slot, Term
from games.terms.frontier_penalty import FrontierPenalty
from games.terms.gap_prize import GapPrize
from games.terms.market_share import MarketShare
from games.terms.prestige import Prestige
from games.terms.revenue import Revenue
from games.terms.slowness import Slowness
from games.terms.training_cost import TrainingCost

TERMS: Registry[Term] = Registry(
    "term", (Revenue, TrainingCost, Prestige, MarketShare, FrontierPenalty, Slowness, GapPrize)
)

AnyTerm = Annotated[SerializeAsAny[Term], BeforeValidator(TERMS.parse)]

__all__ = [
    "TERMS",
    "AnyTerm",
    "FrontierPenalty",
    "GapPrize",
    "MarketShare",
    "Prestige",
    "Revenue",
    "Slot",
    "Slowness",
    "Term",
    "TrainingCost",
]
