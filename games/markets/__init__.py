"""Markets: who sells to whom at what price. The explicit list, and the field type that reads it."""

from typing import Annotated

from pydantic import BeforeValidator, SerializeAsAny

from games.markets.base import Market
from games.markets.limit_pricing import LimitPricing
from games.registry import Registry

MARKETS: Registry[Market] = Registry("market", (LimitPricing,))

AnyMarket = Annotated[SerializeAsAny[Market], BeforeValidator(MARKETS.parse)]

__all__ = ["MARKETS", "AnyMarket", "LimitPricing", "Market"]
