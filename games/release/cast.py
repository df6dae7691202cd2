"""The default cast: Alice, Bob and the closed monopolist, and where their numbers come from.

Money is in millions of dollars, customers in millions, time in months. Capability is measured by training expense, so a
model of capability 10 costs 10 to train. Alice has the best open model, likes that, and would rather that progress
slowed down; Bob is close behind and cares less about pace; the monopolist sells access and earns the gap.
"""

from __future__ import annotations

from games.markets import LimitPricing
from games.parts.game import Citation
from games.release.lab import Lab
from games.terms import (
    FrontierPenalty,
    MarketShare,
    Prestige,
    Revenue,
    Slowness,
    TrainingCost,
)
from games.terms.standing import Among
from games.time.calendar import Calendar
from games.values import SquareRoot

MARKET = LimitPricing(customers=0.2, value=SquareRoot())
"""0.2 million customers, who pay a dollar a day for capability 1 and two for capability 4."""

CALENDAR = Calendar(horizon=24, slots=12, days_per_period=30)
"""Twelve monthly slots in a world of two years."""

LAG = (
    "Epoch AI's estimate to October 2025: open models trail closed ones by about 3.5 months (90 % interval 1.1 to "
    "5.3); here the monopolist passed 6 three months before the start"
)
ILLUSTRATION = "illustrative, no estimate"


def sources(*labs: str) -> tuple[Citation, ...]:
    """Where the numbers of a game with these labs come from."""
    estimated = [
        Citation(path=f"{lab}.{number}", text=LAG)
        for lab, number in (("alice", "start"), ("monopolist", "start"), ("monopolist", "growth"))
        if lab in labs
    ]
    return (*estimated, *(Citation(path=part, text=ILLUSTRATION) for part in (*labs, "market", "calendar")))


def open_lab(
    name: str,
    *,
    start: float,
    growth: float,
    prestige: float,
    slowness: float,
    training_cost: float,
    market_share: float = 0.0,
    frontier_penalty: float = 0.0,
) -> Lab:
    """A lab that releases openly and competes for the best open model."""
    return Lab(
        name=name,
        start=start,
        growth=growth,
        release="open",
        terms=(
            Prestige(weight=prestige, among=Among.OPEN),
            MarketShare(weight=market_share, among=Among.OPEN),
            FrontierPenalty(weight=frontier_penalty),
            Slowness(weight=slowness),
            TrainingCost(weight=training_cost),
        ),
    )


def alice() -> Lab:
    """Has the best open model, likes to have it, would rather that progress slowed down."""
    return open_lab("alice", start=6.0, growth=0.5, prestige=2.0, slowness=12.0, training_cost=1.0)


def bob() -> Lab:
    """A little behind, grows a little faster, and cares less about pace."""
    return open_lab("bob", start=5.0, growth=0.6, prestige=2.0, slowness=4.0, training_cost=1.0)


def monopolist() -> Lab:
    """Sells access to the best closed model."""
    return Lab(
        name="monopolist",
        start=9.0,
        growth=1.0,
        release="closed",
        terms=(
            Revenue(),
            TrainingCost(),
            Prestige(weight=0.0),
            MarketShare(weight=0.0),
            FrontierPenalty(weight=0.0),
            Slowness(weight=0.0),
        ),
    )
