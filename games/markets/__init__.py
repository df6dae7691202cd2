"""Markets: who sells to whom at what price. The explicit list, and the field type that reads it."""

from typing import Annotated

from pydantic import BeforeValidator, SerializeAsAny

from games.markets.base import Market
from games.markets.cournot import Cournot
from games.markets.hotelling import Hotelling
from games.markets.limit_pricing import LimitPricing
from games.markets.logit import Logit
from games.markets.niches import Niche, Niches, Strength
from games.markets.priced import PricedMarket
from games.markets.sales import Pricing, Sales
from games.markets.two_types import TwoTypes
from games.markets.vertical import Vertical
from games.parts.registry import Registry

MARKETS: Registry[Market] = Registry("market", (LimitPricing, Vertical, TwoTypes, Logit, Niches, Hotelling, Cournot))

AnyMarket = Annotated[SerializeAsAny[Market], BeforeValidator(MARKETS.parse)]

__all__ = [
    "MARKETS",
    "AnyMarket",
    "Cournot",
    "Hotelling",
    "LimitPricing",
    "Logit",
    "Market",
    "Niche",
    "Niches",
    "PricedMarket",
    "Pricing",
    "Sales",
    "Strength",
    "TwoTypes",
    "Vertical",
]
